"""Pointing and drawing together: one shows a place of the patient, the others see it there, however they look at it."""

from __future__ import annotations

import io
import math
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys.browsing import LAPTOP, open_first_study, page_on, wait_lossless
from tests.journeys.fingers import place_in
from tests.journeys.meeting import call_oneself, guest_on, link_into
from tests.journeys.serving import Serving
from tests.journeys.wire import Wire

SMALLER: Final = {"width": 1024, "height": 700}
LOOKING: Final = "Your link lets you look only"
BARE: Final = """() => document.querySelectorAll(".view canvas.lines, .view .overlay, .view .letter")
  .forEach(part => (part.style.visibility = "hidden"))"""
AXIAL_WIDTH: Final = "() => window.tomocast.pixels('axial')?.width"
SETTLE_MS: Final = 400
# Who left is kept a place for 20 s.
GONE_MS: Final = 40_000


def _marks(page: Page, view: str = "axial") -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("view => window.tomocast.marks(view)", view)
    return found


def _wait_marks(page: Page, view: str, condition: str) -> dict[str, Any]:
    """Wait until a condition on `pointers` and `lines` holds."""
    page.wait_for_function(f"view => (({{pointers, lines}}) => {condition})(window.tomocast.marks(view))", arg=view)
    return _marks(page, view)


def _crosshair(page: Page) -> tuple[float, float]:
    x, y = page.evaluate("() => window.tomocast.overlaid('axial').crosshair")
    return x, y


def _point(page: Page, across: float, down: float, view: str = "axial") -> tuple[float, float]:
    """The hand goes to a place of a view, in parts of its size; gives it in pixels of the view."""
    box = page.get_by_test_id(f"viewport-{view}").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down, steps=3)
    return box["width"] * across, box["height"] * down


def _draw(page: Page, view: str, across: float = 0.4, radius: float = 40) -> None:
    """A ring."""
    x, y = place_in(page, f"viewport-{view}", across, 0.5)
    places = [(x + radius * math.cos(n / 6), y + radius * math.sin(n / 6)) for n in range(38)]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places:
        page.mouse.move(*place)
    page.mouse.up()


def _magnified(presenter: Page, other: Page) -> float:
    """How much larger the other sees it, when two points lie at the same places of the patient for both."""
    seen = []
    for across, down in ((0.4, 0.4), (0.55, 0.6)):
        x, y = _point(presenter, across, down)
        presenter.wait_for_timeout(SETTLE_MS)
        (arrow,) = _wait_marks(other, "axial", "pointers.length === 1")["pointers"]
        assert not arrow["hollow"]
        own, their = _crosshair(presenter), _crosshair(other)
        seen.append(((x - own[0], y - own[1]), (arrow["x"] - their[0], arrow["y"] - their[1])))
    (a1, b1), (a2, b2) = seen
    larger = math.dist(b1, b2) / math.dist(a1, a2)
    for a, b in seen:
        assert math.dist((a[0] * larger, a[1] * larger), b) < 1.0
    return larger


def test_points_and_strokes(server: Serving) -> None:
    with page_on(server.address, size=LAPTOP) as page:
        open_first_study(page)
        wait_lossless(page)
        _alone_there_is_nothing_to_point_with(page)
        with guest_on(link_into(page), "Surgery", size=SMALLER) as other:
            wait_lossless(other)
            page.keyboard.press("a")
            expect(page.get_by_test_id("tool-point")).to_have_attribute("aria-pressed", "true")
            _a_pointer_is_at_the_same_place_of_the_patient(page, other)
            _beside_the_slice_it_is_hollow_and_after_a_while_gone(page, other)
            _a_stroke_is_on_its_slice(page, other)
            with guest_on(link_into(page, "look"), "Oncology") as late:
                _who_comes_late_sees_it_and_may_only_look(late)
            _strokes_are_taken_away(page, other)
        # Nobody is left to see it: the left button does what it did before.
        expect(page.get_by_test_id("tool-draw")).to_be_hidden(timeout=GONE_MS)
        expect(page.get_by_test_id("tool-window")).to_have_attribute("aria-pressed", "true")


def _alone_there_is_nothing_to_point_with(page: Page) -> None:
    expect(page.get_by_test_id("tool-point")).to_be_hidden()
    page.keyboard.press("d")
    expect(page.get_by_test_id("tool-window")).to_have_attribute("aria-pressed", "true")
    # Whoever looks at the room's tab expects somebody.
    call_oneself(page, "Radiology")
    expect(page.get_by_test_id("tool-draw")).to_be_visible()
    page.get_by_test_id("room-button").click()
    expect(page.get_by_test_id("tool-draw")).to_be_hidden()
    page.get_by_test_id("viewport-axial").focus()


def _a_pointer_is_at_the_same_place_of_the_patient(page: Page, other: Page) -> None:
    before = _magnified(page, other)
    (arrow,) = _marks(other)["pointers"]
    assert arrow["label"] == "Radiology"
    assert _marks(page)["pointers"] == []
    # The other looks freely, and magnifies.
    other.get_by_test_id("viewport-axial").focus()
    other.keyboard.press("+")
    other.get_by_test_id("free-yes").click()
    wait_lossless(other, "axial")
    expect(other.get_by_test_id("viewport-axial")).to_contain_text("Zoom 1.3")
    assert _magnified(page, other) > before * 1.2
    # The hand leaves the view: what it pointed at goes with it.
    page.mouse.move(400, 20)
    _wait_marks(other, "axial", "pointers.length === 0")


def _beside_the_slice_it_is_hollow_and_after_a_while_gone(page: Page, other: Page) -> None:
    for _ in range(2):
        other.keyboard.press("ArrowDown")
    wait_lossless(other, "axial")
    _point(page, 0.45, 0.45)
    (arrow,) = _wait_marks(other, "axial", "pointers.length === 1")["pointers"]
    assert arrow["hollow"]
    assert arrow["label"].endswith("mm H")
    assert _marks(other, "coronal")["pointers"] == []
    _wait_marks(other, "axial", "pointers.length === 0")


def _a_stroke_is_on_its_slice(page: Page, other: Page) -> None:
    page.keyboard.press("d")
    _draw(page, "axial")
    (own,) = _wait_marks(page, "axial", "lines.length === 1")["lines"]
    assert len(own["points"]) > 10
    other.get_by_role("status").filter(has_text="Radiology drew in axial.").wait_for(state="attached")
    assert _marks(other)["lines"] == []
    for _ in range(2):
        other.keyboard.press("ArrowUp")
    (line,) = _wait_marks(other, "axial", "lines.length === 1")["lines"]
    assert (line["name"], len(line["points"])) == ("Radiology", len(own["points"]))
    assert all(_marks(other, view)["lines"] == [] for view in ("coronal", "sagittal", "volume"))
    other.keyboard.press("ArrowUp")
    _wait_marks(other, "axial", "lines.length === 0")
    other.keyboard.press("ArrowDown")
    # Nothing of it moved the picture.
    expect(page.get_by_test_id("undo")).to_be_enabled()


def _who_comes_late_sees_it_and_may_only_look(late: Page) -> None:
    (line,) = _wait_marks(late, "axial", "lines.length === 1")["lines"]
    assert line["name"] == "Radiology"
    wait_lossless(late, "axial")
    pencil = late.get_by_test_id("tool-draw")
    expect(pencil).to_have_attribute("aria-disabled", "true")
    pencil.click(force=True)
    expect(late.get_by_test_id("viewport-axial").get_by_role("alert")).to_contain_text(LOOKING)
    expect(pencil).to_have_attribute("aria-pressed", "false")
    late.get_by_test_id("viewport-axial").get_by_role("button", name="Close").click()
    late.keyboard.press("d")
    expect(late.get_by_test_id("viewport-axial").get_by_role("alert")).to_contain_text(LOOKING)


def _strokes_are_taken_away(page: Page, other: Page) -> None:
    other.keyboard.press("d")
    _draw(other, "coronal", 0.6)
    _wait_marks(page, "coronal", "lines.length === 1")
    other.keyboard.press("Control+z")
    _wait_marks(page, "coronal", "lines.length === 0")
    assert len(_marks(page)["lines"]) == 1
    _draw(other, "coronal", 0.6)
    _wait_marks(page, "coronal", "lines.length === 1")
    page.keyboard.press("b")
    expect(page.get_by_test_id("marks-count")).to_have_text("2 strokes, 1 yours")
    page.get_by_test_id("erase-all").click()
    expect(page.get_by_test_id("marks-count")).to_have_text("Nothing is drawn.")
    _wait_marks(other, "coronal", "lines.length === 0")
    page.keyboard.press("b")


class _Muted(Wire):
    """A line on which nothing comes back from the page, as far as pictures go, and no still comes to it."""

    slow = False

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.alter = lambda message: {"t": "heartbeat"} if self.slow and message["t"] == "still" else message

    def _from_page(self, server: WebSocketRoute, message: str | bytes) -> None:
        values = msgspec.msgpack.decode(message if isinstance(message, bytes) else message.encode())
        if not (self.slow and values["t"] == "ack"):
            super()._from_page(server, message)


def _picture_of(page: Page) -> NDArray[np.float64]:
    """The middle of the axial view as it is on the screen, without words and lines."""
    box = page.get_by_test_id("viewport-axial").bounding_box()
    assert box is not None
    middle = {"x": box["x"] + box["width"] / 4, "y": box["y"] + box["height"] / 4}
    clip = {**middle, "width": box["width"] / 2, "height": box["height"] / 2}
    page.evaluate(BARE)
    with Image.open(io.BytesIO(page.screenshot(clip=clip))) as image:  # type: ignore[arg-type]
        return np.asarray(image.convert("L"), np.float64)


def _shift_between(a: NDArray[np.float64], b: NDArray[np.float64]) -> tuple[float, float]:
    """How many pixels two pictures of the same lie apart: one step of optical flow (Lucas and Kanade, 1981)."""
    down, across = np.gradient(a)
    (dy, dx), *_ = np.linalg.lstsq(np.stack([down.ravel(), across.ravel()], 1), (b - a).ravel(), rcond=None)
    return float(dx), float(dy)


def test_a_slow_line_gets_reduced_pictures_that_lie_where_the_exact_ones_do(server: Serving) -> None:
    with page_on(server.address, size=LAPTOP) as page:
        open_first_study(page)
        wait_lossless(page)
        token = link_into(page).rsplit("/", 1)[1]
        with page_on("about:blank", size=LAPTOP) as other:
            wire = _Muted(other)
            other.goto(f"{server.address}/?transport=websocket#join={token}")
            other.get_by_test_id("join-name").fill("Surgery")
            other.get_by_test_id("join-go").click()
            wait_lossless(other)
            wire.slow = True
            _moves_until_reduced(page, other)
            _wait_same_place(page, other)
            mark = other.get_by_test_id("viewport-axial").get_by_test_id("viewport-fidelity")
            expect(mark).to_have_text("Reduced")
            smaller = _picture_of(other)
            wire.slow = False
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowUp")
            wait_lossless(other, "axial")
            expect(mark).to_have_text("Lossless")
            _wait_same_place(page, other)
            exact = _picture_of(other)
            assert other.evaluate(AXIAL_WIDTH) == page.evaluate("() => window.tomocast.pixels('axial').width")
            np.save("/tmp/pointers/a.npy", smaller)
            np.save("/tmp/pointers/b.npy", exact)
            assert max(map(abs, _shift_between(smaller, exact))) < 0.5
            assert 0.9 < float(np.corrcoef(smaller.ravel(), exact.ravel())[0, 1]) < 0.9999


def _moves_until_reduced(page: Page, other: Page) -> None:
    """The presenter scrolls until the other has pictures of half as many pixels each way."""
    whole = page.evaluate("() => window.tomocast.pixels('axial').width")
    page.get_by_test_id("viewport-axial").hover()
    for n in range(200):
        page.mouse.wheel(0, 100 if n % 20 < 10 else -100)
        page.wait_for_timeout(60)
        if other.evaluate(AXIAL_WIDTH) == whole // 2:
            return
    raise AssertionError("no reduced picture came")


def _wait_same_place(page: Page, other: Page) -> None:
    wait_lossless(page, "axial")
    place = page.evaluate("() => window.tomocast.overlaid('axial').position")
    other.wait_for_function("place => window.tomocast.overlaid('axial')?.position === place", arg=place)
