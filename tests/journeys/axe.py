"""axe-core on a page: what breaks a rule, best practices included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LAPTOP = {"width": 1366, "height": 768}
TABLET = {"width": 768, "height": 1024}
LOOK = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)"


def load_axe(page: Page) -> None:
    """Put axe-core into the page; to be done again after the page was loaded anew."""
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci in client/")
    # Evaluated through the debugger, so the page keeps the content security policy that readers get.
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")


def findings(page: Page, where: str) -> list[str]:
    """Each broken rule with the elements that break it."""
    broken: list[dict[str, Any]] = page.evaluate(LOOK, TAGS)
    return [f"{where}: {rule['id']}: {node['html'][:160]}" for rule in broken for node in rule["nodes"]]


def at_both_widths(page: Page, where: str) -> list[str]:
    """On a laptop and on a tablet held upright; it is left as wide as a laptop."""
    found: list[str] = []
    for size in (TABLET, LAPTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += findings(page, f"{where}, {size['width']} px wide")
    return found
