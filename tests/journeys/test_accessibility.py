"""For every hand and eye: axe-core finds nothing, best practices included, and the keyboard goes where it should."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from archive.archive import Archive
from archive.phantom import write_torso
from tests.journeys.browsing import open_first_study, page_on, wait_lossless
from tests.journeys.serving import Serving, serving

AXE = Path(__file__).parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LAPTOP = {"width": 1366, "height": 768}
TABLET = {"width": 768, "height": 1024}
LOOK = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)"
FOCUSED = "() => document.activeElement.dataset.testid ?? document.activeElement.id"
STOPS = "bar => [...bar.querySelectorAll('button')].filter(one => one.tabIndex === 0).map(one => one.dataset.testid)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci in client/")
    folder = tmp_path_factory.mktemp("accessibility")
    with Archive(folder / "data") as archive:
        archive.import_paths([write_torso(folder / "files")])
    with serving(folder / "data") as running:
        yield running


def findings(page: Page, where: str) -> list[str]:
    """Each broken rule with the elements that break it."""
    broken: list[dict[str, Any]] = page.evaluate(LOOK, TAGS)
    return [f"{where}: {rule['id']}: {node['html'][:160]}" for rule in broken for node in rule["nodes"]]


def at_both_widths(page: Page, where: str) -> list[str]:
    found: list[str] = []
    for size in (LAPTOP, TABLET):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += findings(page, f"{where}, {size['width']} px wide")
    return found


def skip_link_leads_to(page: Page, target: str) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == target


def help_by_keys(page: Page) -> list[str]:
    """Opened, looked at, closed with Esc: the viewer is still there, and opens it again."""
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    found = at_both_widths(page, "help")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_test_id("viewport-axial")).to_be_focused()
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    page.evaluate("() => document.querySelector('dialog').append(document.createElement('button'))")
    assert any("button-name" in one for one in findings(page, "a button without a name")), "axe-core looks at nothing"
    page.keyboard.press("Escape")
    return found


def rail_has_one_stop(page: Page) -> None:
    rail = page.get_by_role("toolbar")
    assert rail.evaluate(STOPS) == ["tool-window"]
    page.get_by_test_id("tool-window").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == "tool-scroll"
    assert rail.evaluate(STOPS) == ["tool-scroll"]


def test_axe_finds_nothing_and_keys_reach_everything(server: Serving) -> None:
    with page_on(server.address, size=LAPTOP) as page:
        page.get_by_test_id("study-row").first.wait_for()
        # Evaluated through the debugger, so the page keeps the content security policy that readers get.
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        skip_link_leads_to(page, "studies")
        found = at_both_widths(page, "start")
        page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
        open_first_study(page)
        wait_lossless(page, "axial")
        found += at_both_widths(page, "viewer")
        patient = page.locator(".patient b")
        assert patient.evaluate(
            "name => name.getBoundingClientRect().right <= name.parentElement.getBoundingClientRect().right"
        )
        found += help_by_keys(page)
        page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
        page.keyboard.press("y")
        expect(page.locator("[aria-live=polite]")).to_contain_text("millimetres")
        rail_has_one_stop(page)
        page.get_by_test_id("back").focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUSED) == "viewport-axial"
    assert found == []
