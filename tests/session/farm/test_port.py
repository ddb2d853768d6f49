"""Loading states: runs, counts and ends."""

from dataclasses import replace

from session.farm.port import Loading

SOME = Loading(((2, 5), (8, 10)), 10, 50, 100, 0.5)


def test_slices_that_have_come() -> None:
    assert SOME.slices_done == 5
    assert not SOME.complete
    assert SOME.has(2, 5)
    assert SOME.has(3, 4)
    assert not SOME.has(1, 3)
    assert not SOME.has(4, 9)
    assert SOME.has(7, 7)


def test_counts_within_a_range() -> None:
    assert SOME.count(0, 10) == 5
    assert SOME.count(4, 9) == 2
    assert SOME.count(5, 8) == 0


def test_it_is_over_when_complete_or_failed() -> None:
    assert not SOME.over
    assert replace(SOME, runs=((0, 10),)).complete
    assert replace(SOME, runs=((0, 10),)).over
    assert replace(SOME, failed="The disk is gone.").over
