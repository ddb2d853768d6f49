"""Which of two qualities of a view each link gets: the full one, or a smaller one for slow ways. Pure.

One encoder has one rate, so a slow link would make the picture worse for all who share its encoder. Here it is moved to
an encoder of smaller pictures within a second, and comes back when its way carries the full ones again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from streaming.links import Link
from streaming.picture import Pixels

# Of the best other link's rate: one that carries less than this share is slow.
SLOW_SHARE: Final = 0.4
# Nothing came back from a link for so long, while others answer.
STALLED_S: Final = 0.6
_LIVELY_S: Final = 0.3
_BACK_SHARE: Final = 0.9
_FIRST_PAUSE_S: Final = 5.0
_LONGEST_PAUSE_S: Final = 60.0
# The smaller quality's share of the full one's highest rate; its pictures have a quarter of the pixels.
REDUCED_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Way:
    """One link: which quality it has, bit/s it carries, seconds since the oldest picture that is still on its way."""

    link: Link
    reduced: bool
    bit_rate: int
    waiting_s: float


@dataclass(slots=True)
class _Reduced:
    since: float
    pause_s: float


class Layers:
    """Decides which links change their quality; the owner moves them."""

    def __init__(self, reduced_ceiling: int) -> None:
        """`reduced_ceiling` is the highest rate of the smaller quality in bit/s."""
        self._ceiling = reduced_ceiling
        self._reduced: dict[Link, _Reduced] = {}

    def moves(self, ways: Sequence[Way], now: float) -> list[Link]:
        """The links that change from one quality to the other now."""
        full = [way for way in ways if not way.reduced]
        if not full:
            # Nobody is left to be disturbed.
            return [way.link for way in ways]
        falling = [way for way in full if self._slow(way, [one for one in full if one is not way])]
        for way in falling:
            before = self._reduced.get(way.link)
            pause_s = _FIRST_PAUSE_S if before is None else min(2 * before.pause_s, _LONGEST_PAUSE_S)
            self._reduced[way.link] = _Reduced(now, pause_s)
        rising = [way for way in ways if way.reduced and self._recovered(way, full, now)]
        return [way.link for way in (*falling, *rising)]

    def forget(self, link: Link) -> None:
        """This link is gone."""
        self._reduced.pop(link, None)

    def _slow(self, way: Way, others: Sequence[Way]) -> bool:
        lively = [one for one in others if one.waiting_s < _LIVELY_S]
        if not lively:
            return False
        return way.waiting_s > STALLED_S or way.bit_rate < SLOW_SHARE * max(one.bit_rate for one in lively)

    def _recovered(self, way: Way, full: Sequence[Way], now: float) -> bool:
        was = self._reduced.setdefault(way.link, _Reduced(now, _FIRST_PAUSE_S))
        enough = _BACK_SHARE * min(self._ceiling, max(one.bit_rate for one in full))
        return now - was.since >= was.pause_s and way.waiting_s < _LIVELY_S and way.bit_rate >= enough


def halved(pixels: Pixels) -> Pixels:
    """The same extent in half as many pixels each way, each the mean of four; an odd last row or column is left out."""
    height, width = max(1, pixels.shape[0] // 2), max(1, pixels.shape[1] // 2)
    step_y, step_x = min(2, pixels.shape[0]), min(2, pixels.shape[1])
    cut = pixels[: height * step_y, : width * step_x].astype(np.uint16)
    rows = cut[0::step_y] + cut[step_y - 1 :: step_y]
    total = rows[:, 0::step_x] + rows[:, step_x - 1 :: step_x]
    return ((total + 2) >> 2).astype(np.uint8)
