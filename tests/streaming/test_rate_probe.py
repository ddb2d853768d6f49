"""What is found out of a simulated way: a bottleneck behind TCP, a round trip, a decoder that takes its time."""

import random
from collections.abc import Sequence

import pytest

from streaming.rate_probe import RateProbe

# A first picture, three more, and four stills a little later: seconds and bytes.
OPENING = [(0.00, 40_000), (0.01, 35_000), (0.02, 30_000), (0.03, 45_000)]
STILLS = [(0.20, 110_000), (0.22, 90_000), (0.24, 100_000), (0.26, 160_000)]


def probed(
    messages: Sequence[tuple[float, int]], bit_rate: float, *, round_trip_s: float = 0.02, seed: int = 1
) -> RateProbe:
    """A probe after all of these messages were sent over a way of this rate, and answered."""
    dice, free_at = random.Random(seed), 0.0
    events: list[tuple[float, int, int]] = []
    for number, (at, size) in enumerate(messages):
        free_at = max(free_at, at) + 8 * size / bit_rate
        events += [(at, number, size), (free_at + round_trip_s + dice.uniform(0.01, 0.03), number, 0)]
    probe = RateProbe()
    for at, number, size in sorted(events):
        if size:
            probe.sent(number, size, at)
        else:
            probe.answered(number, at)
    return probe


@pytest.mark.parametrize("bit_rate", [1e6, 2e6, 5e6, 8e6])
@pytest.mark.parametrize("round_trip_s", [0.005, 0.04, 0.15])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_slow_way_is_found_out_by_what_is_sent_anyway(bit_rate: float, round_trip_s: float, seed: int) -> None:
    found = probed([*OPENING, *STILLS], bit_rate, round_trip_s=round_trip_s, seed=seed).bit_rate

    assert found is not None
    assert 0.6 * bit_rate < found < 1.2 * bit_rate


@pytest.mark.parametrize("bit_rate", [50e6, 1e9])
def test_a_quick_way_is_no_bottleneck(bit_rate: float) -> None:
    found = probed([*OPENING, *STILLS], bit_rate).bit_rate

    assert found is not None
    assert found > 12e6


def test_one_large_view_alone_tells_too() -> None:
    found = probed([(0.0, 50_000), (0.4, 260_000)], 5e6).bit_rate

    assert found is not None
    assert 3.5e6 < found < 6e6


def test_messages_of_much_the_same_size_tell_nothing() -> None:
    probe = probed([(at / 10, 20_000 + at) for at in range(10)], 5e6)

    assert probe.bit_rate is None
    assert not probe.over


def test_what_was_replaced_before_it_left_counts_no_more_once_a_later_one_is_answered() -> None:
    probe = RateProbe()
    probe.sent("picture", 40_000, 0.0)
    probe.sent("never sent", 500_000, 0.0)
    assert not probe.answered("unknown", 0.05)
    probe.answered("picture", 0.1)
    probe.sent("small", 1_000, 0.2)
    probe.answered("small", 0.3)
    probe.sent("alone", 150_000, 1.0)

    assert probe.answered("alone", 1.34)
    # Behind nothing: 149 kB more than the small one took 0.24 s longer.
    assert probe.bit_rate == pytest.approx(0.85 * 8 * 149_000 / 0.24, rel=0.01)


def test_it_ends_when_enough_is_known_or_it_has_lasted_long_enough() -> None:
    assert probed([*OPENING, *STILLS], 5e6).over
    late = probed([(0.0, 10_000), (6.0, 11_000)], 5e6)

    assert late.over
    assert late.bit_rate is None
    late.sent("more", 900_000, 7.0)
    assert not late.answered("more", 9.0)
