import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from archive import wire
from archive.worker import SharedScratch, run_job

JOBS = "tests.archive.jobs_for_tests"


@pytest.fixture
def memory() -> Iterator[int]:
    fd = os.memfd_create("test", os.MFD_ALLOW_SEALING)
    yield fd
    os.close(fd)


def test_scratch_grows_and_is_seen_by_the_other_side(memory: int) -> None:
    scratch = SharedScratch(memory)
    scratch.room(4)[:] = b"abcd"
    assert os.pread(memory, 10, 0) == b"abcd"
    scratch.room(3 << 20)[-1:] = b"z"
    assert os.fstat(memory).st_size == 3 << 20
    scratch.room(2)[:] = b"xy"
    assert len(scratch.room(0)) == 0
    assert os.pread(memory, 4, 0) == b"xycd"


def test_sealed_scratch_cannot_shrink_under_its_reader(memory: int) -> None:
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK)
    SharedScratch(memory).room(100)
    with pytest.raises(OSError, match="not permitted"):
        os.ftruncate(memory, 10)


def test_errors_become_answers_without_anything_private(memory: int) -> None:
    scratch = SharedScratch(memory)
    assert run_job({"job": f"{JOBS}:refuse", "arguments": {}}, scratch) == (
        {"error": "LimitExceededError", "text": "too deep"},
        b"",
    )
    answer, _ = run_job({"job": f"{JOBS}:stumble", "arguments": {}}, scratch)
    assert answer == {"error": "WorkerFailedError", "text": "KeyError in the worker"}


def test_the_process_serves_until_its_parent_hangs_up(memory: int) -> None:
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "archive.worker", str(theirs.fileno()), str(memory), str(4 << 30)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
    with subprocess.Popen(command, pass_fds=(theirs.fileno(), memory), env=environment) as process, ours:
        theirs.close()
        wire.send(ours, {"job": f"{JOBS}:echo", "arguments": {"text": "hello"}})
        answer, blob = wire.receive(ours)
        assert (answer["reply"]["pid"], blob) == (process.pid, b"olleh")
        assert os.pread(memory, 5, 0) == b"hello"
        ours.close()
        assert process.wait(30) == 0
