from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import StoreFullError
from archive.node import reception
from archive.node.dimse import Command, Status
from archive.node.negotiation import Context
from archive.node.reception import Reception, Verdict
from archive.store import Incoming
from tests.archive.node.peer import CT, EXPLICIT
from tests.archive.samples import SERIES, bare, part10, slice_dataset

Changes = list[tuple[str, str, int]]


def receive(
    archive: Archive, data: bytes, uid: str = f"{SERIES}.1", changes: Changes | None = None, syntax: str = EXPLICIT
) -> Verdict:
    asked = Command(1, 1, CT.encode(), uid.encode(), has_data_set=True)
    incoming = Reception(archive, asked, Context(CT, syntax), "SCU")
    incoming.write(memoryview(data))

    def changed(study_uid: str, series_uid: str, revision: int) -> None:
        if changes is not None:
            changes.append((study_uid, series_uid, revision))

    return incoming.finish(changed)


def leftovers(archive: Archive) -> list[Path]:
    return list(archive.store.incoming.iterdir())


def test_success_means_kept_indexed_and_told(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        changes: Changes = []
        assert receive(archive, bare(slice_dataset()), changes=changes) == Verdict(Status.SUCCESS)
        assert archive.instances(SERIES)[0].path.read_bytes().endswith(bare(slice_dataset()))
        assert changes == [("1.2.826.0.1.3680043.2.1125", SERIES, 1)]
        assert receive(archive, bare(slice_dataset()), changes=changes) == Verdict(Status.SUCCESS)
        assert len(changes) == 1
        assert leftovers(archive) == []


@pytest.mark.parametrize(
    ("data", "uid", "status"),
    [
        (bare(slice_dataset()), "1.2.3", Status.MISMATCH),
        (bare(slice_dataset(SOPClassUID="1.2.840.10008.5.1.4.1.1.4")), f"{SERIES}.1", Status.MISMATCH),
        (bare(slice_dataset()), "../../x", Status.INVALID_INSTANCE),
        (bare(slice_dataset()), "", Status.INVALID_INSTANCE),
        (bare(slice_dataset())[:-7], f"{SERIES}.1", Status.CANNOT_UNDERSTAND),
        (b"", f"{SERIES}.1", Status.CANNOT_UNDERSTAND),
        (b"\x93random" * 99, f"{SERIES}.1", Status.CANNOT_UNDERSTAND),
    ],
)
def test_what_is_refused_leaves_nothing(tmp_path: Path, data: bytes, uid: str, status: Status) -> None:
    with Archive(tmp_path) as archive:
        verdict = receive(archive, data, uid)
        assert verdict.status is status
        assert "Probe" not in verdict.comment
        assert archive.counts().instances == 0
        assert (list(archive.store.names()), leftovers(archive)) == ([], [])


def test_other_content_under_a_known_uid_is_safe_in_quarantine(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        receive(archive, bare(slice_dataset()))
        verdict = receive(archive, bare(slice_dataset(PatientID="P8")))
        assert (verdict.status, "quarantine" in verdict.comment) == (Status.SUCCESS, True)
        assert len(list((tmp_path / "quarantine").iterdir())) == 1
        assert archive.revision(SERIES) == 1
        assert "quarantine" in archive.studies()[0].remarks[0]


def test_a_full_disk_and_an_endless_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(tmp_path) as archive:
        monkeypatch.setattr(reception, "LARGEST_OBJECT", 2000)
        assert receive(archive, bytes(3000)).status is Status.OUT_OF_RESOURCES

        def full(self: Incoming) -> None:
            raise StoreFullError("the disk is full")

        monkeypatch.setattr(Incoming, "sync", full)
        assert receive(archive, bare(slice_dataset())) == Verdict(Status.OUT_OF_RESOURCES, "the disk is full")
        assert (list(archive.store.names()), leftovers(archive)) == ([], [])
        monkeypatch.undo()
        assert receive(archive, bare(slice_dataset())).status is Status.SUCCESS


def test_what_arrives_is_a_complete_file(tmp_path: Path) -> None:
    from pydicom import dcmread

    with Archive(tmp_path) as archive:
        receive(archive, bare(slice_dataset()))
        kept = dcmread(archive.instances(SERIES)[0].path)
    assert kept.file_meta.SourceApplicationEntityTitle == "SCU"
    assert kept.file_meta.TransferSyntaxUID == EXPLICIT
    assert part10(slice_dataset()).endswith(bare(slice_dataset()))
    assert kept.PatientID == "P7"
