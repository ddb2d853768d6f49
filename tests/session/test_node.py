"""The supervisor starts a dead child again, passes on its notices, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from session.node import FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S, Backoff, supervised

# Says one line on the notice socket, then sleeps until it is told to stop.
CHILD = (
    "import socket,sys,time;s=socket.socket(socket.AF_UNIX);s.connect(sys.argv[1]);s.sendall(b'{}\\n');time.sleep(60)"
)


def test_the_pause_doubles_up_to_its_limit_and_starts_over_after_a_steady_run() -> None:
    backoff = Backoff()
    pauses = [backoff.after(0.0) for _ in range(12)]
    assert pauses[:3] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    assert pauses[-1] == LONGEST_PAUSE_S
    assert backoff.after(STEADY_S) == FIRST_PAUSE_S


async def test_a_notice_of_a_thousand_series_is_read_and_a_listener_that_fails_ends_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    child = CHILD.replace("s.sendall(b'{}\\n')", "s.sendall(b'x'*500000+b'\\n');s.sendall(b'{}\\n')")
    assert child != CHILD
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    async def changed(line: bytes) -> None:
        heard.put_nowait(line)
        if len(line) > 3:
            raise KeyError("not understood")

    async with supervised(lambda socket: ["-c", child, str(socket)], changed, lambda: None):
        async with asyncio.timeout(20):
            assert [len(await heard.get()), await heard.get()] == [500001, b"{}\n"]
    assert "not understood" in caplog.text


async def test_a_child_that_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, start, failures = Heard(), asyncio.create_subprocess_exec, iter([OSError(12, "Cannot allocate memory")])

    async def sometimes(*words: Any, **options: Any) -> asyncio.subprocess.Process:
        for error in failures:
            raise error
        return await start(*words, **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", sometimes)
    async with supervised(lambda socket: ["-c", CHILD, str(socket)], heard.changed, heard.restarted):
        await asyncio.wait_for(heard.event.wait(), 20)
    assert heard.restarts == 1


class Heard:
    """Counts notices and restarts."""

    def __init__(self) -> None:
        self.notices, self.restarts, self.event = 0, 0, asyncio.Event()

    async def changed(self, line: bytes) -> None:
        assert line == b"{}\n"
        self.notices += 1
        self.event.set()

    def restarted(self) -> None:
        self.restarts += 1


async def test_a_killed_child_is_started_again_and_the_last_one_is_stopped() -> None:
    heard, sockets = Heard(), []

    def arguments(socket: Path) -> Sequence[str]:
        sockets.append(socket)
        return ["-c", CHILD, str(socket)]

    async with supervised(arguments, heard.changed, heard.restarted) as node:
        await asyncio.wait_for(heard.event.wait(), 20)
        heard.event.clear()
        first = node.process
        assert first is not None
        os.kill(first.pid, signal.SIGKILL)
        await asyncio.wait_for(heard.event.wait(), 20)
        assert [node.alive, node.process is first] == [True, False]
    assert (heard.notices, heard.restarts) == (2, 1)
    assert not node.alive
    assert not sockets[0].exists()
