"""Files dropped on the page: into a real archive, through the real importer, with the names that their owner knows."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import FormData

from archive.archive import Archive
from archive.phantom import write_series
from session.access.principal import Right
from session.gateway import upload
from session.gateway.upload import Spool, UploadRefusedError, check
from tests.session.gateway.conftest import Serve

GB = 1 << 30


@pytest.fixture
def archive_folder(tmp_path: Path) -> Path:
    """An archive without a study: what is here is this test's alone."""
    Archive(tmp_path / "data").close()
    return tmp_path / "data"


def form(*files: tuple[str, bytes]) -> FormData:
    made = FormData(quote_fields=False)
    for name, data in files:
        made.add_field("file", io.BytesIO(data), filename=name, content_type="application/octet-stream")
    return made


def zipped(*files: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return held.getvalue()


async def test_files_and_archives_arrive_and_each_refused_one_is_named(serve: Serve, tmp_path: Path) -> None:
    write_series(tmp_path / "ct", slices=4, rows=48, columns=64)
    good = [(f"CT chest/{one.name}", one.read_bytes()) for one in sorted((tmp_path / "ct").rglob("*.dcm"))]
    cut = good[0][1][:-2000]
    body = form(
        *good[:2],
        ("photo\u00e9 of Roe.jpg", b"\xff\xd8\xff\xe0 a holiday"),
        ("CT chest/cut.dcm", cut),
        ("../../etc/passwd", good[0][1]),
        ("rest.zip", zipped(("in/" + good[2][0], good[2][1]), ("in/broken.dcm", cut), ("in/readme.txt", b"hello"))),
    )
    async with serve() as (client, services):
        before = services.changes._revision
        async with client.post("/api/imports", data=body) as response:
            done = await response.json()
            assert response.status == 200, done
        async with client.get("/api/studies") as response:
            (study,) = (await response.json())["studies"]
        rows = services.trail.directory.audit_rows()
        assert services.changes._revision == before + 1
    assert (done["imported"], done["known"], done["not_dicom"]) == (3, 1, 2)
    why = {one["file"]: one["why"] for one in done["refused"]}
    assert set(why) == {
        "photo\u00e9 of Roe.jpg",
        "CT chest/cut.dcm",
        "rest.zip/in/broken.dcm",
        "rest.zip/in/readme.txt",
    }
    assert why["photo\u00e9 of Roe.jpg"] == why["rest.zip/in/readme.txt"] == "it is not DICOM"
    assert "PixelData" in why["CT chest/cut.dcm"] or "(7FE0,0010)" in why["CT chest/cut.dcm"]
    assert study["instances"] == 3
    assert [row["event_id"] for row in rows][-1] == "110107"
    assert not list((tmp_path / "data").glob("upload-*"))
    assert not [one for one in os.walk(tmp_path) if "passwd" in one[2]]


async def test_what_is_no_form_of_files_is_refused_in_words(serve: Serve, tmp_path: Path) -> None:
    async with serve() as (client, _):
        for body, headers, status in (
            (b"{}", {"Content-Type": "application/json"}, 415),
            (b"nothing like a form", {"Content-Type": "multipart/form-data; boundary=b"}, 400),
            (b"--b--\r\n", {"Content-Type": "multipart/form-data; boundary=b"}, 400),
            (FormData({"name": "no file"})(), {}, 415),
        ):
            async with client.post("/api/imports", data=body, headers=headers) as response:
                refused = await response.json()
                assert response.status == status, refused
                assert refused["text"]
    assert not list((tmp_path / "data").glob("upload-*"))


async def test_nobody_without_the_right_and_no_foreign_page_uploads(serve: Serve) -> None:
    async with serve(access_token="k" * 20) as (client, services):
        async with client.post("/api/imports", data=form(("a", b"b"))) as response:
            assert response.status == 401
        headers = {"Authorization": f"Bearer {'k' * 20}"}
        async with client.get("/api/server", headers=headers) as response:
            assert (await response.json())["upload"]["may"] is True
        headers["Origin"] = "https://elsewhere.example"
        async with client.post("/api/imports", data=form(("a", b"b")), headers=headers) as response:
            assert response.status == 403
        assert services.rights["imports"] is Right.IMPORT


async def test_a_sender_that_falls_silent_is_given_up(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "_SILENT_S", 0.05)
    head = b"POST /api/imports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n"
    head += (
        b"Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data; name=file\r\n\r\n"
    )
    async with serve() as (client, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
        writer.write(head + b"x" * 100)
        line = await reader.readline()
        writer.close()
    assert b" 408 " in line
    assert not list((tmp_path / "data").glob("upload-*"))


async def test_a_disk_that_others_fill_meanwhile_ends_an_upload(
    serve: Serve, archive_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = iter([100 * GB, 50 * GB])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=next(free, 0)))
    async with (
        serve() as (client, _),
        client.post("/api/imports", data=form(("a", b"x" * (1 << 20)))) as response,
    ):
        refused = await response.json()
    assert (response.status, refused["code"]) == (507, "disk")
    assert not _left(archive_folder)


def _left(folder: Path) -> list[Path]:
    return list(folder.glob("upload-*"))


def test_size_and_room_are_checked_before_a_byte_is_read() -> None:
    check("multipart/form-data", 5 * GB, 12 * GB)
    for given, status in (
        (("text/plain", 10, 100 * GB), 415),
        (("multipart/form-data", None, 100 * GB), 411),
        (("multipart/form-data", 17 * GB, 100 * GB), 413),
        (("multipart/form-data", 5 * GB, 10 * GB), 507),
    ):
        with pytest.raises(UploadRefusedError) as caught:
            check(*given)
        assert caught.value.status == status


def test_names_of_their_owner_come_back_and_lead_nowhere(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    assert [spool.place(name).parent for name in ("a/b.dcm", "../../c", "")] == [tmp_path] * 3
    assert spool.theirs(f"{tmp_path}/000000") == "a/b.dcm"
    assert spool.theirs(f"{tmp_path}/000001/in/side.dcm") == "../../c/in/side.dcm"
    assert spool.theirs(f"{tmp_path}/000002") == "(without a name)"
    assert spool.theirs("000007") == "000007"


def test_what_a_killed_server_left_is_swept_away_after_a_day(tmp_path: Path) -> None:
    for name, age_s in (("upload-old", 90_000), ("upload-now", 600), ("instances", 90_000)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "000000").write_bytes(b"x")
        os.utime(tmp_path / name, (1e9 - age_s, 1e9 - age_s))
    upload.sweep(tmp_path, 1e9)
    assert {one.name for one in tmp_path.iterdir()} == {"upload-now", "instances"}


def test_there_are_only_so_many_files_in_a_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MAX_FILES", 2)
    spool = Spool(tmp_path)
    spool.place("a")
    spool.place("b")
    with pytest.raises(UploadRefusedError, match="At most 2 files"):
        spool.place("c")
