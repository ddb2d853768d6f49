"""The worker process: does one job after the other under its limits, until its parent is gone.

Run as `python -m archive.worker LINK SCRATCH MEMORY` by `archive.workers` only. LINK and SCRATCH are inherited file
descriptors, of a socket and of the shared memory that frames are handed over in; MEMORY is the most address space in
bytes. There is one for `archive.workers.Worker` and nobody else.
"""

import importlib
import mmap
import os
import resource
import socket
import sys
from collections.abc import Callable
from typing import Any, Protocol

from archive import wire
from archive.errors import ArchiveError, WorkerFailedError

NICENESS = 5

Reply = tuple[dict[str, Any], bytes]


class Scratch(Protocol):
    """Shared memory that a job may leave bytes in for its parent."""

    def room(self, size: int) -> memoryview:
        """`size` writable bytes."""
        ...


class SharedScratch:
    """Scratch on an inherited memory file: it grows, and cannot shrink under its reader."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._map: mmap.mmap | None = None

    def room(self, size: int) -> memoryview:
        """`size` writable bytes; the last answer is void."""
        if size == 0:
            return memoryview(bytearray())
        if self._map is None or len(self._map) < size:
            if os.fstat(self._fd).st_size < size:
                os.ftruncate(self._fd, size)
            self._map = mmap.mmap(self._fd, os.fstat(self._fd).st_size)
        return memoryview(self._map)[:size]


def run_job(message: dict[str, Any], scratch: Scratch) -> Reply:
    """Do one job and say how it went; the job's own errors become part of the answer."""
    module, _, function = str(message["job"]).partition(":")
    job: Callable[[dict[str, Any], Scratch], Reply] = getattr(importlib.import_module(module), function)
    try:
        reply, blob = job(message["arguments"], scratch)
    except ArchiveError as error:
        return {"error": type(error).__name__, "text": str(error)}, b""
    except MemoryError:
        return {"error": WorkerFailedError.__name__, "text": "it needs more memory than a worker may take"}, b""
    except Exception as error:  # noqa: BLE001  (the task's edge: whatever a library raises for a stranger's bytes)
        return {"error": WorkerFailedError.__name__, "text": f"{type(error).__name__} in the worker"}, b""
    return {"reply": reply}, blob


def main() -> None:
    """Serve the parent until it hangs up."""
    link_fd, scratch_fd, memory = (int(word) for word in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whoever looks at a picture comes before the slices that are still to come.
    os.nice(NICENESS)
    scratch = SharedScratch(scratch_fd)
    with socket.socket(fileno=link_fd) as link:
        while True:
            try:
                message, _ = wire.receive(link)
                wire.send(link, *run_job(message, scratch))
            except (EOFError, OSError):
                return


if __name__ == "__main__":
    main()
