"""The padded copy, voxel by voxel."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from render.errors import BadVolumeError
from render.kernels import library
from render.kernels.padded import PaddedVoxels, padded_shape


def padded(source: NDArray[Any], **options: Any) -> PaddedVoxels:
    return PaddedVoxels(library.load(), 2, source, options.get("smooth", 0), options.get("clear"))


def whole(copy: PaddedVoxels) -> NDArray[Any]:
    shape = padded_shape(*reversed(copy.shape))
    return copy.flat[: int(np.prod(shape))].reshape(shape)


@pytest.mark.parametrize("dtype", [np.int16, np.uint16, np.float32])
@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 3, 2), (5, 4, 7)])
def test_borders_are_replicated(dtype: Any, shape: tuple[int, int, int]) -> None:
    source = np.random.default_rng(4).integers(0, 30000, shape).astype(dtype)
    copy = padded(source)
    expected = np.pad(source.astype(np.float64) - copy.bias, [(1, 2), (1, 2), (1, 3)], mode="edge")
    assert np.array_equal(whole(copy), expected)


def test_extremes_of_the_types_survive() -> None:
    for dtype, bias in ((np.int16, 0), (np.uint16, 32768)):
        limits = np.iinfo(dtype)
        source = np.array([limits.min, limits.max], dtype).reshape(1, 1, 2)
        copy = padded(source)
        assert copy.bias == bias
        assert (whole(copy)[1, 1, 1:3] + np.float64(bias)).tolist() == [limits.min, limits.max]


def test_refill_tells_which_slices_changed() -> None:
    source = np.zeros((20, 3, 3), np.int16)
    copy = padded(source, smooth=2)
    assert copy.refill(7, 9) == (5, 11)
    assert copy.refill(0, 1) == (0, 3)
    assert copy.refill(19, 20) == (17, 20)


def test_a_new_smallest_value_changes_everything_that_is_cleared() -> None:
    source = np.full((6, 2, 2), 100, np.int16)
    source[0] = 999
    copy = padded(source, clear=(999, 999))
    assert whole(copy)[1, 1, 1] == 100
    source[4] = -50
    assert copy.refill(4, 5) == (0, 6)
    assert whole(copy)[1, 1, 1] == -50


def test_where_all_is_cleared_there_is_zero() -> None:
    copy = padded(np.full((2, 2, 2), 7, np.int16), clear=(0, 10))
    assert not whole(copy).any()


def test_refuses_more_voxels_than_kernels_count() -> None:
    source = np.lib.stride_tricks.as_strided(np.zeros(1, np.int16), (2000, 1100, 1000), (0, 0, 0))
    with pytest.raises(BadVolumeError, match="row after row"):
        padded(source)
    big = np.lib.stride_tricks.as_strided(np.zeros(1, np.int16), (2000, 1100, 1000), (2_200_000, 2000, 2))
    with pytest.raises(BadVolumeError, match=r"more than 2\*\*31"):
        padded(big)


@pytest.mark.parametrize("smooth", [-1, 9])
def test_refuses_passes(smooth: int) -> None:
    with pytest.raises(BadVolumeError, match="smoothing"):
        padded(np.zeros((2, 2, 2), np.int16), smooth=smooth)
