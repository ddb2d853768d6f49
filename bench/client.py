"""The client on a machine without a GPU: from the click to the picture, the hand, and what the browser holds.

    python -m bench.client [--repeats N] [--minutes M] [--cases TEXT] [--json]

A server, 300 generated slices of 512x512 and headless Chromium share this machine. The peer is OHIF 3.13.2 on Orthanc
1.12.7, measured once on two cores with the same number of slices (docs/performance.md), where it was measured; else
it is the aim. Cold: the server has just started and holds no volume. A slow link has 20 Mbit/s and a round trip of
80 ms. Values are medians of the repeats. The browser's memory is
that of all its processes, the page's what that is more than with an empty page.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from archive.phantom import write_torso
from bench.client_browser import Browser, Figures, browser
from bench.report import Row, print_table
from bench.report import as_json as as_json_text
from bench.shaping import shaped
from tests.journeys.serving import serving, tomocast

SLICES = 300
OHIF, AIM = "OHIF 3.13.2", "our aim"
OVER_WEBSOCKET = "/?transport=websocket"


@dataclass(frozen=True, slots=True)
class Case:
    """How a case is printed: its unit, whom it stands beside, and whether more is better."""

    unit: str
    peer: float
    peer_name: str = AIM
    more: bool = False


CASES = {
    "usable-slow-link": Case("ms", 500),
    "first-right-cold": Case("ms", 4600, OHIF),
    "planes-right-cold": Case("ms", 4200, OHIF),
    "all-right-cold": Case("ms", 1500),
    "first-right-resident": Case("ms", 500),
    "all-right-resident": Case("ms", 500),
    "first-right-cold-slow-link": Case("ms", 16000, OHIF),
    "planes-right-cold-slow-link": Case("ms", 16000, OHIF),
    "pictures-webrtc": Case("1/s", 7.1, OHIF, more=True),
    "pictures-websocket": Case("1/s", 7.1, OHIF, more=True),
    "input-to-message-p95": Case("ms", 4),
    "feedback-p95": Case("ms", 16.7),
    "feedback-p95-4x-slower": Case("ms", 16.7),
    "feedback-frames-p95-4x-slower": Case("", 1),
    "frame-p95-4x-slower": Case("ms", 16.7),
    "browser-memory": Case("MB", 1800, OHIF),
    "page-memory": Case("MB", 400),
    "heap-growth": Case("MB", 1),
}


def opening(data: Path, figures: Figures) -> None:
    """Cold and resident, each with a server and a browser of its own."""
    with serving(data) as server, browser(server.address) as one:
        one.usable_ms()
        one.open(figures, "cold")
        one.leave()
        one.open(figures, "resident")


def opening_slowly(data: Path, figures: Figures) -> None:
    """Cold over the slow link."""
    with serving(data) as server:
        where = urlsplit(server.address)
        with (
            shaped("127.0.0.1", where.port or 80, mbit=20, rtt_ms=80) as address,
            browser(address + OVER_WEBSOCKET) as one,
        ):
            figures.add("usable-slow-link", one.usable_ms())
            one.open(figures, "cold-slow-link")


def hand(data: Path, figures: Figures, minutes: float) -> None:
    """Scrolling and dragging, and what the browser holds meanwhile."""
    with serving(data) as server:
        for name, query in (("webrtc", "/"), ("websocket", OVER_WEBSOCKET)):
            with browser(server.address + query) as one:
                one.usable_ms()
                one.open(Figures(), "")
                one.page.wait_for_function("t => window.tomocast.stats().transport === t", arg=name)
                figures.add(f"pictures-{name}", one.pictures_per_second(5))
                if name == "webrtc":
                    _drag(one, figures)
                    figures.add("browser-memory", one.memory_mb())
                    figures.add("page-memory", one.memory_mb() - one.empty_mb)
                    figures.add("heap-growth", one.heap_growth_mb(minutes))


def _drag(one: Browser, figures: Figures) -> None:
    usual, slow = one.drag(4), one.drag(4, slowdown=4)
    figures.add("input-to-message-p95", _p95(usual["message"]))
    figures.add("feedback-p95", _p95(usual["feedback"]))
    figures.add("feedback-p95-4x-slower", _p95(slow["feedback"]))
    figures.add("feedback-frames-p95-4x-slower", _p95(slow["late"]) + 1)
    figures.add("frame-p95-4x-slower", _p95(slow["frames"]))


def _p95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95))


def rows(figures: Figures) -> list[Row]:
    """The medians beside their peers; a value too small to be told from nothing counts as a thousandth."""
    found = []
    for name, case in CASES.items():
        if name in figures.values:
            ours = float(np.median(figures.values[name]))
            ratio = ours / case.peer if case.more else case.peer / max(ours, 0.001)
            found.append(Row(name, ours, case.peer, case.peer_name, case.unit, ratio))
    return found


def measure(repeats: int, minutes: float, wanted: str = "") -> list[Row]:
    """Every part that has a case whose name holds `wanted`."""
    figures = Figures()
    parts: dict[Callable[[Path], None], tuple[str, ...]] = {
        lambda data: opening(data, figures): ("-cold", "-resident"),
        lambda data: opening_slowly(data, figures): ("slow-link",),
        lambda data: hand(data, figures, minutes): ("pictures", "input", "feedback", "frame", "memory", "heap"),
    }
    with tempfile.TemporaryDirectory(prefix="tomocast-bench-") as folder:
        data = Path(folder) / "data"
        tomocast("import", write_torso(Path(folder) / "files", slices=SLICES), "--data", data)
        for _ in range(repeats):
            for part, names in parts.items():
                if any(wanted in case for case in CASES if any(name in case for name in names)):
                    part(data)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return [row for row in rows(figures) if wanted in row.case]


def run(*, as_json: bool, cases: str | None = None) -> int:
    """Measure and print; for `tomocast bench client`."""
    return report(measure(3, 0.5, cases or ""), json=as_json)


def report(found: Sequence[Row], *, json: bool) -> int:
    """Print the rows; the exit status."""
    if json:
        print(as_json_text("client", found))
    else:
        print_table("client", found)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="tomocast bench client", description="The client without a GPU.")
    parser.add_argument("--repeats", type=int, default=3, help="how often each part is measured")
    parser.add_argument("--minutes", type=float, default=0.5, help="of scrolling, for the growth of the heap")
    parser.add_argument("--cases", default="", help="only cases whose name holds this text")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args(arguments)
    return report(measure(options.repeats, options.minutes, options.cases), json=options.json)


if __name__ == "__main__":
    sys.exit(main())
