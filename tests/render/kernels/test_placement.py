"""A volume's matrix and its inverse."""

import numpy as np
import pytest

from render.errors import BadVolumeError
from render.kernels.placement import Placement
from tests.render.kernels.volumes import MATRICES


@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES.keys())
def test_there_and_back(matrix: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    place = Placement.of(np.hstack([matrix, [[5.0], [-7.0], [11.0]]]))
    index = np.array([3.0, 4.5, -2.0])
    assert np.allclose(place.index_of(matrix @ index + [5.0, -7.0, 11.0]), index)


@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES.keys())
def test_metric_is_the_squared_gradient_in_mm(matrix: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    g = np.array([2.0, -3.0, 0.5])
    xx, yy, zz, xy, xz, yz = Placement.of(matrix).metric()
    squared = xx * g[0] ** 2 + yy * g[1] ** 2 + zz * g[2] ** 2 + xy * g[0] * g[1] + xz * g[0] * g[2] + yz * g[1] * g[2]
    assert np.isclose(squared, np.sum((np.linalg.inv(matrix).T @ g) ** 2))


def test_voxels_per_mm_bounds_every_direction() -> None:
    place = Placement.of(MATRICES["oblique"])
    directions = np.random.default_rng(0).normal(size=(2000, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    most = np.abs(directions @ place.inverse.T).max()
    assert most <= place.voxels_per_mm() < 1.02 * most


@pytest.mark.parametrize("matrix", [np.ones((3, 3)), np.eye(3)[:2], [[1, 2, float("inf")]] * 3, np.zeros((3, 4)), 1.0])
def test_refuses(matrix: object) -> None:
    with pytest.raises(BadVolumeError, match="matrix"):
        Placement.of(matrix)  # type: ignore[arg-type]
