"""Viewers that say when each picture had come in full, for `bench.room_slow`.

    python -m bench.room_witnesses ADDRESS COUNT [--presents] [--decodes]

A picture is acknowledged when its last packet is here. `--presents`: the first one presents and turns the wheel.
`--decodes`: aiortc's own receiver, which asks for lost packets and decodes, tells what has come; else packets are only
counted. Prints a line when all are connected; each line that it is given is answered by what came since the last one.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Final

import aiohttp
from aiortc import RTCRtpReceiver
from aiortc.mediastreams import MediaStreamError

from bench.room_viewers import VIEW, Viewer, scroll
from session.view import messages as m

_STREAM: Final = VIEW[0].stream


@dataclass(slots=True)
class Sight:
    """One picture in full: its number, when it was here (the machine's clock, in s), and its bytes."""

    picture: int
    at: float
    size: int


@dataclass(slots=True)
class Seen:
    """What came since the last time: each viewer's pictures, and when the hand moved that a picture contains."""

    viewers: list[list[Sight]] = field(default_factory=list)
    hand: dict[int, float] = field(default_factory=dict)


class Witness(Viewer):
    """Acknowledges what has come in full."""

    def __init__(self, address: str, *, presents: bool, decodes: bool) -> None:
        super().__init__(address, presents=presents)
        self._decodes = decodes
        self.sights: list[Sight] = []
        self.inputs: dict[int, float] = {}
        self.hand: dict[int, float] = {}
        self._announced: dict[int, m.PictureSent] = {}
        self._came: dict[int, float] = {}
        self._sizes: dict[int, int] = {}
        self._watching: asyncio.Task[None] | None = None

    async def say(self, message: m.ClientMessage) -> None:
        """Send a message; when the hand moved is remembered."""
        if isinstance(message, m.Input):
            self.inputs[message.sequence] = time.monotonic()
        elif isinstance(message, m.Transport):
            self._watch()
        await super().say(message)

    async def sent(self, message: m.PictureSent) -> None:
        """A picture was announced."""
        if message.stream != _STREAM:
            await super().sent(message)
            return
        if message.sequence in self.inputs:
            self.hand[message.picture] = self.inputs[message.sequence]
        self._announced[message.rtp] = message
        if message.rtp in self._came:
            await self._complete(message.rtp)

    def _watch(self) -> None:
        """Take packets as they come, from now on."""
        if self.peer is None:
            return
        for stream, receiver in enumerate(self.peer.getReceivers()):
            if stream == _STREAM and self._decodes:
                self._watching = asyncio.create_task(self._decode(receiver))
            receive = receiver._handle_rtp_packet if stream == _STREAM and self._decodes else None
            receiver._handle_rtp_packet = partial(self._packet, stream, receive)  # type: ignore[method-assign]

    async def _packet(self, stream: int, receive: Any, packet: Any, arrival_time_ms: int) -> None:
        """Count it; the last one of a picture makes it complete, where none can be lost."""
        if stream != _STREAM:
            return
        self._sizes[packet.timestamp] = self._sizes.get(packet.timestamp, 0) + len(packet.payload)
        if receive is not None:
            await receive(packet, arrival_time_ms=arrival_time_ms)
        elif packet.marker:
            await self._here(packet.timestamp)

    async def _decode(self, receiver: RTCRtpReceiver) -> None:
        """What the receiver has decoded has come."""
        track = receiver.track
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            mapper = receiver._RTCRtpReceiver__timestamp_mapper  # type: ignore[attr-defined]
            await self._here((frame.pts + mapper._origin) % (1 << 32))

    async def _here(self, rtp: int) -> None:
        self._came[rtp] = time.monotonic()
        if rtp in self._announced:
            await self._complete(rtp)

    async def _complete(self, rtp: int) -> None:
        message = self._announced.pop(rtp)
        self.sights.append(Sight(message.picture, self._came.pop(rtp), self._sizes.pop(rtp, 0)))
        await self.say(m.Ack(message.stream, message.picture))


def _lap(witnesses: list[Witness]) -> Seen:
    """What came since the last call."""
    seen = Seen([one.sights for one in witnesses], witnesses[0].hand)
    for one in witnesses:
        one.sights = []
    return seen


async def witness(address: str, count: int, *, presents: bool, decodes: bool) -> None:
    """Connect all and answer lines until there are no more."""
    witnesses = [Witness(address, presents=presents and n == 0, decodes=decodes) for n in range(count)]
    async with aiohttp.ClientSession() as client, asyncio.TaskGroup() as tasks:
        running = []
        for one in witnesses:
            running.append(tasks.create_task(one.run(client)))
            await asyncio.sleep(0.2)
        if presents:
            running.append(tasks.create_task(scroll(witnesses[0])))
        async with asyncio.timeout(60):
            for one in witnesses:
                await one.connected.wait()
        print("connected", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(asdict(_lap(witnesses))), flush=True)
        for task in running:
            task.cancel()


if __name__ == "__main__":
    where, number = sys.argv[1:3]
    asyncio.run(witness(where, int(number), presents="--presents" in sys.argv[3:], decodes="--decodes" in sys.argv[3:]))
