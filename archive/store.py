"""Instances on disk: written beside, made durable, then moved to their place under names of our own.

DATA/instances/ab/abcd....dcm   complete Part 10 files; the name is the SHA-256 of the SOP instance UID
DATA/quarantine/                objects whose SOP instance UID was taken by other content
DATA/incoming/<process>/        what is being written; a dead process's folder is swept away
"""

import errno
import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from archive.errors import StoreError, StoreFullError
from archive.header import map_file
from archive.part10 import dataset_start

_FULL = (errno.ENOSPC, errno.EDQUOT)
_COMPARED_AT_ONCE = 1 << 20


class Outcome(StrEnum):
    """What became of an instance that was offered to the store."""

    NEW = "new"
    SAME = "same"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an instance is now; `name` is relative to the data folder."""

    name: str
    outcome: Outcome


class Incoming:
    """A file being written. Closing it without keeping it removes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes.

        Raises:
            StoreFullError, StoreError: the disk did not take them.
        """
        with _disk_errors("writing an instance"):
            view = memoryview(data)
            while view:
                written = os.write(self._fd, view)
                self.size += written
                view = view[written:]

    def copy_from(self, source: int, offset: int, length: int) -> None:
        """Append bytes of another open file without passing them through Python."""
        with _disk_errors("copying an instance"):
            while length > 0:
                copied = os.sendfile(self._fd, source, offset, length)
                if copied == 0:
                    raise StoreError("the file became shorter while it was copied")
                offset, length, self.size = offset + copied, length - copied, self.size + copied

    def sync(self) -> None:
        """Wait until the bytes are on the disk."""
        with _disk_errors("syncing an instance"):
            os.fsync(self._fd)

    def close(self) -> None:
        """Remove the file unless it was kept. Harmless when repeated."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
            self.path.unlink(missing_ok=True)


class Store:
    """The files of an archive in its data folder; `incoming` is this process's folder for what is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._instances = folder / "instances"
        self._quarantine = folder / "quarantine"
        with _disk_errors(f"making {folder}"):
            for path in (self._instances, self._quarantine):
                path.mkdir(parents=True, exist_ok=True)
            self._make_shards()
            self.incoming, self._lock = _folder_of_ours(folder / "incoming")
        self._sweep()
        self._count = 0

    def close(self) -> None:
        """Remove what was not kept."""
        if self._lock >= 0:
            shutil.rmtree(self.incoming, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1

    def receive(self) -> Incoming:
        """A new file to write into."""
        self._count += 1
        with _disk_errors("receiving an instance"):
            return Incoming(self.incoming / f"{self._count}-{secrets.token_hex(4)}")

    @staticmethod
    def name_of(sop_instance_uid: str) -> str:
        """An instance's file name relative to the data folder."""
        digest = hashlib.sha256(sop_instance_uid.encode()).hexdigest()
        return f"instances/{digest[:2]}/{digest}.dcm"

    def path(self, name: str) -> Path:
        """Where a name is on this machine."""
        return self.folder / name

    def keep(self, batch: Sequence[tuple[Incoming, str]]) -> list[Kept]:
        """Make written files durable under their SOP instance UIDs, and close them.

        When this returns, all of them survive a power cut. The first content of a UID stays; the same data set again
        is dropped, another one is quarantined.

        Raises:
            StoreFullError, StoreError: nothing is lost that was kept before; files of the batch may be kept or not.
        """
        for incoming, _ in batch:
            incoming.sync()
        folders: set[Path] = set()
        kept = [self._place(incoming, uid, folders) for incoming, uid in batch]
        with _disk_errors("syncing a folder"):
            for folder in sorted(folders):
                _sync_folder(folder)
        for incoming, _ in batch:
            incoming.close()
        return kept

    def names(self) -> Iterator[str]:
        """All instances' names, as the disk has them."""
        for shard in sorted(self._instances.iterdir()):
            for entry in os.scandir(shard):
                yield f"instances/{shard.name}/{entry.name}"

    def _make_shards(self) -> None:
        """All shards at once: a new folder's own entry would have to be synced in the middle of receiving."""
        shards = [self._instances / f"{number:02x}" for number in range(256)]
        if all(shard.is_dir() for shard in shards):
            return
        for shard in shards:
            shard.mkdir(exist_ok=True)
        _sync_folder(self._instances)

    def _place(self, incoming: Incoming, uid: str, folders: set[Path]) -> Kept:
        name = self.name_of(uid)
        target = self.path(name)
        with _disk_errors("placing an instance"):
            try:
                os.link(incoming.path, target)
            except FileExistsError:
                return self._again(incoming, target, name, folders)
        folders.add(target.parent)
        return Kept(name, Outcome.NEW)

    def _again(self, incoming: Incoming, target: Path, name: str, folders: set[Path]) -> Kept:
        """A second object of the same UID."""
        if same_dataset(incoming.path, target):
            # Whoever kept the first may not have synced the folder yet.
            folders.add(target.parent)
            return Kept(name, Outcome.SAME)
        aside = self._quarantine / f"{target.stem}-{_digest(incoming.path)[:16]}.dcm"
        if not aside.exists():
            os.link(incoming.path, aside)
            folders.add(self._quarantine)
        return Kept(f"quarantine/{aside.name}", Outcome.QUARANTINED)

    def _sweep(self) -> None:
        """Remove the folders of processes that died while writing: nobody holds their locks any more."""
        for folder in self.incoming.parent.iterdir():
            if folder == self.incoming:
                continue
            try:
                lock = os.open(folder, os.O_RDONLY)
            except OSError:
                continue
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            except BlockingIOError:
                pass
            finally:
                os.close(lock)


def _folder_of_ours(parent: Path) -> tuple[Path, int]:
    """A new folder and the descriptor that holds its lock.

    Until it is locked another process that sweeps may take it for a dead one's: then it is made anew.
    """
    while True:
        folder = parent / f"{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
        try:
            lock = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return folder, lock
        os.close(lock)


def same_dataset(left: Path, right: Path) -> bool:
    """Whether two files hold the same data set, whatever stands before it."""
    with map_file(left) as one, map_file(right) as other:
        a, b = dataset_start(one), dataset_start(other)
        if len(one) - a != len(other) - b:
            return False
        return all(
            one[a + step : a + step + _COMPARED_AT_ONCE] == other[b + step : b + step + _COMPARED_AT_ONCE]
            for step in range(0, len(one) - a, _COMPARED_AT_ONCE)
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def _disk_errors(doing: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFullError(f"{doing}: the disk is full") from error
        raise StoreError(f"{doing}: {error.strerror}") from error
