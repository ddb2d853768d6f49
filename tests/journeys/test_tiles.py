"""A slow line: the view without loss comes in tiles, each proved, and is lossless when all are."""

from __future__ import annotations

import hashlib
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from tests.journeys.browsing import open_first_study, page_on, pixels, wait_lossless
from tests.journeys.serving import Serving
from tests.journeys.wire import Values, Wire

# As if this browser's last session had been on a slow line.
SLOW_LINE = "localStorage.setItem('tomocast.bit-rate', JSON.stringify([2000000, Date.now()]))"


def tiles_of(wire: Wire, stream: int, since: int = 0) -> list[Values]:
    """The tiles of the newest still of a stream."""
    found = [one for one in wire.heard[since:] if one["t"] == "tile" and one["stream"] == stream]
    return [one for one in found if one["picture"] == found[-1]["picture"]]


def assembled(tiles: list[Values]) -> NDArray[np.uint8]:
    """The picture that the tiles are, each compared with its hash."""
    whole = np.zeros((tiles[0]["height"], tiles[0]["width"]), np.uint8)
    for tile in tiles:
        part = np.array(Image.open(io.BytesIO(tile["data"])))
        assert hashlib.sha256(part.tobytes()).digest() == tile["sha256"]
        whole[tile["y"] : tile["y"] + tile["rows"], tile["x"] : tile["x"] + tile["columns"]] = part
    return whole


def scroll(page: Page, view: str) -> None:
    """One slice on, with a wheel."""
    page.get_by_test_id(f"viewport-{view}").hover()
    page.mouse.wheel(0, 100)


def test_on_a_slow_line_a_view_comes_in_tiles_and_a_wrong_one_is_asked_for_again(server: Serving) -> None:
    with page_on(server.address) as page:
        page.add_init_script(SLOW_LINE)
        wire = Wire(page)
        page.goto(f"{server.address}/?transport=websocket")
        open_first_study(page)
        wait_lossless(page, "axial")
        # Alone it is large enough.
        before = pixels(page, "axial").shape[1]
        since = len(wire.heard)
        page.get_by_test_id("viewport-axial").dblclick()
        page.wait_for_function("width => window.tomocast.pixels('axial')?.width > width", arg=before)
        wait_lossless(page, "axial")
        (stream,) = {one["stream"] for one in wire.said[0]["views"] if one["view"] == "axial"}
        tiles = tiles_of(wire, stream, since)
        assert len(tiles) == tiles[0]["tiles"] > 1
        assert not [one for one in wire.heard[since:] if one["t"] == "still" and one["stream"] == stream]
        np.testing.assert_array_equal(pixels(page, "axial"), assembled(tiles))

        since, said = len(wire.heard), len(wire.said)
        wire.instead("tile", lambda tile: {**tile, "sha256": bytes(32)})
        scroll(page, "axial")
        page.wait_for_function("() => window.tomocast.stats('axial').fidelity === 'moving'")
        wait_lossless(page, "axial")
        verdicts = [one["verified"] for one in wire.said[said:] if one["t"] == "shown" and one["stream"] == stream]
        assert verdicts == [False, True]
        tiles = tiles_of(wire, stream, since)
        assert len(tiles) > tiles[0]["tiles"]
        np.testing.assert_array_equal(pixels(page, "axial"), assembled(tiles[1:]))
