"""Mouse and fingers in a real browser: what a drag does, what takes it back, and what several fingers mean."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from archive.archive import Archive
from archive.phantom import Identity, write_series, write_torso
from tests.journeys.browsing import LAPTOP, TABLET, open_first_study, page_on, shown_mm, wait_lossless, wait_settled
from tests.journeys.fingers import Fingers, Place, place_in
from tests.journeys.serving import Serving, serving

# The rings stand as far from a view's edges as letters and tags need.
RING_PX = 92


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("pointers")
    write_torso(folder / "files" / "torso", slices=120, size=256)
    scout = Identity(study="torso", series="scout", number=2, patient_name="Sample^Torso", patient_id="TORSO-1")
    write_series(folder / "files" / "scout", slices=6, identity=scout)
    with Archive(folder / "data") as archive:
        archive.import_paths([folder / "files"])
    with serving(folder / "data") as running:
        yield running


def words(page: Page, view: str) -> str:
    return page.get_by_test_id(f"viewport-{view}").inner_text()


def window_of(page: Page, view: str = "axial") -> tuple[float, float]:
    found = re.search(r"W ([\d.]+) L ([\u2212\d.]+)", words(page, view))
    assert found, words(page, view)
    return float(found[1]), float(found[2].replace("\u2212", "-"))


def wait_words(page: Page, view: str, pattern: str) -> None:
    expect(page.get_by_test_id(f"viewport-{view}")).to_contain_text(re.compile(pattern))


def drag(page: Page, start: Place, *stops: Place, button: str = "left", release: bool = True) -> None:
    page.mouse.move(*start)
    page.mouse.down(button=button)  # type: ignore[arg-type]
    for stop in stops:
        page.mouse.move(*stop, steps=6)
    if release:
        page.mouse.up(button=button)  # type: ignore[arg-type]


def test_a_mouse(server: Serving) -> None:
    with page_on(server.address, size=LAPTOP) as page:
        open_first_study(page)
        wait_lossless(page)
        _a_drag_is_taken_back(page)
        _a_drag_is_one_step(page)
        _a_ring_turns_one_plane(page)
        _the_wheel_with_alt_makes_a_slab(page)
        _a_mip_turns_by_steps(page)
        _side_buttons_go_to_the_series_beside(page)
        _the_wheel_goes_the_other_way_where_one_wants_it(page)
        _a_series_is_dragged_into_a_view(page)


def _a_drag_is_taken_back(page: Page) -> None:
    before = window_of(page)
    x, y = place_in(page, "viewport-axial", 0.3, 0.3)
    drag(page, (x, y), (x + 120, y + 40), release=False)
    wait_words(page, "axial", r"W (?!400)")
    page.keyboard.press("Escape")
    wait_words(page, "axial", rf"W {before[0]:g} L {before[1]:g}")
    page.mouse.move(x + 200, y + 90, steps=3)
    page.mouse.up()
    wait_lossless(page, "axial")
    assert window_of(page) == before
    expect(page.get_by_test_id("undo")).to_be_disabled()


def _a_drag_is_one_step(page: Page) -> None:
    before = window_of(page)
    x, y = place_in(page, "viewport-axial", 0.3, 0.3)
    drag(page, (x, y), (x + 60, y), (x + 150, y))
    wait_words(page, "axial", r"W 600")
    page.get_by_test_id("undo").click()
    wait_words(page, "axial", rf"W {before[0]:g} ")
    page.get_by_test_id("redo").click()
    wait_words(page, "axial", r"W 600")
    page.get_by_test_id("undo").click()
    wait_words(page, "axial", rf"W {before[0]:g} ")


def _a_ring_turns_one_plane(page: Page) -> None:
    box = page.get_by_test_id("viewport-axial").bounding_box()
    assert box is not None
    at = page.evaluate("() => window.tomocast.overlaid('axial').crosshair")
    centre = (box["x"] + at[0], box["y"] + at[1])
    arm = at[0] - RING_PX
    turned = [
        (centre[0] - arm * math.cos(a), centre[1] - arm * math.sin(a)) for a in (math.radians(10), math.radians(20))
    ]
    drag(page, (centre[0] - arm, centre[1]), *turned)
    wait_words(page, "coronal", "oblique")
    assert "oblique" not in words(page, "sagittal")
    page.keyboard.press("Control+z")
    wait_lossless(page, "coronal")
    expect(page.get_by_test_id("viewport-coronal")).not_to_contain_text("oblique")


def _the_wheel_with_alt_makes_a_slab(page: Page) -> None:
    page.mouse.move(*place_in(page, "viewport-axial"))
    page.keyboard.down("Alt")
    for _ in range(3):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Alt")
    wait_words(page, "axial", r"3 mm MIP")
    # A maximum has no depth: no value stands there.
    assert "HU" not in page.get_by_test_id("viewport-axial").locator(".value").inner_text()
    page.keyboard.press("Control+z")
    expect(page.get_by_test_id("viewport-axial")).not_to_contain_text("3 mm")
    page.mouse.move(*place_in(page, "viewport-axial", 0.45, 0.5))
    expect(page.get_by_test_id("viewport-axial").locator(".value")).to_contain_text("HU")


def _a_mip_turns_by_steps(page: Page) -> None:
    page.get_by_test_id("layout-mip").click()
    wait_lossless(page, "volume")
    box = page.get_by_test_id("viewport-volume").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    # Half a turn goes once across: this is an eighth, and some pixels that are no step yet.
    drag(page, (box["x"] + 300, y), (box["x"] + 300 + box["width"] / 4 + 5, y + 60))
    wait_words(page, "volume", r"[Rr]ight anterior 45")
    page.get_by_test_id("layout-2x2").click()


def _side_buttons_go_to_the_series_beside(page: Page) -> None:
    first = page.url
    session = page.context.new_cdp_session(page)
    x, y = place_in(page, "viewport-axial")
    for button, bit in (("forward", 16), ("back", 8)):
        for kind, buttons in (("mousePressed", bit), ("mouseReleased", 0)):
            event = {"type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1}
            session.send("Input.dispatchMouseEvent", event)
        if button == "forward":
            page.wait_for_function("before => location.href !== before", arg=first)
            page.get_by_text("6 images").first.wait_for()
    page.wait_for_function("before => location.href === before", arg=first)
    wait_lossless(page, "axial")


def _the_wheel_goes_the_other_way_where_one_wants_it(page: Page) -> None:
    page.get_by_test_id("panel-toggle").click()
    page.get_by_test_id("wheel-head").click()
    before = shown_mm(page, "axial")
    page.mouse.move(*place_in(page, "viewport-axial", 0.3, 0.3))
    page.mouse.wheel(0, 100)
    assert wait_settled(page, "axial", changed_from=before) > before


def _a_series_is_dragged_into_a_view(page: Page) -> None:
    page.get_by_role("tab", name="Series").click()
    row = page.get_by_test_id("panel").get_by_test_id("series-row").filter(has_text="6 images")
    before = page.url
    row.drag_to(page.get_by_test_id("viewport-coronal"))
    page.wait_for_function("before => location.href !== before", arg=before)
    page.get_by_text("6 images").first.wait_for()
    wait_lossless(page, "axial")


def test_fingers(server: Serving) -> None:
    with page_on(server.address, size=TABLET, touch=True) as page:
        page.get_by_test_id("study-row").first.tap()
        page.get_by_test_id("viewport-axial").wait_for()
        wait_lossless(page, "axial")
        fingers = Fingers(page)
        _one_scrolls(page, fingers)
        _two_pan_and_pinch_and_never_scroll(page, fingers)
        _three_window(page, fingers)
        _a_resting_one_leads_the_crosshair(page, fingers)
        _a_resting_one_on_words_asks_for_the_menu(page, fingers)


def _one_scrolls(page: Page, fingers: Fingers) -> None:
    before = shown_mm(page, "axial")
    fingers.swipe(place_in(page, "viewport-axial", 0.3, 0.4), place_in(page, "viewport-axial", 0.3, 0.5))
    assert wait_settled(page, "axial", changed_from=before) < before


def _two_pan_and_pinch_and_never_scroll(page: Page, fingers: Fingers) -> None:
    before = shown_mm(page, "axial")
    x, y = place_in(page, "viewport-axial")
    fingers.down((x - 50, y), (x + 50, y))
    fingers.move((x - 100, y), (x + 100, y))
    fingers.up()
    wait_words(page, "axial", r"Zoom 2\.0")
    wait_lossless(page, "axial")
    assert shown_mm(page, "axial") == before


def _three_window(page: Page, fingers: Fingers) -> None:
    before = window_of(page)
    x, y = place_in(page, "viewport-axial", 0.4, 0.5)
    fingers.down((x, y), (x + 60, y), (x + 120, y))
    fingers.move((x + 75, y), (x + 135, y), (x + 195, y))
    fingers.up()
    wait_words(page, "axial", r"W (?!400)")
    wait_lossless(page, "axial")
    assert window_of(page)[0] == pytest.approx(before[0] * 1.25, rel=0.02)
    assert "Zoom 2.0" in words(page, "axial")


def _a_resting_one_leads_the_crosshair(page: Page, fingers: Fingers) -> None:
    loupe = page.get_by_test_id("viewport-axial").locator(".loupe")
    expect(loupe).to_be_hidden()
    before = page.evaluate("() => window.tomocast.overlaid('axial').crosshair")
    x, y = place_in(page, "viewport-axial", 0.6, 0.6)
    fingers.down((x, y))
    expect(loupe).to_be_visible()
    glass = loupe.bounding_box()
    assert glass is not None
    assert glass["y"] + glass["height"] <= y - 70
    fingers.move((x - 80, y + 20))
    expect(page.get_by_test_id("viewport-axial").locator(".value")).to_contain_text("HU")
    fingers.up()
    expect(loupe).to_be_hidden()
    box = page.get_by_test_id("viewport-axial").bounding_box()
    assert box is not None
    wait_lossless(page, "axial")
    led = page.evaluate("() => window.tomocast.overlaid('axial').crosshair")
    assert led != before
    assert (box["x"] + led[0], box["y"] + led[1]) == pytest.approx((x - 80, y + 20), abs=1.5)


def _a_resting_one_on_words_asks_for_the_menu(page: Page, fingers: Fingers) -> None:
    at = page.get_by_test_id("viewport-axial").locator(".top-left > div").first.bounding_box()
    assert at is not None
    fingers.down((at["x"] + 20, at["y"] + at["height"] / 2))
    menu = page.get_by_test_id("view-menu")
    menu.wait_for()
    fingers.up()
    page.get_by_test_id("menu-flipAcross").tap()
    expect(menu).to_have_count(0)
    page.get_by_test_id("undo").tap()
    page.get_by_test_id("redo").tap()
    wait_lossless(page, "axial")
