"""The bench of bad networks: its cases, its rows, and that it says so where it cannot measure."""

import os
import signal

import pytest

from bench import network

RUNS = ((19.0, 130.0), (28.0, 900.0), (21.0, 140.0))


def test_every_case_has_a_name_of_its_own_and_both_paths() -> None:
    names = [case.name for case in network.CASES]

    assert len(set(names)) == len(names)
    assert {case.path for case in network.CASES} == {"webrtc", "websocket"}
    assert all(case.name.endswith(case.path) for case in network.CASES)


def test_rows_say_how_many_times_better_than_the_aim() -> None:
    assert network.more("pictures", 30.0, 20.0).ratio == pytest.approx(1.5)
    assert network.less("wait", 125.0, 250.0).ratio == pytest.approx(2.0)
    assert network.less("wait", 125.0, 0.0).peer_name == ""


def test_it_says_that_nothing_was_measured(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(network, "tomocast", pytest.fail)
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    assert network.main(["--seconds", "1"]) == 3
    assert "nothing was measured" in capsys.readouterr().err


def test_of_several_runs_each_row_is_the_median() -> None:
    runs = [[network.more("pictures", fps, 20.0), network.less("wait", wait, 250.0)] for fps, wait in RUNS]

    assert [row.ours for row in network.medians(runs)] == [21.0, 140.0]
    assert network.medians(runs[:1]) == runs[0]
