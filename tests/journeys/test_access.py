"""Not let in: never signed in, with a wrong key, and signed out in the middle of reading."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from archive.archive import Archive
from archive.phantom import write_series
from tests.journeys.browsing import open_first_study, page_on, wait_lossless
from tests.journeys.serving import Serving, serving
from tests.journeys.wire import Wire

KEY = "a key that nobody guesses"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("access")
    write_series(folder / "files", slices=24, rows=64, columns=64)
    with Archive(folder / "data") as archive:
        archive.import_paths([folder / "files"])
    (folder / "key").write_text(KEY)
    with serving(folder / "data", "--access-token-file", str(folder / "key"), "--contact", "it@example.org") as running:
        yield running


def sign_in(page: Page, key: str) -> None:
    page.get_by_test_id("access-key").fill(key)
    page.get_by_role("button", name="Sign in").click()


def test_whoever_is_not_let_in_learns_why_and_who_can_help(server: Serving) -> None:
    with page_on(server.address) as page:
        alert = page.get_by_role("main").get_by_role("alert")
        expect(alert).to_contain_text("You are not signed in")
        expect(alert.get_by_role("link", name="it@example.org")).to_have_attribute("href", "mailto:it@example.org")
        expect(page.get_by_test_id("drop-zone")).not_to_be_visible()
        sign_in(page, KEY[:-1])
        expect(alert).to_contain_text("This access key does not fit")
        sign_in(page, KEY)
        expect(page.get_by_test_id("study-row")).to_have_count(1)
        assert "token" not in page.url
        _is_signed_out_while_reading(page)


def _is_signed_out_while_reading(page: Page) -> None:
    wire = Wire(page)
    page.reload()
    open_first_study(page)
    for view in ("axial", "volume"):
        wait_lossless(page, view)
        assert page.evaluate("view => window.tomocast.pixels(view) !== null", view)
    # The sign-in ends, as after twelve hours, and the link breaks: the page asks for a new session and may not.
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "tomocast_session", "value": "of last week", "url": page.url}])
    wire.held = True
    alert = page.locator(".ended").get_by_role("alert")
    expect(alert).to_contain_text("Your sign-in has ended", timeout=30_000)
    # Nothing is left to be read that may be old.
    assert page.evaluate("() => window.tomocast.pixels('axial')") is None
    expect(alert.get_by_role("link", name="it@example.org")).to_be_visible()
    alert.get_by_role("button", name="Back to the studies").click()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("Your sign-in has ended")
    sign_in(page, KEY)
    expect(page.get_by_test_id("study-row")).to_have_count(1)
