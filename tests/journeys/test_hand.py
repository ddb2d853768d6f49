"""The hand in a real browser: keys mirror, turn and fit pictures, which also play by themselves until touched."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page

from tests.journeys.browsing import open_first_study, page_on, pixels, shown_mm, wait_lossless, wait_settled
from tests.journeys.serving import Serving


def press(page: Page, key: str, view: str) -> None:
    """Press a key, wait until its picture is there and proved."""
    epoch = page.evaluate("v => window.tomocast.stats(v).epoch", view)
    page.keyboard.press(key)
    page.wait_for_function("([v, e]) => window.tomocast.stats(v).epoch > e", arg=[view, epoch])
    wait_lossless(page, view)


def test_pictures_flip_turn_and_play(server: Serving) -> None:
    with page_on(server.address) as page:
        open_first_study(page)
        wait_lossless(page)
        page.get_by_test_id("viewport-axial").focus()
        _flips_and_turns(page)
        _plays(page)


def _flips_and_turns(page: Page) -> None:
    plain = pixels(page, "axial").astype(int)
    assert not np.array_equal(plain, plain[:, ::-1])
    press(page, "h", "axial")
    # Samples may be rounded to the neighbouring grey: a view's places are no whole millimetres.
    assert np.abs(pixels(page, "axial").astype(int) - plain[:, ::-1]).max() <= 1
    press(page, "v", "axial")
    assert np.abs(pixels(page, "axial").astype(int) - plain[::-1, ::-1]).max() <= 1
    press(page, ".", "axial")
    press(page, ".", "axial")
    press(page, "+", "axial")
    press(page, "=", "axial")
    assert np.abs(pixels(page, "axial").astype(int) - plain).max() <= 1


def _plays(page: Page) -> None:
    at = shown_mm(page, "axial")
    page.keyboard.press("c")
    cine = page.get_by_test_id("cine")
    page.wait_for_function("() => document.querySelector('[data-testid=cine]').ariaPressed === 'true'")
    moved = "p => (window.tomocast.overlaid('axial')?.position ?? p) - p < -6"
    page.wait_for_function(moved, arg=at)
    # Any other key ends it, and does its own work.
    page.keyboard.press("ArrowUp")
    page.wait_for_function("() => document.querySelector('[data-testid=cine]').ariaPressed === 'false'")
    rested = wait_settled(page, "axial")
    assert rested != at
    # A run is one step, whatever it went through.
    page.keyboard.press("Control+z")
    wait_settled(page, "axial", changed_from=rested)
    page.keyboard.press("Control+z")
    page.wait_for_timeout(300)
    assert wait_settled(page, "axial") == at
    assert "Zoom 1.0" in page.get_by_test_id("viewport-axial").inner_text()
    cine.click()
    page.wait_for_function("() => document.querySelector('[data-testid=cine]').ariaPressed === 'true'")
    cine.click()
    page.wait_for_function("() => document.querySelector('[data-testid=cine]').ariaPressed === 'false'")
