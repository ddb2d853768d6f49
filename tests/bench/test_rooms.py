"""The table of the rooms' benchmark."""

import pytest

from bench.rooms import SHARE, Measured, rows_of

RUNS = [Measured(1, 40.0, 30.0, 29.0), Measured(4, 46.0, 30.0, 29.5), Measured(8, 60.0, 60.0, 29.0)]


def test_what_the_later_viewers_cost_is_a_share_of_the_first_ones() -> None:
    rows = {row.case: row for row in rows_of(RUNS, None)}
    share = rows["2nd to 8th: share of the 1st"]
    assert share.ours == pytest.approx(0.5)
    assert share.ratio == pytest.approx(1.0)
    assert share.peer == SHARE


def test_encoding_more_often_than_for_one_is_worse() -> None:
    rows = {row.case: row for row in rows_of(RUNS, None)}
    assert rows["4 viewers: encoded"].ratio == 1.0
    assert rows["8 viewers: encoded"].ratio == 0.5


def test_others_are_compared_with_themselves_beside_a_stalled_line() -> None:
    row = rows_of(RUNS, (30.0, 27.0))[-1]
    assert (row.peer, row.ratio) == (27.0, 1.0)
    assert rows_of(RUNS, (30.0, 15.0))[-1].ratio < 0.6
