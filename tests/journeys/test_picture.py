"""The picture itself: exact greys while it moves, no growing memory, no black at a resize, its words at every size."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page
from scipy.ndimage import maximum_filter, minimum_filter

from archive.phantom import write_series
from bench.memory import pss_mb
from tests.journeys.browsing import VIEWS, open_first_study, page_on, pixels, wait_lossless
from tests.journeys.serving import Serving, serving, tomocast
from tests.journeys.wire import Wire

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
TRANSPORTS = {"webrtc": "", "websocket": "?transport=websocket"}
SLICES, SIDE, MM = 64, 128, 2.0
# What a drawn frame takes, kept for each of some hundred frames, would be several times as much.
GROWTH_MB = 120
MOVING = """() => {
  const { width, height, data } = window.moving;
  let text = "";
  for (let i = 0; i < data.length; i += 32768) text += String.fromCharCode(...data.subarray(i, i + 32768));
  return { width, height, data: btoa(text) };
}"""


class Screen(NamedTuple):
    """A page that the client is made for."""

    width: int
    height: int
    ratio: float = 1
    touch: bool = False
    text: int = 100


SCREENS = (
    Screen(1366, 768),
    Screen(1366, 768, text=200),
    Screen(1366, 625, 1.5),
    Screen(2560, 1440),
    Screen(1024, 768, 2, touch=True),
    Screen(768, 1024, 2, touch=True),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server that holds one volume: 256 flat patches, the same in each slice, and one slice missing."""
    folder = tmp_path_factory.mktemp("patches")
    patches = np.kron(np.arange(256).reshape(16, 16) * 8 - 1000, np.ones((SIDE // 16, SIDE // 16)))
    voxels = np.repeat(patches[None].astype(np.int16), SLICES, axis=0)
    corner = -MM * (SIDE - 1) / 2
    files = write_series(
        folder / "files", voxels=voxels, spacing=(MM, MM, MM), origin=(corner, corner, -MM * (SLICES - 1) / 2)
    )
    files[20].unlink()
    tomocast("import", folder / "files", "--data", folder / "data")
    with serving(folder / "data") as running:
        yield running


def opened(page: Page, transport: str = "webrtc") -> None:
    """Open the study and wait until all its views are at rest over the transport."""
    open_first_study(page)
    wait_lossless(page)
    page.wait_for_function("t => window.tomocast.stats().transport === t", arg=transport)
    page.evaluate((HERE / "picture.js").read_text())


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_moving_pictures_show_every_grey_as_it_is_and_are_not_kept(server: Serving, transport: str) -> None:
    with page_on(server.address, query=TRANSPORTS[transport]) as page:
        opened(page, transport)
        page.get_by_test_id("layout-single").click()
        page.keyboard.press("0")
        page.wait_for_timeout(300)
        wait_lossless(page, "axial")
        still = pixels(page, "axial")
        page.evaluate("keepMoving('axial')")
        page.evaluate("scrollFor('axial', 60)")
        moving = last_moving(page)
        page.evaluate("stopWatching()")
        before = page_mb(page)
        page.evaluate("scrollFor('axial', 400)")
        after = page_mb(page)
    flat = maximum_filter(still, 15) == minimum_filter(still, 15)
    assert len(np.unique(still[flat])) >= 240, "the patches fill the window"
    assert np.array_equal(moving[flat], still[flat])
    assert after - before < GROWTH_MB


def last_moving(page: Page) -> NDArray[np.uint8]:
    """The newest lossy picture that was on the screen."""
    page.wait_for_function("() => window.moving !== null")
    found: dict[str, Any] = page.evaluate(MOVING)
    return np.frombuffer(base64.b64decode(found["data"]), np.uint8).reshape(found["height"], found["width"])


def page_mb(page: Page) -> float:
    """Proportional memory of the page's own process, the largest that shows pages."""
    assert page.context.browser is not None
    tools = page.context.browser.new_browser_cdp_session()
    processes = tools.send("SystemInfo.getProcessInfo")["processInfo"]
    tools.detach()
    return max(pss_mb([one["id"]]) for one in processes if one["type"] == "renderer")


def test_a_resize_shows_no_black_and_ends_in_pictures_of_the_new_size(server: Serving) -> None:
    with page_on(server.address, size={"width": 1366, "height": 625}) as page:
        opened(page)
        page.evaluate("views => watchPictures(views)", list(VIEWS[:3]))
        for width, height in ((1100, 700), (1280, 560), (1366, 625)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(300)
            wait_lossless(page)
            asked_in_device_pixels(page, 1)
        page.evaluate("stopWatching()")
        watched: list[dict[str, Any]] = page.evaluate("watched")
    assert len(watched) >= 60
    assert [one for one in watched if one["grey"] is None or one["grey"] < 10] == []
    assert min(one["cover"] for one in watched) >= 0.5, "the picture of before is fitted into the view"


def asked_in_device_pixels(page: Page, ratio: float) -> None:
    """Each picture has the pixels of the screen that it covers, as far as the cap allows."""
    for view in VIEWS:
        root = page.get_by_test_id(f"viewport-{view}")
        if root.is_visible():
            box = root.bounding_box()
            assert box is not None
            shrink = min(1.0, 1600 / (max(box["width"], box["height"]) * ratio))
            shown = pixels(page, view)
            assert abs(shown.shape[1] - box["width"] * ratio * shrink) <= 1, view
            assert abs(shown.shape[0] - box["height"] * ratio * shrink) <= 1, view


@pytest.mark.parametrize("screen", SCREENS, ids=lambda one: f"{one.width}x{one.height}-{one.ratio}-{one.text}")
def test_what_may_never_be_hidden_stands_apart_in_every_view(server: Serving, screen: Screen) -> None:
    size = {"width": screen.width, "height": screen.height}
    with page_on(server.address, size=size, touch=screen.touch, ratio=screen.ratio) as page:
        page.evaluate("percent => { document.documentElement.style.fontSize = `${percent}%`; }", screen.text)
        opened(page)
        for view in VIEWS[:3]:
            page.get_by_test_id(f"viewport-{view}").focus()
            for _ in range(10):
                page.keyboard.press("]")
        wait_lossless(page)
        asked_in_device_pixels(page, screen.ratio)
        for view in VIEWS:
            if page.get_by_test_id(f"viewport-{view}").is_visible():
                stands_apart(page, view)
        bar = page.locator("header.bar")
        assert "study" in bar.inner_text()
        page.get_by_test_id("viewport-coronal").focus()
        page.keyboard.press("f")
        wait_lossless(page, "coronal")
        stands_apart(page, "coronal", "patient")


def stands_apart(page: Page, view: str, *more: str) -> None:
    """Whatever may not be hidden is in sight, inside the view, and covers nothing else of its kind."""
    found: dict[str, list[float]] = page.evaluate("view => neverHidden(view)", view)
    wanted = {"plane", "mark", "warning", "left", "right", "top", "bottom", *more}
    if view != "volume":
        wanted |= {"window", "slab"}
    assert wanted <= set(found), view
    outside = {name: place[:4] for name, place in found.items() if min(place[:4]) < 0}
    assert outside == {}, view
    over = [(a, b) for a, b in combinations(found, 2) if overlap(found[a][4:], found[b][4:])]
    assert over == [], view


def overlap(a: list[float], b: list[float]) -> bool:
    """Whether two boxes share more than a pixel's edge."""
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1


def test_a_window_changes_before_the_server_answers(server: Serving) -> None:
    with page_on(server.address, query=TRANSPORTS["websocket"]) as page:
        wire = Wire(page)
        opened(page, "websocket")
        axial = page.get_by_test_id("viewport-axial")
        before, was = seen(axial), window_of(wire)
        wire.held = True
        page.get_by_test_id("tool-window").click()
        drag(page, axial, dx=60, dy=30)
        foreseen = seen(axial)
        # To the right wider, up brighter; a pixel is a 300th of the width.
        pixel = was["width"] / 300
        center, width = was["center"] + 30 * pixel, was["width"] + 60 * pixel
        greys = before.astype(float) / 255
        expected = ((greys - 0.5) * was["width"] + was["center"] - center) / width + 0.5
        inside = flat(before) & (before > 0) & (before < 255)
        assert len(np.unique(before[inside])) > 20
        assert np.abs(foreseen[inside] - expected[inside] * 255).max() <= 1.5
        assert page.evaluate("window.tomocast.stats('axial').fidelity") != "lossless"


def seen(view: Locator) -> NDArray[np.uint8]:
    """The middle of a view as the browser composes it, (h, w): the greys, and 0 where lines have a colour."""
    with Image.open(io.BytesIO(view.screenshot())) as image:
        colours = np.asarray(image.convert("RGB"))
    height, width = colours.shape[:2]
    middle = colours[height // 4 : -height // 4, width // 4 : -width // 4]
    return np.where(np.ptp(middle, axis=2) == 0, middle[:, :, 0], 0).astype(np.uint8)


def flat(greys: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the neighbours are equal."""
    return np.asarray(maximum_filter(greys, 5) == minimum_filter(greys, 5))


def window_of(wire: Wire) -> dict[str, float]:
    """The axial view's window, as the server said it last."""
    states = [one for one in wire.heard if one["t"] == "state"]
    return next(one["window"] for one in states[-1]["views"] if one["view"] == "axial")


def drag(page: Page, view: Locator, dx: float, dy: float) -> None:
    """With the left button from the middle of a view, and let go."""
    box = view.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in (1, 2, 3):
        page.mouse.move(x + dx * step / 3, y + dy * step / 3)
    page.mouse.up()
    page.wait_for_timeout(100)
