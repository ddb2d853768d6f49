"""Loading states: runs, counts and ends."""

from dataclasses import replace

from session.farm.port import Loading, with_run

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


def test_runs_are_merged() -> None:
    runs = with_run((), 5, 6)
    runs = with_run(runs, 8, 9)
    assert runs == ((5, 6), (8, 9))
    assert with_run(runs, 6, 8) == ((5, 9),)
    assert with_run(runs, 0, 20) == ((0, 20),)
    assert with_run(runs, 1, 2) == ((1, 2), (5, 6), (8, 9))
    assert with_run(runs, 7, 7) == runs
