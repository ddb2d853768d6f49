"""DCMTK's programs against the node."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from archive.decode import FrameSource, decode_frame
from tests.archive.node.peer import RunningNode, running
from tests.archive.samples import SERIES, slice_file
from tests.data import shared_data

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        shutil.which("storescu") is None, reason="DCMTK is missing: install the package dcmtk (./dev test does it)"
    ),
]
# Without it DCMTK waits about 45 ms a file for our delayed acknowledgement (Nagle's algorithm).
ENVIRONMENT = {**os.environ, "TCP_NODELAY": "1"}


@pytest.fixture
def node(tmp_path: Path) -> Iterator[RunningNode]:
    with running(tmp_path / "data") as node:
        yield node


def dcmtk(node: RunningNode, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [program, *arguments[:-1], "-aec", "TOMOCAST", "127.0.0.1", str(node.server.port), *arguments[-1:]]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)


def test_echo(node: RunningNode) -> None:
    command = ["echoscu", "-v", "-aec", "TOMOCAST", "127.0.0.1", str(node.server.port)]
    answer = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False)
    assert (answer.returncode, "Success" in answer.stdout + answer.stderr) == (0, True)


def test_a_folder_arrives_whole(node: RunningNode, tmp_path: Path) -> None:
    folder = tmp_path / "series"
    folder.mkdir()
    for number in range(1, 31):
        (folder / f"{number}.dcm").write_bytes(slice_file(number))
    answer = dcmtk(node, "storescu", "+sd", str(folder))
    assert answer.returncode == 0, answer.stderr
    assert node.archive.revision(SERIES) == 30
    dump = ["dcmdump", "+P", "0020,0013", str(node.archive.instances(SERIES)[0].path)]
    assert "InstanceNumber" in subprocess.run(dump, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("option", "uid"),
    [("-xe", "1.2.1"), ("-xb", "1.2.2"), ("-xi", "1.2"), ("-xd", "1.2.1.99"), ("-xr", "1.2.5"), ("-xs", "1.2.4.70"),
     ("-xt", "1.2.4.80"), ("-xv", "1.2.4.90")],
)  # fmt: skip
def test_each_transfer_syntax_arrives_as_it_was_sent(node: RunningNode, option: str, uid: str) -> None:
    folder = shared_data("odd", "syntaxes")
    source = next(path for path in folder.glob("ct_*") if path.name.endswith(f"_1.2.840.10008.{uid}.dcm"))
    answer = dcmtk(node, "storescu", option, str(source))
    assert answer.returncode == 0, answer.stderr
    (row,) = node.archive.instances(node.archive.series_of(node.archive.studies()[0].uid)[0].uid)
    assert row.transfer_syntax_uid == f"1.2.840.10008.{uid}"
    assert np.array_equal(decode_frame(FrameSource(row.path)), decode_frame(FrameSource(source)))


def test_four_senders_at_once(node: RunningNode, tmp_path: Path) -> None:
    folders = [tmp_path / str(sender) for sender in range(4)]
    for sender, folder in enumerate(folders):
        folder.mkdir()
        for number in range(10):
            (folder / f"{number}.dcm").write_bytes(slice_file(100 * sender + number))
    port = str(node.server.port)
    command = ["storescu", "-aec", "TOMOCAST", "+sd", "127.0.0.1", port]
    senders = [subprocess.Popen([*command, str(folder)], env=ENVIRONMENT) for folder in folders]
    assert [sender.wait(120) for sender in senders] == [0, 0, 0, 0]
    assert node.archive.revision(SERIES) == 40
