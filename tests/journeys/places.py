"""Places of the page where nothing is wrong, reached as a reader reaches them: for the gallery and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from playwright.sync_api import Page

from tests.journeys.browsing import wait_lossless
from tests.journeys.states import Servers, open_study


@contextmanager
def film(page: Page, on: Servers) -> Iterator[None]:
    """A film, with the bar that steers playing."""
    page.goto(on.sample.address)
    open_study(page, "XA", "film")
    wait_lossless(page, "film")
    page.get_by_test_id("frame-number").fill("14")
    page.keyboard.press("Enter")
    page.get_by_text("Frame 14 of").first.wait_for()
    wait_lossless(page, "film")
    yield


@contextmanager
def playing(page: Page, on: Servers) -> Iterator[None]:
    """A plane that played through its volume and stands still."""
    _torso(page, on)
    page.get_by_test_id("cine").click()
    page.get_by_test_id("play").click()
    wait_lossless(page)
    yield


@contextmanager
def keys(page: Page, on: Servers) -> Iterator[None]:
    """Where readers give acts keys of their own."""
    _torso(page, on)
    page.get_by_test_id("viewport-axial").focus()
    page.keyboard.press("?")
    page.get_by_test_id("keys-edit").click()
    page.get_by_test_id("key-preset-2").wait_for()
    yield


@contextmanager
def invite(page: Page, on: Servers) -> Iterator[None]:
    """A link into the room has been made."""
    _torso(page, on)
    _link(page)
    yield


@contextmanager
def join(page: Page, on: Servers) -> Iterator[None]:
    """A guest has opened the link."""
    with _another(page) as host:
        _torso(host, on)
        page.goto(_link(host))
        page.bring_to_front()
        page.get_by_test_id("join-name").wait_for()
        yield


@contextmanager
def room(page: Page, on: Servers) -> Iterator[None]:
    """Two look together: the tab that says who is there."""
    _torso(page, on)
    link = _link(page)
    page.keyboard.press("Escape")
    with _another(page) as guest:
        guest.goto(link)
        guest.get_by_test_id("join-name").fill("Dr. Ann Lee")
        guest.get_by_test_id("join-go").click()
        wait_lossless(guest)
        page.bring_to_front()
        page.get_by_test_id("participant-row").nth(1).wait_for()
        wait_lossless(page)
        yield


def _torso(page: Page, on: Servers) -> None:
    page.goto(on.sample.address)
    open_study(page, "Torso")
    wait_lossless(page)


def _link(page: Page) -> str:
    if page.get_by_test_id("invite").count() == 0:
        page.get_by_test_id("room-button").click()
    page.get_by_test_id("invite").click()
    page.get_by_test_id("invite-role-present").click()
    page.get_by_test_id("invite-make").click()
    return page.get_by_test_id("invite-text").input_value().split("\n")[1]


@contextmanager
def _another(page: Page) -> Iterator[Page]:
    """A second page of the same browser."""
    other = page.context.new_page()
    try:
        yield other
    finally:
        other.close()


PLACES: Final[dict[str, Callable[[Page, Servers], AbstractContextManager[None]]]] = {
    "film": film,
    "playing": playing,
    "keys": keys,
    "invite": invite,
    "join": join,
    "room": room,
}
