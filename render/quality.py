"""How fine a moving picture may be within its time."""

from dataclasses import dataclass

# Volume pictures: levels of grey that neighbours of a coarse picture may differ by before the pixels between them are
# traced too. 255 traces none of them: half the size, interpolated. Some 43, 41, 38, 33 dB against the full picture.
THRESHOLDS = (16, 32, 64, 255)
# Projections: one of how many pixels in x and y is traced.
DIVISORS = (1, 2)

_PATIENCE = 2  # pictures over the budget before it gets coarser: one late picture is chance
_CONFIDENCE = 6  # pictures well within before it gets finer
_COMFORT = 0.5  # of the budget; a step finer mostly costs up to twice as much


@dataclass(slots=True)
class MovingQuality:
    """Chooses among settings, the finest first, for moving pictures of one kind from the times they took.

    Coarser soon after the budget breaks, finer only after a while of comfort, so that it does not swing.
    """

    settings: tuple[int, ...]
    budget_ms: float = 33.0
    _level: int = 0
    _late: int = 0
    _early: int = 0

    @property
    def setting(self) -> int:
        """The setting for the next picture."""
        return self.settings[self._level]

    def measured(self, render_ms: float) -> None:
        """Tell how long the last picture at `setting` took."""
        self._late = self._late + 1 if render_ms > self.budget_ms else 0
        self._early = self._early + 1 if render_ms < self.budget_ms * _COMFORT else 0
        if self._late >= _PATIENCE:
            self._move(1)
        elif self._early >= _CONFIDENCE:
            self._move(-1)

    def _move(self, by: int) -> None:
        self._level = min(max(self._level + by, 0), len(self.settings) - 1)
        self._late = self._early = 0
