"""A room as its people see it: one presents, the others follow, look freely, ask, take over and write notes."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, expect

from tests.journeys.axe import at_both_widths, load_axe
from tests.journeys.browsing import open_first_study, page_on, pixels, shown_mm, wait_lossless, wait_settled
from tests.journeys.fingers import place_in
from tests.journeys.meeting import call_oneself, guest_on, link_into, strip
from tests.journeys.serving import Serving

OTHER_SHAPE = {"width": 1024, "height": 768}
# A presenter who has gone keeps the presenting for 20 s.
GONE_MS = 40_000
BURST_MS = 700
SAME_HU = 5
CROSSHAIR = "() => window.tomocast.overlaid('axial').crosshair"


def _wheel(page: Page, notches: int = 1) -> None:
    page.get_by_test_id("viewport-axial").hover()
    for _ in range(notches):
        page.mouse.wheel(0, 100)


def _wait_at(page: Page, mm: float, view: str = "axial") -> None:
    """Wait until the picture of this place is there, exact."""
    for _ in range(100):
        wait_lossless(page, view)
        if shown_mm(page, view) == mm:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the {view} view shows {shown_mm(page, view)} instead of {mm} mm")


def test_a_followers_hand_is_their_own_and_the_presenters_is_everybodys(server: Serving) -> None:
    with page_on(server.address) as one:
        open_first_study(one)
        wait_lossless(one, "axial")
        expect(one.get_by_test_id("room-strip")).to_have_count(0)
        call_oneself(one, "Radiology")
        with guest_on(link_into(one), "Surgery", size=OTHER_SHAPE) as two:
            _follows(one, two)
            _looks_freely(one, two)
            _counts_in_the_presenters_picture(one, two)
            _is_seen_by_every_eye(one, two)


def _follows(one: Page, two: Page) -> None:
    strip(two, "following", "Radiology is presenting. You follow.")
    strip(one, "presenting", "One other follows you.")
    wait_lossless(one)
    before = shown_mm(one, "axial")
    _wheel(one, 5)
    _wait_at(two, wait_settled(one, "axial", before))
    wait_lossless(one)
    # Of another shape, but the very picture that the presenter sees: its size, its pixels, its hash.
    assert np.array_equal(pixels(two, "axial"), pixels(one, "axial"))


def _looks_freely(one: Page, two: Page) -> None:
    shared = shown_mm(one, "axial")
    question = two.get_by_test_id("free-question")
    _wheel(two)
    expect(question).to_contain_text("Radiology moves what all see")
    two.keyboard.press("Escape")
    expect(question).to_have_count(0)
    # The same turn of the wheel is not asked about twice.
    two.wait_for_timeout(BURST_MS)
    _wheel(two)
    expect(question).to_be_visible()
    assert shown_mm(two, "axial") == shared
    two.keyboard.press("Enter")
    strip(two, "free", "You look freely.")
    own = wait_settled(two, "axial", shared)
    _wheel(one, 3)
    moved = wait_settled(one, "axial", shared)
    assert shown_mm(two, "axial") == own
    # Once agreed, nothing is asked again: by the strip's button and by Esc twice one is back.
    two.get_by_role("button", name="Back to Radiology").click()
    strip(two, "following", "You follow.")
    _wait_at(two, moved)
    _wheel(two)
    strip(two, "free", "You look freely.")
    wait_settled(two, "axial", moved)
    two.keyboard.press("Escape")
    expect(two.get_by_test_id("room-strip")).to_contain_text("Esc again: back to Radiology")
    two.keyboard.press("Escape")
    strip(two, "following", "You follow.")
    _wait_at(two, moved)


def _counts_in_the_presenters_picture(one: Page, two: Page) -> None:
    """A place of the patient lies at the same part of both pictures, whatever the views' shapes."""
    one.keyboard.press("x")
    one.mouse.click(*place_in(one, "viewport-axial", 0.42, 0.6))
    wait_settled(one, "axial")
    one.wait_for_timeout(300)
    crosses = [page.evaluate(CROSSHAIR) for page in (one, two)]
    boxes = [page.get_by_test_id("viewport-axial").bounding_box() for page in (one, two)]
    sizes = [(box["width"], box["height"]) for box in boxes if box]
    magnified = min(two / one for one, two in zip(*sizes, strict=True))
    middles = [(width / 2, height / 2) for width, height in sizes]
    for n in range(2):
        assert abs(crosses[1][n] - (middles[1][n] + (crosses[0][n] - middles[0][n]) * magnified)) < 1
    # What lies under the follower's pointer there is what lies under the presenter's.
    _same_value_under(one, two, crosses)


def _same_value_under(one: Page, two: Page, places: list[list[float]]) -> None:
    values = []
    for page, (x, y) in zip((one, two), places, strict=True):
        box = page.get_by_test_id("viewport-axial").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + x, box["y"] + y, steps=2)
        words = page.get_by_test_id("viewport-axial").locator(".value")
        expect(words).to_contain_text("HU")
        values.append(float(words.inner_text().replace("\u2212", "-").split()[0]))
    # A pointer stands on whole pixels of its screen: it is the same place but for a part of one.
    assert abs(values[0] - values[1]) < SAME_HU


def _is_seen_by_every_eye(one: Page, two: Page) -> None:
    two.get_by_test_id("room-button").click()
    two.get_by_test_id("ask").first.click()
    expect(one.get_by_test_id("asked")).to_be_visible()
    found: list[str] = []
    for page, who in ((one, "presenter"), (two, "guest")):
        load_axe(page)
        found += at_both_widths(page, who)
    assert found == []


def test_presenting_goes_from_hand_to_hand(server: Serving) -> None:
    with page_on(server.address) as one:
        open_first_study(one)
        wait_lossless(one, "axial")
        call_oneself(one, "Radiology")
        with guest_on(link_into(one, "present"), "Surgery") as two:
            wait_lossless(two, "axial")
            _is_handed_over(one, two)
            _is_taken_over_and_given_back(one, two)
            _write_notes(one, two)
            one.get_by_test_id("back").click()
            two.get_by_test_id("take").wait_for(timeout=GONE_MS)
            strip(two, "nobody", "Radiology has left.")
            two.get_by_test_id("take").click()
            expect(two.get_by_test_id("room-strip")).to_have_count(0)


def _is_handed_over(one: Page, two: Page) -> None:
    two.get_by_test_id("ask").click()
    expect(one.get_by_test_id("room-spoken")).to_have_text("Surgery asks to present.")
    asked = one.get_by_test_id("asked")
    one.get_by_test_id("asked-later").click()
    expect(asked).to_have_count(0)
    two.get_by_test_id("ask").click()
    one.get_by_test_id("asked-later").focus()
    one.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    two.get_by_test_id("ask").click()
    one.get_by_test_id("asked-hand").click()
    strip(two, "presenting", "One other follows you.")
    strip(one, "following", "Surgery is presenting.")
    before = shown_mm(two, "axial")
    _wheel(two, 2)
    _wait_at(one, wait_settled(two, "axial", before))


def _is_taken_over_and_given_back(one: Page, two: Page) -> None:
    one.get_by_test_id("take-over").click()
    strip(one, "presenting", "One other follows you.")
    expect(one.get_by_test_id("taken")).to_contain_text("You took over from Surgery.")
    expect(two.get_by_test_id("taken")).to_contain_text("Radiology took over.")
    two.get_by_test_id("taken-undo").click()
    strip(two, "presenting", "One other follows you.")
    expect(one.get_by_test_id("taken")).to_have_count(0)
    # From the row of who presents now, by name.
    two.get_by_test_id("room-button").click()
    two.get_by_role("button", name="Hand over to Radiology").click()
    strip(one, "presenting", "One other follows you.")


def _write_notes(one: Page, two: Page) -> None:
    two.get_by_test_id("room-button").click()
    one.get_by_test_id("note-field").fill("Carina at image 181.")
    expect(one.get_by_test_id("note-left")).to_have_text("260 left")
    one.keyboard.press("Enter")
    expect(one.get_by_test_id("note")).to_have_count(1)
    expect(one.get_by_test_id("note-field")).to_have_value("")
    expect(two.get_by_test_id("unread")).to_have_text("1")
    expect(two.get_by_test_id("room-spoken")).to_have_text("Radiology: Carina at image 181.")
    two.get_by_test_id("room-button").click()
    expect(two.get_by_test_id("note")).to_contain_text("Carina at image 181.")
    expect(two.get_by_test_id("unread")).to_have_count(0)
    expect(one.get_by_test_id("unread")).to_have_count(0)
