"""Plain NumPy renderers in float64, written from the definitions and not from the kernels: no leaps, no packets."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from render.kernels import CameraRays, Shading, SliceRays, TransferTable
from render.kernels.blue_noise import EDGE, mask

Array = NDArray[np.float64]
Selection = NDArray[np.int64]

MIN_TRANSMITTANCE = 0.01


def interpolate(voxels: Array, index: Array) -> Array:
    """Trilinear values at (..., (i, j, k)), the border replicated."""
    # One layer more on each side: SciPy interpolates at the outermost voxel only from inside.
    padded = np.pad(voxels, 2, mode="edge")
    order = [index[..., 2] + 2, index[..., 1] + 2, index[..., 0] + 2]
    values: Array = map_coordinates(padded, order, order=1, mode="nearest")
    return values


def slice_values(voxels: Array, rays: SliceRays, width: int, height: int) -> Array:
    """A plane or slab; NaN where no sample counts."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    top = np.array(voxels.shape[::-1]) - 1
    samples = []
    for n in range(rays.samples):
        index = (
            np.array(rays.origin)
            + x[..., None] * np.array(rays.right)
            + y[..., None] * np.array(rays.down)
            + n * np.array(rays.normal)
        )
        counts = ((index >= -0.5) & (index < top + 0.5)).all(-1)
        values = interpolate(voxels, np.clip(index, 0, top))
        if rays.skip_range is not None and rays.samples > 1 and rays.mode != "max":
            padding = ((voxels >= rays.skip_range[0]) & (voxels <= rays.skip_range[1])).astype(float)
            counts &= interpolate(padding, np.clip(index, 0, top)) == 0
        samples.append(np.where(counts, values, np.nan))
    stack = np.stack(samples)
    nothing = np.isnan(stack).all(0)
    filled = np.where(nothing, 0.0, stack)
    combine: Any = {"max": np.nanmax, "min": np.nanmin, "mean": np.nanmean}[rays.mode]
    result: Array = np.where(nothing, np.nan, combine(filled, axis=0))
    return result


@dataclass(frozen=True)
class Rays:
    """Rays in index space, one a row, with the samples first..last of each inside the volume."""

    origin: Array
    direction: Array  # per mm
    unit_mm: Array
    first: Array
    last: Array
    shift: Array
    step: float
    top: Array  # index of the last voxel

    def at(self, rays: Selection, sample: Array) -> Array:
        """Index positions of the samples with these numbers on some of the rays, clamped to the volume."""
        t = (sample + self.shift[rays]) * self.step
        return np.clip(self.origin[rays] + t[:, None] * self.direction[rays], 0, self.top)


def cast(shape: tuple[int, ...], matrix: Array, rays: CameraRays, width: int, height: int) -> Rays:
    """The rays of a camera through a volume whose voxel (0, 0, 0) is at the origin."""
    y, x = (n.ravel() for n in np.mgrid[0:height, 0:width])
    inverse = np.linalg.inv(matrix)

    def pixel(at: tuple[float, ...], right: tuple[float, ...], down: tuple[float, ...]) -> Array:
        result: Array = np.array(at) + x[:, None] * np.array(right) + y[:, None] * np.array(down)
        return result

    direction = pixel(rays.direction, rays.direction_right, rays.direction_down)
    unit = direction / np.linalg.norm(direction, axis=-1, keepdims=True)
    origin = pixel(rays.origin, rays.origin_right, rays.origin_down) @ inverse.T
    index_direction = unit @ inverse.T
    top = np.array(shape[::-1]) - 1.0
    low, high = -origin / index_direction, (top - origin) / index_direction
    enter = np.minimum(low, high).max(-1).clip(0)
    leave = np.maximum(low, high).min(-1)
    noise = mask()[: EDGE * EDGE].reshape(EDGE, EDGE)
    shift = (noise[y % EDGE, x % EDGE] + 0.5) / 256 if rays.jitter else np.zeros(len(x))
    first, last = np.ceil(enter / rays.step_mm - shift), np.floor(leave / rays.step_mm - shift)
    return Rays(origin, index_direction, unit, first, last, shift, rays.step_mm, top)


def mip_values(voxels: Array, matrix: Array, rays: CameraRays, width: int, height: int) -> Array:
    """The maximum of every sample; NaN where a ray has none."""
    still = cast(voxels.shape, matrix, replace(rays, jitter=False), width, height)  # projections take no jitter
    best = np.full(width * height, np.nan)
    for n in range(int((still.last - still.first).max()) + 1):
        sample = still.first + n
        active = np.flatnonzero(sample <= still.last)
        best[active] = np.fmax(best[active], interpolate(voxels, still.at(active, sample[active])))
    return best.reshape(height, width)


@dataclass(frozen=True)
class Picture:
    """Colours 0..1, and which pixels hang on a rounding error (see `composite`)."""

    color: Array
    fragile: NDArray[np.bool_]


def composite(
    voxels: Array,
    matrix: Array,
    camera: CameraRays,
    table: TransferTable,
    shading: Shading,
    size: tuple[int, int],
) -> Picture:
    """Front-to-back compositing of every sample.

    A pixel is fragile where a sample's value lies within 0.002 of the edge of a bin (0.006 HU here), so that single
    precision may put it into the next one, or where the transmittance comes within 1e-5 of the threshold that ends a
    ray.
    """
    width, height = size
    rays = cast(voxels.shape, matrix, camera, width, height)
    light = Light(matrix, camera, shading, size)
    pre = int(table.pre_integrated)
    color, transmittance = np.zeros((width * height, 3)), np.ones(width * height)
    fragile = np.zeros(width * height, bool)
    opacities, colors = table.opacity.astype(float), _unpack(table.color)

    def bin_at(index: Array) -> tuple[NDArray[np.int64], Array]:
        place = interpolate(voxels, index) * table.scale + table.offset
        bins = np.clip(place, 0, table.bins - 1).astype(int)
        return bins, np.where((place <= 0) | (place >= table.bins - 1), np.inf, np.abs(place - np.rint(place)))

    for n in range(int((rays.last - rays.first).max()) + 1):
        sample = rays.first + n
        active = np.flatnonzero((sample <= rays.last - pre) & (transmittance > MIN_TRANSMITTANCE))
        behind = rays.at(active, sample[active] + pre)
        entry, edge = bin_at(behind)
        if pre:
            front, front_edge = bin_at(rays.at(active, sample[active]))
            entry, edge = front * table.bins + entry, np.minimum(edge, front_edge)
        fragile[active] |= edge < 0.002
        seen_here = opacities[entry] > 0
        active, behind, entry = active[seen_here], behind[seen_here], entry[seen_here]
        diffuse, highlight, factor = light.at(voxels, behind, rays.unit_mm[active])
        weight = transmittance[active] * opacities[entry] * factor
        color[active] += weight[:, None] * (colors[entry] * diffuse[:, None] + highlight[:, None])
        transmittance[active] -= weight
        fragile[active] |= np.abs(transmittance[active] - MIN_TRANSMITTANCE) < 1e-5
    return Picture(color.reshape(height, width, 3), fragile.reshape(height, width))


def _unpack(packed: NDArray[np.int32]) -> Array:
    return np.stack([(packed >> shift & 1023) / 1023 for shift in (0, 10, 20)], -1)


class Light:
    """The lamps of a Shading for one camera."""

    def __init__(self, matrix: Array, camera: CameraRays, shading: Shading, size: tuple[int, int]) -> None:
        self._inverse = np.linalg.inv(matrix)
        self._shading = shading
        self._key = key_direction(camera, shading, size)

    def at(self, voxels: Array, index: Array, unit_mm: Array) -> tuple[Array, Array, Array]:
        """Factors on the colour, the white highlight, and factors on the opacity at these places."""
        shading, ones = self._shading, np.ones(len(index))
        if not (shading.head or shading.key or shading.highlight):
            return ones * shading.ambient, ones * 0, ones
        differences = [interpolate(voxels, index + axis) - interpolate(voxels, index - axis) for axis in np.eye(3)]
        # The gradient of a function of index is taken to mm by the inverse transpose.
        gradient = np.stack(differences, -1) @ self._inverse
        length = np.sqrt(np.maximum((gradient**2).sum(-1), 1e-12))
        along = (gradient * unit_mm).sum(-1) / length
        power = 2.0**shading.shininess
        if not (shading.key or shading.gs or shading.flat or shading.g0 < 1):
            cosine = np.abs(along)
            return shading.ambient + shading.head * cosine, shading.highlight * cosine**power, ones
        side = -np.where(along < 0, -1, 1)
        towards = (gradient @ self._key) / length
        half = np.linalg.norm(self._key - unit_mm, axis=-1)
        half_cosine = np.clip((towards - along) * side / half, 0, 1)
        strength = length / 2
        surface = np.minimum(strength * shading.flat, 1)
        flat = 0.6 * (shading.head + shading.key)
        lit = shading.head * np.abs(along) + shading.key * np.maximum(towards * side, 0)
        diffuse = flat + surface * (lit - flat) + shading.ambient
        opacity = np.minimum(shading.g0 + shading.gs * strength, 1)
        return diffuse, surface * shading.highlight * half_cosine**power, opacity


def key_direction(camera: CameraRays, shading: Shading, size: tuple[int, int]) -> Array:
    """The unit vector to the key light in mm, from camera axes."""
    across = np.array(camera.origin_right) + np.array(camera.direction_right)
    down = np.array(camera.origin_down) + np.array(camera.direction_down)
    middle = (size[0] - 1) / 2, (size[1] - 1) / 2
    center = np.array(camera.direction_right) * middle[0] + np.array(camera.direction_down) * middle[1]
    forward = np.array(camera.direction) + center
    right, up, front = (v / np.linalg.norm(v) for v in (across, -down, forward))
    x, y, z = np.array(shading.key_direction) / np.linalg.norm(shading.key_direction)
    result: Array = x * right + y * up - z * front
    return result
