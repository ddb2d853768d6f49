"""The light volume against the same sweep in NumPy float64."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from render.kernels import library
from render.kernels.ambient import LIGHT_CELL, build_light
from render.kernels.padded import PaddedVoxels, padded_shape
from render.kernels.placement import Placement
from tests.render.kernels.volumes import MATRICES, SKIN, stored

FULL = 32000
FACES = [(s, 0, 0) for s in (1, -1)] + [(0, s, 0) for s in (1, -1)] + [(0, 0, s) for s in (1, -1)]
SIDES = [*FACES, *((x, y, z) for x in (1, -1) for y in (1, -1) for z in (1, -1))]


def cell_extinction(values: NDArray[np.float64], table: Any) -> NDArray[np.float64]:
    """Mean over the eight voxels at 1 and 3 in each cell, clamped to the volume."""
    picks = [np.minimum(np.arange(0, n, LIGHT_CELL)[:, None] + [1, 3], n - 1).ravel() for n in values.shape]
    bins = np.clip(values[np.ix_(*picks)] * table.scale + table.offset, 0, table.bins - 1).astype(int)
    per_voxel = table.extinction.astype(float)[bins]
    nz, ny, nx = (len(pick) // 2 for pick in picks)
    mean: NDArray[np.float64] = per_voxel.reshape(nz, 2, ny, 2, nx, 2).mean((1, 3, 5))
    return mean


def arriving(extinction: NDArray[np.float64], side: tuple[int, int, int], mm: float) -> NDArray[np.float64]:
    """Light that reaches each cell from one side: the neighbour's light times what the neighbour lets through."""
    depth = extinction * mm
    passes = 1 / (1 + depth * (1 + depth / 2))
    light = np.ones_like(extinction)
    # Each pass carries light one cell farther.
    for _ in range(max(extinction.shape)):
        through = np.pad(light * passes, 1, constant_values=1.0)
        x, y, z = side
        nz, ny, nx = extinction.shape
        light = through[1 + z : 1 + z + nz, 1 + y : 1 + y + ny, 1 + x : 1 + x + nx]
    return light


def blurred(values: NDArray[np.float64]) -> NDArray[np.float64]:
    for axis in range(3):
        wide = np.pad(values, [(int(a == axis),) * 2 for a in range(3)], mode="edge")
        parts = [np.take(wide, range(s, s + values.shape[axis]), axis) for s in range(3)]
        values = (parts[0] + 2 * parts[1] + parts[2]) / 4
    return values


@pytest.mark.parametrize("kind", ["int16", "uint16", "float32"])
@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES.keys())
def test_equals_reference(kind: str, matrix: NDArray[np.float64]) -> None:
    data, loaded = stored(kind), library.load()
    voxels = data.voxels[:37, :53, :62].copy()  # no multiples of a cell
    table = data.table(SKIN)
    light = build_light(loaded, 2, PaddedVoxels(loaded, 2, voxels, 0, None), Placement.of(matrix), table)
    extinction = cell_extinction(voxels.astype(float), table)
    reach = [arriving(extinction, side, LIGHT_CELL * float(np.linalg.norm(matrix @ side))) for side in SIDES]
    expected = np.minimum(blurred(np.mean(reach, axis=0)) * 1.8, 1) * FULL
    shape = padded_shape(*reversed(extinction.shape))
    padded = light.cells[: int(np.prod(shape))].reshape(shape)
    nz, ny, nx = extinction.shape
    inner = padded[1 : nz + 1, 1 : ny + 1, 1 : nx + 1]
    assert np.abs(inner - expected).max() <= 2
    assert inner.min() < 0.5 * FULL
    assert np.array_equal(padded, np.pad(inner, [(1, 2), (1, 2), (1, 3)], mode="edge"))
