"""A browser that is measured: opens studies, scrolls, drags, and says what that took."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.memory import descendants, pss_mb
from tests.journeys.browsers import FLAGS

SIZE: Final = {"width": 1366, "height": 768}
VIEWS: Final = ("axial", "coronal", "sagittal", "volume")
_PROBE: Final = Path(__file__).with_name("client_probe.js")
_WHEEL_HZ: Final = 60
# Turns the wheel over the axial view by itself, back and forth through the volume, so that no driver sets the pace.
_TURN: Final = """hz => {
  const view = document.querySelector('[data-testid="viewport-axial"]');
  const box = view.getBoundingClientRect();
  let turns = 0;
  window.turning = setInterval(() => {
    const deltaY = Math.floor(turns++ / 100) % 2 ? -100 : 100;
    view.dispatchEvent(new WheelEvent("wheel", {
      deltaY, bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + box.height / 3,
    }));
  }, 1000 / hz);
}"""


@dataclass
class Figures:
    """What was measured, by case; each value in the case's unit."""

    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, case: str, *values: float) -> None:
        """Note values of a case."""
        self.values.setdefault(case, []).extend(values)


class Browser:
    """One page of one Chromium."""

    def __init__(self, page: Page, process: int) -> None:
        self.page = page
        self._process = process
        self.empty_mb = 0.0
        self._tools: CDPSession = page.context.new_cdp_session(page)
        self._tools.send("Performance.enable")

    def usable_ms(self) -> float:
        """From the navigation to a list whose first study can be opened; waits until its details are there, too."""
        self.page.get_by_test_id("open-2x2").wait_for()
        return float(self.page.evaluate("probe.usableAt"))

    def open(self, figures: Figures, case: str) -> None:
        """Open the chosen study by a click; notes when the axial view and when all views showed the right picture."""
        self.page.evaluate("views => { probe.reset(); probe.watching = views; }", " ".join(VIEWS))
        self.page.get_by_test_id("open-2x2").click()
        self.wait_lossless()
        self.page.evaluate("probe.watching = ''")
        right: list[float] = [self.page.evaluate("v => probe.right(v)", view) for view in VIEWS]
        figures.add(f"first-{case}", self.page.evaluate("probe.first('axial')"))
        figures.add(f"first-right-{case}", right[0])
        figures.add(f"planes-right-{case}", max(right[:3]))
        figures.add(f"all-right-{case}", max(right))

    def wait_lossless(self) -> None:
        """Wait until every view is known to be without loss."""
        self.page.wait_for_function("() => window.tomocast?.stats().fidelity === 'lossless'", timeout=60_000)

    def leave(self) -> None:
        """Back to the start page."""
        self.page.go_back()
        self.page.get_by_test_id("open-2x2").wait_for()

    def pictures_per_second(self, seconds: float) -> float:
        """Of the axial view while the wheel turns; the first second is not counted."""
        self.page.evaluate(_TURN, _WHEEL_HZ)
        self.page.wait_for_timeout(1000)
        rates = []
        for _ in range(max(1, round(seconds))):
            self.page.wait_for_timeout(1000)
            rates.append(self.page.evaluate("window.tomocast.stats('axial').fps"))
        self.page.evaluate("clearInterval(window.turning)")
        return float(np.mean(rates))

    def drag(self, seconds: float, slowdown: int = 1) -> dict[str, list[float]]:
        """Pan the axial view with the middle button, on a processor that is so many times slower for the page.

        Returns milliseconds: from a move's arrival to its message, and to the end of the frame that shows it, the time
        between frames, and as `late` how many frames after the next one it was shown.
        """
        box = self.page.get_by_test_id("viewport-axial").bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self._tools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        self.page.mouse.move(x, y)
        self.page.mouse.down(button="middle")
        self.page.evaluate("probe.reset(); probe.timing = true")
        for step in range(round(seconds * 60)):
            angle = step / 15
            self.page.mouse.move(x + 40 * np.cos(angle), y + 40 * np.sin(angle))
            self.page.wait_for_timeout(8)
        measured: dict[str, list[float]] = self.page.evaluate(
            "probe.timing = false,"
            " { message: probe.waits, feedback: probe.feedback, late: probe.late, frames: probe.frames }"
        )
        self.page.mouse.up(button="middle")
        self._tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        return measured

    def memory_mb(self) -> float:
        """Proportional memory of all of the browser's processes."""
        return pss_mb([self._process, *descendants(self._process)])

    def heap_mb(self) -> float:
        """What scripts hold, after a collection."""
        self._tools.send("HeapProfiler.collectGarbage")
        metrics: Sequence[dict[str, Any]] = self._tools.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")) / 2**20

    def heap_growth_mb(self, minutes: float) -> float:
        """What scripts hold more after so much scrolling, the first ten seconds left out."""
        self.page.evaluate(_TURN, _WHEEL_HZ)
        self.page.wait_for_timeout(10_000)
        before = self.heap_mb()
        self.page.wait_for_timeout(minutes * 60_000)
        after = self.heap_mb()
        self.page.evaluate("clearInterval(window.turning)")
        return after - before


@contextmanager
def browser(address: str) -> Iterator[Browser]:
    """A fresh Chromium without a GPU that has just been sent to an address."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("The benchmark needs Debian's chromium: apt install chromium")
    with sync_playwright() as playwright:
        known = set(descendants(os.getpid()))
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            process = min(pid for pid in set(descendants(os.getpid())) - known if _is_browser(pid))
            page = launched.new_context(viewport=SIZE).new_page()  # type: ignore[arg-type]
            page.set_default_timeout(60_000)
            page.add_init_script(path=_PROBE)
            one = Browser(page, process)
            page.wait_for_timeout(1000)
            one.empty_mb = one.memory_mb()
            page.goto(address, wait_until="commit")
            yield one
        finally:
            launched.close()


def _is_browser(pid: int) -> bool:
    try:
        return b"chromium" in Path(f"/proc/{pid}/exe").resolve().name.encode()
    except OSError:
        return False
