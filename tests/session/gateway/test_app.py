"""The server as a whole: it starts with its DICOM node, answers, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from aiohttp import ClientSession

from session.access.gate import Gate
from session.directory import Directory
from session.errors import ConfigError
from session.gateway.app import Notices, node_command, note_end, peer_maker, running
from session.gateway.config import Settings
from session.gateway.events import Changes
from session.room.room import Room


def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data", port=0, dicom_port=0, device="cpu")


async def test_it_starts_ready_survives_its_node_and_leaves_nothing(tmp_path: Path) -> None:
    threads, children = _threads(), set(_children())
    async with running(settings(tmp_path)) as server, ClientSession() as http:
        async with http.get(f"{server.address}/readyz") as response:
            assert await response.json() == {"sessions": True, "archive": True, "node": True}
        assert server.dicom_port > 0
        node = next(pid for pid in set(_children()) - children if b"archive.node" in _command(pid))
        os.kill(node, signal.SIGKILL)
        await asyncio.wait_for(_seen(http, f"{server.address}/metrics", "tomocast_node_restarts_total 1.0"), 30)
    assert set(_children()) <= children
    assert _threads() <= threads
    with Directory(tmp_path / "data" / "session.sqlite") as directory:
        assert [row["event_type"] for row in directory.audit_rows()] == ["110120", "110121"]


def _threads() -> set[str]:
    # The event loop's own pool (asyncio_0 ...) stays for the next `to_thread`; the loop ends it.
    return {thread.name for thread in threading.enumerate() if not thread.name.startswith("asyncio_")}


async def _seen(http: ClientSession, address: str, text: str) -> None:
    async with http.get(address) as response:
        found = text in await response.text()
    if not found:
        await asyncio.sleep(0.05)
        await _seen(http, address, text)


def _children() -> list[int]:
    me = os.getpid()
    found = [Path(f"/proc/{me}/task/{task}/children") for task in _names(Path(f"/proc/{me}/task"))]
    pids = [int(pid) for path in found if path.exists() for pid in path.read_text().split()]
    # The standard library's own helper of spawned processes ends with this process.
    return [pid for pid in pids if b"resource_tracker" not in _command(pid)]


def _names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


async def test_a_device_that_is_not_there_is_said_and_everything_stops(tmp_path: Path) -> None:
    from render.errors import RenderError
    from render.kernels import best_available

    try:
        best_available("cuda")
    except RenderError:
        pass
    else:
        pytest.skip("this machine has a GPU")
    chosen = Settings(tmp_path / "data", port=0, dicom_port=0, device="cuda")
    before = set(_children())
    with pytest.raises(RenderError):
        async with running(chosen):
            pytest.fail("it started")
    assert set(_children()) <= before


def test_the_node_is_told_what_the_server_was_told(tmp_path: Path) -> None:
    words = list(node_command(settings(tmp_path), Path("/x/node.sock")))
    assert words[:2] == ["-m", "archive.node"]
    assert words[words.index("--data") + 1] == str(tmp_path / "data")
    assert words[words.index("--notify") + 1] == "/x/node.sock"


async def test_notices_are_read_and_nonsense_is_left() -> None:
    changes, received = Changes(), []
    notices = Notices(changes)
    notices.received = lambda study, _now: received.append(study)
    await notices.take(json.dumps({"kind": "listening", "host": "127.0.0.1", "port": 4242}).encode())
    await notices.take(b"nonsense\n")
    await notices.take(json.dumps({"kind": "changed", "series": [{"study": "1.2", "series": "1.3"}]}).encode())
    assert notices.port == 4242
    assert notices.listening.is_set()
    assert received == ["1.2"]


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
