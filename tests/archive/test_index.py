import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from archive import schema
from archive.errors import BrokenIndexError, StoreError, UnknownSeriesError
from archive.header import decode_header
from archive.index import Index
from archive.indexing import Stored
from archive.rows import Counts
from tests.archive.samples import SERIES
from tests.archive.test_indexing import stored


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index(tmp_path / "index.sqlite", tmp_path)
    yield index
    index.close()


def test_what_was_added_is_found_again_by_another_opening(index: Index, tmp_path: Path) -> None:
    added = index.add([stored(1), stored(2)])
    assert (added.instances, added.revisions) == (2, {SERIES: 2})
    again = Index(tmp_path / "index.sqlite", tmp_path)
    rows = again.instances(SERIES)
    assert [row.path for row in rows] == [tmp_path / "instances/1", tmp_path / "instances/2"]
    assert rows[0].sop_instance_uid == f"{SERIES}.1"
    assert decode_header(rows[1].header).InstanceNumber == 2
    assert again.counts() == Counts(1, 1, 1, 2)
    assert again.studies("probe")[0].instances == 2
    again.close()


def test_series_are_found_by_uid_and_by_an_unambiguous_beginning(index: Index) -> None:
    index.add([stored(1), stored(2, SeriesInstanceUID=f"{SERIES}5"), stored(3, SeriesInstanceUID="1.9")])
    assert index.series(SERIES).uid == SERIES
    assert index.series("1.9").modality == "CT"
    assert index.series(f"{SERIES}5").uid == f"{SERIES}5"
    assert [row.uid for row in index.series_of("1.2.826.0.1.3680043.2.1125")] == [SERIES, f"{SERIES}5", "1.9"]
    for text, why in ((SERIES[:-1], "several"), ("7", "no series"), ("", "no series"), ("%", "no series")):
        with pytest.raises(UnknownSeriesError, match=why):
            index.series(text)


def test_the_revision_grows_with_the_content_only(index: Index) -> None:
    index.add([stored(1)])
    first = index.revision(SERIES)
    index.add([stored(1)])
    assert index.revision(SERIES) == first
    index.add([stored(2)])
    assert index.revision(SERIES) > first
    for ask in (index.revision, index.instances):
        with pytest.raises(UnknownSeriesError):
            ask("1.5")


def test_names_that_are_not_in_the_index(index: Index) -> None:
    index.add([stored(number) for number in range(1, 4)])
    names = [f"instances/{number}" for number in range(1200)]
    assert list(index.unknown(names)) == [name for name in names if name not in names[1:4]]


def test_two_openings_write_at_the_same_time(index: Index, tmp_path: Path) -> None:
    other = Index(tmp_path / "index.sqlite", tmp_path)
    facts = stored(1).facts

    def write(where: Index, offset: int) -> None:
        for number in range(40):
            uid = f"1.4.{offset + number}"
            where.add([Stored(replace(facts, sop_instance_uid=uid), uid, 1)])

    threads = [threading.Thread(target=write, args=each) for each in ((index, 0), (other, 100))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index.revision(SERIES) == 80 == other.counts().instances
    other.close()


def test_remarks_stand_beside_their_study(index: Index) -> None:
    index.add([stored(1)])
    for _ in range(2):
        index.remark("1.2.826.0.1.3680043.2.1125", "quarantine", "one was put aside")
    assert index.studies()[0].remarks == ("one was put aside",)


def test_a_file_that_is_no_index_and_one_of_another_version_are_refused(tmp_path: Path) -> None:
    junk = tmp_path / "junk"
    junk.write_bytes(b"this is no database" * 200)
    with pytest.raises(BrokenIndexError):
        Index(junk, tmp_path)
    old = tmp_path / "old"
    engine = create_engine(f"sqlite:///{old}")
    schema.version.create(engine)
    with engine.begin() as connection:
        connection.execute(schema.version.insert().values(version=0))
    engine.dispose()
    with pytest.raises(BrokenIndexError, match="version 0"):
        Index(old, tmp_path)


def test_a_missing_folder_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises((BrokenIndexError, StoreError)):
        Index(tmp_path / "no" / "folder", tmp_path)
