"""Frames by reference: which file, which frame."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from archive.errors import DecodeError
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
        return np.array(pixels.frame(source.frame))


def store_frame(frame: Array, out: Array) -> None:
    """Copy a decoded frame into its place, widening its numbers where that loses nothing.

    Raises:
        DecodeError: shape or kind of numbers do not fit.
    """
    if frame.shape != out.shape:
        raise DecodeError(f"the frame is {frame.shape}, its place {out.shape}")
    if not np.can_cast(frame.dtype, out.dtype, "safe") and out.dtype.kind != "f":
        raise DecodeError(f"the frame's {frame.dtype} values do not fit into {out.dtype}")
    np.copyto(out, frame, casting="unsafe")


class OpenFiles:
    """The last few files that frames came from, kept open: frames of one file come one after the other."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._open: OrderedDict[Path, PixelFile] = OrderedDict()

    def get(self, path: Path) -> PixelFile:
        """The open file.

        Raises:
            ArchiveError: it cannot be opened.
        """
        pixels = self._open.pop(path, None) or PixelFile(path)
        self._open[path] = pixels
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
