"""Files to import: of folders, of zip archives, of zip archives inside those. Names lead nowhere but into reports."""

import errno
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from archive.errors import ArchiveError, LimitExceededError, MalformedError, StoreError, StoreFullError

_HEAD = 160
_ZIP = b"PK\x03\x04"
_CHUNK = 1 << 20
# The end record with the longest comment, and the 64-bit records before it.
_LONGEST_END = 22 + 0xFFFF + 76


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What an archive may hold at most."""

    depth: int = 3
    members: int = 1_000_000
    # Its directory is read as a whole, and takes ten times as much memory then.
    directory_bytes: int = 64 << 20
    member_bytes: int = 16 << 30
    total_bytes: int = 256 << 30
    # Bytes for each compressed one, once there are more of them than `ratio_from_bytes`.
    ratio: int = 200
    ratio_from_bytes: int = 64 << 20


DEFAULT_ZIP_LIMITS = ZipLimits()


class Sink(Protocol):
    """What a file's bytes are written into."""

    def write(self, data: bytes, /) -> object:
        """Append bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be DICOM. `label` says where it is, `head` are its first bytes, `copy` writes all of them."""

    label: str
    size: int
    head: bytes
    copy: Callable[[Sink], None]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that could not be looked into, and why."""

    label: str
    why: str


Found = Candidate | Unreadable
Spool = Callable[[], IO[bytes]]
"""Makes a temporary file for an archive inside an archive."""


def walk(paths: Sequence[Path], spool: Spool, limits: ZipLimits = DEFAULT_ZIP_LIMITS) -> Iterator[Found]:
    """Everything under the paths, hidden folders too, in the order of names.

    Folders behind symbolic links are not entered. Archives are told by their first bytes.

    Raises:
        StoreError: one of the paths does not exist.
    """
    for path in paths:
        if not path.exists():
            raise StoreError(f"{path} does not exist")
    for path in paths:
        closed: list[Unreadable] = []
        for file in _files(path, closed):
            yield from _file(file, spool, limits)
        yield from closed


def total_bytes(paths: Sequence[Path]) -> int:
    """Bytes of all files under the paths, archives as they lie there."""
    return sum(_size(file) for path in paths for file in _files(path, []))


def _size(file: Path) -> int:
    """A file's bytes; none where it is something else, or cannot be looked at."""
    try:
        status = file.stat()
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _files(path: Path, closed: list[Unreadable]) -> Iterator[Path]:
    """The file itself, or all in the folder; folders that cannot be looked into are named in `closed`."""
    if not path.is_dir():
        yield path
        return

    def note(error: OSError) -> None:
        closed.append(Unreadable(str(error.filename), error.strerror or "it cannot be read"))

    for folder, folders, names in os.walk(path, onerror=note):
        folders.sort()
        for name in sorted(names):
            yield Path(folder, name)


def _file(path: Path, spool: Spool, limits: ZipLimits) -> Iterator[Found]:
    label = str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if head.startswith(_ZIP) and zipfile.is_zipfile(file):
                yield from _Archive(file, label, status.st_size, spool, limits).found()
                return
    except OSError as error:
        yield Unreadable(label, error.strerror or "it cannot be read")
        return

    def copy(sink: Sink) -> None:
        with path.open("rb") as file:
            _pour(file, sink)

    yield Candidate(label, status.st_size, head, copy)


class _Archive:
    """One zip archive and the archives in it; the totals are counted over all of them."""

    def __init__(self, file: IO[bytes], label: str, size: int, spool: Spool, limits: ZipLimits) -> None:
        self._file = file
        self._label = label
        self._compressed = max(1, size)
        self._spool = spool
        self._limits = limits
        self._members = 0
        self._bytes = 0

    def found(self) -> Iterator[Found]:
        """Its members."""
        yield from self._archive(self._file, self._label, depth=1)

    def _archive(self, file: IO[bytes], label: str, depth: int) -> Iterator[Found]:
        try:
            if _directory_bytes(file) > self._limits.directory_bytes:
                raise LimitExceededError("the archive's directory is longer than any real one")
            with _zip_errors("the archive is broken"):
                archive = zipfile.ZipFile(file)
            with archive:
                for member in archive.infolist():
                    # A broken name may be empty.
                    if not member.filename.endswith("/"):
                        yield from self._checked(archive, member, f"{label}/{member.filename}", depth)
        except (MalformedError, LimitExceededError) as error:
            yield Unreadable(label, str(error))

    def _checked(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, depth: int) -> Iterator[Found]:
        try:
            yield from self._member(archive, member, label, depth)
        except MalformedError as error:
            yield Unreadable(label, str(error))

    def _member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, depth: int) -> Iterator[Found]:
        self._count(member)
        if member.flag_bits & 1:
            yield Unreadable(label, "it is encrypted")
            return
        if member.file_size > self._limits.member_bytes:
            yield Unreadable(label, f"it unpacks to {member.file_size >> 20} MB")
            return
        with _zip_errors(), archive.open(member) as stream:
            head = stream.read(_HEAD)
        if head.startswith(_ZIP):
            yield from self._nested(archive, member, label, depth)
            return

        def copy(sink: Sink) -> None:
            with _zip_errors(), archive.open(member) as stream:
                _pour(stream, sink)

        yield Candidate(label, member.file_size, head, copy)

    def _nested(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, depth: int) -> Iterator[Found]:
        if depth >= self._limits.depth:
            yield Unreadable(label, f"archives are nested deeper than {self._limits.depth}")
            return
        with self._spool() as copy:
            with _zip_errors(), archive.open(member) as stream:
                _pour(stream, copy)
            copy.seek(0)
            yield from self._archive(copy, label, depth + 1)

    def _count(self, member: zipfile.ZipInfo) -> None:
        self._members += 1
        self._bytes += member.file_size
        if self._members > self._limits.members:
            raise LimitExceededError(f"the archive has more than {self._limits.members} members")
        too_dense = self._bytes > self._limits.ratio_from_bytes and self._bytes > self._limits.ratio * self._compressed
        if too_dense or self._bytes > self._limits.total_bytes:
            raise LimitExceededError(f"the archive unpacks to more than {self._bytes >> 20} MB: the rest is not read")


def _directory_bytes(file: IO[bytes]) -> int:
    """How long an archive's central directory says it is (APPNOTE.TXT 4.3.14, 4.3.16); 0 where it says nothing."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LONGEST_END))
    tail = file.read(_LONGEST_END)
    end = tail.rfind(b"PK\5\6")
    if end < 0:
        return 0
    if tail[max(end - 20, 0) : end][:4] != b"PK\6\7":
        return int.from_bytes(tail[end + 12 : end + 16], "little")
    # A 64-bit record of 56 bytes stands before its locator of 20; a longer one nobody writes, and it is not believed.
    wide = tail[max(end - 76, 0) : end]
    return int.from_bytes(wide[40:48], "little") if wide.startswith(b"PK\6\6") else size


def _pour(stream: IO[bytes], sink: Sink | IO[bytes]) -> None:
    while chunk := stream.read(_CHUNK):
        sink.write(chunk)


@contextmanager
def _zip_errors(why: str = "the archive's member is broken") -> Iterator[None]:
    """What zipfile and the inflaters raise for broken bytes (they have no common base), as one error of ours."""
    try:
        yield
    except (ArchiveError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise StoreFullError("unpacking an archive: the disk is full") from error
        raise MalformedError(why) from error
