"""The parts of the server that do more than being put together."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from session.access.gate import Gate
from session.directory import Directory
from session.errors import ConfigError
from session.gateway.compose import note_end, peer_maker
from session.gateway.config import Settings
from session.room.room import Room


def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data", port=0, dicom_port=0, device="cpu")


async def test_media_is_offered_where_the_server_listens(tmp_path: Path) -> None:
    peer = peer_maker(settings(tmp_path))(on_sent=print, on_keyframe_request=print, on_closed=print)
    assert list(peer.links) == []
    await peer.close()
    with pytest.raises(ConfigError):
        Settings(tmp_path, host="0.0.0.0").checked()


async def test_a_session_that_ends_is_noted_and_a_directory_that_is_away_holds_nobody_up(tmp_path: Path) -> None:
    room = cast("Room", SimpleNamespace(session="s", lease=1))
    with Directory(tmp_path / "d.sqlite") as directory:
        directory.open_session("s", "home", "1.2.3", "owner")
        await note_end(directory, Gate(None))(room)
        with sqlite3.connect(tmp_path / "d.sqlite") as other:
            assert other.execute("SELECT closed IS NOT NULL FROM session").fetchall() == [(1,)]
            other.execute("DROP TABLE session")
        await note_end(directory, Gate(None))(room)
