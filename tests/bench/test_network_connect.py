"""The bench's connects: every case is found by its name, and its rows hold the 95 %."""

import pytest

from bench import network_connect as connect
from bench.network_connect import _rows, _Times


def test_every_case_has_a_name_of_its_own_and_is_found_by_it() -> None:
    names = [case.name for case in connect.CASES]

    assert len(set(names)) == len(names)
    assert [case.name for case in connect.wanted("tcp-only")] == ["connect-tcp-only"]
    assert connect.wanted("no such case") == []


def test_at_least_ten_connects_are_measured() -> None:
    assert connect.CONNECTS >= 10


def test_the_rows_hold_what_all_connects_but_a_twentieth_stay_below() -> None:
    found = [_Times(float(at), float(at) / 2, 2.0 * at, 3.0 * at, 1e6 * at) for at in range(20, 0, -1)]

    rows = {row.case: row for row in _rows("case", found)}

    assert rows["case-first-p95"].ours == 19.0
    assert rows["case-first-p95"].ratio == pytest.approx(1500 / 19)
    assert rows["case-sharp-after-hello-p95"].ours == 38.0
    assert rows["case-begins-median"].ours == 10.5
    assert rows["case-all-sharp-after-hello-p95"].peer_name == ""
