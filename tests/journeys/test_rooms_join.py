"""Coming into somebody's room by a link, being put out of it, and coming back to where one was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from archive.archive import Archive
from tests.journeys.axe import at_both_widths, load_axe
from tests.journeys.browsing import open_first_study, page_on, pixels, shown_mm, wait_lossless, wait_settled
from tests.journeys.serving import Serving, serving

KEY = "a key that nobody guesses"
DESK = "Radiology IT, telephone 4711"
LAPTOP = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def locked(torso: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Serves the sample study to who has the key, and to whom they invite; it knows of no other invitation."""
    folder = tmp_path_factory.mktemp("join")
    data, key = folder / "data", folder / "key"
    key.write_text(KEY)
    with Archive(data) as archive:
        archive.import_paths([torso])
    with serving(data, "--access-token-file", key.as_posix(), "--contact", DESK, "--places", "50") as running:
        yield running


@contextmanager
def signed_in(server: Serving) -> Iterator[Page]:
    """A reader with the key, who has opened the study."""
    with page_on(server.address, size=LAPTOP, query=f"?token={KEY.replace(' ', '%20')}") as page:
        open_first_study(page)
        wait_lossless(page)
        yield page


@contextmanager
def another_browser(page: Page) -> Iterator[Page]:
    """A page of somebody else: nothing is shared with the reader's."""
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(viewport=LAPTOP)  # type: ignore[arg-type]
    try:
        other = context.new_page()
        other.set_default_timeout(30_000)
        yield other
    finally:
        context.close()


def invite(page: Page, role: str) -> str:
    """Make a link with the mouse, and close the dialog again; returns the link."""
    if page.get_by_test_id("invite").count() == 0:
        page.get_by_test_id("room-button").click()
    page.get_by_test_id("invite").click()
    page.get_by_test_id(f"invite-role-{role}").click()
    page.get_by_test_id("invite-until-week").click()
    page.get_by_test_id("invite-make").click()
    words, link = page.get_by_test_id("invite-text").input_value().split("\n")
    assert words.startswith("You may look and point in this room until") == (role == "point"), words
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("invite")).to_be_focused()
    return link


def go_in(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_test_id("join-name").fill(name)
    page.get_by_test_id("join-name").press("Enter")
    page.get_by_test_id("viewport-axial").wait_for()


def same_pictures(one: Page, other: Page) -> None:
    """What is shown without loss has been verified in both pages, and is the same."""
    for view in ("axial", "coronal", "sagittal", "volume"):
        wait_lossless(one, view)
        wait_lossless(other, view)
        np.testing.assert_array_equal(pixels(one, view), pixels(other, view))


def test_a_guest_sees_the_same_room_until_the_link_is_revoked(locked: Serving) -> None:
    with signed_in(locked) as owner:
        link = invite(owner, "point")
        with another_browser(owner) as guest:
            asked: list[str] = []
            guest.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
            _is_asked_for_a_name(guest, link)
            same_pictures(owner, guest)
            expect(owner.get_by_test_id("participant-row").filter(has_text="Dr. Ann Lee")).to_contain_text("guest")
            _there_is_the_room_alone(guest)
            _is_in_again_after_a_reload(owner, guest)
            assert not [one for one in asked if re.search("api/(?!join|sessions/[0-9a-f]+/(tickets|socket))", one)], (
                asked
            )
            _is_put_out(owner, guest, link)


def _is_asked_for_a_name(guest: Page, link: str) -> None:
    guest.goto(link)
    expect(guest.get_by_test_id("join-role")).to_have_text("You may look and point.")
    expect(guest.get_by_test_id("join-name")).to_be_focused()
    guest.get_by_test_id("join-go").click()
    expect(guest.get_by_role("alert")).to_contain_text("Give a name")
    load_axe(guest)
    assert at_both_widths(guest, "join") == []
    guest.get_by_test_id("join-name").fill("Dr. Ann Lee")
    guest.get_by_test_id("join-go").click()
    guest.get_by_test_id("viewport-axial").wait_for()
    assert guest.url.endswith("/?room")


def _there_is_the_room_alone(guest: Page) -> None:
    assert guest.get_by_test_id("back").count() == 0
    guest.keyboard.press("Escape")
    guest.keyboard.press("Escape")
    guest.get_by_test_id("panel-toggle").click()
    expect(guest.get_by_role("tab")).to_have_text(["View", "Room"])
    guest.get_by_role("tab", name="Room").click()
    expect(guest.get_by_test_id("participant-row")).to_have_count(2)
    assert guest.get_by_test_id("invite").count() == 0
    guest.get_by_test_id("panel-toggle").click()
    assert guest.url.endswith("/?room")


def _is_in_again_after_a_reload(owner: Page, guest: Page) -> None:
    guest.reload()
    guest.get_by_test_id("viewport-axial").wait_for()
    same_pictures(owner, guest)
    expect(owner.get_by_test_id("participant-row")).to_have_count(2)
    guest.get_by_test_id("room-button").click()
    expect(guest.get_by_test_id("participant-row").filter(has_text="Dr. Ann Lee (you)")).to_have_count(1)
    guest.get_by_test_id("room-button").click()


def _is_put_out(owner: Page, guest: Page, link: str) -> None:
    owner.get_by_test_id("invite").click()
    row = owner.get_by_test_id("invite-row")
    expect(row).to_contain_text("used once")
    row.get_by_test_id("invite-revoke").click()
    expect(row).to_contain_text("is put out")
    load_axe(owner)
    assert at_both_widths(owner, "invite") == []
    row.get_by_test_id("invite-revoke-yes").click()
    expect(row).to_have_count(0)
    alert = guest.get_by_role("alert")
    expect(alert).to_contain_text("This invitation was withdrawn")
    expect(alert).to_contain_text(DESK)
    assert "Torso" not in guest.content()
    load_axe(guest)
    assert at_both_widths(guest, "put out") == []
    guest.goto(link)
    expect(guest.get_by_role("alert")).to_contain_text("This invitation was withdrawn")
    guest.goto(link[:-6])
    expect(guest.get_by_role("alert")).to_contain_text("This invitation is not known")
    _is_told_that_it_expired(guest, link)


def _is_told_that_it_expired(guest: Page, link: str) -> None:
    def expired(route: Route) -> None:
        route.fulfill(status=410, json={"code": "expired", "text": "It has expired.", "contact": DESK})

    guest.route("**/api/join/look", expired)
    guest.goto(link)
    expect(guest.get_by_role("alert")).to_contain_text("This invitation has ended")
    expect(guest.get_by_role("alert")).to_contain_text(DESK)


def test_a_reader_is_in_the_room_on_two_devices_and_comes_back_to_it(locked: Serving) -> None:
    with signed_in(locked) as one:
        link = invite(one, "present")
        other = one.context.new_page()
        go_in(other, link, "Dr. Ann Lee")
        same_pictures(one, other)
        _steers_from_the_other(one, other)
        opened: list[str] = []
        for page in (one, other):
            page.on("request", lambda request: opened.append(request.url) if request.method == "POST" else None)
        before = shown_mm(other, "axial")
        _is_loaded_again(one, other)
        _comes_out_of_the_cache(other)
        _loses_the_network(one, other)
        assert shown_mm(one, "axial") == shown_mm(other, "axial") == before
        assert {re.sub(r".*/api/sessions/[0-9a-f]+/", "", url) for url in opened} == {"tickets"}
        same_pictures(one, other)


def _steers_from_the_other(one: Page, other: Page) -> None:
    """Who is signed in came as themselves: nobody is a guest here, and they may take over."""
    expect(other.get_by_test_id("back")).to_have_count(1)
    other.get_by_test_id("room-button").click()
    expect(other.get_by_test_id("participant-row")).to_have_count(2)
    expect(other.get_by_test_id("participant-row").filter(has_text="guest")).to_have_count(0)
    other.get_by_test_id("take-over").click()
    expect(other.get_by_test_id("participant-row").filter(has_text="(you)")).to_have_attribute(
        "data-doing", "presenting"
    )
    other.get_by_test_id("room-button").click()
    before = shown_mm(one, "axial")
    other.get_by_test_id("viewport-axial").focus()
    for _ in range(5):
        other.keyboard.press("ArrowDown")
    wait_settled(one, "axial", before)
    same_pictures(one, other)


def _is_loaded_again(one: Page, other: Page) -> None:
    for page in (one, other):
        page.reload()
        page.get_by_test_id("viewport-axial").wait_for()
    same_pictures(one, other)
    other.get_by_test_id("room-button").click()
    expect(other.get_by_test_id("participant-row")).to_have_count(2)
    expect(other.get_by_test_id("participant-row").filter(has_text="(you)")).to_have_attribute(
        "data-doing", "presenting"
    )
    other.get_by_test_id("room-button").click()


def _comes_out_of_the_cache(page: Page) -> None:
    """As browsers do that keep a page as it is while another is looked at."""
    with page.expect_request("**/tickets"):
        for name in ("pagehide", "pageshow"):
            page.evaluate("name => window.dispatchEvent(new PageTransitionEvent(name, {persisted: true}))", name)
    wait_lossless(page)


def _loses_the_network(one: Page, other: Page) -> None:
    one.context.set_offline(True)
    for page in (one, other):
        page.locator('.stage:not([data-freshness="fresh"])').wait_for()
    one.wait_for_timeout(30_000)
    one.context.set_offline(False)
    for page in (one, other):
        page.locator('.stage[data-freshness="fresh"]').wait_for()
        wait_lossless(page)
