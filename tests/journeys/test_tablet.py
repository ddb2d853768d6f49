"""Held in the hand: turned, cut out by the screen's own shape, in the left hand or the right, touched by fingers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.browsing import TABLET, VIEWS, page_on, wait_lossless
from tests.journeys.serving import Serving

LANDSCAPE, PORTRAIT = TABLET, {"width": 768, "height": 1024}
TARGET_PX = 48
PLANES = VIEWS[:3]
# Where the crosshair stands from the view's middle, and how long a millimetre is: both in CSS pixels.
SEEN = """view => {
  const root = document.querySelector(`[data-testid=viewport-${view}]`);
  const [x, y] = window.tomocast.overlaid(view).crosshair;
  const bar = root.querySelector(".scale");
  const px = bar.getBoundingClientRect().width, mm = parseFloat(bar.parentElement.textContent);
  return {x: x - root.clientWidth / 2, y: y - root.clientHeight / 2, scale: px / mm, width: root.clientWidth};
}"""
SMALL_TARGETS = """least => [...document.querySelectorAll("button, select, input, a[href], summary, [role=tab]")]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && getComputedStyle(one).pointerEvents !== "none")
  .filter(one => getComputedStyle(one).clipPath === "none")
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < least - 0.5)
  .map(([one, box]) => `${one.dataset.testid ?? one.ariaLabel ?? one.textContent}: ${box.width}x${box.height}`)"""
BOX = "one => { const {left, top, right, bottom} = one.getBoundingClientRect(); return [left, top, right, bottom]; }"


def small_targets(page: Page, where: str) -> list[str]:
    return [f"{where}: {one}" for one in page.evaluate(SMALL_TARGETS, TARGET_PX)]


def pinch(page: Page, cdp: CDPSession, view: str) -> None:
    """Two fingers that part and wander off: zoomed, and another point in the middle."""
    box = page.get_by_test_id(f"viewport-{view}").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    way = [(30 + 2 * n, 3 * n) for n in range(12)]
    for n, (apart, aside) in enumerate(way):
        fingers = [{"x": x + aside - apart, "y": y + aside, "id": 1}, {"x": x + aside + apart, "y": y + aside, "id": 2}]
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove" if n else "touchStart", "touchPoints": fingers})
        page.wait_for_timeout(20)
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def turn(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    # Sizes are told when they have rested; the new pictures are exact when they fit the new views.
    page.wait_for_timeout(300)
    wait_lossless(page)


def turning_keeps_middle_and_scale(page: Page, cdp: CDPSession) -> None:
    position = page.get_by_test_id("viewport-axial").locator(".at")
    before_touch = position.inner_text()
    pinch(page, cdp, "axial")
    wait_lossless(page)
    assert position.inner_text() == before_touch, "a pinch scrolled"
    before = {view: page.evaluate(SEEN, view) for view in PLANES}
    assert abs(before["axial"]["x"]) > 10, "the pinch wandered"
    turn(page, PORTRAIT)
    after = {view: page.evaluate(SEEN, view) for view in PLANES}
    assert after["axial"]["width"] != before["axial"]["width"]
    for view in PLANES:
        assert after[view]["scale"] == pytest.approx(before[view]["scale"], rel=0.02), view
        for axis in "xy":
            assert after[view][axis] == pytest.approx(before[view][axis], abs=1.5), (view, axis)
    assert page.get_by_test_id("undo").is_enabled(), "the pinch is the last step, not the turn"
    page.get_by_test_id("undo").tap()
    wait_lossless(page)
    assert page.get_by_test_id("undo").is_disabled()


def nothing_lies_under_the_notch(page: Page, cdp: CDPSession) -> None:
    insets = {"top": 24, "left": 40, "bottom": 20, "right": 44}
    cdp.send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
    for size in (PORTRAIT, LANDSCAPE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for part in (".bar", ".rail", ".stage"):
            left, top, right, bottom = page.locator(part).evaluate(BOX)
            assert left >= insets["left"], part
            assert top >= insets["top"], part
            assert right <= size["width"] - insets["right"], part
            assert bottom <= size["height"] - insets["bottom"], part
    cdp.send("Emulation.setSafeAreaInsetsOverride", {"insets": dict.fromkeys(insets, 0)})


def tools_are_where_the_thumb_is(page: Page) -> None:
    left, _, right, _ = page.locator(".rail").evaluate(BOX)
    assert right == LANDSCAPE["width"]
    page.get_by_test_id("hand-left").tap()
    left, _, right, _ = page.locator(".rail").evaluate(BOX)
    assert left == 0
    assert page.locator(".stage").evaluate(BOX)[0] == right
    page.reload()
    page.get_by_test_id("viewport-axial").wait_for()
    assert page.locator(".rail").evaluate(BOX)[0] == 0


def settings(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """() => ({over: getComputedStyle(document.documentElement).overscrollBehaviorY,
                   touch: getComputedStyle(document.querySelector(".stage")).touchAction,
                   wide: document.documentElement.scrollWidth > innerWidth})"""
    )
    return found


def test_a_tablet_is_turned_held_and_touched(server: Serving) -> None:
    with page_on(server.address, size=LANDSCAPE, touch=True) as page:
        cdp = page.context.new_cdp_session(page)
        page.get_by_test_id("study-row").first.wait_for()
        small = small_targets(page, "start")
        page.get_by_test_id("study-row").first.tap()
        wait_lossless(page)
        assert settings(page) == {"over": "none", "touch": "none", "wide": False}
        assert page.evaluate(SMALL_TARGETS, 70), "nothing is measured"
        small += small_targets(page, "viewer, landscape")
        turning_keeps_middle_and_scale(page, cdp)
        small += small_targets(page, "viewer, portrait")
        nothing_lies_under_the_notch(page, cdp)
        page.get_by_test_id("panel-toggle").tap()
        expect(page.get_by_test_id("panel")).to_be_visible()
        small += small_targets(page, "panel")
        tools_are_where_the_thumb_is(page)
        page.get_by_test_id("preset").tap()
        small += small_targets(page, "window menu")
    assert small == []
