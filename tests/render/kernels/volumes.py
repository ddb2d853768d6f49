"""Small volumes, matrices and cameras that the kernels are tried on."""

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render.kernels import CameraRays, ControlPoint, Shading, SliceRays, Tone, TransferTable

SIZE = 72  # pixels of test pictures each way

_ROTATION = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
MATRICES: dict[str, NDArray[np.float64]] = {
    "diagonal": np.diag([2.0, 2.0, 2.5]),
    "anisotropic": np.diag([1.6, 2.2, 3.5]),
    "sheared": np.array([[2.0, 0, 0], [0, 2.0, 0.845], [0, 0, 2.5]]),  # a gantry tilt of 18.5 degrees
    "oblique": _ROTATION @ np.array([[2.0, 0.1, 0], [0, 2.0, 0.8], [0, 0, 2.5]]),
}

# Value (HU), red, green, blue, opacity per mm.
BONE: tuple[ControlPoint, ...] = (
    (-1024, 0, 0, 0, 0),
    (150, 0.8, 0.2, 0.15, 0),
    (230, 0.9, 0.3, 0.2, 0.25),
    (400, 1, 0.8, 0.6, 0.6),
    (700, 1, 1, 0.9, 0.9),
    (3071, 1, 1, 1, 0.95),
)
SKIN: tuple[ControlPoint, ...] = (
    (-1024, 0, 0, 0, 0),
    (-400, 0, 0, 0, 0),
    (-200, 0.9, 0.65, 0.5, 0.06),
    (0, 0.9, 0.6, 0.5, 0.1),
    (150, 0.8, 0.2, 0.15, 0.1),
    (230, 0.9, 0.3, 0.2, 0.3),
    (400, 1, 0.8, 0.6, 0.6),
    (3071, 1, 1, 1, 0.95),
)
HEADLIGHT = Shading(ambient=0.2, head=0.7, highlight=0.2)
UNLIT = Shading(ambient=1.0, head=0.0, highlight=0.0)


@dataclass(frozen=True)
class Stored:
    """One body in a voxel type: HU = stored * slope + intercept."""

    voxels: NDArray[Any]
    slope: float
    intercept: float

    def points(self, points: tuple[ControlPoint, ...]) -> list[ControlPoint]:
        """Control points in stored values."""
        return [((hu - self.intercept) / self.slope, *rest) for hu, *rest in points]  # type: ignore[misc]

    def table(
        self, points: tuple[ControlPoint, ...], step_mm: float = 1.0, *, pre_integrated: bool = False
    ) -> TransferTable:
        """A transfer table in stored values."""
        return _table(tuple(self.points(points)), step_mm, pre_integrated=pre_integrated)

    def tone(self, center: float, width: float) -> Tone:
        """A window in HU."""
        scale = 255 / width * self.slope
        return Tone(scale, (self.intercept - center + width / 2) * 255 / width)

    def studio(self, ao: float = 0.0) -> Shading:
        """All kinds of light, with gradients in stored units."""
        return Shading(
            key=0.4, ao=ao, g0=0.3, gs=0.01 * self.slope, flat=self.slope / 200, key_direction=(-0.5, 0.7, 0.5)
        )


@functools.cache
def _table(points: tuple[ControlPoint, ...], step_mm: float, *, pre_integrated: bool) -> TransferTable:
    return TransferTable.from_points(points, step_mm, pre_integrated=pre_integrated)


@functools.cache
def body(shape: tuple[int, int, int] = (40, 56, 64)) -> NDArray[np.int16]:
    """HU of something like a body: air, fat, muscle with noise, a lung, a bone and a vessel with contrast."""
    z, y, x = np.meshgrid(*(np.linspace(-1, 1, n) for n in shape), indexing="ij")
    hu = np.full(shape, -1000.0)
    for center, radii, value in (
        ((0, 0, 0), (0.9, 0.75, 1.2), -90),
        ((0, 0, 0), (0.8, 0.62, 1.1), 45),
        ((-0.35, -0.05, 0), (0.25, 0.4, 0.7), -850),
        ((0, 0.42, 0), (0.14, 0.14, 1.5), 700),
        ((0.4, 0.1, 0), (0.12, 0.12, 1.5), 330),
    ):
        distance = sum(((p - c) / r) ** 2 for p, c, r in zip((x, y, z), center, radii, strict=True))
        inside = 1 / (1 + np.exp(np.clip((np.sqrt(distance) - 1) * 20, -30, 30)))
        hu += inside * (value - hu)
    hu += np.random.default_rng(1).normal(0, 8, shape)
    result: NDArray[np.int16] = np.rint(np.clip(hu, -1024, 3071)).astype(np.int16)
    return result


@functools.cache
def stored(kind: str) -> Stored:
    """The body as int16, uint16 or float32, each with its own slope and intercept."""
    hu = body()
    if kind == "uint16":
        return Stored((hu.astype(np.int32) + 1024).astype(np.uint16), 1.0, -1024.0)
    if kind == "float32":
        return Stored(hu.astype(np.float32) * np.float32(0.37), 1 / 0.37, 0.0)
    return Stored(hu, 1.0, 0.0)


def center_mm(matrix: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """The middle of a volume whose voxel (0, 0, 0) is at the origin."""
    center: NDArray[np.float64] = matrix @ ((np.array(shape[::-1]) - 1) / 2)
    return center


def vec(v: NDArray[np.float64]) -> tuple[float, float, float]:
    """A vector as plain numbers."""
    x, y, z = (float(n) for n in v)
    return x, y, z


def camera_axes(azimuth: float, elevation: float) -> tuple[NDArray[np.float64], ...]:
    """Unit vectors right, down and forward; +z is up."""
    a, e = np.radians([azimuth, elevation])
    forward = np.array([np.sin(a) * np.cos(e), np.cos(a) * np.cos(e), -np.sin(e)])
    right = np.cross(forward, [0, 0, 1.0])
    right /= np.linalg.norm(right)
    return right, np.cross(forward, right), forward


def perspective(
    matrix: NDArray[np.float64],
    shape: tuple[int, ...],
    *,
    azimuth: float = 25,
    elevation: float = 20,
    step_mm: float = 1.0,
    jitter: bool = True,
    size: int = SIZE,
) -> CameraRays:
    """A camera 400 mm from the middle with 25 degrees field of view."""
    right, down, forward = camera_axes(azimuth, elevation)
    pixel = 2 * np.tan(np.radians(12.5)) / size
    direction = forward - (right + down) * pixel * (size - 1) / 2
    eye = center_mm(matrix, shape) - 400 * forward
    zero = (0.0, 0.0, 0.0)
    return CameraRays(vec(eye), zero, zero, vec(direction), vec(right * pixel), vec(down * pixel), step_mm, jitter)


def parallel(
    matrix: NDArray[np.float64], shape: tuple[int, ...], *, azimuth: float = -40, step_mm: float = 1.0, size: int = SIZE
) -> CameraRays:
    """Parallel rays over 180 mm."""
    right, down, forward = camera_axes(azimuth, 5)
    pixel = 180 / size
    corner = center_mm(matrix, shape) - 300 * forward - (right + down) * pixel * (size - 1) / 2
    return CameraRays(vec(corner), vec(right * pixel), vec(down * pixel), vec(forward), step_mm=step_mm)


def oblique_slice(
    matrix: NDArray[np.float64],
    shape: tuple[int, ...],
    *,
    samples: int = 1,
    mode: Any = "max",
    mm_per_pixel: float = 2.8,
    skip_range: tuple[float, float] | None = None,
) -> SliceRays:
    """A plane or slab through the middle, turned about two axes, in index space; its corners are outside."""
    right, down, normal = camera_axes(35, 25)
    inverse = np.linalg.inv(matrix)
    center = (np.array(shape[::-1]) - 1) / 2
    across, along, through = (inverse @ v for v in (right * mm_per_pixel, down * mm_per_pixel, normal * 1.5))
    origin = center - (across + along) * (SIZE - 1) / 2 - through * (samples - 1) / 2
    return SliceRays(vec(origin), vec(across), vec(along), vec(through), samples, mode, skip_range)
