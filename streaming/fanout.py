"""One view in every format that somebody takes: video for most, JPEG for browsers without it."""

from collections.abc import Callable
from typing import Any

from streaming.broadcast import Broadcast
from streaming.links import Link
from streaming.picture import EncodedPicture, PictureTag


class Fanout:
    """Several broadcasts of one view behind the interface of one (see `Broadcast`).

    Each link belongs to the broadcast of its format; a format that nobody takes is not encoded. `on_wanted` is called
    when a format whose links had no credit for the last picture can have it now: the owner sends it.
    """

    def __init__(self, *broadcasts: Broadcast, on_wanted: Callable[[], None]) -> None:
        self._broadcasts = {one.format: one for one in broadcasts}
        self._on_wanted = on_wanted
        self._behind: set[str] = set()

    @property
    def links(self) -> tuple[Link, ...]:
        """The links attached now."""
        return tuple(link for one in self._broadcasts.values() for link in one.links)

    def add(self, link: Link, start: float | None = None) -> None:
        """See `Broadcast.add`."""
        self._of(link).add(link, start)

    def rate_of(self, link: Link) -> int | None:
        """See `Broadcast.rate_of`."""
        return self._of(link).rate_of(link)

    def remove(self, link: Link) -> None:
        """See `Broadcast.remove`."""
        self._of(link).remove(link)

    def acknowledge(self, link: Link, picture: int) -> None:
        """See `Broadcast.acknowledge`."""
        one = self._of(link)
        one.acknowledge(link, picture)
        if one.format in self._behind and one.wants_picture():
            self._on_wanted()

    def request_keyframe(self, link: Link | None = None) -> None:
        """See `Broadcast.request_keyframe`; without a link nobody in particular asks: all formats begin anew."""
        for one in self._broadcasts.values() if link is None else (self._of(link),):
            one.request_keyframe(link)

    def wants_picture(self, now: float | None = None) -> bool:
        """Whether a picture sent now would reach somebody."""
        return any(one.wants_picture(now) for one in self._broadcasts.values())

    async def send(self, pixels: Any, tag: PictureTag) -> EncodedPicture | None:
        """Send a picture in every format that somebody can take now; one of the encodings, or None.

        Raises:
            PixelsError, EncoderError: see `Broadcast.send`.
        """
        sent: EncodedPicture | None = None
        for name, one in self._broadcasts.items():
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
        again = [await one.resend(tag) for one in wanting.values()]
        return again[0] if again and all(again) else None

    def close(self) -> None:
        """See `Broadcast.close`."""
        for one in self._broadcasts.values():
            one.close()

    def _of(self, link: Link) -> Broadcast:
        return self._broadcasts[link.format]
