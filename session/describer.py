"""Describes series in a process of its own, so that no long stretch of Python holds up the streams."""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from archive.rows import InstanceRow
from session.errors import DescriptionLostError

if TYPE_CHECKING:
    from archive.assemble.content import SeriesContent

T = TypeVar("T")
_LOG: Final = logging.getLogger(__name__)


class Describer:
    """One child process that describes one series after the other; call it from threads, never from the event loop."""

    def __init__(self) -> None:
        """Make the process; it starts with the first series."""
        self._pool = _fresh()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._closed = True
        # It may be at a long series, or at its imports: nobody waits for either any more.
        for process in tuple(self._pool._processes.values()):
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def warm_up(self) -> None:
        """Start the process now, so that the first study opens as fast as the next."""
        self._pool.submit(_import)

    def __call__(self, series_uid: str, revision: int, instances: Sequence[InstanceRow]) -> SeriesContent:
        """Describe a series; raises what ``describe`` raises there.

        Raises:
            DescriptionLostError: the process died over it, as it may over a series that takes too much memory.
        """
        return self._ask(_describe, series_uid, revision, instances)

    def _ask(self, work: Callable[..., T], *arguments: object) -> T:
        pool = self._pool
        try:
            return pool.submit(work, *arguments).result()
        except BrokenProcessPool as error:
            self._replace(pool)
            raise DescriptionLostError("This series could not be described; please try again.") from error

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        """Take a fresh process instead of one that died; whoever waited for it too may have done so already."""
        with self._lock:
            if self._pool is broken and not self._closed:
                _LOG.error("the process that describes series died; a fresh one takes over")
                self._pool = _fresh()
        broken.shutdown(wait=False)


def _fresh() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    # Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# What describing takes is imported in the process that does it: the server starts without.


def _import() -> None:
    importlib.import_module("archive.assemble.describe")


def _describe(series_uid: str, revision: int, instances: Sequence[InstanceRow]) -> SeriesContent:
    from archive.assemble.describe import describe
    from archive.assemble.digests import pixel_digest
    from archive.decoding import DecodePool
    from archive.workers import WorkerPool

    with WorkerPool() as workers:
        return describe(series_uid, revision, instances, pixel_digest(DecodePool(workers)))
