"""How fast a link may be fed: additive increase, multiplicative decrease on the delay of acknowledgements.

Delay grows before packets are lost, so a full queue on the way is seen while it is still short. The receiver's own
estimate (REMB) is not used: under loss it kept rising until the link was flooded.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

MIN_BIT_RATE: Final = 1_000_000
_SAMPLES: Final = 3
_TOGETHER_S: Final = 0.010


@dataclass(frozen=True, slots=True)
class RateSettings:
    """Thresholds of the controller.

    Attributes:
        ceiling: bit/s the encoder was opened with; the rate never exceeds it
        floor: bit/s below which fewer pictures are better than worse ones
        start_share: share of the ceiling to begin with
        queue_s: a delay this much above the smallest one is a queue: the rate falls to three quarters
        clear_s: a delay less than this above the smallest one is none: the rate rises by a twenty-fifth
        moment_s: a queue delays all pictures of this time, three at least that do not arrive together
        window_s: how long a smallest delay counts; routes change
        silence_s: no acknowledgement for this long, beyond the smallest delay: the rate falls to three fifths
        silence_every_s: at most once in this time, since nothing new is sent meanwhile
        decrease_every_s: a decrease needs this long to show
        increase_every_s: at most one increase in this time
    """

    ceiling: int = 12_000_000
    floor: int = MIN_BIT_RATE
    start_share: float = 0.5
    queue_s: float = 0.050
    clear_s: float = 0.025
    window_s: float = 10.0
    moment_s: float = 0.200
    silence_s: float = 0.300
    silence_every_s: float = 1.0
    decrease_every_s: float = 0.250
    increase_every_s: float = 0.100


class RateController:
    """One link's rate in bit/s. Feed it acknowledgements and, while pictures are on their way, the time."""

    def __init__(self, settings: RateSettings = RateSettings()) -> None:
        self._settings = settings
        self._rate = settings.ceiling * settings.start_share
        self._delays: deque[tuple[float, float]] = deque()
        self._latest: deque[tuple[float, float]] = deque()
        self._decreased = self._increased = float("-inf")

    @property
    def bit_rate(self) -> int:
        """The rate now."""
        return int(self._rate)

    @property
    def base_s(self) -> float | None:
        """The smallest delay of the last ten seconds: the way without a queue."""
        return min((delay for _, delay in self._delays), default=None)

    def acknowledged(self, delay_s: float, now: float) -> None:
        """A picture came back acknowledged `delay_s` after it was sent."""
        self._remember(delay_s, now)
        base_s = self.base_s or 0.0
        # A long way has more jitter: a quarter of its delay is no queue yet.
        tolerance = max(1.0, base_s / (4 * self._settings.queue_s))
        if self._standing_s - base_s > self._settings.queue_s * tolerance:
            self._decrease(0.75, self._settings.decrease_every_s, now)
        elif delay_s - base_s < self._settings.clear_s * tolerance:
            self._increase(now)

    def waiting(self, oldest_s: float, now: float) -> None:
        """Nothing was acknowledged for `oldest_s` though pictures are on their way."""
        if oldest_s > self._settings.silence_s + (self.base_s or 0.0):
            self._decrease(0.6, self._settings.silence_every_s, now)

    @property
    def _standing_s(self) -> float:
        """The smallest delay of the last moment: a queue delays every picture, a busy screen this one or that.

        Over TCP a lost packet holds back all that follow, which then arrive together: that is no queue either.
        """
        return min(delay for _, delay in self._latest)

    def _remember(self, delay_s: float, now: float) -> None:
        if self._latest and now - self._latest[-1][0] < _TOGETHER_S:
            began, smallest = self._latest.pop()
            self._latest.append((began, min(smallest, delay_s)))
        else:
            self._latest.append((now, delay_s))
        while len(self._latest) > _SAMPLES and self._latest[0][0] < now - self._settings.moment_s:
            self._latest.popleft()
        while self._delays and self._delays[0][0] < now - self._settings.window_s:
            self._delays.popleft()
        # A later and smaller delay makes an earlier one irrelevant: the queue stays short and ascending.
        while self._delays and self._delays[-1][1] >= delay_s:
            self._delays.pop()
        self._delays.append((now, delay_s))

    def _decrease(self, factor: float, every_s: float, now: float) -> None:
        if now - self._decreased >= every_s:
            self._decreased = now
            self._rate = max(self._settings.floor, self._rate * factor)

    def _increase(self, now: float) -> None:
        if now - self._increased >= self._settings.increase_every_s:
            self._increased = now
            self._rate = min(self._settings.ceiling, self._rate * 1.04)
