"""A view without loss over a slow way: tile by tile, so that whatever is newer need not wait for all of it."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from session.room.carrier import tag_fields
from session.view.messages import StillPicture, Tile
from streaming.picture import PictureTag, Still

# So much may be on its way unanswered: what a newer picture waits for at most, 77 ms at 5 Mbit/s.
FEWEST_BYTES: Final = 48 * 1024
# Of what the way carries in the time that an answer takes: more keeps it busy, and no queue on it.
_SHARE: Final = 1.25
# Whoever does not answer for so long has got it, or never will.
_SILENT_S: Final = 2.0


class TileWindow:
    """How many bytes of tiles may be on their way. Pure."""

    def __init__(self) -> None:
        self._flying: deque[tuple[float, int, int]] = deque()
        self._answer_s: float | None = None

    @property
    def bytes(self) -> int:
        """On their way and not answered."""
        return sum(size for _, size, _ in self._flying)

    def free(self, bit_rate: int, now: float) -> bool:
        """Whether another tile may go; `bit_rate` is what the way carries."""
        while self._flying and now - self._flying[0][0] > _SILENT_S:
            self._flying.popleft()
        return self.bytes < max(FEWEST_BYTES, _SHARE * bit_rate / 8 * (self._answer_s or 0.0))

    def sent(self, picture: int, size: int, now: float) -> None:
        """A tile of this picture has left."""
        self._flying.append((now, size, picture))

    def answered(self, picture: int, now: float) -> bool:
        """The oldest tile of this picture is there; False where none was on its way."""
        for at, (left_at, _, of) in enumerate(self._flying):
            if of == picture:
                del self._flying[at]
                self._answer_s = min(self._answer_s or now - left_at, now - left_at)
                return True
        return False


class TileSender:
    """Sends the stills of one page's streams in tiles. `run` is its only task.

    `current` says whether a stream still rests on the picture of this number; what does not is dropped between two
    tiles. `write` returns when the socket took the tile.
    """

    def __init__(
        self,
        write: Callable[[Tile], Awaitable[None]],
        current: Callable[[int, int], bool],
        bit_rate: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write, self._current, self._bit_rate, self._clock = write, current, bit_rate, clock
        self._window = TileWindow()
        self._waiting: dict[int, deque[Tile]] = {}
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def idle(self) -> None:
        """Return as soon as no tile waits: what is less urgent goes behind them."""
        await self._idle.wait()

    def send(self, tiles: list[Tile]) -> None:
        """The tiles of one still, in this order, instead of what waits of its stream."""
        stream = tiles[0].stream
        self._waiting[stream] = deque(tiles)
        self._idle.clear()
        self._changed.set()

    def drop(self, stream: int) -> None:
        """Something else goes on this stream."""
        self._waiting.pop(stream, None)
        if not self._waiting:
            self._idle.set()

    def answered(self, picture: int) -> None:
        """The page acknowledged a picture; it may have been a tile of that still."""
        if self._window.answered(picture, self._clock()):
            self._changed.set()

    async def run(self) -> None:
        """Until cancelled, or the socket is gone (ConnectionError)."""
        while True:
            self._changed.clear()
            tile = self._next()
            if tile is None:
                # Without an answer the window opens again by itself.
                within_s = _SILENT_S if self._waiting else None
                await _wait(self._changed, within_s)
                continue
            self._window.sent(tile.picture, len(tile.data), self._clock())
            await self._write(tile)

    def takes(self, still: Still) -> bool:
        """Whether a still is so large that it had better go in tiles."""
        return len(still.data) > FEWEST_BYTES and len(still.tiles) > 1

    def _next(self) -> Tile | None:
        """The next tile; None while none may go. One view is finished before the next: the first is sharp early."""
        for stream in list(self._waiting):
            if not self._current(stream, self._waiting[stream][0].picture):
                self.drop(stream)
        if not self._waiting or not self._window.free(self._bit_rate(), self._clock()):
            return None
        stream, tiles = next(iter(self._waiting.items()))
        tile = tiles.popleft()
        if not tiles:
            self.drop(stream)
        return tile


def still_message(still: Still, tag: PictureTag) -> StillPicture:
    """A still in one piece, as the page knows it by this tag."""
    return StillPicture(
        **tag_fields(tag), channels=still.channels, format=still.format, sha256=still.sha256, data=still.data
    )


def tile_messages(still: Still, tag: PictureTag) -> list[Tile]:
    """A still in tiles, those at the middle first."""
    return [
        Tile(
            **tag_fields(tag),
            x=one.x,
            y=one.y,
            columns=one.width,
            rows=one.height,
            tiles=len(still.tiles),
            channels=still.channels,
            format=still.format,
            sha256=one.sha256,
            data=one.data,
        )
        for one in still.tiles
    ]


async def _wait(event: asyncio.Event, within_s: float | None) -> None:
    try:
        async with asyncio.timeout(within_s):
            await event.wait()
    except TimeoutError:
        return
