"""Describes series in a process of its own, so that no long stretch of Python holds up the streams."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Self

from archive.assemble.content import SeriesContent
from archive.assemble.describe import describe
from archive.assemble.digests import pixel_digest
from archive.decoding import DecodePool
from archive.rows import InstanceRow
from archive.workers import WorkerPool


class Describer:
    """One child process that describes one series after the other; call it from threads, never from the event loop."""

    def __init__(self) -> None:
        """Make the process; it starts with the first series."""
        self._pool = ProcessPoolExecutor(
            1, mp_context=multiprocessing.get_context("spawn"), initializer=_ignore_interrupts
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def warm_up(self) -> None:
        """Start the process now, so that the first study opens as fast as the next."""
        self._pool.submit(_ignore_interrupts)

    def __call__(self, series_uid: str, revision: int, instances: Sequence[InstanceRow]) -> SeriesContent:
        """Describe a series; raises what ``describe`` raises there."""
        return self._pool.submit(_describe, series_uid, revision, instances).result()


def _ignore_interrupts() -> None:
    # Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _describe(series_uid: str, revision: int, instances: Sequence[InstanceRow]) -> SeriesContent:
    with WorkerPool() as workers:
        return describe(series_uid, revision, instances, pixel_digest(DecodePool(workers)))
