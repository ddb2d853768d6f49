"""What the page says when something is wrong, each caused for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.browsing import open_first_study, page_on, shown_mm, wait_lossless, wait_settled
from tests.journeys.serving import Serving, serving
from tests.journeys.wire import Values, Wire, with_another_byte, with_another_pixel


def test_a_reader_waits_for_a_place_and_is_let_in(archive: Path) -> None:
    with serving(archive, "--places", "1") as server, page_on(server.address) as first:
        _waits_and_is_let_in(server, first)


def _waits_and_is_let_in(server: Serving, first: Page) -> None:
    wire = Wire(first)
    open_first_study(first)
    wait_lossless(first, "axial")
    second = first.context.new_page()
    second.goto(server.address)
    open_first_study(second)
    second.get_by_text("All places are taken (1 of 1). You are next.").first.wait_for()
    # Whoever lost the link comes back behind those who wait, and sees no old picture meanwhile.
    wire.held = True
    first.get_by_text("You are next.").first.wait_for()
    assert first.evaluate("() => window.tomocast.pixels('axial')") is None
    wait_lossless(second, "axial")
    wire.held = False
    second.get_by_test_id("back").click()
    wait_lossless(first, "axial")


class Altered:
    """Changes axial stills until `left` is used up: by a bit of a pixel, and by a byte of the file, in turns."""

    def __init__(self) -> None:
        self.left = 0

    def __call__(self, message: Values) -> Values:
        if message["t"] != "still" or message["stream"] != 0 or self.left == 0:
            return message
        self.left -= 1
        change: Callable[[bytes], bytes] = with_another_byte if self.left % 2 else with_another_pixel
        return {**message, "data": change(message["data"])}


def checked(wire: Wire) -> list[bool]:
    """What the page said of the axial stills that came, in order."""
    return [one["verified"] for one in wire.said if one["t"] == "shown" and one["stream"] == 0]


def test_a_still_that_is_altered_on_its_way_is_never_called_lossless(server: Serving) -> None:
    with page_on(server.address) as page:
        # The way is known to be quick: on a busy machine it may seem slow, and stills would come in parts.
        page.evaluate("localStorage.setItem('tomocast.bit-rate', JSON.stringify([2e8, Date.now()]))")
        wire = Wire(page)
        wire.alter = altered = Altered()
        altered.left = 1000
        open_first_study(page)
        wait_lossless(page, "coronal", "sagittal", "volume")
        axial = page.get_by_test_id("viewport-axial")
        mark = axial.get_by_test_id("viewport-fidelity")
        expect(mark).to_have_text("Not verified")
        expect(page.get_by_test_id("fidelity-mark")).to_have_text("Not verified1 of 4")
        # It is asked for three times again and then no more, however long one waits.
        while len(checked(wire)) < 4:
            page.wait_for_timeout(50)
        page.wait_for_timeout(500)
        assert checked(wire) == [False] * 4
        expect(mark).to_have_text("Not verified")
        # The next picture comes altered once, and right when it is asked for again.
        wire.said.clear()
        altered.left = 1
        axial.focus()
        page.keyboard.press("ArrowUp")
        wait_lossless(page, "axial")
        expect(mark).to_have_text("Lossless")
        assert checked(wire) == [False, True]


def test_a_silent_server_is_seen_and_tried_again(server: Serving) -> None:
    with page_on(server.address) as page:
        page.clock.install()
        wire = Wire(page)
        open_first_study(page)
        wait_lossless(page)
        axial = page.get_by_test_id("viewport-axial")
        axial.focus()
        before = shown_mm(page, "axial")
        page.keyboard.press("ArrowUp")
        at = wait_settled(page, "axial", before)
        wire.held = True
        _is_dimmed(page)
        page.clock.fast_forward(31_000)
        _is_removed(page)
        wire.held = False
        axial.get_by_role("button", name="Try now").click()
        wait_lossless(page)
        assert shown_mm(page, "axial") == at
        expect(page.locator(".stage")).to_have_attribute("data-freshness", "fresh")


def _is_dimmed(page: Page) -> None:
    expect(page.locator(".stage")).to_have_attribute("data-freshness", "dim")
    axial = page.get_by_test_id("viewport-axial")
    expect(axial.locator(".plate")).to_contain_text("ReconnectingYour view is kept.Try now")
    expect(axial.get_by_test_id("viewport-fidelity")).to_contain_text("Stale")
    expect(axial.locator(".picture")).to_have_css("filter", "brightness(0.7)")
    expect(page.get_by_test_id("transport-mark")).to_contain_text("Reconnecting")


def _is_removed(page: Page) -> None:
    axial = page.get_by_test_id("viewport-axial")
    expect(axial.get_by_role("alert")).to_contain_text("The server does not answer")
    expect(axial.get_by_role("alert")).to_contain_text("Since ")
    assert page.evaluate("() => window.tomocast.pixels('axial')") is None
    for view in ("axial", "volume"):
        drawn = page.get_by_test_id(f"viewport-{view}").locator(".picture > *")
        for n in range(drawn.count()):
            expect(drawn.nth(n)).not_to_be_visible()
