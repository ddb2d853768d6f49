"""The viewers of `bench.rooms`: WebRTC peers that take every packet, acknowledge what is announced, and decode nothing.

    python -m bench.room_viewers ADDRESS VIEWERS WARM_S SECONDS [--stalled]

The first one presents and turns the wheel. Prints a line when the time that counts begins, and the pictures a second
that the second viewer (or the only one) was announced in it.
"""

import asyncio
import sys
from typing import Any, Final

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.rtcrtpreceiver import RTCRtpReceiver

from session.view import messages as m
from session.view import operations as o

VIEW: Final = (m.ViewBinding("axial", 0, 1024, 1024),)
STREAMS: Final = 6
HAND_HZ: Final = 30


async def _drop(_self: Any, _packet: Any, arrival_time_ms: int) -> None:
    """Take a packet and do nothing with it."""


class Viewer:
    """One page's connection; `stalled` ones stop reading once they are connected."""

    def __init__(self, address: str, *, presents: bool, stalled: bool = False) -> None:
        self._address = f"{address}?presents={'yes' if presents else 'no'}"
        self._stalled = stalled
        self.announced = 0
        self.connected = asyncio.Event()
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.peer: RTCPeerConnection | None = None

    async def run(self, client: aiohttp.ClientSession) -> None:
        """Look until cancelled."""
        peer = self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        async with client.ws_connect(self._address, max_msg_size=0) as socket:
            self.socket = socket
            await self.say(m.Hello(version=1, ticket="t", views=VIEW))
            for _ in range(STREAMS):
                peer.addTransceiver("video", direction="recvonly")
            await peer.setLocalDescription(await peer.createOffer())
            await self.say(m.Offer(peer.localDescription.sdp))
            try:
                await self._listen(socket, peer)
            finally:
                await peer.close()

    async def say(self, message: m.ClientMessage) -> None:
        """Send a message."""
        if self.socket is not None:
            await self.socket.send_bytes(m.encode(message))

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse, peer: RTCPeerConnection) -> None:
        async for raw in socket:
            message = m.decode_server(raw.data)
            if isinstance(message, m.Answer):
                await peer.setRemoteDescription(RTCSessionDescription(message.sdp, "answer"))
                await self.say(m.Transport("webrtc"))
            elif isinstance(message, m.Picture):
                await self.say(m.Ack(message.stream, message.picture))
            elif isinstance(message, m.PictureSent):
                self.connected.set()
                self.announced += 1
                if self._stalled:
                    await asyncio.Event().wait()
                await self.sent(message)

    async def sent(self, message: m.PictureSent) -> None:
        """A picture was announced: it counts as shown."""
        await self.say(m.Ack(message.stream, message.picture))


async def scroll(viewer: Viewer) -> None:
    """Turn the wheel 30 times a second, to and fro, until cancelled."""
    sequence = 0
    while True:
        sequence += 1
        steps = 1.0 if sequence % 60 < 30 else -1.0
        await viewer.say(m.Input(sequence, "axial", (o.Scroll(steps),)))
        await asyncio.sleep(1 / HAND_HZ)


async def look(address: str, count: int, warm_s: float, seconds: float, *, stalled: bool) -> None:
    """Connect all, let the hand turn, and count."""
    RTCRtpReceiver._handle_rtp_packet = _drop  # type: ignore[method-assign,assignment]
    viewers = [Viewer(address, presents=n == 0, stalled=stalled and n == count - 1) for n in range(count)]
    async with aiohttp.ClientSession() as client, asyncio.TaskGroup() as tasks:
        running = []
        for viewer in viewers:
            running.append(tasks.create_task(viewer.run(client)))
            await asyncio.sleep(0.2)
        running.append(tasks.create_task(scroll(viewers[0])))
        async with asyncio.timeout(30):
            for viewer in viewers:
                await viewer.connected.wait()
        await asyncio.sleep(warm_s)
        counted = viewers[min(1, count - 1)]
        before = counted.announced
        print("begins", flush=True)
        await asyncio.sleep(seconds)
        print((counted.announced - before) / seconds, flush=True)
        for task in running:
            task.cancel()


if __name__ == "__main__":
    where, number, warm, duration = sys.argv[1:5]
    asyncio.run(look(where, int(number), float(warm), float(duration), stalled="--stalled" in sys.argv))
