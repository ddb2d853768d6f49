"""What aiortc does not do itself and interactive pictures need. Each adaptation stands here once, with its reason.

All but two work on the objects of one connection. They use names that aiortc does not promise to keep, which is why
its version is pinned to a minor and each of them has a test of its own.
"""

import asyncio
import contextlib
import contextvars
import struct
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import aioice.ice
import aiortc.rtcrtpsender
from aiortc import RTCPeerConnection, RTCRtpSender, RTCRtpTransceiver, sdp
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpCodecCapability, RTCRtpCodecParameters, RTCRtpParameters
from aiortc.rtcrtpsender import RTCEncodedFrame
from aiortc.rtp import HeaderExtensions, HeaderExtensionsMap, is_rtcp, pack_header_extensions

from streaming.pacing import LeakyBucket

PLAYOUT_DELAY: Final = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
_MID: Final = "urn:ietf:params:rtp-hdrext:sdes:mid"
_SEND_TIME: Final = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
_RTP_HISTORY_PACKETS: Final = 1024
_SHORTEST_SLEEP_S: Final = 0.001
# Each candidate makes the server send checks to an address that the offer chose.
_MAX_CANDIDATES: Final = 32

# aiortc keeps 128 packets for retransmission, three or four pictures: at 1 % loss and 40 ms round trip too few.
aiortc.rtcrtpsender.RTP_HISTORY_SIZE = _RTP_HISTORY_PACKETS  # type: ignore[attr-defined]


def h264_only() -> list[RTCRtpCodecCapability]:
    """Codec preferences: H.264 with fragmentation (packetization-mode 1), constrained baseline first, and RTX.

    Without them VP8, first in aiortc's list, is settled on; H.264 packets then arrive, are dropped undecoded, and
    requests for keyframes rain.
    """
    codecs = RTCRtpSender.getCapabilities("video").codecs
    h264 = [codec for codec in codecs if codec.mimeType == "video/H264"]
    h264.sort(key=lambda codec: codec.parameters["profile-level-id"] != "42e01f")
    return h264 + [codec for codec in codecs if codec.mimeType == "video/rtx"]


class PlayoutDelayExtensions(HeaderExtensionsMap):
    """RTP header extensions that ask the browser to show pictures at once: playout delay 0 to 0 ms.

    The browser's jitter buffer is otherwise the largest single delay, about 20 ms.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ids: dict[str, int] = {}

    def configure(self, parameters: RTCRtpParameters) -> None:
        """Take the negotiated numbers of the extensions."""
        super().configure(parameters)
        self._ids = {extension.uri: extension.id for extension in parameters.headerExtensions}

    def set(self, values: HeaderExtensions) -> tuple[int, bytes]:
        """Return the profile and bytes of one packet's extensions."""
        if PLAYOUT_DELAY not in self._ids:
            return super().set(values)
        extensions = [(self._ids[PLAYOUT_DELAY], bytes(3))]
        if values.mid is not None and _MID in self._ids:
            extensions.append((self._ids[_MID], values.mid.encode()))
        if values.abs_send_time is not None and _SEND_TIME in self._ids:
            extensions.append((self._ids[_SEND_TIME], values.abs_send_time.to_bytes(3, "big")))
        return pack_header_extensions(extensions)


def accept_playout_delay(transceiver: RTCRtpTransceiver, offered: sdp.MediaDescription) -> None:
    """Answer the playout-delay extension where it is offered, and write it into every packet."""
    extensions = [extension for extension in offered.rtp.headerExtensions if extension.uri == PLAYOUT_DELAY]
    transceiver._headerExtensions += extensions
    transceiver.sender._RTCRtpSender__rtp_header_extensions_map = PlayoutDelayExtensions()  # type: ignore[attr-defined]


def feed(sender: RTCRtpSender, next_picture: Callable[[], Awaitable[tuple[list[bytes], int]]]) -> None:
    """Let a sender take ready RTP payloads and their timestamp from `next_picture`.

    aiortc would encode for every peer anew, or packetise ready packets for every peer anew: a fifth of a busy
    process's time with 16 viewers of one stream.
    """

    async def next_encoded_frame(codec: RTCRtpCodecParameters) -> RTCEncodedFrame:  # noqa: ARG001 - aiortc's name
        payloads, timestamp = await next_picture()
        return RTCEncodedFrame(payloads, timestamp, None)  # type: ignore[arg-type]

    sender._next_encoded_frame = next_encoded_frame  # type: ignore[method-assign]


def forward_keyframe_requests(sender: RTCRtpSender, request: Callable[[], None]) -> None:
    """Call `request` on PLI and FIR: aiortc only remembers them for its own encoders."""
    sender._send_keyframe = request  # type: ignore[method-assign]


def answer_losses(sender: RTCRtpSender, missed: Callable[[int], bool]) -> Callable[[int], Awaitable[None]]:
    """Ask `missed(sequence)` whether to send a packet again that the browser asks for (NACK).

    aiortc sends it always, and tells nobody how many are lost. Returns what sends a packet again unasked.
    """
    send_again: Callable[[int], Awaitable[None]] = sender._retransmit

    async def answer(sequence_number: int) -> None:
        if missed(sequence_number):
            await send_again(sequence_number)

    sender._retransmit = answer  # type: ignore[method-assign]
    return send_again


def round_trip_s(sender: RTCRtpSender) -> float:
    """Seconds to the browser and back as its reports say; 0 before the first one. aiortc gives it in a report only."""
    found: float | None = sender._RTCRtpSender__rtt  # type: ignore[attr-defined]
    return found or 0.0


def pace(transport: RTCDtlsTransport, bucket: LeakyBucket, leaving: Callable[[int, int, int], None]) -> None:
    """Spread RTP packets over time, and call `leaving(ssrc, sequence, timestamp)` before each goes out.

    aiortc sends a picture's packets as one burst, which overflows small queues on the way; and it adds a random offset
    to timestamps that only the finished packet shows.
    """
    send: Callable[[bytes], Awaitable[None]] = transport._send_rtp

    async def send_paced(data: bytes) -> None:
        if not is_rtcp(data):
            sequence, timestamp, ssrc = struct.unpack_from("!HII", data, 2)
            leaving(ssrc, sequence, timestamp)
            delay = bucket.delay(len(data), asyncio.get_running_loop().time())
            if delay > _SHORTEST_SLEEP_S:
                await asyncio.sleep(delay)
        await send(data)

    transport._send_rtp = send_paced  # type: ignore[method-assign]


def without_names(offer: str) -> str:
    """Return an offer without mDNS candidates and without the mark that says no candidate follows.

    Browsers hide their addresses behind `.local` names. Resolving them takes multicast on every interface and seconds
    where nobody answers; the browser's own checks show its address anyway, and aioice waits for them as long as
    the list of candidates is open.
    """
    kept = []
    candidates = 0
    for line in offer.splitlines():
        if line.startswith("a=candidate:"):
            fields = line.split()
            candidates += 1
            if candidates > _MAX_CANDIDATES or (len(fields) > 4 and fields[4].lower().endswith(".local")):
                continue
        if not line.startswith("a=end-of-candidates"):
            kept.append(line)
    return "\r\n".join([*kept, ""])


async def attempts_ended(connection: RTCPeerConnection) -> None:
    """Wait for what a closed connection still does to connect, and end what that began.

    aiortc leaves these tasks to themselves: one that gets through while the connection is closed starts the senders
    after they were told to stop, and each of them runs for good.
    """

    def attempts_to_connect(task: asyncio.Task[object]) -> bool:
        coroutine: Any = task.get_coro()
        frame = getattr(coroutine, "cr_frame", None)
        is_attempt = getattr(coroutine, "__qualname__", "") == "RTCPeerConnection.__connect"
        return is_attempt and frame is not None and frame.f_locals.get("self") is connection

    await asyncio.gather(*filter(attempts_to_connect, asyncio.all_tasks()), return_exceptions=True)
    for transceiver in connection.getTransceivers():
        await transceiver.stop()
    if connection.sctp is not None:
        await connection.sctp.stop()


_LOOPBACK: Final = "127.0.0.1"
_chosen: contextvars.ContextVar[tuple[str, ...]] = contextvars.ContextVar("_chosen", default=())
_found: Callable[[bool, bool], list[str]] = aioice.ice.get_host_addresses


def _host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    return list(_chosen.get()) or _found(use_ipv4, use_ipv6) or [_LOOPBACK]


# aioice takes every address but 127.0.0.1: a machine without a network would offer no candidate and ICE never begin,
# and a server that listens on loopback only would open its media ports to the network.
aioice.ice.get_host_addresses = _host_addresses


@contextlib.contextmanager
def candidates_from(addresses: tuple[str, ...]) -> Iterator[None]:
    """While entered, this task gathers host candidates from these addresses; from all of the machine when empty."""
    token = _chosen.set(addresses)
    try:
        yield
    finally:
        _chosen.reset(token)
