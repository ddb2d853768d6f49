"""What a room costs: one presenter's hand, 1, 4 and 8 viewers over WebRTC, one of eight on a stalled line.

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
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from aiohttp import web
from numpy.typing import NDArray

from bench.report import Row, print_table
from bench.report import as_json as as_json_text
from render.cache import LoadProgress
from render.volume import VolumeKey
from session.access.principal import Principal, Role
from session.gateway.app import peer_maker
from session.gateway.config import Settings
from session.gateway.socket import WebSocketParticipant, new_socket
from session.metrics import Metrics
from session.room.parts import RoomParts
from session.room.registry import Registry
from session.room.room import Room
from session.view import messages as m
from session.view.snapshot import Sealer
from tests.session.support import INFO, SyntheticSource, local_port, opened

AIM: Final = "our aim"
SIDE: Final = 1024
HAND_HZ: Final = 30
WARM_S: Final = 3.0
# What the second to eighth viewer may cost together, of the first one's CPU.
SHARE: Final = 0.5


class GrainySource(SyntheticSource):
    """Slices with the grain of a low-dose CT, so that pictures are as large as real ones."""

    def fill(
        self,
        _key: VolumeKey,
        voxels: NDArray[Any],
        progress: Callable[[LoadProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """See `VolumeSource`."""
        grain = np.random.default_rng(1)
        for k in range(len(voxels)):
            if cancelled():
                return
            coarse = grain.normal(200.0, 150.0, (voxels.shape[1] // 4, voxels.shape[2] // 4))
            voxels[k] = np.kron(coarse, np.ones((4, 4)))
            progress(LoadProgress(k, k + 1, k + 1, len(voxels), (k + 1) * voxels[k].nbytes, voxels.nbytes))


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
    first, last = runs[0], runs[-1]
    if last.viewers > first.viewers == 1:
        more = max(0.0, (last.cpu_ms - first.cpu_ms) / first.cpu_ms)
        rows.append(Row(f"2nd to {last.viewers}th: share of the 1st", more, SHARE, AIM, "", _ratio(SHARE, more)))
    if stalled is not None:
        alone, beside = stalled
        rows.append(Row("others beside a stalled line", beside, 0.9 * alone, AIM, "1/s", _ratio(beside, 0.9 * alone)))
    return rows


def _ratio(better: float, worse: float) -> float:
    return better / worse if worse > 0 else 1.0


@asynccontextmanager
async def _server() -> AsyncIterator[tuple[Registry, str, list[Room]]]:
    """A server with nothing but rooms; the first who comes may present, the others may look."""
    info = replace(INFO, columns=512, rows=512, slices=60)
    rooms: list[Room] = []

    async def socket(request: web.Request) -> web.StreamResponse:
        wire = new_socket()
        await wire.prepare(request)

        async def admit(_hello: m.Hello) -> Principal:
            presents = request.query.get("presents") == "yes"
            return Principal(
                "viewer", Role.READER if presents else Role.GUEST, room_role="present" if presents else "look"
            )

        await rooms[-1].serve(WebSocketParticipant(wire, request.transport), admit)
        return wire

    async with local_port(GrainySource(info)) as port:
        parts = RoomParts(port, peer_maker(Settings(Path())), Sealer(bytes(32)), Metrics())
        async with Registry(parts, 8) as registry:
            app = web.Application()
            app.router.add_get("/socket", socket)
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            try:
                site = web.TCPSite(runner, "127.0.0.1", 0)
                await site.start()
                rooms.append(registry.create(opened(info)))
                yield registry, f"ws://127.0.0.1:{runner.addresses[0][1]}/socket", rooms
            finally:
                await runner.cleanup()


async def measure(viewers: int, seconds: float, *, stalled: bool = False) -> Measured:
    """Let so many look while the presenter's hand scrolls, one of them taking nothing if `stalled`."""
    async with _server() as (_, address, rooms):
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.room_viewers", address, str(viewers), str(WARM_S), str(seconds)),
            *(("--stalled",) if stalled else ()),
            stdout=subprocess.PIPE,
        )
        lines = child.stdout
        try:
            if lines is None:
                raise RuntimeError("the viewers' process has no output")
            async with asyncio.timeout(60):
                await lines.readline()
            encoded, cpu, began = rooms[-1].encoded, time.process_time(), time.perf_counter()
            async with asyncio.timeout(seconds + 30):
                shown = float(await lines.readline())
            took = time.perf_counter() - began
            cpu, encoded = time.process_time() - cpu, rooms[-1].encoded - encoded
        finally:
            if child.returncode is None:
                child.terminate()
            await child.wait()
    return Measured(viewers, 100 * cpu / took, encoded / took, shown)


def run(*, as_json: bool = False, cases: str | None = None, seconds: float = 10.0) -> int:
    """Measure and print; a case is a number of viewers, or `stalled`."""
    wanted = [n for n in (1, 4, 8) if not cases or cases in f"{n} viewers"]
    runs = [asyncio.run(measure(n, seconds)) for n in wanted]
    stalled = None
    if not cases or cases in "stalled":
        pair = [asyncio.run(measure(8, seconds, stalled=one)) for one in (False, True)]
        stalled = (pair[0].shown_per_s, pair[1].shown_per_s)
    rows = rows_of(runs, stalled) if runs else []
    if as_json:
        print(as_json_text("rooms", rows))
    else:
        print_table("rooms", rows)
    return 0


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
