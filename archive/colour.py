"""Colour frames as RGB pictures of 8 bits (PS3.3 C.7.6.3.1.2, C.7.6.3.1.5)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.errors import UnsupportedPixelsError
from archive.layout import PixelLayout
from archive.part10 import DicomFile

Picture = NDArray[np.uint8]
Array = NDArray[Any]

_PALETTE_TAGS = ((0x00281101, 0x00281201, 0x00281221), (0x00281102, 0x00281202, 0x00281222))
_BLUE_TAGS = (0x00281103, 0x00281203, 0x00281223)
_FROM_YBR = np.array([[1.0, 0.0, 1.402], [1.0, -0.344136, -0.714136], [1.0, 1.772, 0.0]], np.float32)
_RGB_AS_DECODED = ("RGB", "YBR_RCT", "YBR_ICT")
_YBR = ("YBR_FULL", "YBR_FULL_422")


def to_rgb(samples: Array, layout: PixelLayout, *, ycc: bool | None = None) -> Picture:
    """An RGB picture from decoded samples of shape (rows, columns, 3).

    `ycc` is what the codestream's own markers say, stronger than the header's photometric interpretation; None if they
    say nothing. Reversible and irreversible JPEG 2000 transforms are undone by the decoder already.

    Raises:
        UnsupportedPixelsError: another photometric interpretation.
    """
    if layout.photometric not in _RGB_AS_DECODED + _YBR:
        raise UnsupportedPixelsError(f"PhotometricInterpretation {layout.photometric}")
    eight = eight_bits(samples, layout)
    convert = layout.photometric in _YBR if ycc is None else ycc
    return ybr_to_rgb(eight) if convert else eight


def eight_bits(samples: Array, layout: PixelLayout) -> Picture:
    """Samples scaled down to 8 bits by dropping the low ones."""
    if layout.bits_stored <= 8:
        return samples.astype(np.uint8, copy=False)
    scaled: Picture = (samples >> (layout.bits_stored - 8)).astype(np.uint8)
    return scaled


def ybr_to_rgb(ybr: Picture) -> Picture:
    """YBR_FULL to RGB by the standard's equations, rounded and clipped."""
    centred = ybr.astype(np.float32)
    centred[..., 1:] -= 128
    rgb = centred @ _FROM_YBR.T
    clipped: Picture = np.clip(np.rint(rgb, out=rgb), 0, 255).astype(np.uint8)
    return clipped


def spread_422(data: bytes | memoryview, layout: PixelLayout) -> Picture:
    """An uncompressed YBR_FULL_422 frame (Y Y Cb Cr for each two pixels of a row) as (rows, columns, 3)."""
    if layout.columns % 2:
        raise UnsupportedPixelsError("YBR_FULL_422 with an odd number of columns")
    quads = np.frombuffer(data, np.uint8).reshape(layout.rows, layout.columns // 2, 4)
    ybr = np.empty((layout.rows, layout.columns, 3), np.uint8)
    ybr[..., 0] = quads[..., :2].reshape(layout.rows, layout.columns)
    ybr[..., 1] = np.repeat(quads[..., 2], 2, axis=1)
    ybr[..., 2] = np.repeat(quads[..., 3], 2, axis=1)
    return ybr


def apply_palette(indices: Array, file: DicomFile) -> Picture:
    """A palette picture as RGB.

    Raises:
        UnsupportedPixelsError: a colour's table is missing or broken.
    """
    tables = [_lut(file, *tags) for tags in (*_PALETTE_TAGS, _BLUE_TAGS)]
    planes = [table[np.clip(indices.astype(np.int64) - first, 0, table.size - 1)] for first, table in tables]
    return np.stack(planes, axis=-1)


def _lut(file: DicomFile, descriptor: int, plain: int, segmented: int) -> tuple[int, Picture]:
    """The first value mapped, and the table as 8 bits."""
    order = "<" if file.syntax.little else ">"
    words = np.frombuffer(file.raw(descriptor) or b"", f"{order}u2")
    if words.size != 3:
        raise UnsupportedPixelsError("a palette's descriptor is missing")
    count, first, bits = (int(word) for word in words)
    count = count or 1 << 16
    raw = file.raw(plain)
    data = np.frombuffer(_even(raw or file.raw(segmented) or b""), f"{order}u2")
    if not raw:
        data = expand_segments(data, count)
    elif data.size * 2 >= count > data.size:
        # Eight-bit entries, two in a word.
        table = data.astype("<u2").view(np.uint8)[:count]
        return first, table
    if data.size < count:
        raise UnsupportedPixelsError(f"a palette has {data.size} entries, its descriptor says {count}")
    data = data[:count]
    # Some writers say 16 bits and fill the low byte only.
    shift = 8 if bits == 16 and data.max(initial=0) > 255 else 0
    return first, (data >> shift).astype(np.uint8)


def _even(raw: bytes) -> bytes:
    return raw[: len(raw) & ~1]


def expand_segments(data: Array, count: int) -> Array:
    """A segmented palette's entries (PS3.3 C.7.9.2): discrete, linear and indirect segments.

    Raises:
        UnsupportedPixelsError: the segments do not add up.
    """
    entries: list[int] = []
    position = 0
    while position + 1 < data.size and len(entries) < count:
        kind, length = int(data[position]), int(data[position + 1])
        if kind == 0:
            entries.extend(int(value) for value in data[position + 2 : position + 2 + length])
            position += 2 + length
        elif kind == 1 and entries and position + 2 < data.size:
            ramp = np.linspace(entries[-1], int(data[position + 2]), length + 1)[1:]
            entries.extend(int(value) for value in np.rint(ramp))
            position += 3
        else:
            raise UnsupportedPixelsError(f"a segmented palette with segment type {kind}")
    return np.array(entries, np.uint16)
