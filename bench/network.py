"""Pictures of 1024x1024 over bad networks: the real server and Chromium, each in a network namespace of its own.

    sudo python -m bench.network [--seconds N] [--repeats N] [--cases TEXT] [--json]

The network between them is emulated (`bench.emulator`), so this needs root; without it, it says so and measures
nothing. In each case a hand turns the wheel 30 times a second; the first three seconds are not counted. The wait is
from the event to the picture on the screen that contains it, as the page measures it; a gap is the longest time
without a new picture. The peers are our aims. Server, browser and emulator share this machine: see its load.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from archive.phantom import write_torso
from bench.emulator import SERVER_ADDRESS, Conditions, Network, NotPermittedError, emulated
from bench.report import Row, print_table
from bench.report import as_json as as_json_text
from tests.journeys.browsers import FLAGS
from tests.journeys.serving import CHECKOUT, READY, command, tomocast

AIM: Final = "our aim"
TOKEN: Final = "only-for-this-measurement"  # noqa: S105 - of a server that lives for this run
PORT: Final = 8080
SLICES: Final = 200
HAND_HZ: Final = 30
WARM_MS: Final = 3000
# So large that a single view is 1024x1024.
WINDOW: Final = {"width": 1080, "height": 1076}
_PROBE: Final = Path(__file__).with_name("network_probe.js")
_ORIGIN: Final = f"http://{SERVER_ADDRESS}:{PORT}"
LOSSLESS: Final = "() => tomocast?.stats('axial')?.fidelity === 'lossless'"
_VIEW: Final = '[data-testid="viewport-axial"]'
_FIGURES: Final = """begin => {
  const times = [begin, ...network.pictures.filter(at => at >= begin), performance.now()];
  const gaps = times.slice(1).map((at, index) => at - times[index]);
  const { p50, p95 } = tomocast.stats("axial").eventToPhoton;
  return { pictures: (times.length - 2) / (times.at(-1) - begin) * 1000, gap: Math.max(...gaps), p50, p95,
    webrtc: tomocast.stats().transport === "webrtc" };
}"""


@dataclass(frozen=True, slots=True)
class Case:
    """A network, a path for the pictures, and what we want of them (0: only shown)."""

    name: str
    network: Conditions
    path: str = "webrtc"
    pictures: float = 20.0
    wait_p95_ms: float = 0.0
    gap_ms: float = 500.0


CASES: Final = tuple(
    Case(f"{name}-{path}", conditions, path, *aims)
    for name, conditions, aims in (
        ("clean", Conditions(), (28.0, 100.0, 200.0)),
        ("5mbit", Conditions(mbit=5, rtt_ms=20, queue_ms=100), (25.0, 250.0, 500.0)),
        ("80ms-2%", Conditions(rtt_ms=80, lost_percent=2), (20.0, 0.0, 500.0)),
        ("2mbit-60ms", Conditions(mbit=2, rtt_ms=60, queue_ms=200), (20.0, 0.0, 500.0)),
        ("150ms", Conditions(rtt_ms=150), (20.0, 0.0, 500.0)),
    )
    for path in ("webrtc", "websocket")
)


@contextlib.contextmanager
def serving_in(network: Network, data: Path, *options: str) -> Iterator[None]:
    """The server in its namespace, with these options besides; stopped afterwards by SIGINT."""
    words = command(
        "serve", "--data", data, "--host", SERVER_ADDRESS, "--port", str(PORT), "--dicom-port", "0", *options
    )
    environment = {**os.environ, "TOMOCAST_ACCESS_TOKEN": TOKEN}
    line = network.in_server_namespace(words)
    with subprocess.Popen(line, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            if not any(READY.search(line) for line in process.stdout or ()):
                raise SystemExit("The server did not start.")
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)


@contextlib.contextmanager
def browser_in(network: Network, folder: Path) -> Iterator[Browser]:
    """A fresh Chromium in its namespace."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("The benchmark needs Debian's chromium: apt install chromium")
    wrapper = folder / "chromium"
    wrapper.write_text(f'#!/bin/sh\nexec {" ".join(network.in_browser_namespace([chromium]))} "$@"\n')
    wrapper.chmod(0o755)
    # WebCodecs exists on secure pages only; there is no certificate for an address made up for this run.
    flags = [*FLAGS, f"--unsafely-treat-insecure-origin-as-secure={_ORIGIN}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=wrapper, args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def page_of(browser: Browser, query: str = "") -> Iterator[Page]:
    """A page that remembers nothing, signed in, before its first study."""
    context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(path=_PROBE)
        page.goto(f"{_ORIGIN}/?token={TOKEN}")
        page.goto(f"{_ORIGIN}/{query}")
        yield page
    finally:
        context.close()


@contextlib.contextmanager
def page_in(network: Network, folder: Path, query: str) -> Iterator[Page]:
    """A page of a fresh Chromium."""
    with browser_in(network, folder) as browser, page_of(browser, query) as page:
        yield page


def open_single(page: Page) -> None:
    """The first study, its axial view alone on the screen, at rest and without loss."""
    page.get_by_test_id("study-row").first.dblclick()
    page.locator(_VIEW).wait_for()
    page.wait_for_function(LOSSLESS)
    page.locator(_VIEW).dblclick()
    page.wait_for_function("() => tomocast?.pixels('axial')?.width >= 1000")


def measure_case(network: Network, folder: Path, case: Case, seconds: float) -> list[Row]:
    """One case's rows."""
    network.change(Conditions())
    with page_in(network, folder, "" if case.path == "webrtc" else "?transport=websocket") as page:
        open_single(page)
        page.wait_for_function("name => tomocast.stats().transport === name", arg=case.path)
        network.change(case.network)
        rows = moved(page, case, seconds)
    network.change(Conditions())
    return rows


def moved(page: Page, case: Case, seconds: float) -> list[Row]:
    """The rows of a hand that turns the wheel from now on."""
    page.evaluate("hz => network.turn(hz)", HAND_HZ)
    page.wait_for_timeout(WARM_MS)
    begin = page.evaluate("performance.now()")
    page.wait_for_timeout(seconds * 1000)
    found = page.evaluate(_FIGURES, begin)
    page.evaluate("network.rest()")
    if found["webrtc"] != (case.path == "webrtc"):
        print(f"{case.name}: the pictures changed to the other path", file=sys.stderr)
    return [
        more(f"pictures-{case.name}", found["pictures"], case.pictures),
        less(f"wait-p50-{case.name}", found["p50"], 0.0),
        less(f"wait-p95-{case.name}", found["p95"], case.wait_p95_ms),
        less(f"gap-{case.name}", found["gap"], case.gap_ms),
    ]


def _case(case: Case, network: Network, folder: Path, seconds: float) -> list[Row]:
    return measure_case(network, folder, case, seconds)


def cut_in_mid_drag(network: Network, folder: Path, seconds: float) -> list[Row]:
    """UDP is cut while the hand moves: how long until pictures come again, over the WebSocket."""
    gaps = []
    for _ in range(max(1, round(seconds / 3))):
        network.change(Conditions(rtt_ms=20))
        with page_in(network, folder, "") as page:
            open_single(page)
            page.wait_for_function("() => tomocast.stats().transport === 'webrtc'")
            page.evaluate("hz => network.turn(hz)", HAND_HZ)
            page.wait_for_timeout(2000)
            begin = page.evaluate("performance.now()")
            network.change(Conditions(rtt_ms=20, without_udp=True))
            page.wait_for_timeout(4000)
            gaps.append(page.evaluate(_FIGURES, begin)["gap"])
    return [less("gap-udp-cut-worst", max(gaps), 1000.0)]


def cap_lifted(network: Network, folder: Path, _: float) -> list[Row]:
    """A cap of 5 Mbit/s is lifted while the hand moves: the bit rate in the fifth and sixth second after."""
    with page_in(network, folder, "") as page:
        open_single(page)
        page.wait_for_function("() => tomocast.stats().transport === 'webrtc'")
        network.change(Conditions(mbit=5, rtt_ms=20, queue_ms=100))
        page.evaluate("hz => network.turn(hz)", HAND_HZ)
        page.wait_for_timeout(8000)
        capped = page.evaluate("tomocast.stats().bitrate")
        network.change(Conditions(rtt_ms=20))
        page.wait_for_timeout(7000)
        lifted = page.evaluate("tomocast.stats().bitrate")
    return [
        Row("bitrate-capped", capped / 1e6, 5.0, AIM, "Mb/s", capped / 5e6),
        more("bitrate-5s-after", lifted / 1e6, 8.0, "Mb/s"),
    ]


def stack_scrolled(network: Network, folder: Path, seconds: float) -> list[Row]:
    """A hand goes through a stack, 25 slices a second one way, on 20 Mbit/s and 80 ms; then it stops."""
    with page_in(network, folder, "?ahead") as page:
        open_single(page)
        page.wait_for_function("() => tomocast.stats().transport === 'webrtc'")
        network.change(Conditions(mbit=20, rtt_ms=80, queue_ms=100))
        page.wait_for_timeout(WARM_MS)
        page.evaluate("network.scroll(25)")
        page.wait_for_timeout(min(seconds, 3.6) * 1000)
        found = page.evaluate("network.stop()")
        page.wait_for_function("() => tomocast.stats('axial').fidelity === 'lossless'", polling=5)
        rested = page.evaluate("performance.now()") - found["at"]
    network.change(Conditions())
    return [
        more("stack-slices", found["slices"], 25.0),
        less("stack-skipped", found["skipped"], 0.0, ""),
        less("stack-local-p50", found["local"]["p50"], 0.0),
        less("stack-local-p95", found["local"]["p95"], 0.0),
        less("stack-confirmed-p95", found["confirmed"]["p95"], 0.0),
        less("stack-lossless-after", rested, 350.0),
    ]


def more(case: str, ours: float, aim: float, unit: str = "1/s") -> Row:
    """More is better."""
    return Row(case, ours, aim, AIM, unit, ours / aim)


def less(case: str, ours: float, aim: float, unit: str = "ms") -> Row:
    """Less is better. Without an aim the ratio is 0."""
    return Row(case, ours, aim, AIM if aim else "", unit, aim / max(ours, 0.001))


Part = Callable[[Network, Path, float], list[Row]]
EVENTS: Final[dict[str, Part]] = {
    "udp-cut": cut_in_mid_drag,
    "stack": stack_scrolled,
    "cap-lifted": cap_lifted,
}


def measure(seconds: float, wanted: str = "", repeats: int = 1) -> list[Row]:
    """Every case whose name holds `wanted`; of those with a moving hand the median of so many runs.

    Raises:
        NotPermittedError: no network can be emulated here.
    """
    # They use what stands here.
    from bench import network_connect as connect
    from bench.network_stills import at_rest

    moving: dict[str, Part] = {case.name: partial(_case, case) for case in CASES}
    moving |= {**EVENTS, "capped-at-start": connect.capped_at_start, "still": at_rest}
    parts = [part for name, part in moving.items() if wanted in name]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="tomocast-bench-") as name, emulated(Conditions()) as network:
        folder, data = Path(name), Path(name) / "data"
        tomocast("import", write_torso(folder / "files", slices=SLICES), "--data", data)
        rows += _moving(network, folder, data, seconds, parts, repeats)
        for case in connect.wanted(wanted):
            rows += connect.measure(network, folder, data, case)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return rows


def _moving(
    network: Network, folder: Path, data: Path, seconds: float, parts: Sequence[Part], repeats: int
) -> list[Row]:
    rows: list[Row] = []
    if parts:
        with serving_in(network, data):
            for part in parts:
                rows += medians([part(network, folder, seconds) for _ in range(repeats)])
    return rows


def medians(runs: Sequence[Sequence[Row]]) -> list[Row]:
    """Of several runs of one case the median of each row."""
    found = []
    for same in zip(*runs, strict=True):
        middle = sorted(same, key=lambda row: row.ours)[len(same) // 2]
        found.append(middle)
    return found


def run(*, as_json: bool, cases: str | None = None) -> int:
    """Measure and print; for `tomocast bench network`."""
    return report(10.0, cases or "", json=as_json)


def report(seconds: float, wanted: str, *, json: bool, repeats: int = 1) -> int:
    """Measure and print; the exit status: 3 where no network can be emulated."""
    # The namespaces and what runs in them end with this process, also when it is told to stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        rows = measure(seconds, wanted, repeats)
    except NotPermittedError as error:
        print(f"SKIPPED, nothing was measured: {error}", file=sys.stderr)
        return 3
    if json:
        print(as_json_text("network", rows))
    else:
        print_table("network", rows)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="tomocast bench network", description="Pictures over bad networks.")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each case is measured")
    parser.add_argument(
        "--repeats", type=int, default=1, help="runs of each case with a moving hand; medians are shown"
    )
    parser.add_argument("--cases", default="", help="only cases whose name holds this text")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args(arguments)
    return report(options.seconds, options.cases, json=options.json, repeats=options.repeats)


if __name__ == "__main__":
    sys.exit(main())
