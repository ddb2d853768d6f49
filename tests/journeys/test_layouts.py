"""Layouts in a real browser: what is seen survives a change, and streams are not negotiated again."""

from __future__ import annotations

from tests.journeys.browsing import open_first_study, page_on, shown_mm, wait_lossless, wait_settled
from tests.journeys.serving import Serving

COUNT_OFFERS = """
window.offers = 0;
const make = RTCPeerConnection.prototype.createOffer;
RTCPeerConnection.prototype.createOffer = function (...words) { window.offers += 1; return make.apply(this, words); };
"""


def test_layouts_keep_the_place_and_the_streams(server: Serving) -> None:
    with page_on(server.address) as page:
        page.add_init_script(COUNT_OFFERS)
        page.reload()
        open_first_study(page)
        wait_lossless(page)
        page.wait_for_function("() => window.tomocast.stats().transport === 'webrtc'")
        offers = page.evaluate("() => window.offers")
        assert offers >= 1
        before = shown_mm(page, "axial")
        page.get_by_test_id("viewport-axial").focus()
        page.keyboard.press("ArrowDown")
        moved = wait_settled(page, "axial", changed_from=before)

        page.keyboard.press("g")
        page.wait_for_function("() => document.querySelector('.stage').dataset.layout === '1+3'")
        assert wait_settled(page, "axial") == moved
        page.get_by_test_id("layout-mip").click()
        page.get_by_text("Projection: no depth").wait_for()
        assert page.get_by_test_id("viewport-axial").is_hidden()
        page.get_by_test_id("layout-2x2").click()
        assert wait_settled(page, "axial") == moved
        page.get_by_text("Projection: no depth").wait_for(state="detached")
        wait_lossless(page)
        assert page.evaluate("() => window.offers") == offers

        page.get_by_test_id("layout-single").click()
        page.get_by_test_id("back").click()
        open_first_study(page)
        assert page.get_by_test_id("viewport-coronal").is_hidden()
