"""Memory on huge pages: zeroed, aligned, and refused with a clear error."""

import numpy as np
import pytest

from render.errors import MemoryBudgetError
from render.kernels.memory import huge_array


@pytest.mark.parametrize("count", [1, 1000, 3_000_001])
def test_zeroed_aligned_and_writable(count: int) -> None:
    array = huge_array((count,), np.int16)
    assert array.shape == (count,)
    assert not array.any()
    assert array.ctypes.data % (2 * 2**20) == 0
    array[:] = 7
    assert int(array.sum()) == 7 * count


def test_too_much() -> None:
    with pytest.raises(MemoryBudgetError, match="MiB for a prepared volume"):
        huge_array((2**46,), np.float32)
