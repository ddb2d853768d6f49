"""For every hand and eye: axe-core finds nothing in any state, keys go where they should, and what changes is said."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import LAPTOP, at_both_widths, findings, load_axe
from tests.journeys.browsing import open_first_study, page_on, wait_lossless
from tests.journeys.serving import Serving
from tests.journeys.wire import Values, Wire, is_exact, with_another_pixel

FOCUSED = "() => document.activeElement.dataset.testid ?? document.activeElement.id"
STOPS = "bar => [...bar.querySelectorAll('button')].filter(one => one.tabIndex === 0).map(one => one.dataset.testid)"
LABEL = re.compile("^Axial, image 120 of 240, \u22121.5 millimetres, .* lossless$")
REGION = "() => document.activeElement.closest('[data-region]')?.dataset.region"


# --- the keyboard ----------------------------------------------------------------------------------------------------


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
    for _ in range(40):
        page.keyboard.press("Tab")
        # The browser's own bar is a stop, too; what never has the focus is the page behind.
        assert page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
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


def regions_go_round(page: Page) -> None:
    """F6 from the bar through all, out of a field as well, and back; Tab goes through the views in their order."""
    page.get_by_test_id("back").focus()
    way = []
    for _ in range(4):
        page.keyboard.press("F6")
        way.append(page.evaluate(REGION))
    assert way == ["rail", "stage", "panel", "bar"]
    page.get_by_test_id("window-width").focus()
    page.keyboard.press("Shift+F6")
    assert page.evaluate(FOCUSED) == "viewport-axial"
    views = []
    for _ in range(4):
        views.append(page.evaluate(FOCUSED))
        page.keyboard.press("Tab")
    assert views == [f"viewport-{view}" for view in ("axial", "coronal", "sagittal", "volume")]
    page.get_by_test_id("viewport-axial").focus()


def tabs_are_one_stop(page: Page) -> None:
    tab = page.get_by_role("tab")
    tab.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tab.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(tab.nth(1)).to_have_attribute("aria-selected", "true")


def menus_give_the_focus_back(page: Page) -> list[str]:
    page.get_by_test_id("preset").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Window")).to_be_visible()
    found = at_both_widths(page, "window menu")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("preset")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("F6")
    expect(page.get_by_role("dialog", name="Window")).to_have_count(0)
    page.get_by_test_id("viewport-axial").focus()
    page.keyboard.press("Shift+F10")
    page.get_by_test_id("view-menu").wait_for()
    found += at_both_widths(page, "view menu")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("viewport-axial")).to_be_focused()
    return found


def roles_are_right(page: Page) -> None:
    axial = page.get_by_test_id("viewport-axial")
    expect(axial).to_have_attribute("role", "group")
    expect(axial).to_have_attribute("aria-roledescription", "medical image view")
    expect(axial.locator(".picture")).to_have_attribute("aria-hidden", "true")
    bar = page.get_by_test_id("position-axial")
    expect(bar).to_have_attribute("role", "slider")
    expect(bar).to_have_attribute("aria-valuetext", "image 120 of 240, \u22121.5 millimetres")
    expect(axial).to_have_attribute("aria-label", LABEL)


def what_changed_is_said(page: Page) -> None:
    spoken = page.locator("[aria-live=polite]")
    axial = page.get_by_test_id("viewport-axial")
    axial.focus()
    page.keyboard.press("ArrowDown")
    expect(spoken).to_have_text("Axial 119 of 240. Lossless.")
    page.keyboard.press("2")
    expect(spoken).to_contain_text("Window Lung, width 1500, level \u2212600.")
    page.keyboard.press("]")
    expect(spoken).to_contain_text("Slab 1 mm MIP.")
    page.keyboard.press("y")
    expect(spoken).to_contain_text("Axial, image 119 of 240")
    expect(page.get_by_test_id("alarm")).to_have_text("")


def test_axe_finds_nothing_and_keys_reach_everything(server: Serving) -> None:
    with page_on(server.address, size=LAPTOP) as page:
        page.get_by_test_id("study-row").first.wait_for()
        load_axe(page)
        skip_link_leads_to(page, "studies")
        found = at_both_widths(page, "start")
        open_first_study(page)
        wait_lossless(page)
        found += at_both_widths(page, "viewer")
        wait_lossless(page)
        patient = page.locator(".patient b")
        assert patient.evaluate(
            "name => name.getBoundingClientRect().right <= name.parentElement.getBoundingClientRect().right"
        )
        roles_are_right(page)
        found += help_by_keys(page)
        rail_has_one_stop(page)
        page.get_by_test_id("viewport-axial").focus()
        page.keyboard.press("b")
        page.get_by_test_id("panel").wait_for()
        regions_go_round(page)
        found += at_both_widths(page, "panel, view")
        tabs_are_one_stop(page)
        found += at_both_widths(page, "panel, series")
        page.keyboard.press("b")
        found += menus_give_the_focus_back(page)
        wait_lossless(page)
        what_changed_is_said(page)
        page.get_by_test_id("back").focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUSED) == "viewport-axial"
    assert found == []


# --- layouts and states ----------------------------------------------------------------------------------------------


def layouts(page: Page) -> list[str]:
    found: list[str] = []
    for layout in ("1+3", "single", "mip", "2x2"):
        page.get_by_test_id(f"layout-{layout}").click()
        found += at_both_widths(page, layout)
    return found


def not_verified(page: Page, wire: Wire) -> list[str]:
    def altered(message: Values) -> Values:
        wrong = is_exact(message, stream=0)
        return {**message, "data": with_another_pixel(message["data"])} if wrong else message

    wire.alter = altered
    page.get_by_test_id("viewport-axial").focus()
    page.keyboard.press("ArrowUp")
    alarm = page.get_by_test_id("alarm")
    expect(alarm).to_have_text("Not verified: Axial. Do not read from it.")
    expect(alarm).to_have_attribute("aria-live", "assertive")
    return at_both_widths(page, "not verified")


def silent(page: Page, wire: Wire) -> list[str]:
    wire.held = True
    expect(page.locator(".stage")).to_have_attribute("data-freshness", "dim")
    expect(page.get_by_test_id("alarm")).to_have_text("The link to the server is lost.")
    found = at_both_widths(page, "reconnecting")
    page.clock.fast_forward(31_000)
    expect(page.get_by_test_id("viewport-axial").get_by_role("alert")).to_contain_text("does not answer")
    found += at_both_widths(page, "silent for 30 s")
    wire.held = False
    page.get_by_test_id("viewport-axial").get_by_role("button", name="Try now").click()
    expect(page.locator(".stage")).to_have_attribute("data-freshness", "fresh")
    return found


def fault(page: Page, address: str) -> list[str]:
    page.goto(f"{address}/?series=1.2.3&volume=1&layout=2x2")
    page.get_by_text("This cannot be shown").wait_for()
    load_axe(page)
    return at_both_widths(page, "fault")


def test_axe_finds_nothing_in_any_layout_and_what_is_wrong_is_called_out(server: Serving) -> None:
    """Every state of the page is looked at in test_every_state.py."""
    with page_on(server.address, size=LAPTOP) as page:
        page.clock.install()
        wire = Wire(page)
        page.reload()
        load_axe(page)
        open_first_study(page)
        wait_lossless(page)
        found = layouts(page)
        found += not_verified(page, wire)
        found += silent(page, wire)
        found += fault(page, server.address)
    assert found == []


# --- what readers ask of their system --------------------------------------------------------------------------------

WIDER = "() => document.documentElement.scrollWidth > innerWidth"
MOVES = """() => document.getAnimations().length + [...document.querySelectorAll("*")].filter(
  one => /[1-9]/.test(getComputedStyle(one).transitionDuration + getComputedStyle(one).animationDuration)).length"""
OUTLINE = """(one, pseudo) => {
  const {outlineStyle, outlineWidth} = getComputedStyle(one, pseudo);
  return outlineStyle + outlineWidth;
}"""


def forced_colours_keep_outlines(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    for name in ("fidelity-mark", "transport-mark"):
        assert page.get_by_test_id(name).evaluate(OUTLINE, None) == "solid1px"
    view = page.get_by_test_id("viewport-axial")
    assert view.get_by_test_id("viewport-fidelity").evaluate(OUTLINE, None) == "solid1px"
    assert view.evaluate(OUTLINE, "::after") == "solid2px"
    page.keyboard.press("Tab")
    assert page.get_by_test_id("viewport-coronal").evaluate(OUTLINE, "::after") == "solid4px"
    page.get_by_test_id("tool-window").focus()
    assert page.get_by_test_id("tool-window").evaluate(OUTLINE, None) == "solid2px"
    # Pictures and the black round them are findings, not taste.
    expect(view).to_have_css("background-color", "rgb(0, 0, 0)")
    page.emulate_media(forced_colors="none")


def more_contrast(page: Page) -> None:
    muted = "() => getComputedStyle(document.documentElement).getPropertyValue('--muted').trim()"
    before = page.evaluate(muted)
    page.emulate_media(contrast="more")
    assert page.evaluate(muted) != before
    for name in ("fidelity-mark", "transport-mark"):
        assert page.get_by_test_id(name).evaluate(OUTLINE, None) == "solid1px"
    expect(page.get_by_test_id("tool-scroll")).to_have_css("border-top-width", "1px")
    page.emulate_media(contrast="no-preference")


def text_at_200_percent(page: Page) -> None:
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert not page.evaluate(WIDER)
    for part in (".patient b", ".patient .date >> visible=true"):
        cut = page.locator(part).first.evaluate(
            "one => one.getBoundingClientRect().right > one.closest('.patient > div').getBoundingClientRect().right + 1"
        )
        assert not cut, part
    page.evaluate("() => { document.documentElement.style.fontSize = ''; }")


def test_what_readers_ask_of_their_system_is_done(server: Serving) -> None:
    """A laptop 1280x1024 enlarged four times is 320x256."""
    with page_on(server.address, size={"width": 320, "height": 256}) as page:
        row = page.get_by_test_id("study-row").first
        row.wait_for()
        assert not page.evaluate(WIDER)
        assert row.evaluate("row => [...row.cells].every(one => one.scrollWidth <= one.clientWidth + 1)")
        page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
        open_first_study(page)
        wait_lossless(page, "axial")
        assert page.evaluate(MOVES) > 0, "nothing would move"
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(MOVES) == 0
        forced_colours_keep_outlines(page)
        more_contrast(page)
        text_at_200_percent(page)
        page.get_by_test_id("viewport-axial").focus()
        page.keyboard.press("b")
        page.set_viewport_size({"width": 320, "height": 256})
        panel = page.get_by_test_id("panel")
        assert not page.evaluate(WIDER)
        assert panel.evaluate("one => one.scrollWidth <= one.clientWidth && one.getBoundingClientRect().left >= 0")
