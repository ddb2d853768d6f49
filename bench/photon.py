"""From the pointer's event to the picture on the screen: our page beside trame-rca's, in interleaved rounds.

    python -m bench.photon [--rounds N] [--seconds S] [--json]

Both pages stand in the same Chromium's window and get the same pointer events from outside: a button is held and the
pointer goes up and down, one slice an event, 30 events a second. Both show the same slices at 1024x1024, rendered by
the same code; each slice bears its number, which is read from the screen once a frame. A wait is from the event that
first asked for a slice to the frame that shows it. trame-rca runs as fast as it can: turbo-jpeg, no throttle. Server
and browser share this machine; a ratio is the median of the rounds'.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
from playwright.sync_api import Page
from pydicom import Dataset

from archive.phantom.series import write_series
from bench.memory import cpu_s, descendants
from bench.render_data import REAL_CT, phantom, real_ct
from bench.report import Row, print_table
from bench.report import as_json as as_json_text
from bench.slices import SOFT_TISSUE, marked
from tests.journeys.browsing import page_on
from tests.journeys.serving import CHECKOUT, serving, tomocast

PEER: Final = "trame-rca, turbo-jpeg"
PATHS: Final = ("webrtc", "websocket")
SIZE: Final = 1024
# With so few slices one is as many CSS pixels of a drag as a hand can steer, whatever the view's height.
SLICES: Final = 40
PIXELS_PER_SLICE: Final = 24
EVENT_S: Final = 1 / 30
WARM_S: Final = 2.0
# So large that a single view is 1024x1024.
WINDOW: Final = {"width": 1080, "height": 1076}
_PROBE: Final = Path(__file__).with_name("photon_probe.js")


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one side: waits in ms, pictures a second, the server's share of a core."""

    waits: tuple[float, ...]
    pictures: float
    server_cores: float


@dataclass(frozen=True, slots=True)
class Sweep:
    """The pointer's way: x, and the y at which slice `number` is asked for."""

    x: float
    y: float
    number: int

    def number_at(self, y: float) -> int:
        """Up is a slice further towards the head."""
        return self.number - round((y - self.y) / PIXELS_PER_SLICE)

    def y_at(self, number: int) -> float:
        """Where the pointer has to be for a slice."""
        return self.y - (number - self.number) * PIXELS_PER_SLICE


def drag(page: Page, sweep: Sweep, seconds: float, pid: int) -> Round:
    """Hold the button and go up and down by one slice an event."""
    page.mouse.move(sweep.x, sweep.y)
    page.mouse.down()
    number, step, begin = sweep.number, 1, 0.0
    cpu, started = 0.0, time.monotonic()
    until = started + WARM_S + seconds
    while (now := time.monotonic()) < until:
        if not begin and now > started + WARM_S:
            begin, cpu = page.evaluate("performance.now()"), server_cpu_s(pid)
        if not 2 <= number + step < SLICES - 2:
            step = -step
        number += step
        page.mouse.move(sweep.x, sweep.y_at(number))
        time.sleep(max(0.0, EVENT_S - (time.monotonic() - now)))
    cores = (server_cpu_s(pid) - cpu) / seconds
    page.wait_for_function("which => photon.shown.at(-1)?.[1] === which", arg=number, timeout=5000)
    page.mouse.up()
    found = page.evaluate("photon")
    shown = [(at, which) for at, which in found["shown"] if at >= begin]
    return Round(tuple(waits(found["moves"], shown, sweep)), len(shown) / seconds, cores)


def waits(moves: Sequence[Sequence[float]], shown: Sequence[tuple[float, int]], sweep: Sweep) -> Iterator[float]:
    """For each slice shown, ms since the newest event before that asked for it."""
    asked = [(at, sweep.number_at(y)) for at, y in moves]
    for at, which in shown:
        past = [when for when, number in asked if number == which and when <= at]
        if past:
            yield at - past[-1]


def server_cpu_s(pid: int) -> float:
    """Processor seconds of a server and its children."""
    return sum(cpu_s(one) for one in [pid, *descendants(pid)])


@contextmanager
def trame(voxels: Path) -> Iterator[tuple[str, int]]:
    """The peer's server: its address and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    of_picture = ("--voxels", str(voxels), "--size", str(SIZE), "--pixels-per-slice", str(PIXELS_PER_SLICE))
    line = [sys.executable, "-m", "bench.photon_trame", *of_picture, "--", "--server", "--port", str(port)]
    with subprocess.Popen(line, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}/index.html"
            _wait_for(address, process)
            yield address, process.pid
        finally:
            process.kill()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise SystemExit(
                "The peer did not start: uv pip install trame trame-rca PyTurboJPEG, apt install libturbojpeg0"
            )
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The peer's server does not answer.")


@contextmanager
def page_of(address: str) -> Iterator[Page]:
    """A fresh browser's page there, watched from its first script on."""
    with page_on("about:blank", size=WINDOW) as page:
        page.add_init_script(path=_PROBE)
        page.goto(address)
        yield page


def theirs(voxels: Path, seconds: float) -> Round:
    """One round of the peer."""
    with trame(voxels) as (address, pid), page_of(address) as page:
        page.wait_for_function("() => document.querySelector('img')?.naturalWidth > 0")
        number = SLICES // 2
        sweep = Sweep(SIZE / 2, SIZE - (number + 0.5) * PIXELS_PER_SLICE, number)
        return drag(page, sweep, seconds, pid)


def ours(data: Path, transport: str, seconds: float) -> Round:
    """One round of our page over one path."""
    with serving(data) as server, page_of(f"{server.address}/?transport={transport}") as page:
        page.get_by_test_id("study-row").first.dblclick()
        page.wait_for_function("() => window.tomocast?.stats('axial')?.fidelity === 'lossless'")
        view = page.get_by_test_id("viewport-axial")
        view.dblclick()
        page.wait_for_function("name => tomocast.stats().transport === name", arg=transport)
        page.wait_for_function("() => tomocast.pixels('axial')?.width >= 1000 && photon.shown.length > 0")
        page.get_by_test_id("tool-scroll").click()
        box = view.bounding_box()
        if box is None:
            raise SystemExit("The axial view is not on the screen.")
        number = page.evaluate("photon.shown.at(-1)[1]")
        sweep = Sweep(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, number)
        return drag(page, sweep, seconds, server.process.pid)


def study(folder: Path) -> tuple[Path, Path]:
    """The marked slices: their voxels for the peer, and an archive that holds them for us."""
    source = real_ct() if REAL_CT.exists() else phantom()
    middle = len(source.voxels) // 2
    voxels = marked(source.voxels[middle - SLICES // 2 : middle + SLICES // 2])
    np.save(folder / "marked.npy", voxels)

    def window(_: int, dataset: Dataset) -> None:
        dataset.WindowCenter, dataset.WindowWidth = SOFT_TISSUE.center, SOFT_TISSUE.width

    write_series(folder / "files", voxels=voxels, spacing=source.spacing_mm, edit=window)
    tomocast("import", folder / "files", "--data", folder / "data")
    return folder / "marked.npy", folder / "data"


def rows(sides: dict[str, list[Round]]) -> list[Row]:
    """Medians of the rounds' figures, and of their ratios to the peer's in the same round."""
    found = []
    peer = sides[PEER]
    figures: dict[str, tuple[str, Callable[[Round], float]]] = {
        "photon-p50": ("ms", lambda one: float(np.percentile(one.waits, 50))),
        "photon-p95": ("ms", lambda one: float(np.percentile(one.waits, 95))),
        "pictures": ("1/s", lambda one: one.pictures),
        "server-cpu": ("cores", lambda one: one.server_cores),
    }
    for side in (name for name in sides if name != PEER):
        for name, (unit, figure) in figures.items():
            mine, other = [figure(one) for one in sides[side]], [figure(one) for one in peer]
            ratios = [a / b if name == "pictures" else b / a for a, b in zip(mine, other, strict=True)]
            middle = statistics.median
            found.append(Row(f"{name}-{side}", middle(mine), middle(other), PEER, unit, middle(ratios)))
    return found


def measure(rounds: int, seconds: float, wanted: str = "") -> list[Row]:
    """Every case whose name holds `wanted`; nothing is started where none does, or where the peer is missing."""
    names = [f"{figure}-{path}" for figure in ("photon-p50", "photon-p95", "pictures", "server-cpu") for path in PATHS]
    if not any(wanted in name for name in names):
        return []
    if find_spec("trame_rca") is None:
        print("SKIPPED, photon was not measured: the peer trame-rca is not installed", file=sys.stderr)
        return []
    sides: dict[str, list[Round]] = {name: [] for name in (*PATHS, PEER)}
    with tempfile.TemporaryDirectory(prefix="tomocast-bench-") as name:
        voxels, data = study(Path(name))
        for _ in range(rounds):
            for path in PATHS:
                sides[path].append(ours(data, path, seconds))
            sides[PEER].append(theirs(voxels, seconds))
    print(f"load of the machine: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return [row for row in rows(sides) if wanted in row.case]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="bench.photon", description="Event to photon beside trame-rca.")
    parser.add_argument("--rounds", type=int, default=4, help="how often each side is measured")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long each time")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args(arguments)
    found = measure(options.rounds, options.seconds)
    if options.json:
        print(as_json_text("photon", found))
    else:
        print_table("photon", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
