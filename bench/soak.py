"""Whether the server is the same after many people as before them: memory, descriptors, tasks, threads, packets.

    python -m bench.soak [--minutes N] [--json]

People come and go in rounds (`bench.soak_people`): over WebSocket and WebRTC, pages loaded again, one who never reads,
one who vanishes, rooms that whoever opened them leaves first. After each round the server must be back at rest. The
first rounds warm it up (threads start, allocators grow); from then on nothing may grow. The exit status says whether
it did not.
"""

import argparse
import statistics
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from archive.phantom import write_torso
from bench.processes import Process
from bench.report import Row, print_table
from bench.report import as_json as as_json_text
from bench.soak_people import FAILED, KINDS
from tests.journeys.serving import tomocast

AIM: Final = "after warm-up"
WARM_ROUNDS: Final = 3
SLICES: Final = 24
# Of the median, and in MB; what the allocator keeps free is not counted.
MEMORY_SHARE: Final = 0.02
MEMORY_MB: Final = 8.0
# A share of all who come: on a busy machine some are too late.
FAILED_SHARE: Final = 0.1
SEEING: Final = ("reads", "reads_over_webrtc", "reloads", "meets")
# Fewer rounds say nothing of memory.
_MEMORY_ROUNDS: Final = 12
# Whoever vanished is missed late, and their room then waits a minute for them.
_SETTLE_S: Final = 100.0
# The busiest of the last ten seconds counts.
_PACKETS_S: Final = 15.0
_EVERY_S: Final = 0.25


@dataclass(frozen=True, slots=True)
class Rest:
    """What the server held after a round, at rest: MB, and how many of each kind by name."""

    memory_mb: float
    descriptors: dict[str, int]
    tasks: dict[str, int]
    threads: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """All that is counted, by what and name."""
        return {
            f"{what} {name}": count
            for what in ("descriptors", "tasks", "threads")
            for name, count in getattr(self, what).items()
        }


def growth(values: Sequence[float]) -> float:
    """How much values grew from the first to the last, by the median of all slopes (Theil and Sen): no one decides."""
    slopes = [(values[j] - values[i]) / (j - i) for i, j in combinations(range(len(values)), 2)]
    return statistics.median(slopes) * (len(values) - 1) if slopes else 0.0


def faults(rests: Sequence[Rest], packets: float) -> list[str]:
    """What is not as it was, in words; none where all is well. `packets` are those a second at the very end."""
    found = []
    memory = [rest.memory_mb for rest in rests]
    if len(rests) >= _MEMORY_ROUNDS and growth(memory) > statistics.median(memory) * MEMORY_SHARE + MEMORY_MB:
        found.append(f"memory grew by {growth(memory):.1f} MB in {len(memory)} rounds, to {memory[-1]:.0f} MB")
    first, last = _most(rests[: max(1, len(rests) // 3)]), _least(rests[-max(1, len(rests) // 3) :])
    found += [
        f"{what}: {count}, were {first.get(what, 0)}" for what, count in last.items() if count > first.get(what, 0)
    ]
    if packets:
        found.append(f"{packets:.0f} packets a second are counted though nobody is there")
    return found


def _most(rests: Sequence[Rest]) -> dict[str, int]:
    names = {name for rest in rests for name in rest.counts}
    return {name: max(rest.counts.get(name, 0) for rest in rests) for name in names}


def _least(rests: Sequence[Rest]) -> dict[str, int]:
    names = {name for rest in rests for name in rest.counts}
    return {name: min(rest.counts.get(name, 0) for rest in rests) for name in names}


def settled(ask: Callable[[], dict[str, Any]], tasks: dict[str, int]) -> Rest:
    """The server at rest: with no more tasks than `tasks`, or as it is when the time is over."""
    until = time.monotonic() + _SETTLE_S
    while True:
        rest = Rest(**ask())
        if time.monotonic() > until or all(count <= tasks.get(name, 0) for name, count in rest.tasks.items()):
            return rest
        time.sleep(_EVERY_S)


def soak(seconds: float) -> tuple[list[Rest], list[str], int]:
    """Let people come for so long: what the server held after each round, what is wrong, and the pictures shown."""
    with tempfile.TemporaryDirectory(prefix="tomocast-soak-") as name:
        data = Path(name) / "data"
        tomocast("import", write_torso(Path(name) / "files", slices=SLICES), "--data", data)
        server = Process([sys.executable, "-m", "bench.soak_server", str(data)])
        try:
            people = Process([sys.executable, "-m", "bench.soak_people", server.first])
            try:
                return _rounds(server, people, seconds)
            finally:
                people.end()
        finally:
            server.end()


def _rounds(server: Process, people: Process, seconds: float) -> tuple[list[Rest], list[str], int]:
    tasks, came = server.ask()["tasks"], Counter[str]()
    rests: list[Rest] = []
    begun = time.monotonic()
    while len(rests) < WARM_ROUNDS + 3 or time.monotonic() - begun < seconds:
        came.update(people.ask())
        rests.append(settled(server.ask, tasks))
    found = faults(rests[WARM_ROUNDS:], _packets(server.first))
    left = {name: count for name, count in rests[-1].tasks.items() if count > tasks.get(name, 0)}
    if left:
        found.append(f"tasks are left: {left}")
    found += [f"{kind}: no picture came" for kind in SEEING if not came[kind]]
    if (failed := came.pop(FAILED, 0)) > FAILED_SHARE * len(KINDS) * len(rests):
        found.append(f"{failed} people did not come through")
    return rests, found, came.total()


def _packets(address: str) -> float:
    """Packets a second by the server's own figures, once ten seconds have passed."""
    until = time.monotonic() + _PACKETS_S
    while (found := _figure(address, "tomocast_packets_per_second")) and time.monotonic() < until:
        time.sleep(_EVERY_S)
    return found


def _figure(address: str, name: str) -> float:
    with urllib.request.urlopen(f"{address}/metrics", timeout=10) as response:  # noqa: S310 - our own server
        lines = response.read().decode().splitlines()
    return next((float(line.split()[1]) for line in lines if line.startswith(f"{name} ")), 0.0)


def rows_of(rests: Sequence[Rest]) -> list[Row]:
    """The first round after the warm-up beside the last one."""
    first, last = rests[min(WARM_ROUNDS, len(rests) - 1)], rests[-1]
    rows = [Row("memory", last.memory_mb, first.memory_mb, AIM, "MB", first.memory_mb / last.memory_mb)]
    for what in ("descriptors", "tasks", "threads"):
        now, before = (float(sum(getattr(rest, what).values())) for rest in (last, first))
        rows.append(Row(what, now, before, AIM, "", before / max(now, 1.0)))
    return rows


def run(*, as_json: bool = False, cases: str | None = None, minutes: float = 2.0) -> int:
    """Soak and print; 1 where something grew. There is but one case."""
    if cases and cases not in "soak":
        return 0
    rests, found, came = soak(60 * minutes)
    rows = [Row("rounds", float(len(rests)), 0.0, "", "", 0.0), Row("pictures shown", float(came), 0.0, "", "", 0.0)]
    rows += rows_of(rests)
    if as_json:
        print(as_json_text("soak", rows))
    else:
        print_table("soak", rows)
    for fault in found:
        print(f"GROWN: {fault}", file=sys.stderr)
    return 1 if found else 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    return run(as_json=options.json, minutes=options.minutes)


if __name__ == "__main__":
    sys.exit(main())
