"""The main job: DCMTK sends a series, a browser shows it, and its pixels are those of `tomocast render`."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from playwright.sync_api import Page

from archive.archive import Archive
from archive.phantom import write_torso
from tests.data import shared_data
from tests.journeys.browsing import open_first_study, page_on, picture, pixels, wait_lossless, wait_settled
from tests.journeys.serving import Serving, serving, tomocast

pytestmark = [pytest.mark.browser, pytest.mark.peers]
TRANSPORTS = {"webrtc": "", "websocket": "?transport=websocket"}


def send(server: Serving, folder: Path) -> None:
    """Send every file of a folder with DCMTK's storescu."""
    if shutil.which("storescu") is None:
        pytest.skip("needs the Debian package dcmtk")
    # Without it each file waits 40 ms for a delayed acknowledgement.
    environment = {**os.environ, "TCP_NODELAY": "1"}
    words = ["storescu", "+sd", "+r", "-aec", server.aet, "127.0.0.1", str(server.dicom_port), str(folder)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def torso(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated torso of 48 slices."""
    return write_torso(tmp_path_factory.mktemp("torso"), slices=48, size=192)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, torso: Path) -> Iterator[Serving]:
    """A server that has received the torso from DCMTK."""
    with serving(tmp_path_factory.mktemp("data")) as running:
        send(running, torso)
        yield running


def series_of(data: Path) -> str:
    with Archive(data) as archive:
        (study,) = archive.studies()
        return archive.series_of(study.uid)[0].uid


@functools.cache
def rendered(data: Path, view: str, shape: tuple[int, ...], *options: str) -> np.ndarray:
    """The same view by the command line."""
    out = data / f"{view}.png"
    size = f"{shape[1]}x{shape[0]}"
    tomocast(*("render", series_of(data), "--data", data, "-o", out, "--view", view, "--size", size), *options)
    return picture(out)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_every_view_at_rest_is_what_the_command_line_renders(server: Serving, transport: str) -> None:
    with page_on(server.address, query=TRANSPORTS[transport]) as page:
        open_first_study(page)
        wait_lossless(page)
        for view in ("axial", "coronal", "sagittal", "volume"):
            shown = pixels(page, view)
            assert np.array_equal(shown, rendered(server.data, view, shown.shape)), view
        page.wait_for_function("t => window.tomocast.stats().transport === t", arg=transport)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_hand_scrolls_windows_and_turns(server: Serving, transport: str) -> None:
    with page_on(server.address, query=TRANSPORTS[transport]) as page:
        open_first_study(page)
        wait_lossless(page)
        before = wait_settled(page, "axial")
        scroll(page, notches=5)
        after = wait_settled(page, "axial", changed_from=before)
        assert after < before, "down goes to the feet"
        shown = pixels(page, "axial")
        position = f"--position={slice_at(server.data, after)}"
        expected = rendered(server.data, "axial", shown.shape, position)
        assert np.array_equal(shown, expected)
        drag_window(page)
        page.wait_for_timeout(300)
        wait_lossless(page)
        assert not np.array_equal(pixels(page, "axial"), shown)
        turned_volume_matches(server, page)


def slice_at(data: Path, shown: float) -> float:
    """The height of the slice whose rounded position stands on the picture."""
    study = json.loads(tomocast("list", "--json", "--data", data).stdout)["studies"][0]
    volume = study["series"][0]["volumes"][0]
    _, _, step, first = volume["matrix"][2]
    heights = [first + k * step for k in range(volume["slices"])]
    return float(min(heights, key=lambda height: abs(height - shown)))


def scroll(page: Page, notches: int) -> None:
    """Turn the wheel towards the user over the axial view."""
    box = page.get_by_test_id("viewport-axial").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    for _ in range(notches):
        page.mouse.wheel(0, 100)


def drag_window(page: Page) -> None:
    """Drag to the right and up with the window tool."""
    box = page.get_by_test_id("viewport-axial").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x + 6 * step, y - 3 * step)
    page.mouse.up()


def turned_volume_matches(server: Serving, page: Page) -> None:
    """Turn the volume by arrow keys: six times 5 degrees."""
    page.get_by_test_id("viewport-volume").click(position={"x": 20, "y": 60})
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    wait_lossless(page, "volume")
    shown = pixels(page, "volume")
    # Arrow right turns the patient to the right on the screen: the eye goes to the patient's right.
    expected = rendered(server.data, "volume", shown.shape, "--azimuth=30")
    assert np.array_equal(shown, expected)


def test_a_real_chest_in_the_browser(tmp_path: Path) -> None:
    with ZipFile(shared_data("ct-chest-thin-lidc0314.zip")) as study:
        study.extractall(tmp_path / "study")
    with serving(tmp_path / "data") as server:
        send(server, tmp_path / "study")
        with page_on(server.address) as page:
            open_first_study(page)
            wait_lossless(page)
            shown = pixels(page, "axial")
            assert np.array_equal(shown, rendered(server.data, "axial", shown.shape))


def test_a_study_that_arrives_shows_up_by_itself(tmp_path: Path, torso: Path) -> None:
    with serving(tmp_path / "data") as server, page_on(server.address) as page:
        page.get_by_text("No studies yet").wait_for()
        send(server, torso)
        page.get_by_test_id("study-row").wait_for()
        assert page.get_by_test_id("study-row").count() == 1


def test_the_node_dies_and_the_streams_go_on(server: Serving) -> None:
    with page_on(server.address) as page:
        open_first_study(page)
        wait_lossless(page)
        node = next(pid for pid in server.children() if b"archive.node" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(node, 9)
        before = wait_settled(page, "axial")
        scroll(page, notches=3)
        assert wait_settled(page, "axial", changed_from=before) < before
        assert b'"node": true' in _ready(server)


def _ready(server: Serving) -> bytes:
    """Ask for readiness until the node is back."""
    for _ in range(600):
        answer = server.get("/readyz")
        if b'"node": true' in answer:
            return answer
        time.sleep(0.05)
    raise AssertionError("the node did not come back")
