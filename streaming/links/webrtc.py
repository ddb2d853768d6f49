"""Pictures over WebRTC: six video streams to one peer, over one bundled transport, fed with ready H.264."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NoReturn

from aiortc import (
    InvalidAccessError,
    InvalidStateError,
    MediaStreamError,
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpTransceiver,
    RTCSessionDescription,
    sdp,
)
from aiortc.exceptions import InternalError, OperationError

from streaming.errors import LinkClosedError, OfferError
from streaming.links import webrtc_adaptations as adaptations
from streaming.links.webrtc_repeat import Repeater
from streaming.loss import LossWatch
from streaming.pacing import LeakyBucket
from streaming.picture import STREAMS, EncodedPicture, PictureFormat, PictureTag

_log = logging.getLogger(__name__)

State = Literal["new", "connecting", "connected", "closed"]

_HAND_OVER: Final = 3
# What waits longer than this many bytes on the quick channel has been overtaken by the WebSocket.
_QUICK_BYTES: Final = 8 * 1024
_QUICK_MESSAGE_BYTES: Final = 4 * 1024
_CONNECT_WITHIN_S: Final = 15.0
# What aiortc raises for descriptions it cannot read or match.
_REFUSALS: Final = (
    *(ValueError, LookupError, TypeError, AttributeError, AssertionError, StopIteration),
    *(InternalError, InvalidAccessError, InvalidStateError, OperationError),
)


@dataclass(frozen=True, slots=True)
class IceServer:
    """A STUN or TURN server; of several TURN servers the first one is used."""

    urls: str
    username: str | None = None
    credential: str | None = None


class WebRtcLink:
    """One stream of a peer (see `Link`): a hand-over of at most three pictures to its RTP sender."""

    def __init__(
        self, stream: int, on_sent: Callable[[PictureTag, int], None], repeater: Repeater | None = None
    ) -> None:
        """`repeater` decides which packets are sent again; without one, those the browser asks for."""
        self.stream = stream
        self.send_again: Callable[[int], Awaitable[None]] | None = None
        self.repeater = repeater
        self.format: PictureFormat = "h264"
        self.open = False
        self._on_sent = on_sent
        self._pictures: deque[EncodedPicture] = deque()
        self._arrived = asyncio.Event()
        self._leaving: PictureTag | None = None

    @property
    def ready(self) -> bool:
        """See `Link.ready`."""
        return self.open and len(self._pictures) < _HAND_OVER

    @property
    def load(self) -> float:
        """See `Link.load`."""
        return 1.0 if self.repeater is None else self.repeater.load

    def send(self, picture: EncodedPicture) -> None:
        """See `Link.send`."""
        if self.open:
            self._pictures.append(picture)
            self._arrived.set()

    async def next_picture(self) -> tuple[list[bytes], int]:
        """The sender takes the next picture: RTP payloads and timestamp (without the sender's random offset)."""
        if self.repeater is not None and self.send_again is not None:
            await self.repeater.picture_left(self.send_again)
        while not self._pictures:
            self._arrived.clear()
            await self._arrived.wait()
        picture = self._pictures.popleft()
        if picture.key and self.repeater is not None:
            self.repeater.begins_anew()
        self._leaving = picture.tag
        return list(picture.payloads), picture.timestamp

    def packet_leaves(self, sequence: int, timestamp: int) -> None:
        """A packet of this stream goes out for the first time; the first one of a picture is told."""
        if self.repeater is not None:
            self.repeater.leaves(sequence)
        tag, self._leaving = self._leaving, None
        if tag is not None:
            self._on_sent(tag, timestamp)

    def close(self) -> None:
        """Take nothing more."""
        self.open = False
        self._pictures.clear()


class _Track(MediaStreamTrack):
    """Stands for a stream in the session description; its pictures take the short way (`adaptations.feed`)."""

    kind = "video"

    async def recv(self) -> NoReturn:
        raise MediaStreamError


class WebRtcPeer:
    """Answers one offer and carries up to six streams to one browser.

    `on_sent(tag, rtp_timestamp)` is called when a picture's first packet leaves; the browser finds the same timestamp
    in `requestVideoFrameCallback`. `on_keyframe_request(stream)` is called on PLI and FIR. `on_closed()` is called
    once, when the connection has ended for whatever reason. `on_told(data)` is called with each message that the
    browser sends on its quick channel, an unordered data channel without retransmission, where it offers one; `tell`
    sends on it. All are called from the event loop and must return at once.

    `addresses` are this machine's addresses to offer for media: give 127.0.0.1 when the server listens on loopback.
    Empty means all; or 127.0.0.1 where there is no other.
    """

    def __init__(
        self,
        *,
        on_sent: Callable[[PictureTag, int], None],
        on_keyframe_request: Callable[[int], None],
        on_closed: Callable[[], None] = lambda: None,
        on_told: Callable[[bytes], None] = lambda _: None,
        ice_servers: Sequence[IceServer] = (),
        addresses: Sequence[str] = (),
    ) -> None:
        self.links: tuple[WebRtcLink, ...] = ()
        self._on_sent = on_sent
        self._on_keyframe_request = on_keyframe_request
        self._on_closed = on_closed
        self._on_told = on_told
        self._quick: RTCDataChannel | None = None
        self._losses = LossWatch()
        self._addresses = tuple(addresses)
        servers = [RTCIceServer(server.urls, server.username, server.credential) for server in ice_servers]
        # An empty list, not None: aiortc would ask a public STUN server.
        configuration = RTCConfiguration(iceServers=servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        self._connection = RTCPeerConnection(configuration)
        self._connection.on("connectionstatechange", self._changed)
        self._connection.on("datachannel", self._opened)
        self._settled = asyncio.Event()
        self._state: State = "new"
        self._deadline: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    @property
    def state(self) -> State:
        """Where the connection stands; `closed` is final."""
        return self._state

    async def connected(self) -> bool:
        """Wait until pictures can flow (True) or the attempt has failed or was closed (False)."""
        await self._settled.wait()
        return self._state == "connected"

    async def answer(self, offer: str) -> str:
        """Return the answer to an offer of one to six receive-only video streams in one bundle.

        The bundle may hold a data channel besides. Host candidates are complete in the answer; nothing is trickled.
        `links` has one link for each stream offered, in the offer's order. ICE begins at once; without success within
        15 s the peer closes itself.

        Raises:
            OfferError: the offer cannot be answered; the peer is of no more use then and must still be closed.
            LinkClosedError: the peer has been closed.
        """
        if self._is_closed():
            raise LinkClosedError("this peer is closed: make a new one for a new offer")
        if self._state != "new" or self.links:
            raise OfferError("this connection has answered an offer already: open a new one")
        try:
            await self._negotiate(adaptations.without_names(offer))
        except _REFUSALS as error:
            if not self._is_closed():
                raise OfferError(f"the WebRTC offer cannot be used: {str(error) or type(error).__name__}") from error
        if self._is_closed():
            raise LinkClosedError("this peer was closed while it answered")
        self._deadline = asyncio.get_running_loop().call_later(_CONNECT_WITHIN_S, self._give_up)
        return self._connection.localDescription.sdp

    async def _negotiate(self, offer: str) -> None:
        videos = _checked(offer)
        transceivers = [self._add_stream(stream) for stream in range(len(videos))]
        await self._connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        for transceiver, media in zip(transceivers, videos, strict=True):
            adaptations.accept_playout_delay(transceiver, media)
        self._carry(transceivers)
        with adaptations.candidates_from(self._addresses):
            await self._connection.setLocalDescription(await self._connection.createAnswer())

    def tell(self, data: bytes) -> bool:
        """Send a message that may be lost or overtaken; False where it cannot be sent now."""
        channel = self._quick
        if self._is_closed() or channel is None or channel.readyState != "open":
            return False
        if channel.bufferedAmount > _QUICK_BYTES:
            return False
        channel.send(data)
        return True

    def _opened(self, channel: RTCDataChannel) -> None:
        """The browser's quick channel; one that keeps order or repeats is of no use, nor a second one."""
        if self._quick is None and not channel.ordered and channel.maxRetransmits == 0:
            self._quick = channel
            channel.on("message", self._told)

    def _told(self, data: bytes | str) -> None:
        if isinstance(data, bytes) and len(data) <= _QUICK_MESSAGE_BYTES and not self._is_closed():
            self._on_told(data)

    def _is_closed(self) -> bool:
        return self._state == "closed"

    async def close(self) -> None:
        """End the connection and wait until nothing of it is left."""
        self._end()
        await self._connection.close()
        await adaptations.attempts_ended(self._connection)
        if self._closing is not None and self._closing is not asyncio.current_task():
            await self._closing

    def _add_stream(self, stream: int) -> RTCRtpTransceiver:
        transceiver = self._connection.addTransceiver(_Track(), direction="sendonly")
        transceiver.setCodecPreferences(adaptations.h264_only())
        sender = transceiver.sender
        repeater = Repeater(self._losses, lambda: adaptations.round_trip_s(sender), time.monotonic)
        link = WebRtcLink(stream, self._on_sent, repeater)
        link.send_again = adaptations.answer_losses(sender, repeater.missed)
        adaptations.feed(sender, link.next_picture)
        adaptations.forward_keyframe_requests(sender, lambda: self._on_keyframe_request(stream))
        self.links = (*self.links, link)
        return transceiver

    def _carry(self, transceivers: Sequence[RTCRtpTransceiver]) -> None:
        links = {transceiver.sender._ssrc: link for transceiver, link in zip(transceivers, self.links, strict=True)}

        def leaving(ssrc: int, sequence: int, timestamp: int) -> None:
            # Retransmissions have an SSRC of their own.
            if link := links.get(ssrc):
                link.packet_leaves(sequence, timestamp)

        adaptations.pace(transceivers[0].sender.transport, LeakyBucket(), leaving)

    def _changed(self) -> None:
        state = self._connection.connectionState
        _log.debug("WebRTC connection: %s", state)
        if self._state == "closed":
            return
        if state == "connected":
            self._state = "connected"
            for link in self.links:
                link.open = True
            self._settle()
        elif state == "connecting":
            self._state = "connecting"
        elif state in {"failed", "closed"}:
            self._give_up()

    def _give_up(self) -> None:
        if self._state != "closed":
            self._end()
            self._closing = asyncio.ensure_future(self.close())

    def _end(self) -> None:
        if self._state == "closed":
            return
        self._state = "closed"
        for link in self.links:
            link.close()
        self._settle()
        self._on_closed()

    def _settle(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        self._settled.set()


def _checked(offer: str) -> list[sdp.MediaDescription]:
    """Parse an offer and refuse, in words, what is not the one form this peer answers; returns its video sections."""
    offered = sdp.SessionDescription.parse(offer)
    videos = [media for media in offered.media if media.kind != "application"]
    if not 1 <= len(videos) <= STREAMS:
        raise ValueError(f"it has {len(videos)} media sections, 1 to {STREAMS} are needed")
    if len(offered.media) > len(videos) + 1:
        raise ValueError("it has more than one section of data channels")
    for media in videos:
        if media.kind != "video" or media.direction != "recvonly":
            raise ValueError(f"every section must be a recvonly video, one is a {media.direction} {media.kind}")
    bundles = [group.items for group in offered.group if group.semantic == "BUNDLE"]
    if bundles != [[media.rtp.muxId for media in offered.media]]:
        raise ValueError('all sections must be in one bundle (bundlePolicy "max-bundle")')
    return videos
