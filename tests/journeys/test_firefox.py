"""The main journey in Firefox: a study is opened, scrolled, and lossless at rest."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.firefox import firefox
from tests.journeys.serving import Serving

ROW = "document.querySelector('[data-testid=study-row]')"
AXIAL = "document.querySelector('[data-testid=viewport-axial]')"
LOSSLESS = "window.tomocast && window.tomocast.stats('axial').fidelity === 'lossless'"
ARROW_DOWN = "\ue015"


async def test_firefox_opens_scrolls_and_shows_it_without_loss(server: Serving, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    async with firefox(profile) as page:
        await page.open(server.address)
        await page.wait_for(ROW)
        await page.run(f"{ROW}.dispatchEvent(new MouseEvent('dblclick', {{bubbles: true}}))")
        await page.wait_for(LOSSLESS)
        assert "120 / 240" in await page.run(f"{AXIAL}.innerText")
        await page.run(f"{AXIAL}.focus()")
        await page.press(ARROW_DOWN)
        await page.wait_for(f"{AXIAL}.innerText.includes('119 / 240')")
        await page.wait_for(LOSSLESS)
        # The page hashed these very pixels; that they are a picture, and not the same grey all over, is seen here.
        assert await page.run("new Set(window.tomocast.pixels('axial').data).size") > 50
