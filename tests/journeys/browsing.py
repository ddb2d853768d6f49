"""A real browser on the page, as a reader uses it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from tests.journeys.browsers import BROWSERS

LAPTOP = {"width": 1366, "height": 625}
TABLET = {"width": 1024, "height": 768}
VIEWS = ("axial", "coronal", "sagittal", "volume")
PIXELS = """view => {
  const p = window.tomocast.pixels(view);
  if (!p) return null;
  let text = "";
  for (let i = 0; i < p.data.length; i += 32768) text += String.fromCharCode(...p.data.subarray(i, i + 32768));
  return {width: p.width, height: p.height, channels: p.channels, data: btoa(text)};
}"""


@contextmanager
def page_on(
    address: str,
    *,
    size: dict[str, int] = LAPTOP,
    touch: bool = False,
    query: str = "",
    flags: Sequence[str] = (),
    ratio: float = 1,
    locale: str = "en-US",
) -> Iterator[Page]:
    """The start page, in a browser that remembers nothing; skips loudly where there is none."""
    with BROWSERS.use(flags) as browser:
        view: Any = {"viewport": size, "has_touch": touch, "device_scale_factor": ratio, "locale": locale}
        context = browser.new_context(**view)
        try:
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.goto(address + query)
            yield page
        finally:
            context.close()


def open_first_study(page: Page) -> None:
    """Double click the first study and wait for its four views."""
    page.get_by_test_id("study-row").first.dblclick()
    page.get_by_test_id("viewport-axial").wait_for()


def wait_lossless(page: Page, *views: str) -> None:
    """Wait until each view has shown its lossless still and verified it."""
    for view in views or VIEWS:
        page.wait_for_function("v => window.tomocast?.stats(v)?.fidelity === 'lossless'", arg=view)


def shown_mm(page: Page, view: str) -> float:
    """The position that stands on the picture, in millimetres to one decimal."""
    words = page.get_by_test_id(f"viewport-{view}").inner_text()
    found = re.search(r"[xyz]\s+([\u2212-]?[\d.]+)\smm", words)
    assert found, words
    return float(found[1].replace("\u2212", "-"))


def wait_settled(page: Page, view: str, changed_from: float | None = None) -> float:
    """Wait until a view has moved (from a position), come to rest and is lossless; returns its position."""
    last = changed_from
    for _ in range(200):
        wait_lossless(page, view)
        now = shown_mm(page, view)
        if now == last and now != changed_from:
            return now
        last = now
        page.wait_for_timeout(300)
    raise AssertionError(f"the {view} view did not come to rest")


def pixels(page: Page, view: str) -> NDArray[np.uint8]:
    """The picture on the screen: grey (h, w) or RGB (h, w, 3)."""
    found: dict[str, Any] = page.evaluate(PIXELS, view)
    data = np.frombuffer(base64.b64decode(found["data"]), np.uint8)
    shape = (found["height"], found["width"], found["channels"])
    return data.reshape(shape)[:, :, 0] if found["channels"] == 1 else data.reshape(shape)


def picture(path: Path) -> NDArray[np.uint8]:
    """A PNG's pixels: grey (h, w) or RGB (h, w, 3)."""
    with Image.open(path) as image:
        return np.asarray(image, np.uint8)
