"""Twice the size."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def half_size(width: int, height: int) -> tuple[int, int]:
    """The size of the picture that `doubled` makes one of this size from."""
    return (width + 1) // 2, (height + 1) // 2


def doubled(half: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """A grey picture (height, width) from one of `half_size`, bilinear; every pixel becomes a square of four.

    New pixels lie a quarter of an old one beside its centre, so each takes three quarters of its own and one of its
    neighbour's value; the outermost continue at the edges.
    """
    tall = _doubled_rows(half.astype(np.uint16))
    both = _doubled_rows(np.ascontiguousarray(tall.T)).T
    return np.ascontiguousarray(((both[:height, :width] + 8) >> 4).astype(np.uint8))


def _doubled_rows(values: NDArray[Any]) -> NDArray[Any]:
    """Four times the values, with every row twice."""
    rows = len(values)
    result = np.empty((2 * rows, values.shape[1]), values.dtype)
    own = values * 3
    result[0::2], result[1::2] = own, own
    result[2::2] += values[:-1]
    result[0] += values[0]
    result[1:-1:2] += values[1:]
    result[-1] += values[-1]
    return result
