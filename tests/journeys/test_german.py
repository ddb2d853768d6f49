"""In German, as the browser asks for it: found, opened, scrolled, and one error, in its own words and numbers."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.browsing import open_first_study, page_on, wait_lossless
from tests.journeys.serving import Serving
from tests.journeys.wire import Wire


def test_a_german_reader_finds_opens_scrolls_and_reads_what_is_wrong(server: Serving) -> None:
    with page_on(server.address, locale="de-DE") as page:
        wire = Wire(page)
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_role("heading", name="Studien")).to_be_attached()
        search = page.get_by_role("searchbox", name="Studien suchen")
        search.fill("niemand")
        expect(page.get_by_role("main")).to_contain_text("Nichts passt zu \u201eniemand\u201c")
        page.get_by_role("main").get_by_role("button", name="Suche leeren").click()
        expect(page.get_by_test_id("study-row").first).to_contain_text("Empfangen")
        open_first_study(page)
        wait_lossless(page)
        axial = page.get_by_test_id("viewport-axial")
        expect(axial.get_by_test_id("viewport-fidelity")).to_have_text("Verlustfrei")
        page.keyboard.press("ArrowDown")
        expect(axial).to_contain_text(re.compile(r"119 / 240.*z \u22123,0 mm"))
        wait_lossless(page, "axial")
        expect(axial).to_have_attribute("aria-label", re.compile("Bild 119 von 240.*verlustfrei"))
        wire.held = True
        expect(axial.locator(".plate")).to_contain_text("Ihre Ansicht bleibt erhalten.")
        expect(page.get_by_test_id("alarm")).to_have_text("Die Verbindung zum Server ist unterbrochen.")
