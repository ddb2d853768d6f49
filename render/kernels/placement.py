"""Where a volume lies: its matrix from voxel indices to millimetres, and back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from render.errors import BadVolumeError

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Index (i, j, k) -> mm: matrix @ index + origin. The inverse takes directions (mm) to index space."""

    matrix: Array
    inverse: Array
    origin: Array

    @staticmethod
    def of(matrix: ArrayLike) -> "Placement":
        """From a 3x3 matrix, or a 3x4 one with the place of voxel (0, 0, 0) in its last column.

        Raises:
            BadVolumeError: another shape, flat, or not finite.
        """
        rows: Array = np.asarray(matrix, np.float64)
        columns = rows.shape[-1] if rows.ndim == 2 and len(rows) == 3 else 0
        if columns not in {3, 4} or not np.isfinite(rows).all():
            raise BadVolumeError("a volume's matrix has three rows of three or four finite numbers")
        linear = rows[:, :3].copy()
        if np.linalg.matrix_rank(linear) < 3:
            raise BadVolumeError("a volume's matrix is flat")
        inverse: Array = np.linalg.inv(linear).astype(np.float64)
        return Placement(linear, inverse, rows[:, 3].copy() if columns == 4 else np.zeros(3))

    def index_of(self, point_mm: Array) -> Array:
        """The fractional voxel index of a point."""
        return self.inverse @ (point_mm - self.origin)

    def voxels_per_mm(self) -> float:
        """The most voxels that one mm in any direction can cross along any axis."""
        return float(np.linalg.norm(self.inverse, axis=1).max())

    def metric(self) -> Array:
        """xx, yy, zz, 2xy, 2xz, 2yz of inverse(A'A): the squared length in mm of a gradient in index space."""
        m = self.inverse @ self.inverse.T
        return np.array([m[0, 0], m[1, 1], m[2, 2], 2 * m[0, 1], 2 * m[0, 2], 2 * m[1, 2]])
