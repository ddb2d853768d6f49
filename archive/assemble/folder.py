"""Files, folders and zip archives looked at without importing them."""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from archive.assemble.content import SeriesContent
from archive.assemble.source import ArchiveSource
from archive.decoding import DecodePool
from archive.errors import ArchiveError, NotDicomError, RefusedError
from archive.facts import Facts, read_facts
from archive.header import map_file
from archive.index import Index
from archive.indexing import Stored
from archive.part10 import looks_like_dicom, open_file
from archive.rows import SeriesRow, StudyRow
from archive.sources import Candidate, Unreadable, ZipLimits, walk
from archive.workers import WorkerPool

_BATCH = 200
_UNPACKED = ZipLimits(total_bytes=32 << 30)
_SPARE_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file that was left out, and why."""

    label: str
    why: str


class OpenedPaths:
    """The series in some files; made by `open_paths`, a context manager.

    It answers like an archive (`studies`, `series_of`, `series`), `source` fills its volumes, `refused` lists DICOM
    files that were left out, `not_dicom` counts what is something else.
    """

    def __init__(self, paths: Sequence[Path], workers: WorkerPool | None = None) -> None:
        self.refused: list[NotTaken] = []
        self.not_dicom = 0
        self._seen: set[str] = set()
        with ExitStack() as stack:
            self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tomocast-")))
            self._index = Index(self._folder / "index.sqlite", self._folder)
            stack.callback(self._index.close)
            pool = DecodePool(workers or stack.enter_context(WorkerPool()))
            self.source = ArchiveSource(self._index, pool)
            self._read(paths)
            self._closing = stack.pop_all()

    def close(self) -> None:
        """Remove what was unpacked."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def studies(self, search: str = "", limit: int = 200, offset: int = 0) -> list[StudyRow]:
        """Studies that match every word of `search`, newest first."""
        return self._index.studies(search, limit, offset)

    def series_of(self, study_uid: str) -> list[SeriesRow]:
        """A study's series by their number."""
        return self._index.series_of(study_uid)

    def series(self, uid_or_prefix: str) -> SeriesRow:
        """One series by its UID or an unambiguous beginning of it.

        Raises:
            UnknownSeriesError: none or several match.
        """
        return self._index.series(uid_or_prefix)

    def all_series(self) -> list[SeriesRow]:
        """Every series, studies newest first."""
        found: list[SeriesRow] = []
        offset = 0
        while page := self.studies(limit=_BATCH, offset=offset):
            offset += len(page)
            found += [series for study in page for series in self.series_of(study.uid)]
        return found

    def contents(self) -> list[SeriesContent]:
        """What every series holds."""
        return [self.source.content(series.uid) for series in self.all_series()]

    def _read(self, paths: Sequence[Path]) -> None:
        batch: list[Stored] = []
        for found in walk(paths, self._spool, _UNPACKED):
            if isinstance(found, Unreadable):
                self.refused.append(NotTaken(found.label, found.why))
                continue
            stored = self._take(found)
            if stored is not None:
                batch.append(stored)
            if len(batch) >= _BATCH:
                self._index.add(batch)
                batch = []
        if batch:
            self._index.add(batch)

    def _spool(self) -> IO[bytes]:
        return tempfile.TemporaryFile(dir=self._folder)

    def _take(self, found: Candidate) -> Stored | None:
        """One file's facts; None, and why, where it is left out."""
        if not looks_like_dicom(found.head):
            self.not_dicom += 1
            return None
        try:
            path = self._place(found)
            facts = _facts(path)
        except NotDicomError:
            self.not_dicom += 1
            return None
        except (ArchiveError, OSError) as error:
            why = str(error) if isinstance(error, ArchiveError) else error.strerror or "it cannot be read"
            self.refused.append(NotTaken(found.label, why))
            return None
        if facts.sop_instance_uid in self._seen:
            self.refused.append(NotTaken(found.label, "another file has the same SOP instance UID"))
            return None
        self._seen.add(facts.sop_instance_uid)
        return Stored(facts, str(path), found.size)

    def _place(self, found: Candidate) -> Path:
        """The file itself, or its unpacked copy in the temporary folder."""
        path = Path(found.label)
        if path.is_file():
            return path.absolute()
        if found.size + _SPARE_BYTES > shutil.disk_usage(self._folder).free:
            raise RefusedError("there is no room to unpack it")
        path = self._folder / f"{len(self._seen) + len(self.refused) + self.not_dicom}.dcm"
        with path.open("wb") as copy:
            found.copy(_Copy(copy))
        return path


class _Copy:
    """Where an archive's member is unpacked to; its size was checked by whoever found it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._file.write(data)


def _facts(path: Path) -> Facts:
    with map_file(path) as data:
        return read_facts(open_file(data))


def open_paths(paths: Sequence[Path], workers: WorkerPool | None = None) -> OpenedPaths:
    """Look into files, folders and zip archives as they lie there; archives are unpacked into a temporary folder.

    Raises:
        StoreError: a path does not exist.
    """
    return OpenedPaths(paths, workers)
