"""What a room costs: one presenter's hand, 1, 4 and 8 viewers over WebRTC, one of eight on a stalled or a bad line.

    python -m bench.rooms [--seconds N] [--cases TEXT] [--json]

The server's room, renderer and encoders run in this process; the viewers are a process of their own, which takes every
packet and acknowledges each picture when it is announced, and decodes nothing. The hand turns the wheel 30 times a
second in one 1024x1024 view. CPU is this process's time, so that the viewers' does not count. Peers are our aims.
"""

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench import room_slow
from bench.emulator import NotPermittedError
from bench.report import Row, print_table
from bench.report import as_json as as_json_text
from bench.room_server import serving

AIM: Final = "our aim"
WARM_S: Final = 3.0
# What the second to eighth viewer may cost together, of the first one's CPU.
SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: how many looked, what the server needed, and what they got."""

    viewers: int
    cpu_percent: float
    encoded_per_s: float
    shown_per_s: float

    @property
    def cpu_ms(self) -> float:
        """CPU time for each picture that was encoded, whoever it went to."""
        return 10 * self.cpu_percent / max(self.encoded_per_s, 1e-9)


def rows_of(runs: Sequence[Measured], stalled: tuple[float, float] | None) -> list[Row]:
    """CPU and encodings for each number of viewers, the share of the later ones, the harm of a stalled line.

    CPU is counted for each picture: a busy machine makes fewer of them.
    """
    rows = []
    for one in runs:
        name = f"{one.viewers} viewer{'s' if one.viewers > 1 else ''}"
        rows.append(Row(f"{name}: CPU a picture", one.cpu_ms, one.cpu_ms, "ours", "ms", 1.0))
        times = one.encoded_per_s / max(one.shown_per_s, 1e-9)
        rows.append(Row(f"{name}: encodings of a picture", times, 1.0, AIM, "", _ratio(1.0, times)))
    if runs and runs[-1].viewers > runs[0].viewers == 1:
        first, last = runs[0], runs[-1]
        more = max(0.0, (last.cpu_ms - first.cpu_ms) / first.cpu_ms)
        rows.append(Row(f"2nd to {last.viewers}th: share of the 1st", more, SHARE, AIM, "", _ratio(SHARE, more)))
    if stalled is not None:
        alone, beside = stalled
        rows.append(Row("others beside a stalled line", beside, 0.9 * alone, AIM, "1/s", _ratio(beside, 0.9 * alone)))
    return rows


def _ratio(better: float, worse: float) -> float:
    return better / worse if worse > 0 else 1.0


async def measure(viewers: int, seconds: float, *, stalled: bool = False) -> Measured:
    """Let so many look while the presenter's hand scrolls, one of them taking nothing if `stalled`."""
    async with serving() as served:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.room_viewers", served.address, str(viewers), str(WARM_S), str(seconds)),
            *(("--stalled",) if stalled else ()),
            stdout=subprocess.PIPE,
        )
        lines = child.stdout
        try:
            if lines is None:
                raise RuntimeError("the viewers' process has no output")
            async with asyncio.timeout(60):
                await lines.readline()
            encoded, cpu, began = served.room.encoded, time.process_time(), time.perf_counter()
            async with asyncio.timeout(seconds + 30):
                shown = float(await lines.readline())
            took = time.perf_counter() - began
            cpu, encoded = time.process_time() - cpu, served.room.encoded - encoded
        finally:
            if child.returncode is None:
                child.terminate()
            await child.wait()
    return Measured(viewers, 100 * cpu / took, encoded / took, shown)


def run(*, as_json: bool = False, cases: str | None = None, seconds: float = 10.0) -> int:
    """Measure and print; a case is a number of viewers, `stalled`, or `slow` (a bad line, which needs root)."""
    wanted = [n for n in (1, 4, 8) if not cases or cases in f"{n} viewers"]
    runs = [asyncio.run(measure(n, seconds)) for n in wanted]
    stalled = None
    if not cases or cases in "stalled":
        pair = [asyncio.run(measure(8, seconds, stalled=one)) for one in (False, True)]
        stalled = (pair[0].shown_per_s, pair[1].shown_per_s)
    rows = rows_of(runs, stalled)
    if not cases or cases in "slow":
        rows += _slow(seconds)
    if as_json:
        print(as_json_text("rooms", rows))
    else:
        print_table("rooms", rows)
    return 0


def _slow(seconds: float) -> list[Row]:
    try:
        return room_slow.measure(seconds)
    except NotPermittedError as error:
        print(f"SKIPPED, the slow line was not measured: {error}", file=sys.stderr)
        return []


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--cases")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    return run(as_json=options.json, cases=options.cases, seconds=options.seconds)


if __name__ == "__main__":
    sys.exit(main())
