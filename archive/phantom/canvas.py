"""A volume that shapes are painted into: distances in millimetres, soft edges, bounding boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Point = tuple[float, float, float]

# A scanner's point spread: an edge takes about this long to go from one tissue to the next. Not less than the slices'
# distance, or slanting surfaces would show steps.
EDGE_MM = 1.7


@dataclass(frozen=True)
class Region:
    """A box of the volume: its voxels (a view) and the patient coordinates of their centres, ready to broadcast."""

    voxels: NDArray[np.int16]
    x: Floats
    y: Floats
    z: Floats


class Canvas:
    """Voxels [k, j, i] in Hounsfield units over a cube of patient space (LPS, mm).

    x runs from -`extent_mm`/2 to +`extent_mm`/2 towards the patient's left, y likewise towards the back, and z from
    0 to `extent_mm` towards the head; voxel centres lie half a voxel inside.
    """

    def __init__(self, slices: int, size: int, extent_mm: float) -> None:
        self.pixel_mm = extent_mm / size
        self.slice_mm = extent_mm / slices
        self.voxels = np.full((slices, size, size), -1000, np.int16)
        across = (np.arange(size, dtype=np.float32) + 0.5) * np.float32(self.pixel_mm) - np.float32(extent_mm / 2)
        self._x, self._y = across[None, None, :], across[None, :, None]
        self._z = ((np.arange(slices, dtype=np.float32) + 0.5) * np.float32(self.slice_mm))[:, None, None]

    def region(self, low: Sequence[float], high: Sequence[float]) -> Region:
        """The voxels whose centres lie in a box given by two corners (mm); it may be empty."""
        i = slice(*np.searchsorted(self._x.ravel(), (low[0], high[0])))
        j = slice(*np.searchsorted(self._y.ravel(), (low[1], high[1])))
        k = slice(*np.searchsorted(self._z.ravel(), (low[2], high[2])))
        return Region(self.voxels[k, j, i], self._x[:, :, i], self._y[:, j, :], self._z[k, :, :])

    def ellipsoid(self, centre: Point, radii: Point, value: float, *, axes: Floats | None = None) -> None:
        """Paint an ellipsoid; `axes` holds the directions of the radii as rows."""
        reach = max(radii) if axes is not None else 0.0
        box = self.region(
            [c - max(r, reach) - EDGE_MM for c, r in zip(centre, radii, strict=True)],
            [c + max(r, reach) + EDGE_MM for c, r in zip(centre, radii, strict=True)],
        )
        if box.voxels.size:
            paint(box.voxels, ellipsoid_depth(box.x, box.y, box.z, centre, radii, axes), value)

    def tube(self, path: NDArray[np.floating], radii: NDArray[np.floating], value: float, *, flat: float = 1.0) -> None:
        """Paint a tube of changing radius along a path of points [n, 3]; `flat` > 1 makes it that much taller in z."""
        for a, b, ra, rb in zip(path[:-1], path[1:], radii[:-1], radii[1:], strict=True):
            self._segment(a, b, float(ra), float(rb), value, flat)

    def _segment(
        self, a: NDArray[np.floating], b: NDArray[np.floating], ra: float, rb: float, value: float, flat: float
    ) -> None:
        reach = np.array([1, 1, flat]) * (max(ra, rb) + EDGE_MM)
        box = self.region(np.minimum(a, b) - reach, np.maximum(a, b) + reach)
        if not box.voxels.size:
            return
        dx, dy, dz = (float(v) for v in b - a)
        squeeze = np.float32(1 / flat)
        x, y, z = box.x - np.float32(a[0]), box.y - np.float32(a[1]), (box.z - np.float32(a[2])) * squeeze
        dz *= float(squeeze)
        length2 = max(dx * dx + dy * dy + dz * dz, 1e-6)
        t = np.clip((x * dx + y * dy + z * dz) * np.float32(1 / length2), 0, 1)
        distance = np.sqrt((x - t * dx) ** 2 + (y - t * dy) ** 2 + (z - t * dz) ** 2)
        paint(box.voxels, ra + t * np.float32(rb - ra) - distance, value)


def paint(voxels: NDArray[np.int16], depth: Floats, value: float | Floats, edge_mm: float = EDGE_MM) -> None:
    """Set the voxels that lie inside a shape; `depth` is the distance to its surface in mm, positive inside.

    Voxels at the surface become a mixture, as a scanner's partial volumes are.
    """
    share = np.clip(depth * np.float32(1 / edge_mm) + np.float32(0.5), 0, 1)
    voxels += np.rint((value - voxels) * share).astype(np.int16)


def ellipsoid_depth(x: Floats, y: Floats, z: Floats, centre: Point, radii: Point, axes: Floats | None = None) -> Floats:
    """Approximate distance (mm, positive inside) to an ellipsoid's surface: exact in sign and near the surface."""
    p = [x - np.float32(centre[0]), y - np.float32(centre[1]), z - np.float32(centre[2])]
    if axes is not None:
        p = [p[0] * row[0] + p[1] * row[1] + p[2] * row[2] for row in axes]
    scaled = [v * np.float32(1 / r) for v, r in zip(p, radii, strict=True)]
    k0 = np.sqrt(scaled[0] ** 2 + scaled[1] ** 2 + scaled[2] ** 2)
    k1 = np.sqrt(sum((v * np.float32(1 / r)) ** 2 for v, r in zip(scaled, radii, strict=True)))
    depth: Floats = k0 * (1 - k0) / np.maximum(k1, np.float32(1e-6))
    return depth


def smooth_path(points: Sequence[Point], step_mm: float = 4.0) -> NDArray[np.float64]:
    """A path through the points (Catmull-Rom) with a point about every `step_mm`."""
    p = np.array(points, np.float64)
    p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    pieces = []
    for before, start, end, after in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True):
        count = max(2, round(float(np.linalg.norm(end - start)) / step_mm))
        t = np.linspace(0, 1, count, endpoint=False)[:, None]
        pieces.append(
            start
            + 0.5 * t * (end - before)
            + t**2 * (before - 2.5 * start + 2 * end - 0.5 * after)
            + t**3 * (1.5 * (start - end) + 0.5 * (after - before))
        )
    return np.concatenate([*pieces, p[-2:-1]])


def along(path: NDArray[np.float64], *values: float) -> NDArray[np.float64]:
    """Values spread evenly over a path's points, for instance its radii."""
    return np.interp(np.linspace(0, 1, len(path)), np.linspace(0, 1, len(values)), values)
