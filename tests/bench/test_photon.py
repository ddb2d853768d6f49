"""Which event a picture on the screen answers."""

import pytest

from bench import photon
from bench.photon import PEER, Round, Sweep, measure, rows, waits

SWEEP = Sweep(x=100, y=500, number=20)


def test_up_is_further_towards_the_head() -> None:
    assert SWEEP.y_at(21) == 476
    assert [SWEEP.number_at(y) for y in (476, 500, 524)] == [21, 20, 19]


def test_a_wait_is_from_the_newest_event_that_asked_for_the_slice() -> None:
    moves = [(0.0, 476.0), (33.0, 452.0), (66.0, 476.0)]
    shown = [(20.0, 21), (50.0, 22), (100.0, 21)]

    assert list(waits(moves, shown, SWEEP)) == [20.0, 17.0, 34.0]


def test_a_slice_that_nobody_asked_for_has_no_wait() -> None:
    assert list(waits([(10.0, 476.0)], [(5.0, 21), (20.0, 30)], SWEEP)) == []


def test_ratios_are_within_a_round() -> None:
    fast, slow = Round((10.0, 10.0), 30.0, 0.1), Round((20.0, 20.0), 15.0, 0.2)
    found = {row.case: row for row in rows({"webrtc": [fast, slow], PEER: [slow, slow]})}

    assert found["photon-p50-webrtc"].ratio == pytest.approx(1.5)
    assert found["pictures-webrtc"].ratio == pytest.approx(1.5)
    assert found["server-cpu-webrtc"].peer == pytest.approx(0.2)


def test_nothing_is_started_for_other_cases() -> None:
    assert measure(1, 1.0, "png-") == []


def test_without_the_peer_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(photon, "find_spec", lambda _: None)
    assert measure(1, 1.0, "photon") == []
    assert "SKIPPED" in capsys.readouterr().err
