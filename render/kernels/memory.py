"""Host memory for padded voxels: private, zeroed, on huge pages where the system has them."""

import math
import mmap
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from render.errors import MemoryBudgetError

_HUGE_PAGE = 2 * 2**20


def huge_array(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """A zeroed array on huge pages: rays touch few pages then, and misses of the address cache are rare.

    Raises:
        MemoryBudgetError: the system does not give so much.
    """
    nbytes = math.prod(shape) * np.dtype(dtype).itemsize
    try:
        memory = mmap.mmap(-1, nbytes + 2 * _HUGE_PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    except OSError as error:
        raise MemoryBudgetError(f"{nbytes / 2**20:.0f} MiB for a prepared volume: {error.strerror}") from error
    start = -np.frombuffer(memory, np.uint8, 1).ctypes.data % _HUGE_PAGE
    if hasattr(mmap, "MADV_HUGEPAGE"):
        memory.madvise(mmap.MADV_HUGEPAGE, start, nbytes + _HUGE_PAGE)
    return np.frombuffer(memory, dtype, math.prod(shape), start).reshape(shape)
