"""A browser's part of a WebRTC connection, played by aiortc, over loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCSessionDescription,
)
from aiortc.rtp import HeaderExtensionsMap, RtpPacket, unpack_header_extensions
from av import VideoFrame

from streaming.links import webrtc_adaptations as adaptations
from streaming.links.webrtc import WebRtcPeer
from streaming.picture import PictureTag

LOOPBACK = ("127.0.0.1",)
PLAYOUT_DELAY_ID = 5
LIMIT_S = 30


@dataclass
class Packet:
    """An RTP packet as it came over the wire."""

    payload_type: int
    ssrc: int
    timestamp: int
    marker: bool
    size: int
    extensions: dict[int, bytes]


@dataclass
class Browser:
    """Six receive-only streams; records every RTP packet before anything is done with it."""

    connection: RTCPeerConnection
    quick: RTCDataChannel | None = None
    packets: list[Packet] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def receivers(self) -> list[RTCRtpReceiver]:
        return self.connection.getReceivers()

    async def frame(self, stream: int) -> VideoFrame:
        """The next decoded picture; aiortc gives one away when the next one begins."""
        frame = await asyncio.wait_for(self.receivers[stream].track.recv(), LIMIT_S)
        assert isinstance(frame, VideoFrame)
        return frame

    async def offer(self) -> str:
        with adaptations.candidates_from(LOOPBACK):
            await self.connection.setLocalDescription(await self.connection.createOffer())
        line = f"a=extmap:{PLAYOUT_DELAY_ID} {adaptations.PLAYOUT_DELAY}\r\n"
        return self.connection.localDescription.sdp.replace("a=mid:", line + "a=mid:")

    async def accept(self, answer: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        transport = self.receivers[0].transport
        handle = transport._handle_rtp_data

        async def record(data: bytes, arrival_time_ms: int) -> None:
            extensions: dict[int, bytes] = {}
            packet = RtpPacket.parse(data, _Raw(extensions))
            self.packets.append(
                Packet(packet.payload_type, packet.ssrc, packet.timestamp, bool(packet.marker), len(data), extensions)
            )
            async with self.arrived:
                self.arrived.notify_all()
            await handle(data, arrival_time_ms)

        transport._handle_rtp_data = record  # type: ignore[method-assign]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until packets have arrived that fulfil the condition."""
        async with self.arrived:
            await asyncio.wait_for(self.arrived.wait_for(condition), LIMIT_S)

    def pictures(self, ssrc: int) -> list[int]:
        """The timestamps of complete pictures of one stream, in the order of their last packets."""
        return [packet.timestamp for packet in self.packets if packet.ssrc == ssrc and packet.marker]


class _Raw(HeaderExtensionsMap):
    """Keeps a packet's extensions as they are."""

    def __init__(self, found: dict[int, bytes]) -> None:
        super().__init__()
        self._found = found

    def get(self, extension_profile: int, extension_value: bytes) -> Any:
        self._found.update(unpack_header_extensions(extension_profile, extension_value))
        return super().get(extension_profile, extension_value)


@dataclass
class Call:
    """A connected pair and what the server's side reported."""

    peer: WebRtcPeer
    browser: Browser
    sent: list[tuple[PictureTag, int]]
    key_requests: asyncio.Queue[int]
    closed: asyncio.Event
    answer: str
    told: asyncio.Queue[bytes]

    def ssrc(self, stream: int) -> int:
        ssrc: int = self.peer._connection.getSenders()[stream]._ssrc
        return ssrc


@asynccontextmanager
async def a_browser(streams: int = 6, *, quick: bool = False) -> AsyncIterator[Browser]:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
    for _ in range(streams):
        connection.addTransceiver("video", direction="recvonly").setCodecPreferences(adaptations.h264_only())
    channel = connection.createDataChannel("quick", ordered=False, maxRetransmits=0) if quick else None
    try:
        yield Browser(connection, channel)
    finally:
        await connection.close()


@asynccontextmanager
async def a_call(streams: int = 6, *, quick: bool = False) -> AsyncIterator[Call]:
    sent: list[tuple[PictureTag, int]] = []
    key_requests: asyncio.Queue[int] = asyncio.Queue()
    told: asyncio.Queue[bytes] = asyncio.Queue()
    closed = asyncio.Event()
    peer = WebRtcPeer(
        on_sent=lambda tag, timestamp: sent.append((tag, timestamp)),
        on_keyframe_request=key_requests.put_nowait,
        on_closed=closed.set,
        on_told=told.put_nowait,
        addresses=LOOPBACK,
    )
    async with a_browser(streams, quick=quick) as browser:
        try:
            answer = await peer.answer(await browser.offer())
            await browser.accept(answer)
            assert await asyncio.wait_for(peer.connected(), LIMIT_S)
            yield Call(peer, browser, sent, key_requests, closed, answer, told)
        finally:
            await peer.close()
