"""Import beside the streams: in a process of its own, since one pure-Python thread would make pictures late."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from session.errors import ImportFailedError


class RefusedFile(msgspec.Struct, frozen=True):
    """A file that was not taken, and why."""

    file: str
    why: str


class Imported(msgspec.Struct, frozen=True):
    """What ``tomocast import --json`` says that it did."""

    imported: int
    known: int
    not_dicom: int
    refused: tuple[RefusedFile, ...]
    series: dict[str, int]
    not_dicom_files: tuple[str, ...] = ()


async def import_folder(data_dir: Path, folder: Path) -> Imported:
    """Import everything in ``folder`` into the archive under ``data_dir`` and return what came of it.

    Raises:
        ImportFailedError: the disk is full or the archive cannot be opened; in words.
    """
    words = ("-m", "session", "import", "--data", str(data_dir), "--json", str(folder))
    async with _child(words) as child:
        out, told = await child.communicate()
    try:
        return msgspec.json.decode(out, type=Imported)
    except msgspec.DecodeError:
        lines = told.decode(errors="replace").strip().splitlines()
        why = lines[-1].removeprefix("tomocast: ") if lines else f"the import ended with status {child.returncode}"
        raise ImportFailedError(f"Nothing of these files was imported: {why}") from None


@asynccontextmanager
async def _child(words: Sequence[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """A child that does not outlive the block."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(sys.executable, *words, stdin=None, stdout=pipe, stderr=pipe)
    try:
        yield child
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
            await child.wait()
