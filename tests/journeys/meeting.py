"""People who come into one room by links, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.journeys.browsing import LAPTOP, page_on

INVITE = """role => {
  const [, place] = Object.entries(sessionStorage)
    .find(([key]) => key.startsWith("tomocast.place") && !key.endsWith("snapshot"));
  const path = `api/sessions/${JSON.parse(place).session}/invitations`;
  const headers = {"Content-Type": "application/json"};
  return fetch(path, {method: "POST", headers, body: JSON.stringify({role, until: "hour"})})
    .then(answer => answer.json()).then(({link}) => link);
}"""


def link_into(page: Page, role: str = "point") -> str:
    """A link into the room that this page is in."""
    link: str = page.evaluate(INVITE, role)
    return link


@contextmanager
def guest_on(link: str, name: str, *, size: dict[str, int] = LAPTOP, touch: bool = False) -> Iterator[Page]:
    """Somebody follows a link into a room."""
    with page_on(link, size=size, touch=touch) as page:
        page.get_by_test_id("join-name").fill(name)
        page.get_by_test_id("join-go").click()
        page.get_by_test_id("viewport-axial").wait_for()
        yield page


def strip(page: Page, state: str, words: str) -> None:
    """Wait for what the strip over the pictures says."""
    over = page.get_by_test_id("room-strip")
    expect(over).to_have_attribute("data-state", state)
    expect(over).to_contain_text(words)


def call_oneself(page: Page, name: str) -> None:
    """Open the room's tab and say how the others read one."""
    page.get_by_test_id("room-button").click()
    page.get_by_test_id("own-name").fill(name)
    page.get_by_test_id("own-name").press("Enter")
