import random

from streaming.loss import LossWatch


def lossy(watch: LossWatch, share: float, seconds: float, begin: float = 0.0, *, way_s: float = 0.08) -> float:
    """Thirty pictures a second of twenty packets each; returns the time at the end."""
    dice, now = random.Random(7), begin
    while now < begin + seconds:
        watch.sent(20, way_s, now)
        for _ in range(20):
            if dice.random() < share:
                watch.missed(now + way_s)
        now += 1 / 30
    return now


def test_a_far_way_that_loses_some_gets_its_packets_twice_within_a_second() -> None:
    watch = LossWatch()
    lossy(watch, 0.02, 1.0)

    assert watch.repeats


def test_a_clean_way_a_near_one_and_one_that_is_flooded_do_not() -> None:
    for share, way_s in ((0.0, 0.08), (0.001, 0.08), (0.02, 0.02), (0.02, 0.0), (0.2, 0.08)):
        watch = LossWatch()
        lossy(watch, share, 5.0, way_s=way_s)

        assert not watch.repeats, (share, way_s)


def test_one_lost_packet_is_no_habit() -> None:
    watch = LossWatch()
    for n in range(6):
        watch.sent(20, 0.08, n / 30)
    watch.missed(0.1)
    watch.sent(20, 0.08, 0.2)

    assert not watch.repeats


def test_it_goes_on_through_a_calm_moment_and_ends_after_a_calm_while() -> None:
    watch = LossWatch()
    now = lossy(watch, 0.02, 3.0)
    now = lossy(watch, 0.0, 8.0, now)
    assert watch.repeats
    lossy(watch, 0.0, 6.0, now)
    assert not watch.repeats


def test_where_the_way_begins_to_be_flooded_nothing_is_sent_twice_any_more() -> None:
    watch = LossWatch()
    now = lossy(watch, 0.03, 3.0)
    assert watch.repeats
    lossy(watch, 0.3, 3.0, now)
    assert not watch.repeats
