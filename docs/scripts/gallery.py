"""Takes the client's gallery: every page, layout, panel and state at five screen sizes, in a real browser.

    python -m docs.scripts.gallery [SIZE ...] [--only PART ...]

PART is start, layouts, panel, help, dark, or the name of a state or place (tests/journeys/states.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Error, Page

from tests.journeys.browsing import VIEWS, page_on, wait_lossless
from tests.journeys.places import PLACES
from tests.journeys.states import FLAGS, STATES, Servers, open_study, servers

IMAGES: Final = Path(__file__).resolve().parents[1] / "images"
LAYOUTS: Final = {"2x2": VIEWS, "1+3": VIEWS, "single": ("axial",), "mip": ("volume",)}
# All of it together stays below 12 MB: large pictures have pixels enough.
QUALITY: Final = 62
QUALITY_OF_LARGE: Final = 45
LARGE_PX: Final = 2000


@dataclass(frozen=True, slots=True)
class Screen:
    """A size that the page is made for."""

    width: int
    height: int
    touch: bool = False

    @property
    def name(self) -> str:
        """As it stands in file names."""
        return f"{self.width}x{self.height}"


SCREENS: Final = (
    Screen(1366, 768),
    Screen(1366, 625),
    Screen(1024, 768, touch=True),
    Screen(768, 1024, touch=True),
    Screen(2560, 1440),
)


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes the pictures of one screen."""

    screen: Screen
    on: Servers

    def shoot(self, page: Page, name: str) -> None:
        """Keep what is on the screen."""
        file = f"{name}-{self.screen.name}.jpg".replace("+", "")
        quality = QUALITY if self.screen.width < LARGE_PX else QUALITY_OF_LARGE
        page.screenshot(path=IMAGES / file, type="jpeg", quality=quality)
        print(f"docs/images/{file}", flush=True)

    def reader(self, page: Page) -> None:
        """The sample study, open and at rest."""
        page.goto(self.on.sample.address)
        open_study(page, "Torso")
        wait_lossless(page)

    def start(self, page: Page) -> None:
        """The list, with a study chosen where there is room for both."""
        page.goto(self.on.sample.address)
        row = page.get_by_test_id("study-row").filter(has_text="Torso")
        row.wait_for()
        if not self.screen.touch:
            row.click()
        page.wait_for_timeout(2500)
        self.shoot(page, "start")

    def layouts(self, page: Page) -> None:
        """Each layout in turn."""
        self.reader(page)
        for layout, views in LAYOUTS.items():
            choose(page, layout)
            page.wait_for_timeout(700)
            wait_lossless(page, *views)
            self.shoot(page, f"viewer-{layout}")

    def panel(self, page: Page) -> None:
        """Each tab of the panel."""
        self.reader(page)
        if page.get_by_test_id("panel").count() == 0:
            page.get_by_test_id("panel-toggle").click()
        tabs = page.get_by_test_id("panel").get_by_role("tab")
        tabs.first.wait_for()
        for tab in tabs.all():
            tab.click()
            page.wait_for_timeout(900)
            wait_lossless(page)
            self.shoot(page, f"panel-{tab.inner_text().strip().lower()}")

    def help(self, page: Page) -> None:
        """All keys."""
        self.reader(page)
        page.get_by_test_id("viewport-axial").focus()
        page.keyboard.press("?")
        page.get_by_role("dialog").wait_for()
        page.wait_for_timeout(500)
        self.shoot(page, "help")

    def dark(self, page: Page) -> None:
        """The light of a dark room."""
        page.goto(self.on.sample.address)
        page.evaluate("() => localStorage.setItem('tomocast.room', 'dark')")
        self.reader(page)
        self.shoot(page, "dark")
        page.evaluate("() => localStorage.removeItem('tomocast.room')")

    def state(self, page: Page, name: str) -> None:
        """A state or place of tests/journeys/states.py."""
        with {**STATES, **PLACES}[name](page, self.on):
            page.wait_for_timeout(400)
            self.shoot(page, name if name in PLACES else f"state-{name}")

    def take(self, page: Page, part: str) -> None:
        """One part of the gallery."""
        parts: dict[str, Callable[[Page], None]] = {
            "start": self.start,
            "layouts": self.layouts,
            "panel": self.panel,
            "help": self.help,
            "dark": self.dark,
        }
        if part in parts:
            parts[part](page)
        else:
            self.state(page, part)


PARTS: Final = ("start", "layouts", "panel", "help", "dark", *PLACES, *STATES)


def choose(page: Page, layout: str) -> None:
    """By its button; narrow bars have the layouts behind one."""
    button = page.get_by_test_id(f"layout-{layout}")
    if button.is_visible():
        button.click()
        return
    page.get_by_test_id("layouts").click()
    page.get_by_test_id(f"choose-{layout}").click()


def tour(on: Servers, screen: Screen, parts: list[str]) -> list[str]:
    """Take the parts at one size, each in a page of its own; returns what could not be taken."""
    missing = []
    size = {"width": screen.width, "height": screen.height}
    with page_on(on.sample.address, size=size, touch=screen.touch, flags=FLAGS) as first:
        for part in parts:
            page = first.context.new_page()
            page.set_default_timeout(60_000)
            # Each part begins in the layout that suits the screen, whatever the one before chose.
            page.add_init_script("localStorage.removeItem('tomocast.layout')")
            try:
                Camera(screen, on).take(page, part)
            except (Error, AssertionError) as error:
                missing.append(f"{part} at {screen.name}: {str(error).splitlines()[0]}")
            finally:
                page.close()
    return missing


def main() -> int:
    """Import what the pictures need, serve it, and take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", choices=[*(one.name for one in SCREENS), []], default=[])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    wanted = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    missing: list[str] = []
    with tempfile.TemporaryDirectory(prefix="tomocast-gallery-") as folder, servers(Path(folder)) as on:
        for screen in SCREENS:
            if not wanted.sizes or screen.name in wanted.sizes:
                missing += tour(on, screen, wanted.only)
    sys.stderr.writelines(f"missing: {one}\n" for one in missing)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
