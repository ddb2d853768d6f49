"""The controller on simulated links: a bottleneck with a queue, a round trip, a screen refreshed 60 times a second."""

import random
from dataclasses import dataclass, field

import pytest

from streaming.pacing import Credit, credit_limit
from streaming.rate import RateController, RateSettings
from tests.streaming.network_model import Bottleneck, Bulk, Pictures, Simulation, follow

_PICTURE_S = 1 / 30


@dataclass
class Way:
    """A link: capacity in bit/s (a function of time), round trip, and how many acknowledgements get lost."""

    capacity: float
    round_trip_s: float = 0.02
    lost: float = 0.0
    jitter_s: float = 0.016
    free_at: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def acknowledged_at(self, bits: float, now: float) -> float | None:
        self.free_at = max(now, self.free_at) + bits / self.capacity
        if self.dice.random() < self.lost:
            return None
        return self.free_at + self.round_trip_s + self.dice.uniform(0, self.jitter_s)


@dataclass
class Trace:
    times: list[float] = field(default_factory=list)
    rates: list[int] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)

    def between(self, begin: float, end: float) -> list[int]:
        return [rate for time, rate in zip(self.times, self.rates, strict=True) if begin <= time < end]

    def delays_between(self, begin: float, end: float) -> list[float]:
        return [delay for time, delay in zip(self.times, self.delays, strict=True) if begin <= time < end]


def drive(way: Way, seconds: float, changes: dict[float, float] | None = None) -> Trace:
    """Thirty pictures a second as large as the rate allows, as far as there is credit."""
    controller, credit, trace = RateController(), Credit(), Trace()
    pending: list[tuple[float, int]] = []
    changes = dict(changes or {})
    last = -_PICTURE_S
    for number in range(int(seconds / _PICTURE_S)):
        now = number * _PICTURE_S
        for at in [at for at in changes if at <= now]:
            way.capacity = changes.pop(at)
        for arrived, picture in sorted(item for item in pending if item[0] <= now):
            delay = credit.acknowledged(picture, arrived)
            if delay is not None:
                controller.acknowledged(delay, arrived)
                credit.limit = credit_limit(controller.base_s or 0.0)
                trace.times.append(now)
                trace.rates.append(controller.bit_rate)
                trace.delays.append(delay)
        pending = [item for item in pending if item[0] > now]
        controller.waiting(credit.waiting_s(now), now)
        if credit.available(now):
            credit.sent(number, now)
            # An encoder spends the bits of the time that has passed, up to its buffer of a fifteenth of a second.
            size = controller.bit_rate * min(now - last, 1 / 15) * way.dice.uniform(0.7, 1.3)
            last = now
            arrives = way.acknowledged_at(size, now)
            if arrives is not None:
                pending.append((arrives, number))
    return trace


def mean(values: list[int] | list[float]) -> float:
    return sum(values) / len(values)


def test_a_wide_link_is_used_to_the_ceiling() -> None:
    trace = drive(Way(capacity=100e6), 6)

    assert trace.rates[-1] == RateSettings().ceiling
    assert max(trace.delays) < 0.06


@pytest.mark.parametrize("capacity", [1.5e6, 3e6, 5e6])
@pytest.mark.parametrize("round_trip_s", [0.002, 0.04, 0.15])
def test_a_narrow_link_is_filled_without_a_standing_queue(capacity: float, round_trip_s: float) -> None:
    trace = drive(Way(capacity, round_trip_s), 30)

    settled = trace.between(10, 30)
    assert 0.5 * capacity < mean(settled) < 1.2 * capacity
    assert max(settled) < 2 * capacity
    assert mean(trace.delays_between(10, 30)) < round_trip_s + 0.12
    assert len(settled) / 20 > 22


@pytest.mark.parametrize("lost", [0.01, 0.05, 0.1])
def test_lost_acknowledgements_do_not_make_it_collapse(lost: float) -> None:
    trace = drive(Way(capacity=20e6, round_trip_s=0.04, lost=lost), 30)

    assert min(trace.between(5, 30)) > 2e6


def test_it_yields_when_the_link_shrinks_and_recovers_when_it_grows() -> None:
    trace = drive(Way(capacity=20e6), 60, changes={20.0: 1.5e6, 40.0: 20e6})

    assert trace.between(19, 20)[-1] == RateSettings().ceiling
    assert mean(trace.between(24, 40)) < 1.8e6
    assert mean(trace.delays_between(24, 40)) < 0.16
    assert trace.between(55, 60)[0] > 7e6


def test_it_does_not_swing() -> None:
    settled = drive(Way(capacity=4e6), 40).between(15, 40)

    assert max(settled) < 2.5 * min(settled)


def test_silence_lowers_the_rate_to_the_floor_and_not_below() -> None:
    controller = RateController()

    for number in range(100):
        controller.waiting(oldest_s=0.31 + number, now=number)

    assert controller.bit_rate == RateSettings().floor


def test_a_longer_way_is_no_queue_once_the_window_has_passed() -> None:
    controller = RateController()
    now = 0.0
    for delay_s, seconds in ((0.02, 5), (0.12, 25)):
        for _ in range(seconds * 30):
            now += _PICTURE_S
            controller.acknowledged(delay_s, now)

    assert controller.base_s == pytest.approx(0.12)
    assert controller.bit_rate > 3e6


@dataclass
class Seen:
    """What the hand saw in some part of a simulation."""

    pictures_per_s: float
    wait_p95_s: float
    longest_gap_s: float
    mean_rate: float


def seen(pictures: Pictures, begin: float, end: float) -> Seen:
    waits, rates = pictures.waits_between(begin, end), pictures.rates_between(begin, end)
    return Seen(
        len(waits) / (end - begin),
        waits[int(len(waits) * 0.95)],
        pictures.longest_gap(begin, end),
        sum(rates) / len(rates),
    )


def simulated(link: Bottleneck, seconds: float, trace: dict[float, float] | None = None) -> Pictures:
    simulation = Simulation()
    pictures = Pictures(simulation, link)
    follow(simulation, link, trace or {})
    simulation.run(seconds)
    return pictures


@pytest.mark.parametrize("queue_s", [0.1, 0.2])
def test_five_megabits_carry_a_moving_hand_from_the_start(queue_s: float) -> None:
    pictures = simulated(Bottleneck(5e6, 0.02, queue_s=queue_s), 20)

    settled = seen(pictures, 3, 20)
    assert settled.pictures_per_s >= 25
    assert settled.wait_p95_s <= 0.25
    assert settled.longest_gap_s < 0.2
    assert seen(pictures, 0, 3).pictures_per_s >= 25


def test_full_quality_is_back_within_five_seconds_after_a_cap_is_lifted() -> None:
    pictures = simulated(Bottleneck(5e6, 0.02), 16, trace={10: 50e6})

    assert max(pictures.rates_between(9, 10)) < 6e6
    assert min(pictures.rates_between(15, 16)) == RateSettings().ceiling


@pytest.mark.parametrize("bit_rate", [5e6, 20e6])
def test_a_long_way_that_loses_packets_stays_lively(bit_rate: float) -> None:
    settled = seen(simulated(Bottleneck(bit_rate, 0.08, lost=0.02), 20), 3, 20)

    assert settled.pictures_per_s >= 20
    assert settled.longest_gap_s < 0.5
    assert settled.mean_rate > 0.5 * min(bit_rate, RateSettings().ceiling)


@pytest.mark.parametrize("bit_rate", [1e6, 2e6])
def test_a_very_slow_link_still_moves(bit_rate: float) -> None:
    settled = seen(simulated(Bottleneck(bit_rate, 0.06, queue_s=0.3), 20), 5, 20)

    assert settled.pictures_per_s >= 20
    assert settled.longest_gap_s < 0.5
    assert settled.mean_rate < 1.1 * bit_rate


@pytest.mark.parametrize("queue_s", [0.1, 0.2, 0.5])
def test_a_bulk_transfer_gets_its_share_and_leaves_ours(queue_s: float) -> None:
    simulation, link = Simulation(), Bottleneck(10e6, 0.04, queue_s=queue_s)
    pictures, bulk = Pictures(simulation, link), Bulk(simulation, link, begin=10)
    simulation.run(20)
    before = bulk.delivered
    simulation.run(60)

    beside = seen(pictures, 20, 60)
    assert 2e6 < beside.mean_rate < 7e6
    assert (bulk.delivered - before) / 40 > 2.5e6
    assert beside.pictures_per_s >= 20


def test_after_a_bulk_transfer_the_ceiling_is_reached_again() -> None:
    simulation, link = Simulation(), Bottleneck(20e6, 0.04, queue_s=0.2)
    pictures = Pictures(simulation, link)
    Bulk(simulation, link, begin=5, end=25)
    simulation.run(45)

    assert not pictures.rate.beside_bulk
    assert pictures.rate.bit_rate == RateSettings().ceiling


# Made up after a phone's downlink in a moving train, seconds -> bit/s: a tunnel at 8 s.
TRAIN = {0: 9e6, 2: 6.5e6, 4: 11e6, 6: 3.2e6, 8: 0.25e6, 10: 1.4e6, 12: 4.8e6, 14: 8.1e6, 16: 12e6, 18: 10e6, 20: 7.4e6}


def test_a_mobile_link_that_comes_and_goes_is_followed() -> None:
    pictures = simulated(Bottleneck(TRAIN[0], 0.06, queue_s=0.5), 22, trace={float(s): r for s, r in TRAIN.items()})

    assert seen(pictures, 2, 8).pictures_per_s >= 20
    assert max(pictures.rates_between(10, 10.5)) < 0.75 * max(pictures.rates_between(7.5, 8))
    after = seen(pictures, 13, 22)
    assert after.pictures_per_s >= 25
    assert after.wait_p95_s < 0.25


def test_it_begins_with_what_the_way_carried_before() -> None:
    assert RateController(start=3e6).bit_rate == 3_000_000
    assert RateController(start=1e9).bit_rate == RateSettings().ceiling
    assert RateController(start=0).bit_rate == RateSettings().floor


def test_it_goes_on_from_what_something_else_has_found_out() -> None:
    controller = RateController()

    controller.begin_with(2e6)
    assert controller.bit_rate == 2_000_000
    controller.begin_with(1e9)
    assert controller.bit_rate == RateSettings().ceiling
    controller.begin_with(1)
    assert controller.bit_rate == RateSettings().floor


@pytest.mark.parametrize(("bit_rate", "round_trip_s"), [(1e6, 0.04), (2e6, 0.06), (5e6, 0.02)])
def test_a_hand_that_begins_at_what_the_way_carries_moves_from_its_first_second(
    bit_rate: float, round_trip_s: float
) -> None:
    def first_seconds(start: float | None) -> Seen:
        simulation = Simulation()
        pictures = Pictures(simulation, Bottleneck(bit_rate, round_trip_s))
        pictures.rate = RateController(start=start)
        simulation.run(3)
        return seen(pictures, 0, 3)

    found_out, guessed = first_seconds(0.85 * bit_rate), first_seconds(None)

    assert found_out.pictures_per_s >= 25
    assert found_out.wait_p95_s <= 0.25
    assert found_out.wait_p95_s < guessed.wait_p95_s
