from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import StoreError
from archive.facts import read_facts
from archive.indexing import Stored
from archive.part10 import open_file
from tests.archive.samples import SERIES, slice_file


def receive(archive: Archive, number: int) -> None:
    data = slice_file(number)
    incoming = archive.store.receive()
    incoming.write(data)
    facts = read_facts(open_file(data))
    kept = archive.store.keep([(incoming, facts.sop_instance_uid)])[0]
    archive.add([Stored(facts, kept.name, len(data))])


def numbers(archive: Archive) -> list[str]:
    return sorted(row.sop_instance_uid.removeprefix(f"{SERIES}.") for row in archive.instances(SERIES))


def test_a_restart_finds_everything(tmp_path: Path) -> None:
    with Archive(tmp_path / "data") as archive:
        receive(archive, 1)
        receive(archive, 2)
    with Archive(tmp_path / "data") as archive:
        assert numbers(archive) == ["1", "2"]
        assert all(row.path.is_file() for row in archive.instances(SERIES))
        assert archive.series(SERIES[:8]).uid == SERIES
        assert archive.series_of(archive.studies()[0].uid)[0].instances == 2
        assert archive.counts().instances == 2


@pytest.mark.parametrize("damage", ["lost", "junk"])
def test_a_lost_or_broken_index_is_rebuilt_from_the_files(tmp_path: Path, damage: str) -> None:
    with Archive(tmp_path) as archive:
        for number in range(1, 4):
            receive(archive, number)
    path = tmp_path / "index.sqlite"
    path.unlink()
    if damage != "lost":
        path.write_bytes(b"no database" * 500)
    seen: list[int] = []
    with Archive(tmp_path, seen.append) as archive:
        assert numbers(archive) == ["1", "2", "3"]
    assert seen == [3]


def test_an_index_deleted_while_it_is_open_comes_back_for_all_who_have_it_open(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive, Archive(tmp_path) as other:
        receive(archive, 1)
        for name in ("index.sqlite", "index.sqlite-wal", "index.sqlite-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        receive(archive, 2)
        assert numbers(archive) == ["1", "2"]
        assert numbers(other) == ["1", "2"]
        receive(other, 3)
        assert archive.revision(SERIES) == 3


def test_files_that_a_crash_kept_out_of_the_index_are_entered(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        receive(archive, 1)
        data = slice_file(2)
        incoming = archive.store.receive()
        incoming.write(data)
        archive.store.keep([(incoming, f"{SERIES}.2")])
        assert archive.reconcile() == 1
        assert archive.reconcile() == 0
        assert numbers(archive) == ["1", "2"]


def test_a_file_that_went_bad_does_not_stop_a_rebuild(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        receive(archive, 1)
        receive(archive, 2)
        bad = archive.instances(SERIES)[0].path
    bad.write_bytes(bad.read_bytes()[:200])
    (tmp_path / "index.sqlite").unlink()
    with Archive(tmp_path) as archive:
        assert numbers(archive) == ["2"]


def test_a_folder_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        Archive(tmp_path / "file" / "data")
