"""Holds the processes of a server that decode, as a slow disk or a hard codec would."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.serving import Serving


class Slowly(threading.Thread):
    """Lets the processes that decode run for a share of the time only; 0 holds them."""

    def __init__(self, server: Serving, share: float) -> None:
        super().__init__(daemon=True)
        self.share, self._over = share, threading.Event()
        # Whichever thread of the server started them.
        lists = Path(f"/proc/{server.process.pid}/task").glob("*/children")
        children = [int(pid) for one in lists for pid in one.read_text().split()]
        self._workers = [pid for pid in children if b"archive.worker" in _command(pid)]
        assert self._workers

    def run(self) -> None:
        while not self._over.wait(0.05 * self.share):
            self._all(signal.SIGSTOP)
            self._over.wait(0.05 * (1 - self.share))
            if self.share > 0:
                self._all(signal.SIGCONT)

    def end(self) -> None:
        self._over.set()
        self.join()
        self._all(signal.SIGCONT)

    def _all(self, number: signal.Signals) -> None:
        for pid in self._workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


@contextmanager
def slowly(server: Serving, share: float) -> Iterator[Slowly]:
    """The disk or the codec is slow while this lasts."""
    slow = Slowly(server, share)
    slow.start()
    try:
        yield slow
    finally:
        slow.end()
