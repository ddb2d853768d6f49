"""One view for everybody who looks at it: video, smaller video for slow ways, JPEG for browsers without video."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, Final

from streaming.broadcast import Broadcast
from streaming.layers import REDUCED_SHARE, Layers, Way, halved
from streaming.links import Link
from streaming.picture import EncodedPicture, PictureTag, Pixels, as_pixels

_REDUCED: Final = "reduced"


class Fanout:
    """Several broadcasts of one view behind the interface of one (see `Broadcast`).

    Each link belongs to the broadcast of its format, or to the `reduced` one while its way is slow and others would
    suffer from it (see `Layers`); what nobody takes is not encoded. `on_wanted` is called when a broadcast whose links
    had no credit for the last picture can have it now: the owner sends it.
    """

    def __init__(
        self,
        *broadcasts: Broadcast,
        on_wanted: Callable[[], None],
        reduced: Broadcast | None = None,
        executor: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._broadcasts: dict[str, Broadcast] = {one.format: one for one in broadcasts}
        if reduced is not None:
            self._broadcasts[_REDUCED] = reduced
        self._on_wanted = on_wanted
        self._executor, self._clock = executor, clock
        self._layers = Layers(reduced.ceiling if reduced is not None else 0)
        self._slow: set[Link] = set()
        self._behind: set[str] = set()

    @property
    def links(self) -> tuple[Link, ...]:
        """The links attached now."""
        return tuple(link for one in self._broadcasts.values() for link in one.links)

    @property
    def pictures(self) -> int:
        """Pictures encoded since the beginning, in whatever quality and format."""
        return sum(one.stats.pictures for one in self._broadcasts.values())

    def add(self, link: Link, start: float | None = None) -> None:
        """See `Broadcast.add`."""
        self._of(link).add(link, start)

    def rate_of(self, link: Link) -> int | None:
        """See `Broadcast.rate_of`."""
        return self._of(link).rate_of(link)

    def begin_with(self, link: Link, bit_rate: float) -> None:
        """See `Broadcast.begin_with`."""
        self._of(link).begin_with(link, bit_rate)

    def is_reduced(self, link: Link) -> bool:
        """Whether this link gets the smaller pictures."""
        return link in self._slow

    def remove(self, link: Link) -> None:
        """See `Broadcast.remove`."""
        self._of(link).remove(link)
        self._slow.discard(link)
        self._layers.forget(link)

    def acknowledge(self, link: Link, picture: int) -> None:
        """See `Broadcast.acknowledge`."""
        name = self._name_of(link)
        one = self._broadcasts[name]
        one.acknowledge(link, picture)
        if name in self._behind and one.wants_picture():
            self._on_wanted()

    def request_keyframe(self, link: Link | None = None) -> None:
        """See `Broadcast.request_keyframe`; without a link nobody in particular asks: all formats begin anew."""
        for one in self._broadcasts.values() if link is None else (self._of(link),):
            one.request_keyframe(link)

    def wants_picture(self, now: float | None = None) -> bool:
        """Whether a picture sent now would reach somebody."""
        return any(one.wants_picture(now) for one in self._broadcasts.values())

    async def send(self, pixels: Any, tag: PictureTag) -> EncodedPicture | None:
        """Send a picture in every format and quality that somebody can take now; one of the encodings, or None.

        Raises:
            PixelsError, EncoderError: see `Broadcast.send`.
        """
        self._review()
        sent: EncodedPicture | None = None
        for name, one in self._broadcasts.items():
            if name == _REDUCED:
                picture = await self._send_reduced(one, pixels, tag)
            else:
                picture = await one.send(pixels, tag)
            if picture is None:
                self._behind.add(name)
            else:
                self._behind.discard(name)
            sent = picture or sent
        return sent

    async def resend(self, tag: PictureTag) -> EncodedPicture | None:
        """Send the last picture again, see `Broadcast.resend`; None too where somebody waits who never had it."""
        wanting = {name: one for name, one in self._broadcasts.items() if one.wants_picture()}
        if self._behind & wanting.keys():
            return None
        again = [await one.resend(_half(tag) if name == _REDUCED else tag) for name, one in wanting.items()]
        return again[0] if again and all(again) else None

    def close(self) -> None:
        """See `Broadcast.close`."""
        for one in self._broadcasts.values():
            one.close()

    async def _send_reduced(self, one: Broadcast, pixels: Any, tag: PictureTag) -> EncodedPicture | None:
        if not one.wants_picture():
            return None
        smaller = await self._halved(as_pixels(pixels))
        return await one.send(smaller, _half(tag))

    async def _halved(self, pixels: Pixels) -> Pixels:
        running = asyncio.get_running_loop().run_in_executor(self._executor, halved, pixels)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            # The thread still reads the pixels: their owner must not have them back before it ends.
            await asyncio.gather(running, return_exceptions=True)
            raise

    def _review(self) -> None:
        """Move links whose ways have become too slow, or fast enough, to the other quality."""
        if _REDUCED not in self._broadcasts:
            return
        now = self._clock()
        for link in self._layers.moves(self._ways(now), now):
            self._move(link)

    def _ways(self, now: float) -> list[Way]:
        return [
            Way(link, name == _REDUCED, one.rate_of(link) or 0, one.waiting_of(link, now))
            for name, one in self._broadcasts.items()
            if name in {"h264", _REDUCED}
            for link in one.links
        ]

    def _move(self, link: Link) -> None:
        start = self.rate_of(link)
        self._of(link).remove(link)
        self._slow.symmetric_difference_update({link})
        self._of(link).add(link, start)

    def _name_of(self, link: Link) -> str:
        return _REDUCED if link in self._slow else link.format

    def _of(self, link: Link) -> Broadcast:
        return self._broadcasts[self._name_of(link)]


def reduced_rate(full: int) -> int:
    """The highest rate of the smaller quality beside a full one of this rate, in bit/s."""
    return int(full * REDUCED_SHARE)


def _half(tag: PictureTag) -> PictureTag:
    return replace(tag, width=max(1, tag.width // 2), height=max(1, tag.height // 2))
