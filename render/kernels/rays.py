"""Where a picture's rays run: planes and slabs in index space, cameras in patient space."""

from dataclasses import dataclass
from typing import Literal

from render.geometry import Vec3

SlabCombination = Literal["max", "min", "mean"]


@dataclass(frozen=True, slots=True)
class SliceRays:
    """A plane or thick slab through a volume, in index space (i, j, k); integers are voxel centres.

    Pixel (x, y) combines `samples` trilinear samples at `origin + x*right + y*down + n*normal`, n = 0, 1, ...
    Samples farther than half a voxel outside the outermost voxel centres do not count.
    """

    origin: Vec3  # the centre of pixel (0, 0) at the first sample
    right: Vec3
    down: Vec3
    normal: Vec3 = (0.0, 0.0, 0.0)  # the step from one sample to the next
    samples: int = 1
    mode: SlabCombination = "max"
    # Stored values of padding, inclusive: a sample touching such a voxel is left out of a slab's min and mean.
    skip_range: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class CameraRays:
    """A camera in the space that the volume's matrix maps to (mm).

    The ray of pixel (x, y) is `origin + x*origin_right + y*origin_down + t*u` with u the unit vector along
    `direction + x*direction_right + y*direction_down`; t runs from 0 in steps of `step_mm`.
    """

    origin: Vec3
    origin_right: Vec3
    origin_down: Vec3
    direction: Vec3
    direction_right: Vec3 = (0.0, 0.0, 0.0)
    direction_down: Vec3 = (0.0, 0.0, 0.0)
    step_mm: float = 1.0
    # Shift each ray's samples by a fixed blue-noise fraction of a step: bands become fine grain.
    jitter: bool = True
    # The direction in the middle of the whole picture, which its light comes from, where these rays are a part of it.
    middle: Vec3 | None = None
