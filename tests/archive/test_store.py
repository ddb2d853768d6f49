import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import StoreError, StoreFullError
from archive.part10 import file_meta
from archive.store import Kept, Outcome, Store, same_dataset
from tests.archive.samples import bare, part10, slice_dataset


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "data")
    yield store
    store.close()


def keep(store: Store, data: bytes, uid: str = "1.2.3") -> Kept:
    incoming = store.receive()
    incoming.write(data)
    return store.keep([(incoming, uid)])[0]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_instance_lies_under_a_name_of_ours(store: Store) -> None:
    kept = keep(store, b"bytes", "1.2.840.113619")
    assert kept.outcome is Outcome.NEW
    assert "113619" not in kept.name
    assert store.path(kept.name).read_bytes() == b"bytes"
    assert list(store.names()) == [kept.name] == [Store.name_of("1.2.840.113619")]
    assert [path for path in files(store.folder) if "incoming" in path.parts] == []


@pytest.mark.parametrize("uid", ["../../x", "/etc/passwd", "a\0b", "", "x" * 5000])
def test_no_identifier_leads_out_of_the_folder(store: Store, uid: str) -> None:
    keep(store, b"bytes", uid)
    assert [path.parent.parent.name for path in files(store.folder)] == ["instances"]


def test_the_same_data_set_again_changes_nothing_whatever_stands_before_it(store: Store) -> None:
    first = keep(store, part10(slice_dataset()))
    other_meta = file_meta("1.2", "1.3", "1.2.840.10008.1.2.1", "SCU") + bare(slice_dataset())
    again = keep(store, other_meta)
    assert (again.name, again.outcome) == (first.name, Outcome.SAME)
    assert store.path(first.name).read_bytes() == part10(slice_dataset())
    assert len(files(store.folder)) == 1


def test_other_content_of_a_known_uid_is_quarantined_and_the_first_kept(store: Store) -> None:
    first = keep(store, part10(slice_dataset()))
    other = part10(slice_dataset(PatientID="P8"))
    for _ in range(2):
        second = keep(store, other)
        assert second.outcome is Outcome.QUARANTINED
        assert store.path(second.name).read_bytes() == other
    assert store.path(first.name).read_bytes() == part10(slice_dataset())
    assert list(store.names()) == [first.name]
    assert len(files(store.folder)) == 2


def test_what_is_not_kept_leaves_nothing(store: Store) -> None:
    incoming = store.receive()
    incoming.write(b"half an inst")
    incoming.close()
    incoming.close()
    assert files(store.folder) == []


def test_bytes_are_on_the_disk_before_their_name_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    link, sync = os.link, os.fsync

    def spy_link(source: Path, target: Path) -> None:
        order.append("name")
        link(source, target)

    def spy_sync(fd: int) -> None:
        order.append("folder" if Path(f"/proc/self/fd/{fd}").is_dir() else "bytes")
        sync(fd)

    monkeypatch.setattr(os, "link", spy_link)
    monkeypatch.setattr(os, "fsync", spy_sync)
    keep(store, b"bytes")
    assert order == ["bytes", "name", "folder"]


def test_a_dead_processs_leftovers_are_swept_away_and_a_living_ones_stay(tmp_path: Path) -> None:
    leftover = tmp_path / "incoming" / "999999-dead"
    leftover.mkdir(parents=True)
    (leftover / "1-x").write_bytes(b"half")
    living = Store(tmp_path)
    incoming = living.receive()
    newcomer = Store(tmp_path)
    assert not leftover.exists()
    assert incoming.path.exists()
    living.close()
    newcomer.close()
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_sweep_that_comes_before_the_lock_takes_nothing_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, swept = fcntl.flock, list[Path]()

    def swept_before(fd: int, how: int) -> None:
        if not swept:
            swept.extend((tmp_path / "incoming").iterdir())
            swept[0].rmdir()
        lock(fd, how)

    monkeypatch.setattr(fcntl, "flock", swept_before)
    store = Store(tmp_path)
    try:
        assert store.incoming not in swept
        assert keep(store, b"abc").outcome is Outcome.NEW
    finally:
        store.close()


def test_a_full_disk_is_told_from_a_broken_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming = store.receive()
    for number, kind in ((errno.ENOSPC, StoreFullError), (errno.EDQUOT, StoreFullError), (errno.EIO, StoreError)):

        def fail(*_: object, number: int = number) -> int:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "write", fail)
        with pytest.raises(kind) as caught:
            incoming.write(b"x")
        assert isinstance(caught.value, StoreFullError) == (kind is StoreFullError)


def test_bytes_of_another_file_are_copied(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"0123456789")
    incoming = store.receive()
    with source.open("rb") as file:
        incoming.copy_from(file.fileno(), 2, 5)
        with pytest.raises(StoreError, match="shorter"):
            incoming.copy_from(file.fileno(), 5, 100)
    assert incoming.path.read_bytes()[:5] == b"23456"
    incoming.close()


def test_data_sets_are_compared_without_what_precedes_them(tmp_path: Path) -> None:
    contents = [part10(slice_dataset()), bare(slice_dataset()), bare(slice_dataset(PatientID="P8")), b"x"]
    paths = [tmp_path / str(number) for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    assert [same_dataset(paths[0], path) for path in paths] == [True, True, False, False]
