"""Serving from the command line: it says where it is, and a signal stops it soon with nothing left."""

from __future__ import annotations

import argparse
import os
import signal
import time
from pathlib import Path

import pytest

from session.__main__ import parser
from session.cli.serve import greeting, settings
from session.errors import ConfigError
from session.gateway.app import Running
from tests.journeys.serving import serving


def options(*words: str) -> argparse.Namespace:
    return parser().parse_args(["serve", *words])


def test_the_greeting_says_what_one_needs_to_know() -> None:
    text = greeting(Running("http://localhost:1", "AET", 2, "cpu-avx2"))
    for part in ("http://localhost:1", "AET", "port 2", "cpu-avx2", "Not a medical device"):
        assert part in text


def test_settings_come_from_options_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOMOCAST_ALLOWED_HOSTS", "Reader.example, ")
    chosen = settings(options("--port", "0", "--allowed-host", "other.example"), tmp_path)
    assert chosen.allowed_hosts == {"reader.example", "other.example"}
    assert chosen.data_dir == tmp_path
    assert chosen.contact == ""
    monkeypatch.setenv("TOMOCAST_CONTACT", "Radiology IT, 4711")
    assert settings(options(), tmp_path).contact == "Radiology IT, 4711"
    assert settings(options("--contact", "it@example.org"), tmp_path).contact == "it@example.org"
    with pytest.raises(ConfigError):
        settings(options("--host", "0.0.0.0"), tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_within_two_seconds_and_nothing_is_left(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path) as server:
        assert b'"node": true' in server.get("/readyz")
        children = server.children()
        assert len(children) >= 1
        began = time.monotonic()
        server.process.send_signal(number)
        assert server.process.wait(20) == 0
        stopped = time.monotonic() - began
    assert _gone(children)
    # A busy machine may take longer than the promised two seconds; ten would be a hang.
    assert stopped < 10


def _gone(pids: list[int]) -> bool:
    """Whether they end: the standard library's own helper of spawned processes does so a moment after its parent."""
    for _ in range(100):
        if not any(_alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
