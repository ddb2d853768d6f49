"""Files that a page drops into the archive: streamed to the disk, then imported as ``tomocast import`` does."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from aiohttp import BodyPartReader, web

from session.audit.trail import Event
from session.errors import ImportFailedError, SessionError
from session.gateway.middleware import PRINCIPAL, refusal, services_of
from session.gateway.services import trace
from session.importing import Imported, RefusedFile, import_folder

T = TypeVar("T")

MAX_REQUEST_BYTES: Final = 16 << 30
MAX_FILES: Final = 2000
MAX_NAME: Final = 1024
# What is uploaded lies on the disk twice for a moment; and a full disk would stop the DICOM node, too.
_COPIES: Final = 2
_SPARE_BYTES: Final = 1 << 30
_CHUNK: Final = 1 << 18
_SILENT_S: Final = 30.0
_PREFIX: Final = "upload-"
_LEFT_S: Final = 24 * 3600.0
_NO_ROOM: Final = "The server's disk has no room for these files. Ask whoever runs this server to make some."
_NOT_DICOM: Final = "it is not DICOM"
_PART: Final = "file"


class UploadRefusedError(SessionError):
    """An upload that is not taken; ``status`` and ``code`` are the answer's."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code = status, code


@dataclass(slots=True)
class Spool:
    """A folder of uploaded files under names of our own, and what their owner calls them."""

    folder: Path
    names: list[str] = field(default_factory=list)

    def place(self, name: str) -> Path:
        """Where the next file goes.

        Raises:
            UploadRefusedError: there are too many.
        """
        if len(self.names) >= MAX_FILES:
            raise UploadRefusedError(413, "files", f"At most {MAX_FILES} files come in one request.")
        self.names.append(name[:MAX_NAME] or "(without a name)")
        return self.folder / f"{len(self.names) - 1:06}"

    def theirs(self, label: str) -> str:
        """What the owner calls what an import called ``label``; members of archives keep their path inside."""
        first, _, inside = label.removeprefix(f"{self.folder}/").partition("/")
        name = self.names[int(first)] if first.isdecimal() and int(first) < len(self.names) else first
        return f"{name}/{inside}" if inside else name


async def import_files(request: web.Request) -> web.Response:
    """Take the files of a ``multipart/form-data`` body into the archive; say of each that was not taken why."""
    services = services_of(request)
    data_dir = services.settings.data_dir
    try:
        check(request.content_type, request.content_length, shutil.disk_usage(data_dir).free)
        async with spool_in(data_dir) as spool:
            await receive(request, spool)
            done = await import_folder(data_dir, spool.folder)
    except UploadRefusedError as error:
        return refusal(error.status, error.code, str(error))
    except ImportFailedError as error:
        return refusal(507, "import", str(error))
    await trace(services, Event.IMPORTED, request[PRINCIPAL].name)
    await services.changes.publish()
    return web.json_response(answer(done, spool))


def check(content_type: str, length: int | None, free_bytes: int) -> None:
    """Refuse what cannot be taken before a byte of it is read.

    Raises:
        UploadRefusedError: another type than a form, no length, too long, or more than the disk has room for.
    """
    if content_type != "multipart/form-data":
        raise UploadRefusedError(415, "form", "Files come as multipart/form-data, each a part named file.")
    if length is None:
        raise UploadRefusedError(411, "length", "An upload says how long it is (Content-Length).")
    if length > MAX_REQUEST_BYTES:
        raise UploadRefusedError(413, "size", f"At most {MAX_REQUEST_BYTES >> 30} GB come in one request.")
    if length * _COPIES + _SPARE_BYTES > free_bytes:
        raise UploadRefusedError(507, "disk", _NO_ROOM)


def sweep(data_dir: Path, now: float) -> None:
    """Remove what a server that was killed has left behind; nobody writes into it any more."""
    for left in data_dir.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if now - left.stat().st_mtime > _LEFT_S:
                shutil.rmtree(left, ignore_errors=True)


@asynccontextmanager
async def spool_in(data_dir: Path) -> AsyncIterator[Spool]:
    """A folder on the archive's disk; it goes with everything in it."""
    await asyncio.to_thread(sweep, data_dir, time.time())
    folder = await asyncio.to_thread(tempfile.mkdtemp, prefix=_PREFIX, dir=data_dir)
    try:
        yield Spool(Path(folder))
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


async def receive(request: web.Request, spool: Spool) -> None:
    """Write the parts of a form to the disk as they come.

    Raises:
        UploadRefusedError: a broken form, a part that is no file, too many of them, or a sender that fell silent.
    """
    try:
        parts = await request.multipart()
        while (part := await _in_time(parts.next())) is not None:
            if not isinstance(part, BodyPartReader) or part.name != _PART:
                raise UploadRefusedError(400, "form", "Each part of the form is a file, named file.")
            await _write(part, spool.place(part.filename or ""))
    except TimeoutError:
        raise UploadRefusedError(408, "silent", f"Nothing came for {_SILENT_S:.0f} s.") from None
    except ValueError as error:
        raise UploadRefusedError(400, "form", "The form is broken.") from error
    if not spool.names:
        raise UploadRefusedError(400, "form", "The form holds no file.")


async def _write(part: BodyPartReader, path: Path) -> None:
    with path.open("xb") as file:
        while chunk := await _in_time(part.read_chunk(_CHUNK)):
            # A disk may be slow; the streams are not to wait for it.
            await asyncio.to_thread(_put, file, chunk, path.parent)


def _put(file: BinaryIO, chunk: bytes, folder: Path) -> None:
    """Write a piece while there is room: others write to the same disk meanwhile."""
    if shutil.disk_usage(folder).free < _SPARE_BYTES:
        raise UploadRefusedError(507, "disk", _NO_ROOM)
    try:
        file.write(chunk)
    except OSError as error:
        raise UploadRefusedError(507, "disk", _NO_ROOM) from error


async def _in_time(coming: Awaitable[T]) -> T:
    async with asyncio.timeout(_SILENT_S):
        return await coming


def answer(done: Imported, spool: Spool) -> dict[str, object]:
    """What came of an upload, with the names that its owner knows."""
    others = [RefusedFile(label, _NOT_DICOM) for label in done.not_dicom_files]
    return {
        "imported": done.imported,
        "known": done.known,
        "not_dicom": done.not_dicom,
        "refused": [{"file": spool.theirs(one.file), "why": one.why} for one in (*done.refused, *others)],
    }
