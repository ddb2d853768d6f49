from collections.abc import Sequence

import pytest

from archive.assemble.content import SeriesContent
from archive.assemble.describe import describe
from archive.assemble.source import ArchiveSource
from archive.decoding import DecodePool
from archive.errors import UnknownSeriesError
from archive.rows import InstanceRow
from render.cache import VolumeSource
from render.errors import UnknownVolumeError
from render.volume import VolumeKey
from tests.archive.assemble.samples import rows, worker


class Growing:
    """An archive of one series that grows."""

    def __init__(self) -> None:
        self.found = rows(3)
        self.asked = 0
        self.arriving: list[InstanceRow] = []

    def revision(self, series_uid: str) -> int:
        if series_uid != "1.2.3":
            raise UnknownSeriesError("no such series")
        return len(self.found)

    def instances(self, series_uid: str) -> list[InstanceRow]:
        self.asked += 1
        found = list(self.found)
        if self.arriving:
            self.found.append(self.arriving.pop())
        return found


@pytest.fixture
def pool() -> DecodePool:
    return DecodePool(worker())


def test_it_is_a_volume_source(pool: DecodePool) -> None:
    source: VolumeSource = ArchiveSource(Growing(), pool)
    assert source.info(VolumeKey("1.2.3", 1, 3)).slices == 3


def test_a_description_is_made_once_a_revision(pool: DecodePool) -> None:
    archive = Growing()
    source = ArchiveSource(archive, pool)
    first = source.content("1.2.3")
    assert source.content("1.2.3") is first
    assert archive.asked == 1
    archive.found = rows(4)
    assert source.content("1.2.3").volumes[0].info.slices == 4
    assert archive.asked == 2


def test_a_session_goes_on_with_the_revision_it_began_with(pool: DecodePool) -> None:
    archive = Growing()
    source = ArchiveSource(archive, pool)
    key = source.content("1.2.3").volumes[0].info.key
    archive.found = rows(4)
    source.content("1.2.3")
    assert source.info(key).slices == 3


def test_an_instance_that_arrives_meanwhile_belongs_to_the_next_revision(pool: DecodePool) -> None:
    archive = Growing()
    archive.arriving = rows(4)[3:]
    content = ArchiveSource(archive, pool).content("1.2.3")
    assert content.volumes[0].info.key.revision == content.instances == 4


@pytest.mark.parametrize("key", [VolumeKey("1.2.3", 2, 3), VolumeKey("1.2.3", 0, 3), VolumeKey("1.2.3", 1, 2)])
def test_unknown_volumes(pool: DecodePool, key: VolumeKey) -> None:
    with pytest.raises(UnknownVolumeError):
        ArchiveSource(Growing(), pool).info(key)


def test_unknown_series(pool: DecodePool) -> None:
    with pytest.raises(UnknownSeriesError):
        ArchiveSource(Growing(), pool).content("9.9")


def test_few_descriptions_are_kept(pool: DecodePool) -> None:
    archive = Growing()
    source = ArchiveSource(archive, pool, most=1)
    source.content("1.2.3")
    archive.found = rows(4)
    source.content("1.2.3")
    with pytest.raises(UnknownVolumeError):
        source.info(VolumeKey("1.2.3", 1, 3))


def test_describing_may_happen_elsewhere(pool: DecodePool) -> None:
    asked: list[tuple[str, int, int]] = []

    def elsewhere(series_uid: str, revision: int, instances: Sequence[InstanceRow]) -> SeriesContent:
        asked.append((series_uid, revision, len(instances)))
        return describe(series_uid, revision, instances)

    source = ArchiveSource(Growing(), pool, describer=elsewhere)
    assert source.content("1.2.3").instances == 3
    assert asked == [("1.2.3", 3, 3)]
