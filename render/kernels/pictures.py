"""The arrays that pictures are written to."""

import numpy as np
from numpy.typing import NDArray

from render.errors import BadRequestError

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

MAX_EDGE = 16384


def grey(width: int, height: int, out: Bytes | None = None) -> Bytes:
    """`out` if it fits, else a new array (height, width)."""
    return _bytes((height, width), out)


def rgb(width: int, height: int, out: Bytes | None = None) -> Bytes:
    """`out` if it fits, else a new array (height, width, 3)."""
    return _bytes((height, width, 3), out)


def floats(width: int, height: int) -> Floats:
    """A new array (height, width) for values."""
    check_size(width, height)
    return np.empty((height, width), np.float32)


def add_bias(values: Floats, bias: float) -> Floats:
    """Values as stored, from values as kernels have them (see PaddedVoxels)."""
    if bias:
        values += np.float32(bias)
    return values


def check_size(width: int, height: int) -> None:
    """BadRequestError for a picture that is empty or absurdly large."""
    if not (0 < width <= MAX_EDGE and 0 < height <= MAX_EDGE):
        raise BadRequestError(f"a picture of {width} x {height} pixels; 1 to {MAX_EDGE} each way")


def _bytes(shape: tuple[int, ...], out: Bytes | None) -> Bytes:
    check_size(shape[1], shape[0])
    if out is None:
        return np.empty(shape, np.uint8)
    if out.shape != shape or out.dtype != np.uint8 or not out.flags.c_contiguous or not out.flags.writeable:
        raise BadRequestError(f"a picture of {shape} bytes cannot be written into {out.dtype} {out.shape}")
    return out
