"""How fast a link may be fed: additive increase, multiplicative decrease on the delay of acknowledgements.

Delay grows before packets are lost, so a full queue on the way is seen while it is still short. The receiver's own
estimate (REMB) is not used: under loss it kept rising until the link was flooded.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

MIN_BIT_RATE: Final = 300_000
# A queue that stays though the rate was cut so often is another's; then half of what was used before is a fair share.
_CUTS_IN_VAIN: Final = 5
_CUTS_AGAIN: Final = 2
_FAIR_SHARE: Final = 0.5
_STAYED: Final = 0.9
_BULK_REMEMBERED_S: Final = 15.0
_DELIVERED_WINDOW_S: Final = 1.0
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
        delivered_share: of the rate; what arrives less than this finds the link itself too narrow
        yield_every_s: beside a bulk transfer, one cut for a loss in this time
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
    delivered_share: float = 0.7
    yield_every_s: float = 1.0


@dataclass(slots=True)
class _Episode:
    """A time in which the rate is cut again and again: how it began."""

    cuts: int = 0
    rate: float = 0.0
    queue_s: float = 0.0


class RateController:
    """One link's rate in bit/s. Feed it acknowledgements and, while pictures are on their way, the time.

    Beside a bulk transfer, which keeps the queue full whatever others do, a controller of delays alone would end at the
    floor. A queue that does not shrink while the rate is cut to a quarter, though what is sent does arrive, is taken
    for such: the rate goes back to half of what it was, creeps up and yields to losses as TCP does, until the queue
    is gone or less arrives than is sent.
    """

    def __init__(self, settings: RateSettings = RateSettings(), start: float | None = None) -> None:
        """`start` is the rate in bit/s that this way carried before, where that is known."""
        self._settings = settings
        self._rate = float(settings.ceiling)
        self._delays: deque[tuple[float, float]] = deque()
        self._latest: deque[tuple[float, float]] = deque()
        self._delivered: deque[tuple[float, float]] = deque()
        self._decreased = self._increased = float("-inf")
        self._shared_at = self._counting_since = float("-inf")
        self.beside_bulk = False
        self.begin_with(settings.ceiling * settings.start_share if start is None else start)

    @property
    def bit_rate(self) -> int:
        """The rate now."""
        return int(self._rate)

    @property
    def base_s(self) -> float | None:
        """The smallest delay of the last ten seconds: the way without a queue."""
        return min((delay for _, delay in self._delays), default=None)

    def begin_with(self, bit_rate: float) -> None:
        """Something else has found out what this way carries."""
        self._rate = min(max(bit_rate, self._settings.floor), self._settings.ceiling)
        self._episode = _Episode()

    def acknowledged(self, delay_s: float, now: float, bits: float = 0.0) -> None:
        """A picture of this size came back acknowledged `delay_s` after it was sent."""
        self._remember(delay_s, now)
        self._deliver(bits, now)
        base_s = self.base_s or 0.0
        # A long way has more jitter: a quarter of its delay is no queue yet.
        tolerance = max(1.0, base_s / (4 * self._settings.queue_s))
        queue_s = self._standing_s - base_s
        crowded = queue_s > self._settings.queue_s * tolerance
        if self.beside_bulk:
            self._share(delay_s, now, crowded=crowded)
        elif crowded:
            self._give_way(queue_s, now)
        elif delay_s - base_s < self._settings.clear_s * tolerance:
            self._episode = _Episode()
            self._increase(1.04, now)

    def waiting(self, oldest_s: float, now: float) -> None:
        """Nothing was acknowledged for `oldest_s` though pictures are on their way."""
        expected_s = self._standing_s if self.beside_bulk else self.base_s or 0.0
        if oldest_s > self._settings.silence_s + expected_s:
            self.beside_bulk = False
            self._decrease(0.6, self._settings.silence_every_s, now)

    def _give_way(self, queue_s: float, now: float) -> None:
        """Cut for a queue; find out whether that helps."""
        before = self._rate
        if not self._decrease(0.75, self._settings.decrease_every_s, now):
            return
        episode = self._episode
        if episode.cuts == 0:
            episode.rate, episode.queue_s = before, queue_s
        episode.cuts += 1
        again = now - self._shared_at < _BULK_REMEMBERED_S
        in_vain = episode.cuts >= (_CUTS_AGAIN if again else _CUTS_IN_VAIN)
        if in_vain and queue_s >= episode.queue_s * _STAYED and self._arrives(before, now):
            self.beside_bulk = True
            self._rate = max(self._rate, episode.rate * (1.0 if again else _FAIR_SHARE))
            self._delivered.clear()
            self._decreased = self._counting_since = now

    def _share(self, delay_s: float, now: float, *, crowded: bool) -> None:
        """Beside a bulk transfer."""
        self._shared_at = now
        if not crowded:
            self.beside_bulk, self._episode = False, _Episode()
        elif not self._arrives(self._rate, now):
            self.beside_bulk, self._episode = False, _Episode()
            self._decrease(0.75, self._settings.decrease_every_s, now)
        elif delay_s > self._standing_s + self._settings.queue_s + (self.base_s or 0.0) / 2:
            # One picture much later than those around it waited for a packet that was lost and sent again.
            self._decrease(0.7, self._settings.yield_every_s, now)
        else:
            self._increase(1.01, now)

    def _deliver(self, bits: float, now: float) -> None:
        self._delivered.append((now, bits))
        while self._delivered[0][0] <= now - _DELIVERED_WINDOW_S:
            self._delivered.popleft()

    def _arrives(self, rate: float, now: float) -> bool:
        """Whether what is sent at this rate arrives; too early to know counts as yes."""
        over_s = min(now - self._counting_since, _DELIVERED_WINDOW_S)
        arrived = sum(bits for _, bits in self._delivered)
        return over_s < _DELIVERED_WINDOW_S / 2 or arrived / over_s >= self._settings.delivered_share * rate

    @property
    def _standing_s(self) -> float:
        """The smallest delay of the last moment: a queue delays every picture, a busy screen this one or that.

        Over TCP a lost packet holds back all that follow, which then arrive together: that is no queue either.
        """
        return min((delay for _, delay in self._latest), default=0.0)

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

    def _decrease(self, factor: float, every_s: float, now: float) -> bool:
        if now - self._decreased < every_s:
            return False
        self._decreased = now
        self._rate = max(self._settings.floor, self._rate * factor)
        return True

    def _increase(self, factor: float, now: float) -> None:
        if now - self._increased >= self._settings.increase_every_s:
            self._increased = now
            self._rate = min(self._settings.ceiling, self._rate * factor)
