"""The archive as everybody else sees it: a data folder with instances and an index that finds them."""

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archive.errors import ArchiveError, BrokenIndexError
from archive.facts import read_facts
from archive.header import map_file
from archive.index import Added, Index
from archive.indexing import Stored
from archive.part10 import open_file
from archive.rows import Counts, InstanceRow, SeriesRow, StudyRow
from archive.store import Store

if TYPE_CHECKING:
    from archive.importer import ImportSummary, Progress
    from archive.workers import WorkerPool

log = logging.getLogger(__name__)
_BATCH = 200


class Archive:
    """An archive in a data folder, made where there is none. Close it; it is a context manager.

    Several processes may have the same one open. A lost or unreadable index is rebuilt from the files, which
    takes about a second for a thousand of them; `progress` is called with the number of files read.

    Raises:
        StoreError: the folder cannot be made or written.
    """

    def __init__(self, folder: Path | str, progress: Callable[[int], None] = lambda _: None) -> None:
        self.folder = Path(folder).absolute()
        self.store = Store(self.folder)
        self._path = self.folder / "index.sqlite"
        self._reopening = threading.Lock()
        try:
            self.index = self._open_index(progress)
        except BaseException:
            self.store.close()
            raise

    def close(self) -> None:
        """Close the index and remove what was not kept."""
        self.index.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def studies(self, search: str = "", limit: int = 200, offset: int = 0) -> list[StudyRow]:
        """Studies that match every word of `search`, newest first; see `Index.studies`."""
        return self._current().studies(search, limit, offset)

    def study(self, study_uid: str) -> StudyRow | None:
        """The study of that UID; None where there is none."""
        return self._current().study(study_uid)

    def series_of(self, study_uid: str) -> list[SeriesRow]:
        """A study's series by their number."""
        return self._current().series_of(study_uid)

    def series(self, uid_or_prefix: str) -> SeriesRow:
        """One series by its UID or an unambiguous beginning of it.

        Raises:
            UnknownSeriesError: none or several match.
        """
        return self._current().series(uid_or_prefix)

    def instances(self, series_uid: str) -> list[InstanceRow]:
        """A series' instances, with their headers.

        Raises:
            UnknownSeriesError: there is no such series.
        """
        return self._current().instances(series_uid)

    def revision(self, series_uid: str) -> int:
        """A number that grows whenever the series' content changes.

        Raises:
            UnknownSeriesError: there is no such series.
        """
        return self._current().revision(series_uid)

    def counts(self) -> Counts:
        """How much there is."""
        return self._current().counts()

    def import_paths(
        self,
        paths: "Sequence[Path]",
        progress: "Progress | None" = None,
        workers: "WorkerPool | None" = None,
    ) -> "ImportSummary":
        """Import files, folders and zip archives; see `archive.importer.import_paths`."""
        # Imported here: whoever only reads needs no workers.
        from archive.importer import import_paths

        return import_paths(paths, self, progress or (lambda _: None), workers)

    def reconcile(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Enter files that the index does not know, after a crash or a lost index; returns how many."""
        return self._enter_unknown(self._current(), progress)

    def add(self, batch: Sequence[Stored]) -> Added:
        """Enter instances that the store has kept. An index that was lost meanwhile is rebuilt first.

        Raises:
            StoreError: the index is busy, or the disk is full.
        """
        try:
            return self._current().add(batch)
        except BrokenIndexError:
            self._reopen()
            return self.index.add(batch)

    def _open_index(self, progress: Callable[[int], None]) -> Index:
        """Open the index, one process at a time; where it is lost or broken, a new one is made from the files."""
        with _alone(self.folder):
            lost = not self._path.exists()
            if lost:
                # What a lost index leaves behind must not be taken for the new one's.
                _put_aside(self._path)
            try:
                index = Index(self._path, self.folder)
            except BrokenIndexError as error:
                log.warning("%s: it is put aside and rebuilt from the files", error)
                _put_aside(self._path)
                lost, index = True, Index(self._path, self.folder)
            self._file_number = self._path.stat().st_ino
            if lost:
                self._enter_unknown(index, progress)
            return index

    def remark(self, uid: str, code: str, text: str) -> None:
        """Note something about a study or an instance, once."""
        self._current().remark(uid, code, text)

    def _current(self) -> Index:
        """The index; opened anew when its file was deleted or replaced."""
        if self._lost():
            self._reopen()
        return self.index

    def _lost(self) -> bool:
        """Whether the index's file is no longer the one that is open."""
        try:
            return self._path.stat().st_ino != self._file_number
        except OSError:
            return True

    def _reopen(self) -> None:
        with self._reopening:
            self.index.close()
            self.index = self._open_index(lambda _: None)

    def _enter_unknown(self, index: Index, progress: Callable[[int], None]) -> int:
        done, new = 0, 0
        unknown = index.unknown(self.store.names())
        while names := list(islice(unknown, _BATCH)):
            new += index.add([stored for name in names if (stored := self._read(name))]).instances
            done += len(names)
            progress(done)
        return new

    def _read(self, name: str) -> Stored | None:
        path = self.store.path(name)
        try:
            with map_file(path) as data:
                return Stored(read_facts(open_file(data)), name, len(data))
        except ArchiveError as error:
            log.warning("%s cannot be read any more: %s", name, error)
            return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time opens, makes or rebuilds the index."""
    lock = os.open(folder / "index.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _put_aside(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(part.with_name(f"broken-{part.name}"))
