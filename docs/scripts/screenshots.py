"""Takes the documentation's screenshots: the sample study in a real browser, at laptop and tablet size."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from archive.archive import Archive
from archive.phantom import write_torso
from tests.journeys.browsing import LAPTOP, TABLET, open_first_study, page_on, wait_lossless
from tests.journeys.serving import serving

IMAGES = Path(__file__).resolve().parents[1] / "images"
PORTRAIT = {"width": 768, "height": 1024}


def shoot(page: Page, name: str) -> None:
    """Keep what is on the screen."""
    page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=85)
    print(f"docs/images/{name}.jpg")


def laptop(address: str) -> None:
    """The start page, the four views, one view filling the stage, the panel and the help."""
    with page_on(address, size=LAPTOP) as page:
        page.get_by_test_id("study-row").first.click()
        page.wait_for_timeout(1500)
        shoot(page, "start")
        open_first_study(page)
        wait_lossless(page)
        shoot(page, "viewer")
        page.keyboard.press("b")
        page.wait_for_timeout(500)
        wait_lossless(page)
        shoot(page, "viewer-panel")
        page.keyboard.press("b")
        page.get_by_test_id("viewport-volume").dblclick(position={"x": 30, "y": 60})
        page.wait_for_timeout(500)
        wait_lossless(page, "volume")
        shoot(page, "volume")
        page.keyboard.press("?")
        page.wait_for_timeout(300)
        shoot(page, "help")


def tablet(address: str) -> None:
    """Both ways of holding it."""
    for name, size in (("tablet", TABLET), ("tablet-portrait", PORTRAIT)):
        with page_on(address, size=size, touch=True) as page:
            page.get_by_test_id("study-row").first.tap()
            page.get_by_test_id("viewport-axial").wait_for()
            wait_lossless(page)
            shoot(page, name)


def main() -> int:
    """Import the sample, serve it, and take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tomocast-docs-") as folder:
        with Archive(Path(folder) / "data") as archive:
            archive.import_paths([write_torso(Path(folder) / "files")])
        with serving(Path(folder) / "data") as server:
            laptop(server.address)
            tablet(server.address)
    return 0


if __name__ == "__main__":
    sys.exit(main())
