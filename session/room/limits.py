"""How often somebody may do something. Pure: time is an argument."""


class Allowance:
    """So many at once, and so many a second in the long run (a token bucket)."""

    def __init__(self, at_once: int, per_second: float) -> None:
        self._at_once, self._per_second = float(at_once), per_second
        self._left = self._at_once
        self._at: float | None = None

    def take(self, now: float) -> bool:
        """Whether once more is allowed at `now`; if so it counts."""
        if self._at is not None:
            self._left = min(self._at_once, self._left + max(0.0, now - self._at) * self._per_second)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
