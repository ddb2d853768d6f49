"""Cameras and slabs as the rays that kernels follow."""

import math
from collections.abc import Iterator
from dataclasses import replace

from render import geometry
from render.geometry import Vec3
from render.kernels.blue_noise import EDGE
from render.kernels.rays import CameraRays, SliceRays
from render.request import Camera, RenderRequest
from render.views import is_parallel, step_mm, volume_center
from render.volume import VolumeInfo

# Drift over a whole picture, in voxels, that is taken for rounding in the geometry: the grid is hit exactly then.
_ON_GRID = 2e-3
# A band of a picture that takes long.
BAND_ROWS = EDGE
# How far the eye of a perspective picture keeps from the volume's centre, in half diagonals of the volume.
_EYE_CLEARANCE = 1.2


def slice_rays(info: VolumeInfo, request: RenderRequest) -> SliceRays:
    """A request's plane or slab in index space.

    A slab is made of whole slices one step apart, the plane's own in the middle: those whose centres lie within half
    of `slab_mm` from it. Planes that coincide with the voxel grid but for rounding are laid on it.
    """
    camera, matrix = request.camera, info.matrix
    normal, right, down = camera.forward, camera.right, camera.down
    step, each_side = _slab(info, normal, request.slab_mm)
    samples = 2 * each_side + 1
    first = geometry.subtract(_corner(request), geometry.scale(normal, step * each_side))

    def on_grid(direction: Vec3, factor: float, count: int) -> Vec3:
        return _snapped(geometry.direction_to_index(matrix, geometry.scale(direction, factor)), _ON_GRID / count)

    return SliceRays(
        origin=_snapped(geometry.to_index(matrix, first), _ON_GRID),
        right=on_grid(right, camera.mm_per_pixel, request.width),
        down=on_grid(down, camera.mm_per_pixel, request.height),
        normal=on_grid(normal, step, samples),
        samples=samples,
        mode=request.slab_mode.value,
        skip_range=info.padding,
    )


def _slab(info: VolumeInfo, normal: Vec3, slab_mm: float) -> tuple[float, int]:
    """(step in mm, samples on each side of the middle one)."""
    step, half = step_mm(info, normal), slab_mm / 2
    if is_parallel(info, normal):
        return step, math.floor(half / step + 1e-6)
    each_side = math.ceil(half / step - 1e-6)
    return (half / each_side if each_side else step), each_side


def _corner(request: RenderRequest) -> Vec3:
    """The patient point of pixel (0, 0)."""
    camera = request.camera
    across = geometry.scale(camera.right, (request.width - 1) / 2 * camera.mm_per_pixel)
    tall = geometry.scale(camera.down, (request.height - 1) / 2 * camera.mm_per_pixel)
    return geometry.subtract(geometry.subtract(camera.center, across), tall)


def _snapped(index: Vec3, tolerance: float) -> Vec3:
    x, y, z = (float(round(v)) if abs(v - round(v)) < tolerance else v for v in index)
    return (x, y, z)


def half_diagonal_mm(info: VolumeInfo) -> float:
    """Half of the longest way through the volume."""
    counts = (info.columns, info.rows, info.slices)
    i, j, k = (geometry.scale(geometry.column(info.matrix, n), counts[n] / 2) for n in range(3))
    diagonals = [
        geometry.length(geometry.add(geometry.add(i, geometry.scale(j, a)), geometry.scale(k, b)))
        for a in (-1.0, 1.0)
        for b in (-1.0, 1.0)
    ]
    return max(diagonals)


def camera_rays(info: VolumeInfo, request: RenderRequest, step: float, *, jitter: bool) -> CameraRays:
    """A request's camera for projections, from outside the volume."""
    camera = request.camera
    right = geometry.scale(camera.right, camera.mm_per_pixel)
    down = geometry.scale(camera.down, camera.mm_per_pixel)
    away = half_diagonal_mm(info) + geometry.length(geometry.subtract(camera.center, volume_center(info)))
    if camera.field_of_view_deg == 0:
        origin = geometry.subtract(_corner(request), geometry.scale(camera.forward, away))
        step, origin = _through_centers(info, camera, origin, step)
        return CameraRays(origin, right, down, camera.forward, step_mm=step, jitter=jitter)
    # Zooming in does not carry the eye into the body: from a certain distance on the angle narrows instead.
    half_angle = math.radians(camera.field_of_view_deg / 2)
    distance = max(request.height / 2 * camera.mm_per_pixel / math.tan(half_angle), _EYE_CLEARANCE * away)
    eye = geometry.subtract(camera.center, geometry.scale(camera.forward, distance))
    unit = 1.0 / distance
    return CameraRays(
        origin=eye,
        origin_right=(0.0, 0.0, 0.0),
        origin_down=(0.0, 0.0, 0.0),
        direction=geometry.scale(geometry.subtract(_corner(request), eye), unit),
        direction_right=geometry.scale(right, unit),
        direction_down=geometry.scale(down, unit),
        step_mm=step,
        jitter=jitter,
    )


def bands(rays: CameraRays, request: RenderRequest) -> Iterator[tuple[int, int, CameraRays]]:
    """A long picture's rows [first, last) in turn with their rays: what may be rendered without a break.

    Each band begins at a row of the jitter's mask, so that the grain runs through; the light is the whole picture's.
    """
    across = geometry.scale(rays.direction_right, (request.width - 1) / 2)
    tall = geometry.scale(rays.direction_down, (request.height - 1) / 2)
    middle = geometry.add(geometry.add(rays.direction, across), tall)
    for first in range(0, request.height, BAND_ROWS):
        origin = geometry.add(rays.origin, geometry.scale(rays.origin_down, first))
        direction = geometry.add(rays.direction, geometry.scale(rays.direction_down, first))
        last = min(first + BAND_ROWS, request.height)
        yield first, last, replace(rays, origin=origin, direction=direction, middle=middle)


def _through_centers(info: VolumeInfo, camera: Camera, origin: Vec3, step: float) -> tuple[float, Vec3]:
    """Along a voxel axis: one sample a voxel, at its centre, which makes a maximum exact. Otherwise as it was."""
    direction = geometry.direction_to_index(info.matrix, camera.forward)
    axis = max(range(3), key=lambda n: abs(direction[n]))
    sideways = geometry.length(direction) ** 2 - direction[axis] ** 2
    if sideways > (1e-6 * direction[axis]) ** 2:
        return step, origin
    voxel = 1.0 / abs(direction[axis])
    index = geometry.to_index(info.matrix, origin)[axis]
    beyond = (index - math.floor(index)) if direction[axis] > 0 else (math.ceil(index) - index)
    return voxel, geometry.subtract(origin, geometry.scale(camera.forward, beyond * voxel))
