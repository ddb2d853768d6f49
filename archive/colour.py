"""Colour frames as RGB pictures of 8 bits (PS3.3 C.7.6.3.1.2)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.errors import UnsupportedPixelsError
from archive.layout import COLOURS, YBR, PixelLayout

Picture = NDArray[np.uint8]
Array = NDArray[Any]

_FROM_YBR = np.array([[1.0, 0.0, 1.402], [1.0, -0.344136, -0.714136], [1.0, 1.772, 0.0]], np.float32)


def to_rgb(samples: Array, layout: PixelLayout, *, ycc: bool | None = None) -> Picture:
    """An RGB picture from decoded samples of shape (rows, columns, 3).

    `ycc` is what the codestream's own markers say, stronger than the header's photometric interpretation; None if they
    say nothing. Reversible and irreversible JPEG 2000 transforms are undone by the decoder already.

    Raises:
        UnsupportedPixelsError: another photometric interpretation.
    """
    if layout.photometric not in COLOURS:
        raise UnsupportedPixelsError(f"PhotometricInterpretation {layout.photometric}")
    eight = eight_bits(samples, layout)
    convert = layout.photometric in YBR if ycc is None else ycc
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
