"""Palette pictures as RGB: their three tables, plain or in segments (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6, C.7.9)."""

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.errors import UnsupportedPixelsError
from archive.part10 import DicomFile

Picture = NDArray[np.uint8]
Array = NDArray[Any]

# For each colour the tags of its descriptor, its data and its segmented data.
_TAGS = tuple((0x00281101 + colour, 0x00281201 + colour, 0x00281221 + colour) for colour in range(3))
_BYTE = 8


def apply_palette(indices: Array, file: DicomFile) -> Picture:
    """A palette picture (rows, columns, 3) from its stored values (rows, columns).

    Raises:
        UnsupportedPixelsError: a colour's table is missing or broken.
    """
    tables = [_table(file, *tags, signed=indices.dtype.kind == "i") for tags in _TAGS]
    planes = [table[np.clip(indices.astype(np.int64) - first, 0, table.size - 1)] for first, table in tables]
    return np.stack(planes, axis=-1)


def _table(file: DicomFile, descriptor: int, plain: int, segmented: int, *, signed: bool) -> tuple[int, Picture]:
    """The first value mapped, and the table as 8 bits."""
    words = _words(file, descriptor)
    if words.size != 3:
        raise UnsupportedPixelsError("a palette's descriptor is missing")
    count, first, bits = (int(word) for word in words)
    count = count or 1 << 16
    if signed and first > 0x7FFF:
        first -= 0x10000
    raw = _words(file, plain)
    entries = _plain_entries(raw, count) if raw.size else _segmented_entries(_words(file, segmented), count, bits)
    if entries.size < count:
        raise UnsupportedPixelsError(f"a palette has {entries.size} entries, its descriptor says {count}")
    entries = entries[:count]
    # Some writers say 16 bits and fill the low byte only, others say 8 and fill both.
    shift = _BYTE if entries.max(initial=0) > 0xFF else 0
    return first, (entries >> shift).astype(np.uint8)


def _words(file: DicomFile, tag: int) -> Array:
    raw = file.raw(tag) or b""
    return np.frombuffer(raw[: len(raw) & ~1], "<u2" if file.syntax.little else ">u2").astype("<u2")


def _plain_entries(words: Array, count: int) -> Array:
    """One entry a word, or two where there are too few words for that."""
    return words.view(np.uint8).astype(np.uint16) if words.size < count <= 2 * words.size else words


def _segmented_entries(words: Array, count: int, bits: int) -> Array:
    """Segments are of bytes where entries are (PS3.3 C.7.9.2); some writers fill words all the same."""
    if bits > _BYTE:
        return expand_segments(words, count)
    try:
        entries = expand_segments(words.view(np.uint8), count)
    except UnsupportedPixelsError:
        return expand_segments(words, count)
    return entries if entries.size >= count else expand_segments(words, count)


class _Kind(IntEnum):
    """What a segment begins with."""

    DISCRETE = 0
    LINEAR = 1
    INDIRECT = 2


def expand_segments(data: Array, count: int) -> Array:
    """A segmented palette's entries, at least `count` where the segments have so many.

    `data` is uint8 or uint16, as the entries are.

    Raises:
        UnsupportedPixelsError: the segments are broken.
    """
    segments = _Segments(data, count)
    segments.expand(0, None)
    return np.array(segments.entries, np.uint16)


class _Segments:
    """A table in the making."""

    def __init__(self, data: Array, count: int) -> None:
        self._words = data.tolist()
        self._bytes_a_word = data.itemsize
        self._count = count
        self.entries: list[int] = []

    def expand(self, position: int, most: int | None) -> None:
        """Append what the segments from `position` on say, `most` of them where they are copied."""
        done = 0
        # A single word at the end is padding.
        while position + 1 < len(self._words) and len(self.entries) < self._count and done != most:
            kind, length = self._words[position : position + 2]
            if kind == _Kind.DISCRETE:
                self.entries += self._words[position + 2 : position + 2 + length]
                position += 2 + length
            elif kind == _Kind.LINEAR and self.entries:
                self._ramp(length, self._number(position + 2, 1))
                position += 3
            elif kind == _Kind.INDIRECT and self.entries and most is None:
                width = 4 // self._bytes_a_word
                self.expand(self._number(position + 2, width) // self._bytes_a_word, length)
                position += 2 + width
            else:
                raise UnsupportedPixelsError(f"a segmented palette with a segment of type {kind} where none may be")
            done += 1

    def _ramp(self, length: int, last: int) -> None:
        """Evenly from the entry before to `last`, which is the segment's own end (PS3.3 C.7.9.2.2)."""
        ramp = np.linspace(self.entries[-1], last, length + 1)[1:]
        self.entries += [int(value) for value in np.rint(ramp)]

    def _number(self, position: int, words: int) -> int:
        """A number of several words, the least significant one first."""
        found = self._words[position : position + words]
        if len(found) < words:
            raise UnsupportedPixelsError("a segmented palette is cut off")
        return sum(word << (8 * self._bytes_a_word * place) for place, word in enumerate(found))
