"""Small volumes for tests."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render.geometry import Matrix34
from render.volume import Volume, VolumeInfo, VolumeKey, VoxelType

KEY = VolumeKey("1.2.826.0.1.3680043.8.498.1", 1, 1)


def matrix(
    right: tuple[float, float, float],
    down: tuple[float, float, float],
    step: tuple[float, float, float],
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> Matrix34:
    x, y, z = ((right[n], down[n], step[n], origin[n]) for n in range(3))
    return (x, y, z)


# Axial slices of a supine patient, 0.5 x 0.5 x 2 mm.
AXIAL = matrix((0.5, 0.0, 0.0), (0.0, 0.5, 0.0), (0.0, 0.0, 2.0), (-10.0, 20.0, -300.0))
CORONAL = matrix((0.5, 0.0, 0.0), (0.0, 0.0, -0.5), (0.0, 2.0, 0.0), (-10.0, 20.0, -300.0))
SAGITTAL = matrix((0.0, 0.5, 0.0), (0.0, 0.0, -0.5), (-2.0, 0.0, 0.0), (-10.0, 20.0, -300.0))
# A gantry tilted by 18.5 degrees: rows of pixels lean, the table still moves along z.
TILTED = matrix((0.5, 0.0, 0.0), (0.0, 0.5 * 0.9483, -0.5 * 0.3173), (0.0, 0.0, 3.0), (-12.0, -14.0, 5.0))
# No two axes are the patient's.
OBLIQUE = matrix((0.64, 0.48, 0.0), (-0.288, 0.384, 0.64), (0.768, -1.024, 0.96), (3.0, 4.0, 5.0))


def info(columns: int, rows: int, slices: int, affine: Matrix34 = AXIAL, **fields: Any) -> VolumeInfo:
    voxel: VoxelType = fields.pop("voxel", "int16")
    plain = VolumeInfo(KEY, "test", "CT", columns, rows, slices, affine, voxel, unit="HU")
    return replace(plain, **fields)


def volume(voxels: NDArray[Any], affine: Matrix34 = AXIAL, **fields: Any) -> Volume:
    """A complete volume of these voxels [k, j, i]."""
    slices, rows, columns = voxels.shape
    described = info(columns, rows, slices, affine, **{"voxel": voxels.dtype.name, **fields})
    return Volume(described, voxels, np.ones(slices, np.bool_))


def noise(slices: int, rows: int, columns: int, seed: int = 1) -> NDArray[np.int16]:
    """Voxels of which no two neighbours are alike."""
    return np.random.default_rng(seed).integers(-1000, 1500, (slices, rows, columns)).astype(np.int16)
