"""What the first messages on a new TCP connection tell of its way's rate. Pure: time is an argument.

The connection's first pictures and stills are its probe: nothing is sent only to be measured.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

# What rests on fewer bytes is chance more than rate.
_FEWEST_BYTES: Final = 60_000
# More would not tell more.
_ENOUGH_BYTES: Final = 200_000
# Decoders and screens are not more exact than that.
_EXACT_S: Final = 0.010
# A queue that is there from the start takes longer to go than a rate takes to rise.
_CAUTION: Final = 0.85
_OVER_AFTER_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Left:
    at: float
    size: int


class RateProbe:
    """Tells the rate from when messages of known sizes are answered.

    A message alone on its way is answered after `base + size / rate`; the base (the way itself, decoding, the wait for
    the screen) is much the same for all, so two of different sizes give the rate. Of messages in a train, one right
    behind the other, the times between their answers do. What rests on most bytes counts. Round trips in which TCP is
    still finding its own window count against the rate: it errs to the low side.
    """

    def __init__(self) -> None:
        self._flying: OrderedDict[Hashable, _Left] = OrderedDict()
        self._began = float("inf")
        self._base_s = float("inf")
        self._smallest: tuple[int, float] | None = None
        self._largest: tuple[int, float] | None = None
        self._answered_at = float("-inf")
        self._train: tuple[float, int] = (float("-inf"), 0)
        self._found: tuple[int, float] = (0, 0.0)
        self.over = False

    @property
    def bit_rate(self) -> int | None:
        """Bit/s to begin with; None while that is not known."""
        size, seconds = self._found
        return int(_CAUTION * 8 * size / max(seconds, _EXACT_S)) if size >= _FEWEST_BYTES else None

    def sent(self, name: Hashable, size: int, now: float) -> None:
        """A message of `size` bytes begins its way behind those that were not answered yet."""
        if not self.over:
            self._began = min(self._began, now)
            self._flying[name] = _Left(now, size)
            self._flying.move_to_end(name)

    def answered(self, name: Hashable, now: float) -> bool:
        """A message is on the screen, so those before it came, too. True when the rate is known better than before."""
        if self.over or name not in self._flying:
            return False
        known = self._found
        left, size = self._take(name)
        if left.at > self._answered_at - min(self._base_s, now - left.at):
            # What went before had passed the way already.
            self._train = (now, 0)
            self._alone(left.size, now - left.at)
        else:
            began, carried = self._train
            self._train = (began, carried + size)
            self._find(carried + size, now - began)
        self._base_s = min(self._base_s, now - left.at)
        self._answered_at = now
        self.over = self._found[0] >= _ENOUGH_BYTES or now - self._began > _OVER_AFTER_S
        if self.over:
            self._flying.clear()
        return self.bit_rate is not None and self._found != known

    def _take(self, name: Hashable) -> tuple[_Left, int]:
        """The message, and the bytes of it and of all that were sent before it."""
        size = 0
        while True:
            first, left = self._flying.popitem(last=False)
            size += left.size
            if first == name:
                return left, size

    def _alone(self, size: int, delay_s: float) -> None:
        if self._smallest is None or size < self._smallest[0]:
            self._smallest = (size, delay_s)
        if self._largest is None or size > self._largest[0]:
            self._largest = (size, delay_s)
        self._find(self._largest[0] - self._smallest[0], self._largest[1] - self._smallest[1])

    def _find(self, size: int, seconds: float) -> None:
        if size >= max(self._found[0], _FEWEST_BYTES):
            self._found = (size, seconds)
