"""The bench's view at rest: its rows are the medians, and the worst that newer input waited."""

import pytest

from bench.network_stills import _rows


def test_the_rows_are_medians_and_the_longest_wait() -> None:
    rows = {row.case: row for row in _rows([500.0, 700.0, 540.0], [100.0, 125.0, 90.0])}

    assert rows["still-5mbit-after-p50"].ours == 540.0
    assert rows["still-5mbit-interrupted-p50"].ours == 100.0
    assert rows["still-5mbit-interrupted-worst"].ours == 125.0
    assert rows["still-5mbit-interrupted-worst"].ratio == pytest.approx(2.0)
