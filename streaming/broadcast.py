"""One view's stream: each picture is encoded once and handed to every link that can take it."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from streaming.encoders import Encoder, EncoderSettings, open_encoder, open_jpeg
from streaming.errors import EncoderError, PixelsError
from streaming.links import Link
from streaming.pacing import KEYFRAME_INTERVAL_S, Credit, KeyframeGate, credit_limit
from streaming.picture import RTP_CLOCK_HZ, EncodedPicture, PictureFormat, PictureTag, Pixels, as_pixels
from streaming.rate import RateController, RateSettings

# A new rate within this share of the old one is not worth telling the encoder.
_RATE_STEP: Final = 0.05
# Browsers ask for a keyframe when nothing came for three seconds, though nothing was lost.
_REST_S: Final = 2.0
_OPENERS: Final = {"h264": open_encoder, "jpeg": open_jpeg}


@dataclass(slots=True)
class BroadcastStats:
    """What a stream did since it began; plain counters that only grow, and the rate as it is."""

    pictures: int = 0
    keyframes: int = 0
    bytes: int = 0
    encode_ms: float = 0.0
    handed_over: int = 0
    skipped: int = 0
    bit_rate: int = 0


@dataclass(slots=True)
class _Seat:
    """What the stream knows about one link."""

    link: Link
    rate: RateController
    credit: Credit = field(default_factory=Credit)
    sizes: dict[int, int] = field(default_factory=dict)
    needs_key: bool = True
    sent_at: float = float("-inf")

    def has_all(self, now: float) -> bool:
        """Whether everything sent has long been shown: who asks for a keyframe then has only heard nothing for long."""
        return not self.needs_key and self.credit.unacknowledged == 0 and now - self.sent_at > _REST_S

    def takes(self, now: float) -> bool:
        return self.link.ready and self.credit.available(now)

    def size_of(self, picture: int) -> int:
        """Bytes of a picture and of those before it that were sent and not asked for yet."""
        numbers = [number for number in self.sizes if number <= picture]
        return sum(self.sizes.pop(number) for number in numbers)


class Broadcast:
    """Encodes the pictures of one view and fans them out.

    Not for concurrent use: one task sends. `on_key_wanted` is called (from the event loop) when a link cannot go on
    without a keyframe: the owner sends its newest picture, or calls `resend` when nothing changed since.
    At rest nothing is encoded and nothing sent.
    """

    def __init__(
        self,
        stream: int,
        settings: EncoderSettings = EncoderSettings(),  # noqa: B008 - frozen
        *,
        executor: Executor | None = None,
        on_key_wanted: Callable[[], None] | None = None,
        picture_format: PictureFormat = "h264",
        opener: Callable[[int, int, EncoderSettings], Encoder] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.stream, self.format = stream, picture_format
        self.stats = BroadcastStats(bit_rate=settings.bit_rate)
        self._settings = settings
        self._executor = executor
        self._on_key_wanted = on_key_wanted
        self._opener = opener or _OPENERS[picture_format]
        # Where every picture stands alone, nobody has to wait for one that does.
        self._alone = picture_format == "jpeg"
        self._clock = clock
        self._encoder: Encoder | None = None
        self._encoder_rate = settings.bit_rate
        self._size = (0, 0)
        self._seats: list[_Seat] = []
        self._gate = KeyframeGate(0.0 if self._alone else KEYFRAME_INTERVAL_S)
        self._timer: asyncio.TimerHandle | None = None
        self._timestamp = 0

    @property
    def ceiling(self) -> int:
        """The highest rate in bit/s."""
        return self._settings.bit_rate

    @property
    def links(self) -> tuple[Link, ...]:
        """The links attached now."""
        return tuple(seat.link for seat in self._seats)

    def add(self, link: Link, start: float | None = None) -> None:
        """Attach a link. It gets nothing before the next keyframe, which is asked for at once.

        `start` is the rate in bit/s that the way to this peer carried before; None: not known.
        """
        self._seats.append(_Seat(link, RateController(RateSettings(ceiling=self._settings.bit_rate), start)))
        self.request_keyframe()

    def rate_of(self, link: Link) -> int | None:
        """The rate in bit/s that a link's way carries as far as is known; None when it is not attached."""
        return next((seat.rate.bit_rate for seat in self._seats if seat.link is link), None)

    def begin_with(self, link: Link, bit_rate: float) -> None:
        """Something else has found out what a link's way carries, in bit/s."""
        for seat in self._seats:
            if seat.link is link:
                seat.rate.begin_with(bit_rate)

    def waiting_of(self, link: Link, now: float) -> float:
        """Seconds since the oldest picture that this link has not acknowledged was sent; 0 when there is none."""
        return next((seat.credit.waiting_s(now) for seat in self._seats if seat.link is link), 0.0)

    def remove(self, link: Link) -> None:
        """Detach a link; a link that is not attached is no error."""
        self._seats = [seat for seat in self._seats if seat.link is not link]

    def wants_picture(self, now: float | None = None) -> bool:
        """Whether a picture sent now would reach somebody: ask before rendering."""
        moment = self._clock() if now is None else now
        key_possible = self._gate.closed_for(moment) <= 0
        return any(seat.takes(moment) and (key_possible or not seat.needs_key) for seat in self._seats)

    def acknowledge(self, link: Link, picture: int) -> None:
        """The peer behind `link` has shown picture number `picture` of this stream."""
        now = self._clock()
        for seat in self._seats:
            if seat.link is not link:
                continue
            delay = seat.credit.acknowledged(picture, now)
            if delay is not None:
                seat.rate.acknowledged(delay, now, 8 * seat.size_of(picture) * link.load)
                seat.credit.limit = credit_limit(seat.rate.base_s or 0.0)
                if seat.needs_key:
                    self.request_keyframe()

    def request_keyframe(self, link: Link | None = None) -> None:
        """A decoder lost its thread (PLI, FIR, the client's `key`): at most one keyframe in 300 ms comes of it.

        `link` is the one that asks: what is still on its way to it is given up and gives its credit back. At rest,
        where it has shown everything, it is answered with nothing.
        """
        now = self._clock()
        if any(seat.link is link and seat.has_all(now) for seat in self._seats):
            return
        for seat in self._seats:
            if seat.link is link:
                seat.needs_key = True
                # What was lost came from too much: forgotten, it would never count as silence.
                seat.rate.waiting(seat.credit.waiting_s(now), now)
                seat.credit.forget()
                seat.sizes.clear()
        self._gate.request()
        self._tell_when_due()

    async def send(self, pixels: Any, tag: PictureTag) -> EncodedPicture | None:
        """Encode a picture in a thread and hand it to every link that can take it; None when there is none.

        The pixels may be reused when this returns. A new size opens a new encoder, whose first picture is a keyframe.

        Raises:
            PixelsError: see `as_pixels`; or the tag's size is not the pixels'.
            EncoderError: the encoder failed; the next call begins with a new one.
        """
        checked = as_pixels(pixels)
        if checked.shape[:2] != (tag.height, tag.width):
            given = f"{checked.shape[1]} x {checked.shape[0]}"
            raise PixelsError(f"the tag says {tag.width} x {tag.height}, the pixels are {given}")
        return await self._encode(tag, checked) if self.wants_picture() else None

    async def resend(self, tag: PictureTag) -> EncodedPicture | None:
        """Send the last picture again as a keyframe, under a new tag.

        Returns None when no link takes it, when nothing was sent before, or when that had another size.
        """
        if self._encoder is None or self._size != (tag.width, tag.height) or not self.wants_picture():
            return None
        return await self._encode(tag, None)

    def close(self) -> None:
        """Detach all links and give the encoder's memory back. No `send` may be under way."""
        self._seats.clear()
        self._cancel_timer()
        self._drop_encoder()

    async def _encode(self, tag: PictureTag, pixels: Pixels | None) -> EncodedPicture:
        now = self._clock()
        key = pixels is None or self._size != (tag.width, tag.height) or self._key_is_due(now)
        if key:
            self._gate.sent(now)
            self._cancel_timer()
        self._follow_slowest(now)
        self._timestamp = max(self._timestamp + 1, int(now * RTP_CLOCK_HZ))
        began = time.perf_counter()
        data = await self._in_thread(partial(self._work, tag, pixels, self._timestamp, key))
        self.stats.encode_ms += (time.perf_counter() - began) * 1e3
        picture = EncodedPicture(tag, data, key or self._alone, self._timestamp, self.format)
        self._hand_over(picture)
        return picture

    def _key_is_due(self, now: float) -> bool:
        wanted = self._gate.wanted or any(seat.needs_key and seat.takes(now) for seat in self._seats)
        return wanted and self._gate.closed_for(now) <= 0

    def _follow_slowest(self, now: float) -> None:
        """One encoder, one rate: the slowest link's. Paused links do not count, they get nothing anyway."""
        for seat in self._seats:
            seat.rate.waiting(seat.credit.waiting_s(now), now)
        rates = [int(seat.rate.bit_rate / seat.link.load) for seat in self._seats if seat.takes(now)]
        target = min(rates, default=self._settings.bit_rate)
        if abs(target - self.stats.bit_rate) > _RATE_STEP * self.stats.bit_rate:
            self.stats.bit_rate = target

    async def _in_thread(self, work: Callable[[], bytes]) -> bytes:
        running = asyncio.get_running_loop().run_in_executor(self._executor, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            # The thread still reads the pixels: their owner must not have them back before it ends.
            await asyncio.gather(running, return_exceptions=True)
            # The encoder's next picture would refer to one that nobody got.
            for seat in self._seats:
                seat.needs_key = True
            raise
        except EncoderError:
            self._drop_encoder()
            raise

    def _work(self, tag: PictureTag, pixels: Pixels | None, timestamp: int, key: bool) -> bytes:
        """What the encoder thread does; nothing else touches the encoder meanwhile."""
        if self._encoder is None or self._size != (tag.width, tag.height):
            self._drop_encoder()
            self._encoder = self._opener(tag.width, tag.height, self._settings)
            self._size = (tag.width, tag.height)
            self._encoder_rate = self._settings.bit_rate
            key = True
        if self._encoder_rate != self.stats.bit_rate and self._settings.fixed_qp is None:
            self._encoder_rate = self.stats.bit_rate
            self._encoder.set_bit_rate(self._encoder_rate)
        if pixels is None:
            return self._encoder.repeat(timestamp)
        return self._encoder.encode(pixels, timestamp, key=key)

    def _hand_over(self, picture: EncodedPicture) -> None:
        now = self._clock()
        self.stats.pictures += 1
        self.stats.keyframes += picture.key
        self.stats.bytes += len(picture.data)
        for seat in self._seats:
            if not seat.takes(now):
                # Its next picture would refer to this one.
                seat.needs_key = True
                self.stats.skipped += 1
            elif picture.key or not seat.needs_key:
                seat.needs_key, seat.sent_at = False, now
                seat.credit.sent(picture.tag.picture, now)
                seat.sizes[picture.tag.picture] = len(picture.data)
                seat.link.send(picture)
                self.stats.handed_over += 1

    def _tell_when_due(self) -> None:
        if self._on_key_wanted is None or self._timer is not None:
            return
        delay = self._gate.closed_for(self._clock())
        self._timer = asyncio.get_running_loop().call_later(delay, self._tell)

    def _tell(self) -> None:
        self._timer = None
        if self._gate.wanted and self._on_key_wanted is not None:
            self._on_key_wanted()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _drop_encoder(self) -> None:
        if self._encoder is not None:
            self._encoder.close()
        self._encoder, self._size = None, (0, 0)
