"""The journeys' own helper: what it says of a running server is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.serving import serving, tomocast


def test_a_running_server_answers_and_a_wrong_verb_does_not(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert b"alive" in server.get("/healthz")
        assert server.process.poll() is None
    assert server.process.poll() == 0
    with pytest.raises(AssertionError):
        tomocast("nonsense")
