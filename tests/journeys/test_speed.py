"""What makes the hand quick and the picture true while it moves, by what Chromium did and not by the clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import open_first_study, page_on, wait_lossless
from tests.journeys.rods import aside_per_below, write_rods
from tests.journeys.serving import Serving, serving, tomocast

pytestmark = pytest.mark.browser
TRANSPORTS = {"webrtc": "", "websocket": "?transport=websocket"}
HERE = Path(__file__).parent
CATEGORIES = ["devtools.timeline", "blink.user_timing"]
# Whatever writes outside the views while the hand drags: a component has rendered.
WATCH_CHROME = """() => {
  window.changed = [];
  new MutationObserver((all) => {
    for (const { target } of all) {
      const element = target instanceof Element ? target : target.parentElement;
      // The fidelity mark is plain DOM, and has to tell that the picture moves.
      const own = element?.closest(".stage, [data-testid=fidelity-mark]");
      if (!own) window.changed.push(element?.outerHTML.slice(0, 120) ?? "?");
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server that holds the rods."""
    folder = tmp_path_factory.mktemp("rods")
    data = tmp_path_factory.mktemp("data")
    tomocast("import", write_rods(folder), "--data", data)
    with serving(data) as running:
        yield running


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_lines_and_words_belong_to_the_picture_at_every_frame(server: Serving, transport: str) -> None:
    with page_on(server.address, query=TRANSPORTS[transport]) as page:
        open_first_study(page)
        wait_lossless(page)
        page.wait_for_function("t => window.tomocast.stats().transport === t", arg=transport)
        page.evaluate((HERE / "speed.js").read_text())
        page.evaluate("window.looking = true")
        page.evaluate("turn(160)")
        wait_lossless(page, "axial")
        page.evaluate("window.looking = false")
        frames: list[dict[str, Any]] = page.evaluate("seen")
    measured = [one for one in frames if one["rods"] is not None]
    assert len(measured) >= 60
    assert len({one["position"] for one in measured if one["layer"] != "still"}) >= 10, "the picture scrolled"
    assert any(one["moved"] not in {"", "none"} for one in measured), "the hand was ahead of the server at times"
    wrong = [one for one in measured if off(one) > 1.0]
    assert not wrong, f"{len(wrong)} of {len(measured)} frames, the first: {off(wrong[0]):.2f} px, {wrong[0]}"


def off(frame: dict[str, Any]) -> float:
    """CSS pixels between what is drawn over a picture and what the picture shows."""
    (x, y), (aside, below) = frame["rods"]
    cross_x, cross_y = frame["crosshair"]
    slice_x = x + (below - y) * aside_per_below(frame["position"])
    return float(max(abs(x - cross_x), abs(y - cross_y), abs(aside - slice_x)))


def test_while_the_hand_drags_the_browser_lays_nothing_out_and_no_component_renders(server: Serving) -> None:
    with page_on(server.address) as page:
        open_first_study(page)
        wait_lossless(page)
        page.wait_for_function("() => window.tomocast.stats().transport === 'webrtc'")
        events = traced_drag(page)
        changed: list[str] = page.evaluate("window.changed")
    inside = during_drag(events)
    moves = [one for one in inside if one["name"] == "EventDispatch" and one["args"]["data"]["type"] == "pointermove"]
    assert len(moves) >= 50, "the trace shows the drag"
    assert changed == []
    for name in ("UpdateLayoutTree", "Layout"):
        # Processor time of the thread: what else the machine does is not in it.
        costs = [one.get("tdur", one.get("dur", 0)) / 1000 for one in inside if one["name"] == name]
        assert max(costs, default=0.0) <= 2.0, name
    forced = [one for one in inside if one["name"] == "Layout" and within(one, moves)]
    assert forced == [], "nothing that a move does asks for a layout"


def traced_drag(page: Page) -> list[dict[str, Any]]:
    """Window by a drag over the axial view, and pan by another; the events of Chromium's trace."""
    box = page.get_by_test_id("viewport-axial").bounding_box()
    assert box is not None
    assert page.context.browser is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(WATCH_CHROME)
    page.context.browser.start_tracing(page=page, categories=CATEGORIES)
    for button in ("left", "middle"):
        page.mouse.move(x, y)
        page.mouse.down(button=button)
        # What a press does (focus, the tool's cursor) is not dragging yet.
        page.mouse.move(x + 5, y + 5)
        page.wait_for_timeout(100)
        page.evaluate("window.changed.length = 0; performance.mark('drag-begins')")
        for step in range(40):
            page.mouse.move(x + 5 + step, y + 5 - step)
            page.wait_for_timeout(8)
        page.evaluate("performance.mark('drag-ends')")
        page.mouse.up(button=button)
    found: list[dict[str, Any]] = json.loads(page.context.browser.stop_tracing())["traceEvents"]
    return found


def during_drag(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events of the page's main thread between the marks."""
    marks = sorted((one for one in events if one["name"].startswith("drag-")), key=lambda one: float(one["ts"]))
    spans = [(a["ts"], b["ts"]) for a, b in zip(marks[::2], marks[1::2], strict=True)]
    assert len(spans) == 2, "both drags were marked"
    thread = (marks[0]["pid"], marks[0]["tid"])
    own = [one for one in events if (one["pid"], one.get("tid")) == thread and one["ph"] == "X"]
    return [one for one in own if any(first <= one["ts"] <= last for first, last in spans)]


def within(event: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """Whether an event happened inside one of the others."""
    return any(one["ts"] <= event["ts"] <= one["ts"] + one.get("dur", 0) for one in others)
