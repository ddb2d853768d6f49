"""Worker processes with limits of memory and time: a stranger's bytes kill at most their own job."""

import fcntl
import logging
import mmap
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from archive import wire
from archive.errors import BY_NAME, ArchiveError, WorkerFailedError

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")
Collect = Callable[[dict[str, Any], bytes, memoryview], Answer]
"""Takes a job's reply, its bytes and the scratch memory, in the pool's thread, before the next job may touch it."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one worker may take: address space, seconds for a job, and jobs before it is replaced (codecs leak)."""

    memory_bytes: int = 3 << 30
    job_seconds: float = 30.0
    jobs: int = 5000


class Worker:
    """One worker process, started with its first job and again after its death."""

    def __init__(self, limits: WorkerLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        self._scratch_fd = -1
        self._done = 0
        self._interrupted = False

    def call(self, job: str, arguments: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """Have a job done.

        Raises:
            ArchiveError: what the job raised there.
            WorkerFailedError: the process died or ran out of time; the next call starts another one.
        """
        link = None if self._interrupted else self._running()
        if link is None or self._interrupted:
            self.stop()
            raise WorkerFailedError("the workers are closed")
        try:
            wire.send(link, {"job": job, "arguments": arguments})
            message, blob = wire.receive(link, time.monotonic() + seconds)
        except TimeoutError:
            self.stop()
            raise WorkerFailedError(f"it took longer than {seconds:.0f} s") from None
        except (EOFError, OSError, ValueError):
            code = self.stop()
            raise WorkerFailedError(f"the worker process died at it (exit {code})") from None
        self._done += 1
        if "error" in message:
            raise BY_NAME.get(str(message["error"]), WorkerFailedError)(str(message["text"]))
        return message["reply"], blob

    def scratch(self) -> mmap.mmap | None:
        """The memory that the last job left bytes in, to read before the next one."""
        size = os.fstat(self._scratch_fd).st_size if self._scratch_fd >= 0 else 0
        return mmap.mmap(self._scratch_fd, size, access=mmap.ACCESS_READ) if size else None

    def interrupt(self) -> None:
        """End the process from another thread: the call that waits for it fails, and so does every later one."""
        self._interrupted = True
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> int | None:
        """End the process at once; returns its exit status."""
        if self._link is not None:
            self._link.close()
            self._link = None
        code = None
        if self._process is not None:
            self._process.kill()
            code = self._process.wait()
            self._process = None
        if self._scratch_fd >= 0:
            os.close(self._scratch_fd)
            self._scratch_fd = -1
        return code

    def _running(self) -> socket.socket:
        if self._done >= self._limits.jobs:
            self.stop()
        if self._link is None:
            self._start()
        assert self._link is not None  # noqa: S101
        return self._link

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        scratch = os.memfd_create("tomocast-frames", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        # A worker that shrinks it would kill its reader.
        fcntl.fcntl(scratch, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK)
        command = [sys.executable, "-m", "archive.worker", str(theirs.fileno()), str(scratch)]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in sys.path),
            # Threads of numerical libraries reserve address space by the gigabyte.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(self._limits.memory_bytes)],
                pass_fds=(theirs.fileno(), scratch),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Decoders print; nobody reads it, and pixel text has no place in a log.
                stderr=subprocess.DEVNULL,
            )
        self._link, self._scratch_fd, self._done = ours, scratch, 0


@dataclass(slots=True)
class _Job(Generic[Answer]):
    name: str
    arguments: dict[str, Any]
    collect: Collect[Answer]
    seconds: float
    future: Future[Answer] = field(default_factory=Future)


def _nothing(_reply: dict[str, Any], _blob: bytes, _scratch: memoryview) -> None:
    """Nothing to take."""


class WorkerPool:
    """Several workers and a queue of jobs. Close it; it is a context manager."""

    def __init__(self, size: int | None = None, limits: WorkerLimits | None = None) -> None:
        self.size = size or max(1, min(8, os.cpu_count() or 1))
        self._limits = limits or WorkerLimits()
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        # No job may come behind the end of the queue: nobody would ever do it, or say so.
        self._door = threading.Lock()
        self._closed = False
        self._workers = [Worker(self._limits) for _ in range(self.size)]
        self._threads = [
            threading.Thread(target=self._serve, args=(worker,), name=f"archive-worker-{number}", daemon=True)
            for number, worker in enumerate(self._workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self, job: str, arguments: dict[str, Any], collect: Collect[Answer], seconds: float | None = None
    ) -> "Future[Answer]":
        """Queue a job, named `module:function` (see `archive.jobs`). Callers keep few of them queued at a time.

        The future raises `ArchiveError`: the job's own, or `WorkerFailedError`.
        """
        queued = _Job(job, arguments, collect, seconds or self._limits.job_seconds)
        with self._door:
            if self._closed:
                raise WorkerFailedError("the workers are closed")
            self._jobs.put(queued)
        return queued.future

    def warm_up(self) -> list["Future[None]"]:
        """Start every worker now, so that the first volume decodes as fast as the next; futures end once they run."""
        return [self.submit("archive.jobs:facts", {"paths": []}, _nothing) for _ in self._workers]

    def close(self) -> None:
        """End all workers at once; what they are doing fails, and so does what is queued."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            for _ in self._threads:
                self._jobs.put(None)
        for worker in self._workers:
            worker.interrupt()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self, worker: Worker) -> None:
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                self._do(worker, job)
        worker.stop()

    @staticmethod
    def _do(worker: Worker, job: _Job[Any]) -> None:
        try:
            reply, blob = worker.call(job.name, job.arguments, job.seconds)
            answer = job.collect(reply, blob, memoryview(worker.scratch() or b""))
        except ArchiveError as error:
            job.future.set_exception(error)
        except Exception as error:  # noqa: BLE001  (the thread's edge: the caller gets it)
            log.warning("a worker's answer could not be used: %s", type(error).__name__)
            job.future.set_exception(WorkerFailedError(f"its answer could not be used: {type(error).__name__}"))
        else:
            job.future.set_result(answer)
