"""A volume that comes slowly: what has come is read at once, and the page says how much that is. Warnings explain."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pydicom.uid import JPEGLSLossless

from archive.archive import Archive
from archive.phantom import write_series
from tests.journeys.browsing import page_on, wait_lossless
from tests.journeys.films import write_angiogram
from tests.journeys.serving import Serving, serving
from tests.journeys.slowly import slowly
from tests.journeys.wire import Values, Wire

SLICES = 120
# Two slices are missing: 118 came, and 120 places are filled.
PLACES = [float(k) for k in range(SLICES) if k not in (40, 41)]
MESSAGE = "This picture cannot be made."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("loading")
    there = len(PLACES)
    write_series(
        folder / "ct", slices=there, rows=256, columns=256, offsets=PLACES, transfer_syntax=JPEGLSLossless, tilt_deg=12
    )
    write_angiogram(folder / "xa")
    with Archive(folder / "data") as archive:
        archive.import_paths([folder / "ct", folder / "xa"])
    with serving(folder / "data") as running:
        yield running


def test_what_has_come_is_shown_at_once_with_how_much_it_is(server: Serving) -> None:
    with page_on(server.address) as page:
        # Not yet by the preview of the chosen study.
        wire = Wire(page)
        axial = page.get_by_test_id("viewport-axial")
        row = page.get_by_test_id("study-row").filter(has_text="CT")
        with slowly(server, 0.1) as slow:
            row.dblclick()
            axial.wait_for()
            while not any(one["t"] == "progress" and 0 < one["slices"] < SLICES // 2 for one in wire.heard):
                page.wait_for_timeout(20)
            slow.share = 0
            _is_loading(page)
            page.wait_for_timeout(300)
            page.keyboard.press("ArrowDown")
            expect(axial.locator(".plate")).not_to_be_visible()
            # The warning stays: what is shown is not all.
            expect(axial.get_by_test_id("warning").first).to_contain_text("Incomplete")
        wait_lossless(page, "axial")
        expect(axial.get_by_text("Incomplete")).to_have_count(0)
        _warnings_explain(page)


def _is_loading(page: Page) -> None:
    axial = page.get_by_test_id("viewport-axial")
    plate = axial.locator(".plate")
    expect(plate).to_contain_text(f"of {SLICES} slices")
    expect(plate).to_contain_text("s. Read on, the rest comes.")
    assert plate.get_attribute("role") == "status"
    expect(axial.get_by_test_id("warning").first).to_contain_text("Incomplete")
    # The position bar shows what has come: some of it, not all.
    expect(axial.locator(".position i").first).to_be_visible()
    expect(axial.locator(".picture")).to_have_css("filter", "none")
    assert page.evaluate("() => window.tomocast.stats('axial').fidelity") == "moving"


def _warnings_explain(page: Page) -> None:
    axial = page.get_by_test_id("viewport-axial")
    for short, long in (("Gap: 2 slices interpolated", "2 of"), ("Tilt 12", "12")):
        axial.get_by_test_id("warning").filter(has_text=short).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_contain_text(short)
        expect(dialog.locator(".explanation")).to_contain_text(long)
        assert len(dialog.locator(".explanation").inner_text()) > len(short)
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).not_to_be_visible()


def test_an_error_stands_in_its_view_until_it_is_over(server: Serving) -> None:
    with page_on(server.address) as page:
        wire = Wire(page)
        page.get_by_test_id("study-row").filter(has_text="CT").dblclick()
        wait_lossless(page)
        coronal = page.get_by_test_id("viewport-coronal")

        def fault(message: Values) -> Values:
            return {"t": "error", "code": "picture", "text": MESSAGE, "view": "coronal", "fatal": False}

        wire.instead("pong", fault)
        alert = coronal.get_by_role("alert")
        expect(alert).to_contain_text(MESSAGE, timeout=10_000)
        expect(page.get_by_text(MESSAGE)).to_have_count(1)
        alert.get_by_role("button", name="Close").click()
        expect(alert).not_to_be_visible()
        wire.instead("pong", fault)
        expect(alert).to_contain_text(MESSAGE, timeout=10_000)
        coronal.focus()
        page.keyboard.press("ArrowDown")
        expect(alert).not_to_be_visible()


def test_a_series_without_positions_says_why_it_is_no_volume_and_plays_as_a_film(server: Serving) -> None:
    with page_on(server.address) as page:
        page.get_by_test_id("study-row").filter(has_text="XA").click()
        side = page.get_by_label("Selected study")
        expect(side).to_contain_text("no position in the patient")
        side.get_by_test_id("open-film").click()
        wait_lossless(page, "film")
