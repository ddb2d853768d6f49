"""A simulated link in packets: a narrow place with a finite queue, a round trip, loss, and another's bulk transfer.

Nothing here reads a clock or sleeps: ten simulated seconds take some tens of milliseconds.
"""

import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count, pairwise

from streaming.pacing import Credit, credit_limit
from streaming.rate import RateController

PACKET_BYTES = 1200
EVENT_S = 1 / 30
SCREEN_S = 1 / 60
ENCODE_S = 0.010


@dataclass
class Bottleneck:
    """A link's narrow place: bit/s, a queue of so many seconds at that rate, and a share of packets lost at random."""

    bit_rate: float
    round_trip_s: float = 0.02
    lost: float = 0.0
    queue_s: float = 0.2
    free_at: float = 0.0
    dropped: int = 0
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def arrival(self, size: int, now: float) -> float | None:
        """When a packet sent now is at the other end; None when it is lost."""
        begin = max(now, self.free_at)
        if begin - now > self.queue_s:
            self.dropped += 1
            return None
        self.free_at = begin + size * 8 / self.bit_rate
        if self.dice.random() < self.lost:
            return None
        return self.free_at + self.round_trip_s / 2


class Simulation:
    """Calls functions at their simulated times."""

    def __init__(self) -> None:
        self.now = 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()

    def at(self, when: float, call: Callable[[], None]) -> None:
        """Call when the time has come."""
        heapq.heappush(self._queue, (when, next(self._numbers), call))

    def run(self, until: float) -> None:
        """Let time pass."""
        while self._queue and self._queue[0][0] <= until:
            self.now, _, call = heapq.heappop(self._queue)
            call()
        self.now = until


class Pictures:
    """A hand that moves 30 times a second, and the pictures that answer it, as `Broadcast` sends them over WebRTC."""

    def __init__(self, simulation: Simulation, link: Bottleneck) -> None:
        self.rate = RateController()
        self.shown: list[tuple[float, float]] = []
        self.rates: list[tuple[float, int]] = []
        self.bits = 0.0
        self._simulation, self._link, self._credit = simulation, link, Credit()
        self._missing: dict[int, int] = defaultdict(int)
        self._sizes: dict[int, float] = {}
        self._wanted: float | None = None
        self._number = 0
        self._encoded_at = -EVENT_S
        simulation.at(0.0, self._event)

    def rates_between(self, begin: float, end: float) -> list[int]:
        """The controller's rates at the events of this time."""
        return [rate for at, rate in self.rates if begin <= at < end]

    def waits_between(self, begin: float, end: float) -> list[float]:
        """Seconds from an event to the picture that answers it, of the pictures shown in this time."""
        return sorted(wait for at, wait in self.shown if begin <= at < end)

    def longest_gap(self, begin: float, end: float) -> float:
        """The longest time without a new picture."""
        times = [begin, *(at for at, _ in self.shown if begin <= at < end), end]
        return max(later - earlier for earlier, later in pairwise(times))

    def _event(self) -> None:
        now = self._simulation.now
        self._wanted = now if self._wanted is None else self._wanted
        self.rates.append((now, self.rate.bit_rate))
        self._send()
        self._simulation.at(now + EVENT_S, self._event)

    def _send(self) -> None:
        now = self._simulation.now
        self.rate.waiting(self._credit.waiting_s(now), now)
        if self._wanted is None or not self._credit.available(now) or now - self._encoded_at < ENCODE_S:
            return
        # An encoder spends the bits of the time that has passed, up to its buffer of a fifteenth of a second.
        share = min(now - self._encoded_at, 1 / 15)
        size = self.rate.bit_rate * share * self._link.dice.uniform(0.7, 1.3) / 8
        self._encoded_at = now
        number, event, self._number, self._wanted = self._number, self._wanted, self._number + 1, None
        self._credit.sent(number, now)
        packets = max(1, round(size / PACKET_BYTES))
        self._missing[number] = packets
        self._sizes[number] = size * 8
        for index in range(packets):
            leaves = now + ENCODE_S + index * PACKET_BYTES * 8 / 40e6
            self._simulation.at(leaves, lambda: self._packet(number, event))

    def _packet(self, number: int, event: float) -> None:
        now = self._simulation.now
        self.bits += PACKET_BYTES * 8
        arrives = self._link.arrival(PACKET_BYTES, now)
        if arrives is None:
            # The receiver sees the gap a little later and asks again.
            again = now + self._link.round_trip_s + 0.02
            self._simulation.at(again, lambda: self._packet(number, event))
        else:
            self._simulation.at(arrives, lambda: self._arrived(number, event))

    def _arrived(self, number: int, event: float) -> None:
        self._missing[number] -= 1
        if self._missing[number] == 0:
            shows = self._simulation.now + self._link.dice.uniform(0, SCREEN_S)
            self._simulation.at(shows, lambda: self._shown(number, event))

    def _shown(self, number: int, event: float) -> None:
        now = self._simulation.now
        self.shown.append((now, now - event))
        self._simulation.at(now + self._link.round_trip_s / 2, lambda: self._acknowledged(number))

    def _acknowledged(self, number: int) -> None:
        now = self._simulation.now
        delay = self._credit.acknowledged(number, now)
        if delay is not None:
            self.rate.acknowledged(delay, now, self._sizes[number])
            self._credit.limit = credit_limit(self.rate.base_s or 0.0)
        self._send()


class Bulk:
    """A download that never ends beside the pictures: TCP's additive increase, half the window for a loss."""

    def __init__(self, simulation: Simulation, link: Bottleneck, begin: float, end: float = float("inf")) -> None:
        self.delivered = 0.0
        self._simulation, self._link, self._end = simulation, link, end
        self._window, self._flying, self._cut_at = 10.0, 0, 0.0
        simulation.at(begin, self._fill)

    def _fill(self) -> None:
        while self._flying < int(self._window) and self._simulation.now < self._end:
            self._flying += 1
            now = self._simulation.now
            arrives = self._link.arrival(PACKET_BYTES, now)
            back = self._link.round_trip_s / 2
            if arrives is None:
                self._simulation.at(now + 2 * back + self._link.queue_s, self._lost)
            else:
                self._simulation.at(arrives + back, self._came)

    def _came(self) -> None:
        self._flying -= 1
        self.delivered += PACKET_BYTES * 8
        self._window += 1 / self._window
        self._fill()

    def _lost(self) -> None:
        self._flying -= 1
        now = self._simulation.now
        if now - self._cut_at > self._link.round_trip_s + self._link.queue_s:
            self._cut_at, self._window = now, max(2.0, self._window / 2)
        self._fill()


def follow(simulation: Simulation, link: Bottleneck, trace: Mapping[float, float]) -> None:
    """Let a link's rate follow a trace: from each second on, so many bit/s."""

    def becomes(bit_rate: float) -> None:
        link.bit_rate = bit_rate

    for when, bit_rate in trace.items():
        simulation.at(when, lambda bit_rate=bit_rate: becomes(bit_rate))  # type: ignore[misc]
