"""Warming up: it does each first thing once, and a machine without an encoder starts all the same."""

from __future__ import annotations

import logging

import pytest

from session.gateway import warm
from streaming.errors import EncoderError


def test_an_encoder_that_does_not_open_is_told_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []

    def refuse(*_: object) -> None:
        asked.append("encoder")
        raise EncoderError("none here")

    monkeypatch.setattr("streaming.links.webrtc_warm.warm_up", lambda: asked.append("webrtc"))
    monkeypatch.setattr(warm, "open_encoder", refuse)
    with caplog.at_level(logging.WARNING):
        warm.warm_up()
    assert asked == ["webrtc", "encoder"]
    assert "none here" in caplog.text


def test_it_works_here() -> None:
    warm.warm_up()
