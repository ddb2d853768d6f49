"""Allowances: so many at once, so many a second."""

from session.room.limits import Allowance


def test_so_many_at_once() -> None:
    allowance = Allowance(at_once=3, per_second=1)
    assert [allowance.take(0.0) for _ in range(4)] == [True, True, True, False]


def test_it_comes_back_with_time_and_never_more_than_at_once() -> None:
    allowance = Allowance(at_once=2, per_second=0.5)
    assert allowance.take(0.0)
    assert allowance.take(0.0)
    assert not allowance.take(1.0)
    assert allowance.take(3.0)
    assert [allowance.take(1000.0) for _ in range(3)] == [True, True, False]


def test_a_clock_that_stands_still_or_goes_back_gives_nothing() -> None:
    allowance = Allowance(at_once=1, per_second=10)
    assert allowance.take(5.0)
    assert not allowance.take(5.0)
    assert not allowance.take(4.0)
