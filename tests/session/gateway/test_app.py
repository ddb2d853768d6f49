"""The server as a whole: it starts with its DICOM node, answers, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import ClientSession

from session.cli.serve import greeting
from session.directory import Directory
from session.errors import ConfigError
from session.gateway.app import _owned, running
from session.gateway.config import Settings
from session.view import messages as m
from tests.session.gateway.test_api import series_uid


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


async def test_what_a_page_says_of_a_still_is_in_the_directory_when_the_server_has_stopped(
    archive_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(archive_folder, tmp_path / "data")
    async with running(settings(tmp_path)) as server, ClientSession(server.address) as http:
        series = await series_uid(http)
        async with http.post("/api/sessions", json={"series": series}) as response:
            place = await response.json()
        async with http.ws_connect(place["socket"]) as wire:
            views = (m.ViewBinding(view="axial", stream=0, width=64, height=48),)
            await wire.send_bytes(m.encode(m.Hello(version=1, ticket=place["ticket"], views=views)))
            still = None
            while not isinstance(still, m.StillPicture):
                still = m.decode_server(await asyncio.wait_for(wire.receive_bytes(), 30))
            await wire.send_bytes(m.encode(m.Shown(stream=0, picture=still.picture, verified=True)))
            await wire.send_bytes(m.encode(m.Ping(1)))
            while not isinstance(m.decode_server(await asyncio.wait_for(wire.receive_bytes(), 30)), m.Pong):
                continue
    with Directory(tmp_path / "data" / "session.sqlite") as directory:
        (row,) = directory.shown_rows()
    assert (row["series_uid"], row["session"], row["view"]) == (series, place["session"], "axial")
    assert (row["sha256"], row["verified"]) == (still.sha256.hex(), True)
    assert row["who"]


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


async def test_a_port_that_is_taken_is_said_and_everything_stops(tmp_path: Path) -> None:
    before = set(_children())
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"127.0.0.1 port {taken}: Address already in use\. Choose another"):
            async with running(Settings(tmp_path / "data", port=taken, dicom_port=0, device="cpu")):
                pytest.fail("it started")
    assert set(_children()) <= before


async def test_a_node_that_cannot_listen_holds_nobody_up_for_long(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        async with running(Settings(tmp_path / "data", port=0, dicom_port=taken, device="cpu")) as server:
            assert server.dicom_port == 0
            assert "does not listen" in greeting(server)


async def test_a_task_that_fails_is_told_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise OSError("a disk went away")

    async with AsyncExitStack() as stack:
        await _owned(stack, fail())
        await asyncio.sleep(0.01)
    assert "a disk went away" in caplog.text


def test_nothing_heavy_is_imported_before_the_node_starts() -> None:
    code = "import sys, session.cli.serve; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"aiohttp", "av", "numpy", "pydicom", "sqlalchemy"}.isdisjoint(done.stdout.split())
