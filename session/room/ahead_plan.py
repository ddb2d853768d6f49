"""Which slice is sent ahead next, and how much may be on its way. Pure: time is an argument."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Format = Literal["jpeg", "png"]

# How far ahead of a moving hand, and how far behind it.
REACH: Final = 96
_BEHIND: Final = 24
# So near, slices come without loss too once the hand rests.
_LOSSLESS_REACH: Final = 8
_STOPS_S: Final = 0.15
_RESTS_S: Final = 0.6
_SCROLLS_PER_S: Final = 30
_FIRST_WINDOW: Final = 160_000
_LEAST_WINDOW: Final = 24_000
_MOST_WINDOW: Final = 250_000
# A delay so much above the smallest is a queue, which the hand's own picture would wait in.
_QUEUE_S: Final = 0.060
_BASE_S: Final = 10.0
_RATE_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Sent:
    """A slice that was sent."""

    format: Format
    size: int
    at: float


class Flow:
    """How many bytes may be on their way: as many as keep it busy without a queue, by the delay of what came."""

    def __init__(self) -> None:
        self.window = _FIRST_WINDOW
        self.flying = 0
        self._delays: deque[tuple[float, float]] = deque()
        self._came: deque[tuple[float, int]] = deque()
        self._cut_at = float("-inf")
        self._rates: deque[tuple[float, float]] = deque()

    @property
    def open(self) -> bool:
        """Whether another slice may leave."""
        return self.flying < self.window

    @property
    def bytes_per_s(self) -> float:
        """The most that came in half a second, lately."""
        return max((rate for _, rate in self._rates), default=0.0)

    def sent(self, size: int) -> None:
        """So many bytes leave."""
        self.flying += size

    def came(self, sent: Sent, now: float) -> None:
        """What was sent has come."""
        self.flying = max(0, self.flying - sent.size)
        delay = now - sent.at
        self._delays.append((now, delay))
        while self._delays[0][0] < now - _BASE_S:
            self._delays.popleft()
        base = min(one for _, one in self._delays)
        if delay < base + _QUEUE_S:
            self.window = min(self.window + sent.size // 3, _MOST_WINDOW)
        elif now - self._cut_at > base:
            self.window = max(self.window * 7 // 10, _LEAST_WINDOW)
            self._cut_at = now
        self._count(sent.size, now)

    def lost(self, sent: Sent) -> None:
        """What was sent is of no use any more."""
        self.flying = max(0, self.flying - sent.size)

    def _count(self, size: int, now: float) -> None:
        self._came.append((now, size))
        while self._came[0][0] < now - _RATE_S:
            self._came.popleft()
        self._rates.append((now, sum(one for _, one in self._came) / _RATE_S))
        while self._rates[0][0] < now - _BASE_S:
            self._rates.popleft()


class AheadPlan:
    """What one client holds of one stream's look, what flies there, and what goes next."""

    def __init__(self, flow: Flow, budget: int) -> None:
        """`budget` is in encoded bytes."""
        self._flow, self._budget = flow, budget
        self.held: dict[int, Sent] = {}
        self.flying: dict[int, Sent] = {}
        self._way = 1
        self._place = 0
        self._moved_at = float("-inf")
        self._quiet_until = float("-inf")

    def clear(self, now: float) -> None:
        """Another look: nothing of before counts, and a hand that changes it goes on for a moment."""
        self._quiet_until = now + _RESTS_S
        for one in self.flying.values():
            self._flow.lost(one)
        self.held, self.flying, self._place = {}, {}, 0

    def moved(self, place: int, now: float) -> None:
        """The hand is at another place."""
        if place != self._place:
            self._way = 1 if place > self._place else -1
            self._place, self._moved_at = place, now
            self._quiet_until = now

    def wanted(self, now: float, png_bytes: float) -> Iterator[tuple[int, Format]]:
        """Places worth sending, the next one first; `png_bytes` is about what one takes without loss.

        While the hand moves, only what lies in its way, without loss where the way carries that; at rest what lies
        around it too, and then the nearest ones without loss.
        """
        resting_s = now - self._moved_at
        if now < self._quiet_until or _STOPS_S < resting_s <= _RESTS_S:
            # The picture without loss goes first when the hand stops.
            return
        rests = resting_s > _RESTS_S
        fast = self._flow.bytes_per_s > _SCROLLS_PER_S * png_bytes
        for step in range(1, self._reach() + 1):
            for place in (self._place + step * self._way, self._place - step * self._way):
                there = place in self.held or place in self.flying
                ahead = place > self._place if self._way > 0 else place < self._place
                if not there and (ahead or (rests and step <= _BEHIND)):
                    yield place, "png" if fast else "jpeg"
        for step in range(1, _LOSSLESS_REACH + 1) if rests else ():
            for place in (self._place + step * self._way, self._place - step * self._way):
                if place in self.held and self.held[place].format == "jpeg" and place not in self.flying:
                    yield place, "png"

    def _reach(self) -> int:
        """How far the budget reaches, by what slices took so far; the rest of it is for those behind."""
        sizes = [one.size for one in self.held.values()] or [self._budget // REACH]
        return min(REACH, round(0.7 * self._budget * len(sizes) / max(1, sum(sizes))))

    def sent(self, place: int, one: Sent) -> tuple[int, ...]:
        """A slice leaves; the places that are given up for it."""
        self._flow.sent(one.size)
        self.flying[place] = one
        total = sum(each.size for each in (*self.held.values(), *self.flying.values()))
        dropped = []
        for far in sorted(self.held, key=lambda each: abs(each - self._place), reverse=True):
            if total <= self._budget:
                break
            total -= self.held.pop(far).size
            dropped.append(far)
        return tuple(dropped)

    def came(self, place: int, now: float) -> None:
        """The client holds it."""
        one = self.flying.pop(place, None)
        if one is not None:
            self._flow.came(one, now)
            self.held[place] = one
