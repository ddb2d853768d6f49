"""The table of the rooms' benchmark."""

import pytest

from bench.rooms import SHARE, Measured, rows_of

RUNS = [Measured(1, 40.0, 30.0, 30.0), Measured(4, 46.0, 30.0, 30.0), Measured(8, 30.0, 15.0, 15.0)]


def test_what_the_later_viewers_cost_is_a_share_of_the_first_ones() -> None:
    rows = {row.case: row for row in rows_of(RUNS, None)}
    share = rows["2nd to 8th: share of the 1st"]
    assert share.ours == pytest.approx(0.5)
    assert share.ratio == pytest.approx(1.0)
    assert share.peer == SHARE


def test_a_picture_that_is_encoded_twice_is_said() -> None:
    rows = {row.case: row for row in rows_of([*RUNS, Measured(9, 60.0, 60.0, 30.0)], None)}
    assert rows["4 viewers: encodings of a picture"].ratio == 1.0
    assert rows["9 viewers: encodings of a picture"].ours == 2.0
    assert rows["9 viewers: encodings of a picture"].ratio == 0.5


def test_others_are_compared_with_themselves_beside_a_stalled_line() -> None:
    row = rows_of(RUNS, (30.0, 27.0))[-1]
    assert (row.peer, row.ratio) == (27.0, 1.0)
    assert rows_of(RUNS, (30.0, 15.0))[-1].ratio < 0.6
