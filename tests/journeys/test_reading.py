"""A reading from the list to the finding and back, once with the keyboard alone and once with fingers alone.

Find the study, open it, lung window, image 187, a slab of 10 mm as MIP, one view over the whole stage, back to the
list. On a real chest CT where one lies beside the checkout, else on a generated torso.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from archive.archive import Archive
from archive.phantom import Identity, write_series, write_torso
from tests.data import CHECKOUT
from tests.journeys.browsing import LAPTOP, TABLET, page_on, wait_lossless
from tests.journeys.fingers import Fingers, place_in
from tests.journeys.serving import Serving, serving

CHEST = CHECKOUT.parent / "shared" / "data" / "ct-chest-thin-lidc0314.zip"
IMAGE = 187
FOCUSED = "() => document.activeElement.dataset.testid ?? document.activeElement.tagName"
AXIAL = "viewport-axial"


@dataclass(frozen=True)
class Reading:
    """What is read."""

    server: Serving
    search: str
    images: int


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    folder = tmp_path_factory.mktemp("reading")
    real = CHEST.exists()
    study = CHEST if real else write_torso(folder / "files" / "torso", size=256)
    other = Identity(study="other", patient_name="Other^Patient", patient_id="OTHER-2")
    with Archive(folder / "data") as archive:
        archive.import_paths([study, _written(folder / "other", other)])
    with serving(folder / "data") as server:
        yield Reading(server, "0314" if real else "torso", 275 if real else 240)


def _written(folder: Path, identity: Identity) -> Path:
    write_series(folder, slices=4, identity=identity)
    return folder


def shows(page: Page, pattern: str, test_id: str = AXIAL) -> None:
    expect(page.get_by_test_id(test_id)).to_contain_text(re.compile(pattern), timeout=20_000)


def image_of(page: Page) -> int:
    found = re.search(r"(\d+) / \d+", page.get_by_test_id(AXIAL).inner_text())
    assert found
    return int(found[1])


def found_alone(page: Page) -> None:
    expect(page.get_by_test_id("study-row")).to_have_count(1)


def on_the_list_again(page: Page) -> None:
    expect(page.get_by_test_id(AXIAL)).to_have_count(0)
    page.get_by_test_id("study-row").first.wait_for()


def test_with_the_keyboard_alone(reading: Reading) -> None:
    with page_on(reading.server.address, size=LAPTOP) as page:
        expect(page.get_by_test_id("study-row")).to_have_count(2)
        press = page.keyboard.press
        press("/")
        page.keyboard.type(reading.search)
        found_alone(page)
        for _ in range(20):
            if page.evaluate(FOCUSED) == "study-row":
                break
            press("Tab")
        press("Enter")
        page.get_by_test_id(AXIAL).wait_for()
        wait_lossless(page, "axial")
        assert page.evaluate(FOCUSED) == AXIAL

        press("2")
        shows(page, r"Lung.*W 1500 L \u2212600 HU")
        press("Home")
        # Slices go to the feet, whichever way the scanner numbered them.
        shows(page, rf"\b(1|{reading.images}) / {reading.images}")
        tens, ones = divmod(abs(IMAGE - image_of(page)), 10)
        for key in ["Shift+ArrowDown"] * tens + ["ArrowDown"] * ones:
            press(key)
        shows(page, f"{IMAGE} / {reading.images}")
        for _ in range(10):
            press("]")
        shows(page, r"10 mm MIP")
        wait_lossless(page, "axial")
        # Who listens is told when the hand rests.
        label = re.compile(f"image {IMAGE} of {reading.images}.*lossless")
        expect(page.get_by_test_id(AXIAL)).to_have_attribute("aria-label", label)

        press("f")
        expect(page.get_by_test_id("viewport-coronal")).to_be_hidden()
        wait_lossless(page, "axial")
        shows(page, f"{IMAGE} / {reading.images}")
        press("f")
        expect(page.get_by_test_id("viewport-coronal")).to_be_visible()
        press("Escape")
        on_the_list_again(page)


def test_with_own_keys(reading: Reading) -> None:
    """A key of one's own acts, stands in the help and the tooltips, and is there again in another browser."""
    with page_on(reading.server.address, size=LAPTOP) as page:
        _open(page)
        page.keyboard.press("?")
        page.get_by_test_id("keys-edit").focus()
        page.keyboard.press("Enter")
        page.get_by_test_id("key-preset-2").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("q")
        expect(page.get_by_test_id("keys-said")).to_contain_text("Q")
        page.keyboard.press("Escape")
        expect(page.get_by_test_id(AXIAL)).to_be_focused()
    with page_on(reading.server.address, size=LAPTOP) as page:
        _open(page)
        expect(page.get_by_test_id("tool-window")).to_have_attribute("title", "Window (W)")
        page.keyboard.press("2")
        page.keyboard.press("q")
        shows(page, r"W 1500 L \u2212600 HU")
        page.keyboard.press("?")
        page.get_by_test_id("keys-edit").click()
        page.get_by_test_id("keys-singles").click()
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("tool-window")).to_have_attribute("title", "Window")
        page.keyboard.press("f")
        expect(page.get_by_test_id("viewport-coronal")).to_be_visible()
        page.get_by_test_id("help").click()
        page.get_by_test_id("keys-edit").click()
        page.get_by_test_id("keys-usual").click()
        expect(page.get_by_test_id("keys-said")).to_contain_text("as at first")


def _open(page: Page) -> None:
    page.get_by_test_id("study-row").filter(has_text=re.compile("0314|Torso")).focus()
    page.keyboard.press("Enter")
    page.get_by_test_id(AXIAL).wait_for()
    wait_lossless(page, "axial")


def test_with_fingers_alone(reading: Reading) -> None:
    with page_on(reading.server.address, size=TABLET, touch=True) as page:
        fingers = Fingers(page)
        fingers.tap(place_in(page, "search"))
        # The keyboard on the glass types as one on a desk does.
        page.keyboard.type(reading.search)
        found_alone(page)
        fingers.tap(place_in(page, "study-row"))
        page.get_by_test_id(AXIAL).wait_for()
        wait_lossless(page, "axial")

        fingers.tap(place_in(page, "tool-window"))
        fingers.tap(place_in(page, "preset-lung"))
        shows(page, r"Lung.*W 1500 L \u2212600 HU")
        fingers.tap(place_in(page, "tool-scroll"))
        _to_image(page, fingers)
        shows(page, f"{IMAGE} / {reading.images}")

        fingers.tap(place_in(page, "panel-toggle"))
        page.get_by_test_id("slab-max").wait_for()
        fingers.tap(place_in(page, "slab-max"))
        page.get_by_label("Thickness").last.fill("10")
        page.keyboard.press("Enter")
        fingers.tap(place_in(page, "panel-toggle"))
        shows(page, r"10 mm MIP")
        wait_lossless(page, "axial")

        for _ in range(2):
            fingers.tap(place_in(page, AXIAL, 0.3, 0.7))
        expect(page.get_by_test_id("viewport-coronal")).to_be_hidden()
        wait_lossless(page, "axial")
        shows(page, f"{IMAGE} / {reading.images}")
        fingers.tap(place_in(page, "back"))
        on_the_list_again(page)


def _numbers_grow_to_the_feet(page: Page, fingers: Fingers) -> int:
    """1 or -1: a swipe down goes to the feet, whichever way the scanner numbered."""
    before = image_of(page)
    fingers.swipe(place_in(page, AXIAL, 0.3, 0.4), place_in(page, AXIAL, 0.3, 0.5))
    page.wait_for_function(
        "([id, n]) => !RegExp(`\\\\b${n} / `).test(document.querySelector(`[data-testid=${id}]`).innerText)",
        arg=[AXIAL, before],
    )
    wait_lossless(page, "axial")
    return 1 if image_of(page) > before else -1


def _to_image(page: Page, fingers: Fingers) -> None:
    """Swipe, look, and swipe the rest: as one does."""
    towards = _numbers_grow_to_the_feet(page, fingers)
    box = page.get_by_test_id(AXIAL).bounding_box()
    assert box is not None
    of = int(page.get_by_test_id(AXIAL).inner_text().split(" / ")[1].split()[0])
    pixels = min(24.0, max(3.0, box["height"] / of))
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.35
    for _ in range(8):
        missing = (IMAGE - image_of(page)) * towards
        if missing == 0:
            return
        # Shorter ways are a rest: go there and back by what is too much.
        way = missing * pixels
        fingers.down((x, y))
        page.wait_for_timeout(100)
        if abs(way) < 40:
            fingers.move((x, y - 60))
        fingers.move((x, y + way))
        fingers.up()
        wait_lossless(page, "axial")
        page.wait_for_timeout(200)
