"""Values at patient points, from source voxels: what measurements and read-outs rest on."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from render.geometry import Vec3
from render.volume import Volume

# In voxels: indices this close to a whole number are rounding of it, and the voxel's value comes out unchanged.
_ON_VOXEL = 1e-6


def probe(volume: Volume, points: Sequence[Vec3]) -> NDArray[np.float64]:
    """Real values at patient points (LPS mm), trilinear in float64.

    NaN where a point lies more than half a voxel outside the outermost voxel centres, or where a slice that would
    count has not come. Within that half voxel the outermost voxels continue.
    """
    info = volume.info
    matrix = np.array(info.matrix, np.float64)
    offsets = np.array(points, np.float64).reshape(-1, 3) - matrix[:, 3]
    index = np.linalg.solve(matrix[:, :3], offsets.T).T
    whole = np.rint(index)
    index = np.where(np.abs(index - whole) < _ON_VOXEL, whole, index)
    counts = np.array([info.columns, info.rows, info.slices])
    inside = np.all((index >= -0.5) & (index <= counts - 0.5), axis=1)
    index = np.clip(np.where(inside[:, None], index, 0.0), 0, counts - 1)
    low = np.floor(index).astype(np.int64)
    fraction = index - low
    stored = np.zeros(len(index))
    for corner in np.ndindex(2, 2, 2):
        stored += _corner(volume, low, fraction, np.array(corner), counts)
    return np.where(inside, stored * info.slope + info.intercept, np.nan)


def _corner(
    volume: Volume,
    low: NDArray[np.int64],
    fraction: NDArray[np.float64],
    corner: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> NDArray[np.float64]:
    """One of the eight voxels' shares; voxels without weight have none, whatever they hold."""
    i, j, k = np.minimum(low + corner, counts - 1).T
    weight = np.where(corner == 1, fraction, 1.0 - fraction).prod(axis=1)
    value = np.where(volume.loaded[k], volume.voxels[k, j, i].astype(np.float64), np.nan)
    return np.where(weight > 0, weight * value, 0.0)
