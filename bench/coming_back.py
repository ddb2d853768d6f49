"""How soon a page is back at its pictures: loaded again, after the network was gone, and coming in late by a link.

    python -m bench.coming_back [--repeats N] [--offline-s S] [--json]

A server with generated slices and two headless Chromium contexts, of a reader and of a guest, share this machine. Each
case is measured twice: until the axial view shows its picture without loss, verified, and until all four views do.
`reload`: the reader loads the page again; `reload-guest`: the guest does. `network`: both lose the network for
`--offline-s` seconds (30), from the moment it is there again. `late`: the guest goes in, from the click. The aim is
what the product promises. The view has to be the one that was left: its position is compared.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from archive.phantom import write_torso
from bench.client_browser import SIZE, VIEWS, Figures
from bench.report import Row, as_json, print_table
from tests.journeys.browsers import FLAGS
from tests.journeys.browsing import shown_mm
from tests.journeys.serving import serving, tomocast

SLICES: Final = 120
AIMS: Final = {"late": 1500.0, "reload": 2000.0, "reload-guest": 2000.0, "network": 2000.0}
# Notes when each view was first seen to be without loss, on the page's clock; begins anew at `since.start`.
_WATCH: Final = """views => {
  const since = (window.since = { start: 0, seen: {} });
  const look = () => {
    for (const view of views)
      if (window.tomocast?.stats(view)?.fidelity === "lossless") since.seen[view] ??= performance.now();
    requestAnimationFrame(look);
  };
  look();
}"""
_BEGIN: Final = "() => { window.since.start = performance.now(); window.since.seen = {}; }"
_ALL_SEEN: Final = "views => views.every(view => window.since?.seen[view])"
_TIMES: Final = "views => views.map(view => window.since.seen[view] - window.since.start)"


def note(figures: Figures, case: str, page: Page) -> None:
    """Wait until all views are without loss, and note the first's and the last's time."""
    page.wait_for_function(_ALL_SEEN, arg=list(VIEWS), timeout=60_000)
    times: list[float] = page.evaluate(_TIMES, list(VIEWS))
    figures.add(f"{case}-first", times[0])
    figures.add(f"{case}-all", max(times))


@contextmanager
def page_in(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a browser that knows nothing, which watches its views."""
    context = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
    try:
        context.add_init_script(f"({_WATCH})({list(VIEWS)})")
        page = context.new_page()
        page.goto(address)
        yield page
    finally:
        context.close()


def link_of(page: Page) -> str:
    """Make a link into the page's room."""
    page.get_by_test_id("room-button").click()
    page.get_by_test_id("invite").click()
    page.get_by_test_id("invite-make").click()
    link = page.get_by_test_id("invite-text").input_value().split("\n")[1]
    page.keyboard.press("Escape")
    page.get_by_test_id("room-button").click()
    return link


def come_and_come_back(reader: Page, guest: Page, figures: Figures, offline_s: float) -> None:
    """Every case once, in a room of the reader's that the guest comes into."""
    reader.get_by_test_id("study-row").first.dblclick()
    reader.wait_for_function(_ALL_SEEN, arg=list(VIEWS), timeout=60_000)
    reader.get_by_test_id("viewport-axial").focus()
    for _ in range(10):
        reader.keyboard.press("ArrowDown")
    reader.wait_for_timeout(2000)
    position = shown_mm(reader, "axial")
    guest.goto(link_of(reader))
    guest.get_by_test_id("join-name").fill("Guest")
    guest.evaluate(f"document.querySelector('[data-testid=\"join-go\"]').addEventListener('click', {_BEGIN})")
    guest.get_by_test_id("join-go").click()
    note(figures, "late", guest)
    for case, page in (("reload", reader), ("reload-guest", guest)):
        page.wait_for_timeout(1500)
        # A new document counts from when it was asked for.
        page.reload(wait_until="commit")
        note(figures, case, page)
    _without_network(reader, guest, figures, offline_s)
    for page in (reader, guest):
        if shown_mm(page, "axial") != position:
            raise RuntimeError("another view came back than the one that was left")


def _without_network(reader: Page, guest: Page, figures: Figures, seconds: float) -> None:
    for page in (reader, guest):
        page.context.set_offline(True)
    reader.wait_for_timeout(seconds * 1000)
    for page in (reader, guest):
        page.evaluate(_BEGIN)
        page.context.set_offline(False)
        note(figures, "network", page)


def chromium() -> str | None:
    """The system's browser, as in every benchmark; else the driver's own."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def measure(repeats: int, offline_s: float) -> list[Row]:
    """Medians of the repeats, each with rooms of its own."""
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="tomocast-bench-") as folder, sync_playwright() as driver:
        data = Path(folder) / "data"
        tomocast("import", write_torso(Path(folder) / "files", slices=SLICES), "--data", data)
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(repeats):
            with (
                serving(data) as server,
                page_in(browser, server.address) as one,
                page_in(browser, "about:blank") as two,
            ):
                come_and_come_back(one, two, figures, offline_s)
        browser.close()
    print(f"load of the machine: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return rows(figures)


def rows(figures: Figures) -> list[Row]:
    """Each case's median beside its aim."""
    found = []
    for case, values in figures.values.items():
        ours, aim = float(np.median(values)), AIMS[case.rpartition("-")[0]]
        found.append(Row(case, ours, aim, "our aim", "ms", aim / max(ours, 0.001)))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="python -m bench.coming_back", description="How soon a page is back.")
    parser.add_argument("--repeats", type=int, default=3, help="how often each case is measured")
    parser.add_argument("--offline-s", type=float, default=30.0, help="how long the network is gone, in seconds")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args(arguments)
    found = measure(options.repeats, options.offline_s)
    if options.json:
        print(as_json("coming-back", found))
    else:
        print_table("coming-back", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
