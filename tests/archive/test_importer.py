import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.uid import ExplicitVRBigEndian, ImplicitVRLittleEndian

from archive import importer
from archive.archive import Archive
from archive.errors import StoreError, StoreFullError
from archive.importer import ImportSummary
from archive.part10 import file_meta
from archive.store import Incoming
from archive.workers import WorkerPool
from tests.archive.samples import SERIES, bare, part10, slice_dataset, slice_file
from tests.data import shared_data


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(1) as workers:
        yield workers


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "data") as archive:
        yield archive


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    path = tmp_path / "inbox"
    path.mkdir()
    return path


def reasons(summary: ImportSummary) -> dict[str, str]:
    return {Path(refusal.label).name: refusal.why for refusal in summary.refused}


def test_a_folder_of_everything(archive: Archive, inbox: Path, workers: WorkerPool) -> None:
    for number in (1, 2, 3):
        (inbox / f"IM{number}").write_bytes(slice_file(number))
    (inbox / "again").write_bytes(slice_file(1))
    (inbox / "other-content").write_bytes(slice_file(1, PatientID="P9"))
    (inbox / "cut.dcm").write_bytes(slice_file(4)[:-3])
    (inbox / "._IM1").write_bytes(b"\0\5\x16\7 resource fork")
    (inbox / "README.txt").write_text("hello")
    (inbox / "bad-uid").write_bytes(slice_file(5).replace(f"{SERIES}.5".encode(), f"{SERIES}_5".encode()))
    seen: list[tuple[int, int, int]] = []
    summary = archive.import_paths(
        [inbox], lambda so_far: seen.append((so_far.files, so_far.bytes, so_far.imported)), workers
    )
    assert (summary.files, summary.imported, summary.known, summary.not_dicom) == (9, 3, 1, 2)
    assert set(reasons(summary)) == {"other-content", "cut.dcm", "bad-uid"}
    assert "quarantine" in reasons(summary)["other-content"]
    assert "SOPInstanceUID" in reasons(summary)["bad-uid"]
    assert (summary.complete, summary.series) == (False, {SERIES: 4})
    assert summary.bytes == summary.total_bytes == sum(path.stat().st_size for path in inbox.iterdir())
    assert seen == sorted(seen)
    assert seen[-1] == (9, summary.bytes, 3)
    assert archive.revision(SERIES) == 3
    assert list(archive.store.incoming.iterdir()) == []


def test_importing_again_changes_nothing(archive: Archive, inbox: Path, workers: WorkerPool) -> None:
    (inbox / "x").write_bytes(slice_file(1))
    assert archive.import_paths([inbox], workers=workers).imported == 1
    summary = archive.import_paths([inbox], workers=workers)
    assert (summary.imported, summary.known, summary.complete) == (0, 1, True)
    assert archive.revision(SERIES) == 1


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian])
def test_bare_data_sets_get_file_meta_of_ours(archive: Archive, inbox: Path, workers: WorkerPool, syntax: str) -> None:
    (inbox / "x").write_bytes(bare(slice_dataset(1), syntax))
    archive.import_paths([inbox], workers=workers)
    kept = dcmread(archive.instances(SERIES)[0].path)
    assert kept.file_meta.TransferSyntaxUID == syntax
    assert kept.file_meta.MediaStorageSOPInstanceUID == f"{SERIES}.1"
    assert kept.PatientID == "P7"


def test_complete_files_stay_byte_for_byte(archive: Archive, inbox: Path, workers: WorkerPool) -> None:
    data = slice_file(1)
    (inbox / "x").write_bytes(b"MZ" + data[2:])
    archive.import_paths([inbox], workers=workers)
    assert archive.instances(SERIES)[0].path.read_bytes() == b"MZ" + data[2:]


def test_a_private_syntax_is_stored_and_named_as_not_showable(
    archive: Archive, inbox: Path, workers: WorkerPool
) -> None:
    uid = "1.2.276.0.7230010.3.0.99"
    dataset = slice_dataset(1)
    (inbox / "x").write_bytes(file_meta(dataset.SOPClassUID, dataset.SOPInstanceUID, uid) + bare(dataset))
    summary = archive.import_paths([inbox], workers=workers)
    assert (summary.imported, summary.complete) == (1, True)
    assert summary.not_showable == {f"transfer syntax {uid}": 1}
    assert archive.instances(SERIES)[0].transfer_syntax_uid == uid


def test_zip_archives_with_good_and_bad_members(archive: Archive, inbox: Path, workers: WorkerPool) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as pack:
        pack.writestr("deep", slice_file(3))
    with zipfile.ZipFile(inbox / "study.zip", "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("DICOM/1", slice_file(1))
        pack.writestr("../../2", slice_file(2))
        pack.writestr("__MACOSX/._1", b"\0\5\x16\7")
        pack.writestr("cut", slice_file(4)[:-9])
        pack.writestr("inner.zip", inner.getvalue())
    summary = archive.import_paths([inbox], workers=workers)
    assert (summary.imported, summary.not_dicom) == (3, 1)
    assert set(reasons(summary)) == {"cut"}
    assert {path.name for path in inbox.parent.iterdir()} == {"data", "inbox"}


def test_three_hundred_series_of_one_slice(archive: Archive, inbox: Path, workers: WorkerPool) -> None:
    for number in range(300):
        (inbox / str(number)).write_bytes(
            slice_file(number, SeriesInstanceUID=f"1.9.{number}", StudyInstanceUID=f"1.8.{number % 60}")
        )
    summary = archive.import_paths([inbox], workers=workers)
    assert (summary.imported, len(summary.series)) == (300, 300)
    assert len(archive.studies(limit=1000)) == 60
    assert archive.counts().series == 300


def test_a_file_that_kills_its_reader_is_refused_and_the_rest_comes_in(
    archive: Archive, inbox: Path, workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "_FACTS_JOB", "tests.archive.jobs_for_tests:fragile_facts")
    for number in (1, 2, 3):
        (inbox / str(number)).write_bytes(slice_file(number, StudyDescription="deadly" if number == 2 else "fine"))
    summary = archive.import_paths([inbox], workers=workers)
    assert summary.imported == 2
    assert "died" in reasons(summary)["2"]


def test_a_full_disk_stops_the_import_and_leaves_nothing_half(
    archive: Archive, inbox: Path, workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise StoreFullError("the disk is full")

    (inbox / "x").write_bytes(slice_file(1))
    monkeypatch.setattr(Incoming, "write", full)
    with pytest.raises(StoreFullError):
        archive.import_paths([inbox], workers=workers)
    assert list(archive.store.incoming.iterdir()) == []


def test_a_disk_that_fills_while_file_meta_is_added_leaves_nothing_half(
    archive: Archive, inbox: Path, workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise StoreFullError("the disk is full")

    (inbox / "bare").write_bytes(bare(slice_dataset()))
    monkeypatch.setattr(Incoming, "copy_from", full)
    with pytest.raises(StoreFullError):
        archive.import_paths([inbox], workers=workers)
    assert list(archive.store.incoming.iterdir()) == []


def test_a_path_that_does_not_exist(archive: Archive, inbox: Path, workers: WorkerPool) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        archive.import_paths([inbox / "nowhere"], workers=workers)


def test_the_malformed_collection(archive: Archive, inbox: Path, workers: WorkerPool) -> None:
    shutil.copytree(shared_data("malformed"), inbox / "malformed")
    summary = archive.import_paths([inbox], workers=workers)
    assert set(reasons(summary)) == {
        "MR_truncated.dcm", "UN_sequence.dcm", "bad_sequence.dcm", "deeply_nested_sequence.dcm",
        "meta_missing_tsyntax.dcm", "no_meta_group_length.dcm", "no_rows.dcm", "rtplan_truncated.dcm",
        "GH177_mixed_endian_ELE_undefined_length.dcm",
    }  # fmt: skip
    assert summary.imported + len(summary.refused) + summary.not_dicom == summary.files == 21


def test_progress_is_told_after_bytes_and_after_batches(
    archive: Archive, inbox: Path, workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "_BATCH_FILES", 2)
    for number in range(6):
        (inbox / str(number)).write_bytes(part10(slice_dataset(number)))
    imported: list[int] = []
    archive.import_paths([inbox], lambda so_far: imported.append(so_far.imported), workers)
    assert {2, 4, 6} <= set(imported)
