"""Viewers that say when each picture had come in full, for `bench.room_slow`.

    python -m bench.room_witnesses ADDRESS COUNT [--presents] [--insists]

A picture is acknowledged when it is here in full. `--presents`: the first one presents and turns the wheel.
`--insists`: lost packets are asked for, as browsers do; else the way is taken for one that loses none.
Prints a line when all are connected; each line that it is given is answered by what came since the last one.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Final

import aiohttp
from aiortc.codecs import is_rtx
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RtpPacket, unwrap_rtx

from bench.room_receiver import Assembly, Piece, begins_keyframe
from bench.room_viewers import VIEW, Viewer, scroll
from session.view import messages as m

_STREAM: Final = VIEW[0].stream
_ASK_S: Final = 0.02


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

    def __init__(self, address: str, *, presents: bool, insists: bool) -> None:
        super().__init__(address, presents=presents)
        self._insists = insists
        self.sights: list[Sight] = []
        self.inputs: dict[int, float] = {}
        self.hand: dict[int, float] = {}
        self._announced: dict[int, m.PictureSent] = {}
        self._came: dict[int, float] = {}
        self._sizes: dict[int, int] = {}
        self._assembly, self._media = Assembly(), 0
        self._asking: asyncio.Task[None] | None = None

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
            take = self._packet if stream == _STREAM else _drop
            receiver._handle_rtp_packet = partial(take, receiver)  # type: ignore[method-assign]
            if stream == _STREAM and self._insists:
                self._asking = asyncio.create_task(self._ask(receiver))

    async def _packet(self, receiver: Any, packet: RtpPacket, arrival_time_ms: int) -> None:  # noqa: ARG002
        """Count it; where none can be lost, the last one of a picture makes it complete."""
        self._sizes[packet.timestamp] = self._sizes.get(packet.timestamp, 0) + len(packet.payload)
        if not self._insists:
            if packet.marker:
                await self._here(packet.timestamp)
            return
        own = _unwrapped(receiver, packet)
        if own is not None:
            self._media = own.ssrc
            piece = Piece(own.timestamp, last=bool(own.marker), key=begins_keyframe(own.payload))
            for timestamp in self._assembly.take(own.sequence_number, piece, time.monotonic()):
                await self._here(timestamp)

    async def _ask(self, receiver: Any) -> None:
        """Ask for what is missing, as browsers do."""
        while True:
            await asyncio.sleep(_ASK_S)
            missing, key = self._assembly.wanted(time.monotonic())
            if missing:
                await receiver._send_rtcp_nack(self._media, missing)
            if key:
                await receiver._send_rtcp_pli(self._media)

    async def _here(self, rtp: int) -> None:
        self._came[rtp] = time.monotonic()
        if rtp in self._announced:
            await self._complete(rtp)

    async def _complete(self, rtp: int) -> None:
        message = self._announced.pop(rtp)
        self.sights.append(Sight(message.picture, self._came.pop(rtp), self._sizes.pop(rtp, 0)))
        await self.say(m.Ack(message.stream, message.picture))


async def _drop(_receiver: Any, _packet: RtpPacket, arrival_time_ms: int) -> None:
    """Another stream's packet."""


def _unwrapped(receiver: Any, packet: RtpPacket) -> RtpPacket | None:
    """A packet as it was sent first, where it came again (RFC 4588)."""
    codecs: dict[int, RTCRtpCodecParameters] = receiver._RTCRtpReceiver__codecs
    codec = codecs.get(packet.payload_type)
    if codec is None or not is_rtx(codec):
        return packet if packet.payload else None
    first = receiver._RTCRtpReceiver__rtx_ssrc.get(packet.ssrc)
    if first is None or len(packet.payload) < 2:
        return None
    return unwrap_rtx(packet, payload_type=int(codec.parameters["apt"] or 0), ssrc=first)


def _lap(witnesses: list[Witness]) -> Seen:
    """What came since the last call."""
    seen = Seen([one.sights for one in witnesses], witnesses[0].hand)
    for one in witnesses:
        one.sights = []
    return seen


async def witness(address: str, count: int, *, presents: bool, insists: bool) -> None:
    """Connect all and answer lines until there are no more."""
    witnesses = [Witness(address, presents=presents and n == 0, insists=insists) for n in range(count)]
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
    asyncio.run(witness(where, int(number), presents="--presents" in sys.argv[3:], insists="--insists" in sys.argv[3:]))
