"""Frames by reference: which file, which frame."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from numpy.typing import NDArray

from archive.errors import StoreError
from archive.pixels import PixelFile

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class FrameSource:
    """One frame of one file; `frame` counts from 0."""

    path: Path
    frame: int = 0


def decode_frame(source: FrameSource) -> Array:
    """One frame's stored values, (rows, columns) of (u)int8/16/32 or float, or its RGB picture (rows, columns, 3).

    Compressed frames are decoded in this very process: for tests and worker processes. A server uses
    `archive.workers.DecodePool`.

    Raises:
        ArchiveError: the file or the frame cannot be read; the message says why.
    """
    with PixelFile(source.path) as pixels:
        return pixels.frame(source.frame)


class OpenFiles:
    """The last few files that frames came from, kept open: frames of one file come one after the other."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._open: OrderedDict[tuple[Path, int, int, int], PixelFile] = OrderedDict()

    def get(self, path: Path) -> PixelFile:
        """The open file; a file that was changed meanwhile is opened anew.

        Raises:
            ArchiveError: it cannot be opened.
        """
        try:
            status = path.stat()
        except OSError as error:
            raise StoreError(f"{path.name} cannot be read: {error.strerror}") from error
        key = (path, status.st_ino, status.st_size, status.st_mtime_ns)
        pixels = self._open.pop(key, None) or PixelFile(path)
        self._open[key] = pixels
        if len(self._open) > self._most:
            self._open.popitem(last=False)[1].close()
        return pixels

    def close(self) -> None:
        """Let go of all files."""
        while self._open:
            self._open.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
