"""One instance's frames, opened once and read one by one."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from archive.colour import spread_422, to_rgb, ybr_to_rgb
from archive.errors import DecodeError, PixelsTooShortError, UnsupportedPixelsError
from archive.frames import Fragment, group_fragments, joined
from archive.header import map_file
from archive.layout import Number, PixelLayout, read_layout
from archive.palette import apply_palette
from archive.part10 import open_file
from archive.scan import DOUBLE_PIXELS, FLOAT_PIXELS, PIXEL_DATA
from archive.syntaxes import Codec
from archive.values import cut, needs_cut, unpack_bits, unpack_twelve

Array = NDArray[Any]
_TAGS = {Number.INTEGER: PIXEL_DATA, Number.FLOAT: FLOAT_PIXELS, Number.DOUBLE: DOUBLE_PIXELS}
_EXTENDED_OFFSETS = 0x7FE00001


class PixelFile:
    """The frames of the instance in a file.

    Frames are (rows, columns) of stored values in native byte order, or (rows, columns, 3) uint8 RGB for colour.

    Raises:
        NotDicomError, MalformedError, LimitExceededError, UnsupportedPixelsError: on opening, before anything is
            allocated.
    """

    def __init__(self, path: Path) -> None:
        self._data = map_file(path)
        try:
            self._file = open_file(self._data)
            self.layout: PixelLayout = read_layout(self._file)
        except BaseException:
            self.close()
            raise
        self._groups: list[Sequence[Fragment]] | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._data.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def codec(self) -> Codec:
        """What the frames are compressed with.

        A private syntax that says nothing of its pixels holds plain ones when they are not encapsulated.
        """
        codec = self._file.syntax.codec
        return Codec.NONE if codec is Codec.UNSUPPORTED and self._file.dataset.fragments is None else codec

    def frame(self, index: int) -> Array:
        """Frame `index`, counted from 0, as an array of its own.

        Raises:
            DecodeError: it cannot be had; see its kinds.
        """
        frame = self._frame(index)
        return frame if frame.flags.owndata else frame.copy()

    def frame_into(self, index: int, out: Array) -> None:
        """Frame `index` straight into its place; plain pixels are copied once, from the file's pages.

        Raises:
            DecodeError: it cannot be had, or its shape or numbers do not fit.
        """
        store_frame(self._frame(index), out)

    def _frame(self, index: int) -> Array:
        """Frame `index`, perhaps a view of the file: not to be kept."""
        layout = self.layout
        if not 0 <= index < layout.frames:
            raise DecodeError(f"frame {index + 1} of {layout.frames} does not exist")
        if self._file.dataset.fragments is None:
            return self._plain(index)
        return self._compressed(index)

    def _plain(self, index: int) -> Array:
        layout = self.layout
        if self._file.syntax.encapsulated and self.codec is not Codec.NONE:
            raise DecodeError(f"the transfer syntax says {self.codec}, the pixel data is not encapsulated")
        if layout.bits_allocated in (1, 12):
            return self._packed(index)
        data = self._bytes_of(index * layout.frame_bits // 8, layout.frame_bits // 8)
        if layout.photometric == "YBR_FULL_422":
            return ybr_to_rgb(spread_422(data, layout))
        if layout.samples == 1:
            return self._finish(self._cells(data).reshape(layout.rows, layout.columns))
        cells = self._cells(data)
        if layout.planar:
            samples = np.moveaxis(cells.reshape(3, layout.rows, layout.columns), 0, -1)
        else:
            samples = cells.reshape(layout.rows, layout.columns, 3)
        return to_rgb(np.ascontiguousarray(samples), layout)

    def _packed(self, index: int) -> Array:
        """Cells of 1 or 12 bits; frames need not begin at a byte."""
        layout = self.layout
        count = layout.rows * layout.columns
        data = self._bytes_of(0, ((index + 1) * count * layout.bits_allocated + 7) // 8)
        unpack = unpack_bits if layout.bits_allocated == 1 else unpack_twelve
        first = index * count
        return self._finish(unpack(data, first, count).reshape(layout.rows, layout.columns))

    def _bytes_of(self, offset: int, length: int) -> memoryview:
        """A frame's bytes; what is missing is noticed before anything is allocated."""
        element = self._file.dataset.elements[_TAGS[self.layout.number]]
        have = element.end - element.value
        if offset + length > have:
            raise PixelsTooShortError(f"the pixel data has {have} bytes, the frame needs them up to {offset + length}")
        start = element.value + offset
        return memoryview(self._file.data)[start : start + length]

    def _cells(self, data: memoryview) -> Array:
        """Whole-byte cells in native byte order."""
        dtype = self.layout.cell_dtype
        if self._file.syntax.little:
            return np.frombuffer(data, dtype.newbyteorder("<")).astype(dtype, copy=False)
        if dtype.itemsize == 1:
            return np.frombuffer(self._swapped_words(data), dtype)
        return np.frombuffer(data, dtype.newbyteorder(">")).astype(dtype)

    def _swapped_words(self, data: memoryview) -> memoryview | bytes:
        """Bytes of a big-endian OW element, which come swapped in pairs (PS3.5 A.3)."""
        if self._file.dataset.elements[PIXEL_DATA].vr != b"OW" or len(data) % 2:
            return data
        return np.frombuffer(data, np.uint16).byteswap().tobytes()

    def _compressed(self, index: int) -> Array:
        codec = self.codec
        if codec is Codec.UNSUPPORTED:
            raise UnsupportedPixelsError(f"{self._file.syntax.name} is not read")
        if self.layout.number is not Number.INTEGER:
            raise UnsupportedPixelsError(f"compressed {self.layout.number} pixels")
        # Imported here: it loads decoders, and plain pixels need none.
        from archive.codecs import decode_samples

        samples, stream = decode_samples(joined(self._file.data, self._fragments_of(index)), codec, self.layout)
        if self.layout.samples > 1:
            return to_rgb(samples, self.layout, ycc=stream.ycc if stream and codec is Codec.JPEG else None)
        if samples.dtype.itemsize < self.layout.cell_dtype.itemsize:
            samples = samples.astype(f"u{self.layout.cell_dtype.itemsize}")
        if stream and stream.bits < self.layout.bits_stored:
            # The sign sits where the codestream put it.
            return cut(samples, stream.bits, stream.bits - 1, signed=self.layout.signed)
        return self._finish(samples)

    def _fragments_of(self, index: int) -> Sequence[Fragment]:
        if self._groups is None:
            fragments = self._file.dataset.fragments or []
            extended = self._file.raw(_EXTENDED_OFFSETS) or b""
            self._groups = group_fragments(self._file.data, fragments, self.layout.frames, extended)
        return self._groups[index]

    def _finish(self, cells: Array) -> Array:
        """Values from cells: bits cut, sign extended, palette applied."""
        layout = self.layout
        if layout.number is Number.INTEGER and (needs_cut(layout) or cells.dtype != layout.cell_dtype):
            cells = cut(cells, layout.bits_stored, layout.high_bit, signed=layout.signed)
        if layout.photometric == "PALETTE COLOR":
            return apply_palette(cells, self._file)
        return cells


def store_frame(frame: Array, out: Array) -> None:
    """Copy a frame into its place, widening its numbers where that loses nothing (or into floating point).

    Raises:
        DecodeError: shape or kind of numbers do not fit.
    """
    if frame.shape != out.shape:
        raise DecodeError(f"the frame is {frame.shape}, its place {out.shape}")
    if not np.can_cast(frame.dtype, out.dtype, "safe") and out.dtype.kind != "f":
        raise DecodeError(f"the frame's {frame.dtype} values do not fit into {out.dtype}")
    np.copyto(out, frame, casting="unsafe")
