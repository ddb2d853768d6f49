import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.node.__main__ import main
from tests.archive.node.peer import Peer
from tests.archive.samples import SERIES, bare, slice_dataset
from tests.data import CHECKOUT


@contextmanager
def process(folder: Path, *more: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """The node as a process, with its port."""
    command = [sys.executable, "-m", "archive.node", "--data", str(folder), "--port", "0", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=CHECKOUT) as node:
        try:
            assert node.stdout is not None
            word, host, port = node.stdout.readline().split()
            assert (word, host) == ("listening", "127.0.0.1")
            yield node, int(port)
        finally:
            node.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_cleanly_when_told_to(tmp_path: Path, number: int) -> None:
    with process(tmp_path / "data") as (node, port), Peer(port) as peer:
        peer.associate()
        assert peer.store(bare(slice_dataset()), f"{SERIES}.1") == 0
        node.send_signal(number)
        assert node.wait(30) == 0
        assert peer.receive()[0] == 7
        assert node.stderr is not None
        assert "Probe" not in node.stderr.read()
    assert list((tmp_path / "data" / "incoming").iterdir()) == []
    with Archive(tmp_path / "data") as archive:
        assert archive.revision(SERIES) == 1


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    with process(tmp_path / "data") as (node, port), Peer(port) as peer:
        peer.associate()
        for count in range(1, 6):
            assert peer.store(bare(slice_dataset(count)), f"{SERIES}.{count}") == 0
        node.kill()
        node.wait()
    with process(tmp_path / "data") as (_, port), Archive(tmp_path / "data") as archive:
        assert archive.revision(SERIES) == 5
        assert all(row.path.is_file() for row in archive.instances(SERIES))
        assert len(list((tmp_path / "data" / "incoming").iterdir())) == 2


def test_dies_with_its_parent(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time\n"
        f"node = subprocess.Popen([sys.executable, '-m', 'archive.node', '--data', {str(tmp_path / 'data')!r},"
        f" '--port', '0', '--notify', {str(tmp_path / 's')!r}], stdout=subprocess.PIPE)\n"
        "node.stdout.readline(); print(node.pid, flush=True); time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(1500):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]:
            break
        time.sleep(0.02)
    else:
        os.kill(pid, signal.SIGKILL)
        pytest.fail("the node outlived its parent")


def test_a_port_that_is_taken_and_a_folder_that_is_none_are_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["--data", str(tmp_path / "data"), "--port", str(taken.getsockname()[1])]) == 1
    assert "cannot run" in caplog.text
    (tmp_path / "file").touch()
    assert main(["--data", str(tmp_path / "file" / "data"), "--port", "0"]) == 1
