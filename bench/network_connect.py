"""From the click on a study to its pictures, many times over, in networks where not every way is open.

Each connect is a page that remembers nothing, of one browser. What is wanted stands in `CASES`; the rows are the 95 %
of all connects (the longest but a twentieth). `black-hole` has a relay in its settings that never answers, over UDP
and over TCP.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from bench import network as bench
from bench.emulator import Conditions, Network
from bench.report import Row

CONNECTS: Final = 12
# An address of the emulated network that nobody has: what is sent there is never answered, nor refused.
_NOBODY: Final = "10.78.0.99:3478"
# Longer than a page hopes for WebRTC.
_SETTLED_MS: Final = 5000
_CLICK: Final = '[data-testid="study-row"]'
# The page's clock when the view is sharp, and when all are.
_SHARP: Final = """view => new Promise(done => {
  const look = () => globalThis.tomocast?.stats(view ?? undefined)?.fidelity === "lossless"
    ? done(performance.now()) : requestAnimationFrame(look);
  look();
})"""


@dataclass(frozen=True, slots=True)
class Connect:
    """A network to connect through, and what the server is told besides."""

    name: str
    network: Conditions
    options: tuple[str, ...] = ()
    path: str = "webrtc"


_CAPPED: Final = Conditions(mbit=5, rtt_ms=20, queue_ms=100)
CASES: Final = (
    Connect(
        "connect-black-hole",
        Conditions(rtt_ms=20),
        ("--turn-url", f"turn:{_NOBODY}?transport=udp", "--turn-url", f"turn:{_NOBODY}?transport=tcp"),
    ),
    Connect("connect-tcp-only", Conditions(rtt_ms=20, without_udp=True), path="websocket"),
    Connect("connect-5mbit", _CAPPED),
    Connect("connect-20mbit", Conditions(mbit=20, rtt_ms=40, queue_ms=100)),
)


def wanted(text: str) -> list[Connect]:
    """The cases whose name holds this text."""
    return [case for case in CASES if text in case.name]


def measure(network: Network, folder: Path, data: Path, case: Connect) -> list[Row]:
    """One case's rows, with a server of its own."""
    options = ("--places", str(2 * CONNECTS), *case.options)
    if case.options:
        secret = folder / "turn-secret"
        secret.write_text("only-for-this-measurement")
        options = (*options, "--turn-secret-file", str(secret))
    found: list[_Times] = []
    network.change(case.network)
    with bench.serving_in(network, data, *options), bench.browser_in(network, folder) as browser:
        for number in range(CONNECTS + 1):
            with bench.page_of(browser) as page:
                times = _connect(page, case.path if number == CONNECTS else "")
            # The first one loads the volume.
            found += [times] if number else []
    network.change(Conditions())
    return _rows(case.name, found)


def capped_at_start(network: Network, folder: Path, seconds: float) -> list[Row]:
    """A page that remembers nothing opens on 5 Mbit/s and 20 ms, and its hand moves as soon as WebRTC carries."""
    network.change(_CAPPED)
    case = bench.Case("capped-at-start", _CAPPED, pictures=25.0, wait_p95_ms=250.0)
    with bench.page_in(network, folder, "") as page:
        bench.open_single(page)
        page.wait_for_function("() => tomocast.stats().transport === 'webrtc'")
        rows = bench.moved(page, case, seconds)
    network.change(Conditions())
    return rows


@dataclass(frozen=True, slots=True)
class _Times:
    """Milliseconds: of the first picture since the click and since `hello`, and of sharp ones since `hello`.

    `begins` is the rate in bit/s that a hand which moves then begins with.
    """

    first: float
    first_after_hello: float
    sharp: float
    all_sharp: float
    begins: float


def _connect(page: Page, path: str) -> _Times:
    """One connect; with a path, the page must say in the end that pictures come on it."""
    page.locator(_CLICK).first.wait_for()
    began = page.evaluate("performance.now()")
    page.locator(_CLICK).first.dblclick()
    page.wait_for_function("() => network.first > 0")
    sharp = page.evaluate(_SHARP, "axial")
    all_sharp = page.evaluate(_SHARP, None)
    first, hello = page.evaluate("[network.first, network.hello]")
    # The server says the rate with each pong; the page keeps it for the next time.
    page.wait_for_function("() => localStorage.getItem('tomocast.bit-rate')")
    begins = page.evaluate("JSON.parse(localStorage.getItem('tomocast.bit-rate'))[0]")
    if path:
        page.wait_for_timeout(_SETTLED_MS)
        page.wait_for_selector(f'[data-testid="transport-mark"][data-path="{path}"]', timeout=1000)
    return _Times(first - began, first - hello, sharp - hello, all_sharp - hello, begins)


def _rows(name: str, found: Sequence[_Times]) -> list[Row]:
    def row(what: str, values: Sequence[float], aim: float) -> Row:
        at = math.ceil(0.95 * len(values)) - 1
        return bench.less(f"{name}-{what}-p95", sorted(values)[at], aim)

    begins = statistics.median(one.begins for one in found) / 1e6
    return [
        row("first", [one.first for one in found], 1500.0),
        row("first-after-hello", [one.first_after_hello for one in found], 0.0),
        row("sharp-after-hello", [one.sharp for one in found], 1000.0),
        row("all-sharp-after-hello", [one.all_sharp for one in found], 0.0),
        Row(f"{name}-begins-median", begins, 0.0, "", "Mb/s", 0.0),
    ]
