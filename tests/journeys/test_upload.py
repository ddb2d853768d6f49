"""An empty server that gets its first studies through the page: dropped, chosen, and refused by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from archive.archive import Archive
from archive.phantom import Identity, write_series
from tests.journeys.browsing import open_first_study, page_on, wait_lossless
from tests.journeys.serving import Serving, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    data = tmp_path_factory.mktemp("empty") / "data"
    Archive(data).close()
    with serving(data) as running:
        yield running


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder as a reader has one, with a cut file and a photograph; and a zip archive of another series."""
    write_series(tmp_path / "CT" / "first", slices=20, rows=64, columns=64)
    cut = next((tmp_path / "CT").rglob("*.dcm"))
    (tmp_path / "CT" / "cut.dcm").write_bytes(cut.read_bytes()[:-1000])
    (tmp_path / "CT" / "me at sea.jpg").write_bytes(b"\xff\xd8\xff\xe0 sea")
    other = Identity(study="other", series="2", patient_name="Doe^Jane", patient_id="J-1")
    write_series(tmp_path / "second", slices=3, rows=32, columns=32, modality="MR", identity=other)
    shutil.make_archive(str(tmp_path / "second"), "zip", tmp_path / "second")
    return tmp_path


def drop(page: Page, *paths: Path) -> None:
    """What the hand does with files from the desktop, over the middle of the page."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 300, "data": data})
    expect(page.get_by_text("Drop files, folders or zip archives here")).to_be_visible()
    session.send("Input.dispatchDragEvent", {"type": "drop", "x": 400, "y": 300, "data": data})


def test_the_first_studies_come_through_the_page(server: Serving, files: Path) -> None:
    with page_on(server.address) as page:
        main = page.get_by_role("main")
        expect(main).to_contain_text("No studies yet")
        expect(main.locator("code")).to_have_text("tomocast import FOLDER")
        expect(main).to_contain_text(f"AE title {server.aet}, port {server.dicom_port}")
        expect(page.get_by_test_id("drop-zone")).to_contain_text("anywhere on this page")
        drop(page, files / "CT", files / "second.zip")
        told = page.get_by_test_id("upload")
        expect(told).to_contain_text("23 images received", timeout=30_000)
        refused = told.get_by_test_id("refused-file")
        expect(refused).to_have_count(2)
        expect(refused.filter(has_text="CT/cut.dcm")).to_contain_text("(7FE0,0010)")
        expect(refused.filter(has_text="CT/me at sea.jpg")).to_contain_text("it is not DICOM")
        expect(page.get_by_test_id("study-row")).not_to_have_count(0)
        told.get_by_role("button", name="Close").click()
        expect(told).not_to_be_visible()
        # The same once more, by the dialog: it is known, and nothing is there twice.
        page.get_by_test_id("choose-files").first.set_input_files(sorted((files / "CT" / "first").rglob("*.dcm"))[:2])
        expect(told).to_contain_text("0 images received, 2 already here", timeout=30_000)
        studies = json.loads(server.get("/api/studies"))["studies"]
        assert sum(study["instances"] for study in studies) == 23
        page.get_by_test_id("search").fill("nobody at all")
        expect(main).to_contain_text("Nothing matches \u201cnobody at all\u201d")
        main.get_by_role("button", name="Clear the search").click()
        open_first_study(page)
        wait_lossless(page, "axial")


def test_a_server_that_goes_away_is_said_where_the_files_go(files: Path, tmp_path: Path) -> None:
    Archive(tmp_path / "data").close()
    with serving(tmp_path / "data") as server, page_on(server.address) as page:
        expect(page.get_by_test_id("drop-zone")).to_be_visible()
        server.process.kill()
        server.process.wait()
        page.get_by_test_id("choose-files").first.set_input_files(files / "second.zip")
        alert = page.get_by_test_id("upload").get_by_role("alert")
        expect(alert).to_have_text("The server cannot be reached.")
