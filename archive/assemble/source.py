"""The archive as the place where volumes come from."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from archive.assemble.content import SeriesContent, VolumePlan
from archive.assemble.describe import describe
from archive.assemble.digests import pixel_digest
from archive.assemble.load import load
from archive.decoding import DecodePool
from archive.rows import InstanceRow
from render.cache import LoadProgress
from render.errors import UnknownVolumeError
from render.volume import VolumeInfo, VolumeKey


class Instances(Protocol):
    """Where a series' instances are found; the archive is one."""

    def revision(self, series_uid: str) -> int:
        """Grows with each change of the series; UnknownSeriesError where there is none."""
        ...

    def instances(self, series_uid: str) -> Sequence[InstanceRow]:
        """The series' instances with their headers."""
        ...


Describer = Callable[[str, int, Sequence[InstanceRow]], SeriesContent]
"""Describes a series of that UID and revision; where streams run it does so in another process."""


class ArchiveSource:
    """Describes the archive's series and fills their volumes; a `render.cache.VolumeSource`. Any thread may call it.

    Descriptions are kept: a session goes on with the revision it began with while new instances arrive.
    """

    def __init__(
        self, archive: Instances, pool: DecodePool, most: int = 500, describer: Describer | None = None
    ) -> None:
        self._archive, self._pool, self._most = archive, pool, most
        self._describe = describer or self._describe_here
        self._kept: OrderedDict[tuple[str, int], SeriesContent] = OrderedDict()
        self._lock = threading.Lock()

    def content(self, series_uid: str) -> SeriesContent:
        """What the series holds now.

        Raises:
            UnknownSeriesError: there is no such series.
        """
        revision = self._archive.revision(series_uid)
        with self._lock:
            kept = self._kept.get((series_uid, revision))
        if kept is not None:
            return kept
        instances = self._archive.instances(series_uid)
        while (now := self._archive.revision(series_uid)) != revision:  # an instance arrived in between
            revision, instances = now, self._archive.instances(series_uid)
        content = self._describe(series_uid, revision, instances)
        self._keep(series_uid, revision, content)
        return content

    def _describe_here(self, series_uid: str, revision: int, instances: Sequence[InstanceRow]) -> SeriesContent:
        return describe(series_uid, revision, instances, pixel_digest(self._pool))

    def _keep(self, series_uid: str, revision: int, content: SeriesContent) -> None:
        with self._lock:
            self._kept[series_uid, revision] = content
            self._kept.move_to_end((series_uid, revision))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def info(self, key: VolumeKey) -> VolumeInfo:
        """The volume's description.

        Raises:
            UnknownSeriesError: there is no such series.
            UnknownVolumeError: the series has no such volume, or has changed since.
        """
        return self._plan(key).info

    def fill(
        self,
        key: VolumeKey,
        voxels: NDArray[Any],
        progress: Callable[[LoadProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Load the volume: see `archive.assemble.load.load` for order, progress and errors."""
        load(self._plan(key), self._pool, voxels, progress, cancelled)

    def _plan(self, key: VolumeKey) -> VolumePlan:
        with self._lock:
            content = self._kept.get((key.series_uid, key.revision))
        if content is None:
            content = self.content(key.series_uid)
            if self._archive.revision(key.series_uid) != key.revision:
                raise UnknownVolumeError("the series has changed since this volume was described: open it again")
        if not 1 <= key.number <= len(content.items):
            raise UnknownVolumeError(f"the series has {len(content.items)} volumes and films, not {key.number}")
        return content.items[key.number - 1]
