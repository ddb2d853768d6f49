"""How one participant gets pictures: over the session's WebSocket, or over WebRTC once that is connected."""

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import astuple
from typing import Final, Literal, Protocol

from session.errors import MessageError
from session.room.labelled import LabelledLink
from session.room.viewer import Viewer
from session.view.messages import Picture, PictureSent, PicturesSent, encode
from session.view.quick import SentRow
from streaming.errors import StreamingError
from streaming.links import Link
from streaming.links.websocket import WebSocketLink
from streaming.picture import STREAMS, EncodedPicture, PictureFormat, PictureTag
from streaming.rate_probe import RateProbe

_log = logging.getLogger(__name__)

# Each announcement goes with the two before it: at 2 % loss one in 100,000 pictures waits for the WebSocket's word.
_REPEATED: Final = 3
# 260 kB, a grey CT of 1024x1024, take a quarter of a second then.
SLOW_BIT_RATE: Final = 8_000_000
_SURELY_SLOW_BIT_RATE: Final = 5_000_000

Path = Literal["webrtc", "websocket"]


class Peer(Protocol):
    """What is needed of a WebRTC connection (`streaming.links.webrtc.WebRtcPeer`)."""

    @property
    def links(self) -> Sequence[Link]:
        """One link for each stream offered."""

    async def answer(self, offer: str) -> str:
        """The answer to an offer."""

    async def connected(self) -> bool:
        """Wait until pictures can flow (True) or never will (False)."""

    def tell(self, data: bytes) -> bool:
        """Send a message that may be lost; False where it cannot be sent at all."""

    async def close(self) -> None:
        """End the connection."""


class PeerMaker(Protocol):
    """Makes a peer; its callbacks come from the event loop."""

    def __call__(
        self,
        *,
        on_sent: Callable[[PictureTag, int], None],
        on_keyframe_request: Callable[[int], None],
        on_closed: Callable[[], None],
        on_told: Callable[[bytes], None],
    ) -> Peer:
        """A new peer."""


class Carrier:
    """The links of one participant. `links` are run by the owner; `close` ends what `answer` began."""

    def __init__(
        self,
        make_peer: PeerMaker,
        *,
        label: Callable[[PictureTag, int], PictureTag],
        left: Callable[[int], None] = lambda _: None,
        write: Callable[[Picture], Awaitable[None]],
        announce: Callable[[PictureSent], None],
        told: Callable[[bytes], None] = lambda _: None,
        start_bit_rate: int | None = None,
        pictures: PictureFormat = "h264",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`label` gives a picture on one of the participant's streams the tag that they know it by.

        `left` is told of the bytes of each picture that leaves, `told` gets what the participant says on the quick
        channel of WebRTC.
        `start_bit_rate` is what the way to them carried last, in bit/s; None: not known.
        """
        self._told, self._clock = told, clock
        self._start_bit_rate = start_bit_rate
        # Where the rate is known, nothing has to be found out.
        self._rate_probe = RateProbe() if start_bit_rate is None else None
        self._write = write
        self._make_peer, self._announce = make_peer, announce
        self._label, self._left = label, left
        self._viewers: dict[int, Viewer] = {}
        # In the format that this participant can show.
        self.links = {stream: WebSocketLink(self._write_picture, pictures) for stream in range(STREAMS)}
        self._using: dict[int, LabelledLink] = {}
        self._peer: Peer | None = None
        self._wished: Path = "websocket"
        self._answering = asyncio.Lock()

    @property
    def bit_rate(self) -> int:
        """Bit/s that the way to this participant carries, by its stream that says most; 0 where nothing is known."""
        rates = [viewer.broadcast.rate_of(link) for viewer, link in self._looking()]
        return max((rate for rate in rates if rate is not None), default=0)

    @property
    def slow(self) -> bool:
        """Whether the way is known to carry little: a view without loss would hold up what is newer.

        Where nothing is known the controller begins with a guess, and only what it has lowered since tells something.
        """
        known = self._start_bit_rate is not None
        return 0 < self.bit_rate < (SLOW_BIT_RATE if known else _SURELY_SLOW_BIT_RATE)

    @property
    def reduced(self) -> bool:
        """Whether some view comes in smaller pictures, since the way to this participant is slow."""
        return any(viewer.broadcast.is_reduced(link) for viewer, link in self._looking())

    def look(self, viewers: Mapping[int, Viewer]) -> None:
        """Look at these views from now on, each on one of the participant's streams."""
        before, self._viewers = self._viewers, dict(viewers)
        for stream, link in self._using.items():
            old, new = before.get(stream), viewers.get(stream)
            if old is new:
                continue
            start = self._start_bit_rate
            if old is not None:
                start = old.broadcast.rate_of(link) or start
                old.remove(link)
            if new is not None:
                new.add(link, start)

    def _looking(self) -> list[tuple[Viewer, LabelledLink]]:
        return [(self._viewers[stream], link) for stream, link in self._using.items() if stream in self._viewers]

    def attach(self) -> None:
        """Carry every stream over the WebSocket."""
        for stream, link in self.links.items():
            self._carry(stream, link)

    async def answer(self, offer: str) -> str:
        """The answer to a WebRTC offer; an earlier connection ends, its pictures go over the WebSocket again.

        Raises:
            StreamingError: the offer cannot be answered.
        """
        async with self._answering:
            await self._end_peer()
            recent: dict[int, deque[SentRow]] = defaultdict(lambda: deque(maxlen=_REPEATED))
            peer = self._peer = self._make_peer(
                on_sent=lambda tag, rtp: self._sent(peer, recent, tag, rtp),
                on_keyframe_request=self.request_key,
                on_closed=lambda: self._lost(peer),
                on_told=self._told,
            )
            try:
                return await peer.answer(offer)
            except StreamingError:
                await self._end_peer()
                raise

    def _sent(self, peer: Peer, recent: dict[int, deque[SentRow]], tag: PictureTag, rtp: int) -> None:
        """Announce a picture on the quick channel, with those before it, and surely over the WebSocket."""
        rows = recent[tag.stream]
        rows.append((*astuple(tag), rtp))
        peer.tell(encode(PicturesSent(tuple(rows))))
        self._announce(sent_message(tag, rtp))

    async def use(self, path: Path) -> None:
        """Carry the pictures on this path from the next keyframe on; the last word counts.

        The browser may see its connection stand a moment before this end does: that is waited for.

        Raises:
            MessageError: there is no connection of that kind.
        """
        self._wished, peer = path, self._peer
        if path == "websocket":
            self.attach()
        elif peer is None or not await peer.connected():
            raise MessageError("WebRTC is not connected; pictures stay on the WebSocket.")
        elif self._wished == "webrtc" and self._peer is peer:
            for stream, link in enumerate(peer.links):
                self._carry(stream, link)

    async def _write_picture(self, picture: EncodedPicture) -> None:
        self.sent_surely(picture.tag.stream, picture.tag.picture, len(picture.data))
        await self._write(picture_message(picture))

    def sent_surely(self, stream: int, picture: int, size: int) -> None:
        """A picture of a stream, moving or not, goes over the WebSocket now: its answer tells of the way."""
        if self._rate_probe is not None:
            self._rate_probe.sent((stream, picture), size, self._clock())

    def shown(self, stream: int, picture: int) -> None:
        """The participant says that a picture is on the screen: begin with the rate that this tells, if it does."""
        probe = self._rate_probe
        if probe is None or not probe.answered((stream, picture), self._clock()) or probe.bit_rate is None:
            return
        self._start_bit_rate = probe.bit_rate
        for viewer, link in self._looking():
            viewer.broadcast.begin_with(link, probe.bit_rate)

    def acknowledge(self, stream: int, picture: int) -> None:
        """The participant has shown a moving picture."""
        link, viewer = self._using.get(stream), self._viewers.get(stream)
        if link is not None and viewer is not None:
            viewer.acknowledge(link, picture)
        self.shown(stream, picture)

    def request_key(self, stream: int) -> None:
        """The participant's decoder of a stream needs a keyframe."""
        viewer = self._viewers.get(stream)
        if viewer is not None:
            viewer.broadcast.request_keyframe(self._using.get(stream))

    async def close(self) -> None:
        """Look at nothing any more."""
        for viewer, link in self._looking():
            viewer.remove(link)
        self._using.clear()
        for websocket in self.links.values():
            websocket.close()
        await self._end_peer()

    def _carry(self, stream: int, link: Link) -> None:
        old = self._using.get(stream)
        if old is not None and old.link is link:
            return
        own = self._using[stream] = LabelledLink(link, lambda tag: self._label(tag, stream), self._left)
        viewer, start = self._viewers.get(stream), self._start_bit_rate
        if viewer is None:
            return
        if old is not None:
            # The same way in another wrapping: what it carried is known.
            start = viewer.broadcast.rate_of(old) or start
            viewer.remove(old)
        viewer.add(own, start)

    def _lost(self, peer: Peer) -> None:
        if self._peer is peer and self._using:
            self.attach()

    async def _end_peer(self) -> None:
        peer, self._peer = self._peer, None
        if peer is not None:
            if self._using:
                self.attach()
            # Nobody else knows this connection any more: it ends also where whoever waits for that is gone.
            await asyncio.shield(peer.close())


def picture_message(picture: EncodedPicture) -> Picture:
    """A picture as the WebSocket carries it."""
    return Picture(**tag_fields(picture.tag), key=picture.key, data=picture.data, format=picture.format)


def sent_message(tag: PictureTag, rtp: int) -> PictureSent:
    """The announcement of a picture that WebRTC carries."""
    return PictureSent(**tag_fields(tag), rtp=rtp)


def tag_fields(tag: PictureTag) -> dict[str, int]:
    """A tag's fields by their names on the wire."""
    return {name: getattr(tag, name) for name in PictureTag.__slots__}
