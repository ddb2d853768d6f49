"""The whole server as `tomocast serve` runs it, which says what it holds whenever it is asked.

    python -m bench.soak_server DATA

Prints its address, and for each line that it is given one line of JSON (see `Held`).
"""

import asyncio
import ctypes
import gc
import json
import sys
import threading
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from session.gateway.app import running
from session.gateway.config import Settings

_PROC = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Held:
    """Resident memory in MB, descriptors by what they are of, tasks and threads by their names."""

    memory_mb: float
    descriptors: dict[str, int]
    tasks: dict[str, int]
    threads: dict[str, int]


def held() -> Held:
    """What this process holds now; rubbish is collected, and what the allocator keeps free given back, before it."""
    gc.collect()
    # The GNU C library keeps tens of MB of what some threads have freed; elsewhere there is no such call.
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
    words = (_PROC / "status").read_text().split()
    return Held(
        memory_mb=int(words[words.index("VmRSS:") + 1]) * 1024 / 1e6,
        descriptors=dict(Counter(_kinds())),
        tasks=dict(Counter(_name(task) for task in asyncio.all_tasks())),
        threads=dict(Counter(thread.name.rstrip("0123456789") for thread in threading.enumerate())),
    )


def _kinds() -> list[str]:
    """What each descriptor is of: a file's path, else socket, pipe, anon_inode."""
    found = []
    for entry in (_PROC / "fd").iterdir():
        try:
            found.append(str(entry.readlink()).partition(":[")[0])
        except OSError:
            continue
    return found


def _name(task: "asyncio.Task[object]") -> str:
    return str(getattr(task.get_coro(), "__qualname__", task.get_coro()))


async def _serve(data: Path) -> None:
    async with running(Settings(data, port=0, dicom_port=0, places=12)) as server:
        print(server.address, flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(asdict(held())), flush=True)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
