"""Browsers and places without video: the page says what is missing and goes on with still pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from tests.journeys.browsing import VIEWS, open_first_study, page_on, pixels, wait_lossless
from tests.journeys.serving import Serving, serving
from tests.journeys.states import FLAGS, NAME
from tests.journeys.wire import Wire

# Hashing megabytes in script takes its time where other work goes on beside it.
SLOW_MS = 90_000
WITHOUT_VIDEO = "delete window.VideoDecoder; delete window.RTCPeerConnection; delete window.RTCRtpReceiver;"


def formats(wire: Wire, since: int = 0) -> set[str]:
    """How the moving pictures came."""
    return {str(one["format"]) for one in wire.heard[since:] if one["t"] == "picture"}


def moves_in_stills(page: Page, wire: Wire) -> None:
    """A drag changes the window while it lasts, picture by picture; at rest the view is lossless."""
    axial = page.get_by_test_id("viewport-axial")
    box = axial.bounding_box()
    assert box is not None
    x, y, since = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, len(wire.heard)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(x + 4 * step, y)
        page.wait_for_timeout(40)
    page.mouse.up()
    expect(axial.locator(".top-right")).not_to_contain_text("W 400 L 40")
    wait_lossless(page, "axial")
    moved = [one for one in wire.heard[since:] if one["t"] == "picture" and one["stream"] == 0]
    assert {one["format"] for one in moved} == {"jpeg"}


def test_a_browser_without_webcodecs_and_webrtc_reads_in_stills(server: Serving) -> None:
    with page_on(server.address) as page:
        page.add_init_script(WITHOUT_VIDEO)
        page.reload()
        wire = Wire(page)
        page.reload()
        open_first_study(page)
        wait_lossless(page)
        axial = page.get_by_test_id("viewport-axial")
        plate = axial.locator(".plate")
        expect(plate).to_contain_text("Still pictures")
        expect(plate).to_contain_text("This browser has no WebCodecs")
        expect(page.get_by_test_id("transport-mark")).to_contain_text("Stills")
        plate.get_by_role("button", name="Go on with stills").click()
        expect(plate).not_to_be_visible()
        moves_in_stills(page, wire)
        assert formats(wire) == {"jpeg"}
        assert page.evaluate("() => window.tomocast.stats().transport") == "websocket"


def test_a_plain_http_page_reads_in_stills_and_hashes_in_script(server: Serving) -> None:
    address = server.address.replace("localhost", NAME)
    with page_on(address, query="?transport=websocket", flags=FLAGS) as page:
        page.set_default_timeout(SLOW_MS)
        wire = Wire(page)
        page.reload()
        assert page.evaluate("() => [isSecureContext, typeof VideoDecoder, typeof crypto.subtle]") == [
            False,
            "undefined",
            "undefined",
        ]
        open_first_study(page)
        wait_lossless(page)
        axial = page.get_by_test_id("viewport-axial")
        expect(axial.locator(".plate")).to_contain_text("Without https the browser shows no video")
        assert axial.locator(".plate").get_attribute("role") == "status"
        moves_in_stills(page, wire)
        # The first input took the words away; the mark keeps them.
        expect(axial.locator(".plate")).not_to_be_visible()
        expect(page.get_by_test_id("transport-mark")).to_contain_text("Stills")
        assert all(one["verified"] for one in wire.said if one["t"] == "shown")


def test_whoever_finds_all_places_taken_opens_as_stills(archive: Path) -> None:
    with serving(archive, "--places", "1") as server, page_on(server.address) as first:
        open_first_study(first)
        wait_lossless(first)
        second = first.context.new_page()
        wire = Wire(second)
        second.goto(server.address)
        open_first_study(second)
        plate = second.get_by_test_id("viewport-axial").locator(".plate")
        expect(plate).to_contain_text("All places are taken (1 of 1). You are next.")
        plate.get_by_role("button", name="Open as stills").click()
        wait_lossless(second)
        expect(second.get_by_test_id("transport-mark")).to_contain_text("Stills")
        moves_in_stills(second, wire)
        # The same study, voxel for pixel, in both.
        second.keyboard.press("Shift+R")
        wait_lossless(second)
        for view in VIEWS:
            assert np.array_equal(pixels(first, view), pixels(second, view)), view
