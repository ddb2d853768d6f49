"""Takes the client's gallery: every page and layout at five screen sizes, the sample study in a real browser."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from archive.archive import Archive
from archive.phantom import write_torso
from tests.journeys.browsing import VIEWS, page_on, wait_lossless
from tests.journeys.serving import serving

IMAGES = Path(__file__).resolve().parents[1] / "images"
LAYOUTS = {"2x2": VIEWS, "1+3": VIEWS, "single": ("axial",), "mip": ("volume",)}


@dataclass(frozen=True, slots=True)
class Screen:
    """A size that the page is made for."""

    width: int
    height: int
    layouts: tuple[str, ...]
    touch: bool = False

    @property
    def name(self) -> str:
        """As it stands in file names."""
        return f"{self.width}x{self.height}"


SCREENS = (
    Screen(1366, 768, ("2x2", "1+3", "single", "mip")),
    Screen(1366, 625, ("2x2",)),
    Screen(1024, 768, ("1+3", "single"), touch=True),
    Screen(768, 1024, ("1+3",), touch=True),
    Screen(2560, 1440, ("2x2",)),
)


def shoot(page: Page, screen: Screen, name: str) -> None:
    """Keep what is on the screen."""
    file = f"{name}-{screen.name}.jpg".replace("+", "")
    page.screenshot(path=IMAGES / file, type="jpeg", quality=80)
    print(f"docs/images/{file}", flush=True)


def tour(address: str, screen: Screen) -> None:
    """The start page, then each layout, then what opens beside or over the pictures."""
    with page_on(address, size={"width": screen.width, "height": screen.height}, touch=screen.touch) as page:
        row = page.get_by_test_id("study-row").first
        row.wait_for()
        page.wait_for_timeout(1500)
        shoot(page, screen, "start")
        row.tap() if screen.touch else row.dblclick()
        page.get_by_test_id("viewport-axial").wait_for()
        wait_lossless(page)
        for layout in screen.layouts:
            show(page, screen, layout)
        if screen.name == "1366x768":
            beside(page, screen)


def show(page: Page, screen: Screen, layout: str) -> None:
    """Change the layout where another is shown, wait until nothing moves, and take the picture."""
    button = page.get_by_test_id(f"layout-{layout}")
    if button.is_visible():
        button.click()
    page.wait_for_timeout(700)
    wait_lossless(page, *LAYOUTS[layout])
    shoot(page, screen, f"viewer-{layout}")


def beside(page: Page, screen: Screen) -> None:
    """The panel's tabs and the help."""
    page.get_by_test_id("layout-2x2").click()
    page.get_by_test_id("panel-toggle").click()
    page.get_by_test_id("viewport-axial").hover(position={"x": 150, "y": 120})
    page.wait_for_timeout(700)
    wait_lossless(page)
    shoot(page, screen, "panel-view")
    page.get_by_role("tab", name="Series").click()
    page.wait_for_timeout(700)
    shoot(page, screen, "panel-series")
    page.get_by_test_id("panel-toggle").click()
    page.get_by_test_id("help").click()
    page.wait_for_timeout(300)
    shoot(page, screen, "help")


def main() -> int:
    """Import the sample, serve it, and take the pictures of the sizes that are named, or of all."""
    IMAGES.mkdir(exist_ok=True)
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="tomocast-docs-") as folder:
        with Archive(Path(folder) / "data") as archive:
            archive.import_paths([write_torso(Path(folder) / "files")])
        with serving(Path(folder) / "data") as server:
            for screen in SCREENS:
                if not wanted or screen.name in wanted:
                    tour(server.address, screen)
    return 0


if __name__ == "__main__":
    sys.exit(main())
