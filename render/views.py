"""Standard views of a volume, and what a reader is told about a plane: letters, position, slice number.

Axial is seen from the feet, coronal from the front, sagittal from the patient's left, whatever the acquisition was;
`acquired` is the series' own plane, `film` a frame of a film. A plane's position is the signed distance from the
patient origin in mm along its normal: towards the head (axial), the back (coronal), the left (sagittal), along the
slice normal (acquired); a frame's is its number from 0.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from render import geometry
from render.geometry import Vec3
from render.request import Camera, Mode, RenderRequest, SlabMode
from render.transfer import default_preset
from render.volume import VolumeInfo, Window
from render.window import AUTOMATIC, projection_window

View = Literal["axial", "coronal", "sagittal", "acquired", "mip", "volume", "film"]
Axes = tuple[Vec3, Vec3, Vec3]

_PATIENT_PLANES: dict[str, Axes] = {
    "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)),
    # Not the patient's, but the picture's own.
    "film": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
_FIELD_OF_VIEW_DEG = 30.0
# What is nearer to the eye than the volume's centre is drawn larger, and should not be cut off.
_PERSPECTIVE_MARGIN = 1.12
# Sine of the angle below which a plane counts as parallel to the slices: 0.02 mm over a body's half width.
_PARALLEL_SINE = 1e-4
# A plane this close to an acquired slice is meant to be that slice: rounding in positions, or in their printed form.
_SLICE_TOLERANCE_STEPS = 0.02
_SLICE_TOLERANCE_MM = 0.01
# A second letter is worth its place from about 12 degrees of obliqueness on.
_SECOND_LETTER = 0.2


def plane_axes(info: VolumeInfo, view: View) -> Axes:
    """Unit vectors (right, down, normal) of a view; the normal is the direction in which its position grows.

    The projections (`mip`, `volume`) have the coronal plane's axes, their direction when nothing is turned.
    """
    if view != "acquired":
        return _PATIENT_PLANES.get(view, _PATIENT_PLANES["coronal"])
    right, normal = geometry.normalize(geometry.column(info.matrix, 0)), info.normal
    return right, geometry.cross(normal, right), normal


def projection_axes(azimuth_deg: float, elevation_deg: float) -> tuple[Vec3, Vec3]:
    """Axes (right, down) of a projection: the eye goes from the front to the right (azimuth) and up (elevation)."""
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    right = (math.cos(azimuth), -math.sin(azimuth), 0.0)
    level = math.cos(elevation)
    forward = (math.sin(azimuth) * level, math.cos(azimuth) * level, -math.sin(elevation))
    return right, geometry.cross(forward, right)


def volume_center(info: VolumeInfo) -> Vec3:
    """The patient point in the middle of the volume."""
    return geometry.to_patient(info.matrix, ((info.columns - 1) / 2, (info.rows - 1) / 2, (info.slices - 1) / 2))


def extent_mm(info: VolumeInfo, direction: Vec3, edges: Sequence[int] = (0, 1, 2)) -> float:
    """Length of the volume's shadow on a unit direction, voxels taken as boxes; `edges` (0, 1): of one slice alone."""
    counts = (info.columns, info.rows, info.slices)
    return sum(abs(geometry.dot(geometry.column(info.matrix, n), direction)) * counts[n] for n in edges)


def is_parallel(info: VolumeInfo, normal: Vec3) -> bool:
    """Whether a plane with this normal is parallel to the acquired slices."""
    return geometry.length(geometry.cross(normal, info.normal)) < _PARALLEL_SINE


def step_mm(info: VolumeInfo, normal: Vec3) -> float:
    """The way from one slice of a plane to the next: one voxel along the normal, the slice distance where parallel."""
    if is_parallel(info, normal):
        return info.spacing_mm[2]
    return 1.0 / geometry.length(geometry.direction_to_index(info.matrix, normal))


def position_range(info: VolumeInfo, normal: Vec3) -> tuple[float, float]:
    """The least and greatest position of a plane that meets voxel centres."""
    middle = geometry.dot(volume_center(info), normal)
    counts = (info.columns, info.rows, info.slices)
    half = sum(abs(geometry.dot(geometry.column(info.matrix, n), normal)) * (counts[n] - 1) / 2 for n in range(3))
    return middle - half, middle + half


def source_slices(info: VolumeInfo) -> Sequence[float]:
    """The index k of each acquired slice, ascending."""
    return info.source_slices or range(info.slices)


def _slice_at(info: VolumeInfo, position_mm: float, normal: Vec3) -> float:
    """The index k where a parallel plane at a position lies."""
    origin, step = geometry.column(info.matrix, 3), geometry.column(info.matrix, 2)
    return (position_mm - geometry.dot(origin, normal)) / geometry.dot(step, normal)


def _snap(info: VolumeInfo, k: float) -> float:
    nearest = _nearest(source_slices(info), k)
    return nearest if _is_slice(info, k, nearest) else k


def _is_slice(info: VolumeInfo, k: float, slice_k: float) -> bool:
    return abs(k - slice_k) <= max(_SLICE_TOLERANCE_STEPS, _SLICE_TOLERANCE_MM / info.spacing_mm[2])


def _nearest(values: Sequence[float], wanted: float) -> float:
    after = bisect_left(values, wanted)
    around = values[max(after - 1, 0) : after + 1]
    return float(min(around, key=lambda value: abs(value - wanted)))


def plane_center(info: VolumeInfo, normal: Vec3, position_mm: float | None = None) -> Vec3:
    """The point in the middle of a plane's picture; without a position the plane nearest to the volume's centre.

    Parallel to the acquired slices the point follows their stack, sheared or not, and a position within rounding of an
    acquired slice means that slice.
    """
    middle = volume_center(info)
    wanted = geometry.dot(middle, normal) if position_mm is None else position_mm
    if not is_parallel(info, normal):
        return geometry.add(middle, geometry.scale(normal, wanted - geometry.dot(middle, normal)))
    k = _slice_at(info, wanted, normal)
    k = _nearest(source_slices(info), k) if position_mm is None else _snap(info, k)
    return geometry.to_patient(info.matrix, ((info.columns - 1) / 2, (info.rows - 1) / 2, k))


def scrolled(info: VolumeInfo, normal: Vec3, position_mm: float, steps: int) -> float:
    """The position `steps` slices on along the normal; acquired slices are never skipped, the volume's ends hold."""
    least, greatest = position_range(info, normal)
    if not is_parallel(info, normal):
        return min(max(position_mm + steps * step_mm(info, normal), least), greatest)
    slices = source_slices(info)
    rising = geometry.dot(geometry.column(info.matrix, 2), normal) > 0
    forward = steps if rising else -steps
    k = _snap(info, _slice_at(info, position_mm, normal))
    here = bisect_left(slices, k)
    between = here == len(slices) or slices[here] != k
    target = here + forward - (1 if between and forward > 0 else 0)
    k = slices[min(max(target, 0), len(slices) - 1)]
    return geometry.dot(geometry.to_patient(info.matrix, (0.0, 0.0, k)), normal)


def position_mm(view: View, camera: Camera) -> float:
    """Where a view's plane lies along its normal."""
    axes = _PATIENT_PLANES.get(view)
    return geometry.dot(camera.center, camera.forward if axes is None else axes[2])


def slice_number(info: VolumeInfo, camera: Camera) -> tuple[int, int] | None:
    """(n, of) of the acquired slice that a camera's plane is, n from 1; None where it is none."""
    normal = camera.forward
    if not is_parallel(info, normal):
        return None
    slices = source_slices(info)
    k = geometry.to_index(info.matrix, camera.center)[2]
    nearest = _nearest(slices, k)
    return (bisect_left(slices, nearest) + 1, len(slices)) if _is_slice(info, k, nearest) else None


def frame_at(info: VolumeInfo, camera: Camera) -> int:
    """The frame of a film that a camera sees, from 0; 0 for a volume."""
    return 0 if info.film is None else min(max(round(camera.center[2]), 0), info.slices - 1)


def film_letters(info: VolumeInfo, right: Vec3, down: Vec3) -> tuple[str, str, str, str]:
    """As `letters`, for a film's picture whose axes these are; empty where the file tells no direction."""
    if info.film is None or info.film.orientation is None:
        return "", "", "", ""
    row, column = info.film.orientation

    def in_patient(axis: Vec3) -> Vec3:
        return geometry.normalize(geometry.add(geometry.scale(row, axis[0]), geometry.scale(column, axis[1])))

    return letters(in_patient(right), in_patient(down))


def letters(right: Vec3, down: Vec3) -> tuple[str, str, str, str]:
    """The patient's directions at a picture's (left, right, top, bottom) edge, up to two letters each, as in "RA"."""
    back, up = geometry.scale(right, -1.0), geometry.scale(down, -1.0)
    return _letters(back), _letters(right), _letters(up), _letters(down)


def _letters(direction: Vec3) -> str:
    parts = sorted(zip(direction, ("RL", "AP", "FH"), strict=True), key=lambda part: -abs(part[0]))
    named = [names[part > 0] for part, names in parts if abs(part) >= _SECOND_LETTER]
    return "".join(named[:2])


def seen_from(camera: Camera) -> str:
    """In words where the eye of a projection is: "right anterior 22, cranial 8"; degrees off the pure direction."""
    x, y, z = geometry.scale(camera.forward, -1.0)
    elevation = round(math.degrees(math.asin(min(max(z, -1.0), 1.0))))
    if abs(elevation) >= 89:
        return "cranial" if elevation > 0 else "caudal"
    turn = round(math.degrees(math.atan2(abs(x), -y)))
    side = "left" if x > 0 else "right"
    level = {0: "anterior", 90: side, 180: "posterior"}.get(turn)
    if level is None:
        level = f"{side} anterior {turn}" if turn < 90 else f"{side} posterior {180 - turn}"
    if elevation == 0:
        return level
    return f"{level}, {'cranial' if elevation > 0 else 'caudal'} {abs(elevation)}"


def _described_window(info: VolumeInfo, view: View, frame: int = 0) -> Window:
    if view == "mip":
        return projection_window(info)
    own = info.windows_at(frame)
    return own[0] if own else AUTOMATIC


def standard(
    info: VolumeInfo,
    view: View,
    width: int,
    height: int,
    *,
    position_mm: float | None = None,
    window: Window | None = None,
    preset: str | None = None,
    azimuth_deg: float = 0.0,
    elevation_deg: float = 0.0,
    slab_mm: float = 0.0,
    slab_mode: SlabMode = SlabMode.MAX,
) -> RenderRequest:
    """The request for a standard view: the volume's centre in the middle, the whole plane fitted, square millimetres.

    An acquired plane whose picture has the matrix's size is its slice, voxel for pixel. A film opens at its first
    frame. Without a window the data set's own is taken, else `window.AUTOMATIC`, which the renderer measures.
    """
    if view == "film":
        position_mm = min(max(round(position_mm or 0.0), 0), info.slices - 1)
    projection = view in ("mip", "volume")
    camera = (
        _projection_camera(info, view, width, height, azimuth_deg, elevation_deg)
        if projection
        else _plane_camera(info, view, width, height, position_mm)
    )
    return RenderRequest(
        volume=info.key,
        width=width,
        height=height,
        mode=Mode(view) if projection else Mode.SLICE,
        camera=camera,
        window=_described_window(info, view, frame_at(info, camera)) if window is None else window,
        slab_mm=0.0 if projection else slab_mm,
        slab_mode=slab_mode,
        preset=(preset or default_preset(info.modality)) if view == "volume" else "",
        revision=info.slices,
    )


def _plane_camera(info: VolumeInfo, view: View, width: int, height: int, position_mm: float | None) -> Camera:
    right, down, normal = plane_axes(info, view)
    # Parallel to the slices it is one slice that is fitted, not the shadow of a stack that may be sheared.
    edges = (0, 1) if is_parallel(info, normal) else (0, 1, 2)
    across, tall = extent_mm(info, right, edges), extent_mm(info, down, edges)
    center = plane_center(info, normal, position_mm)
    return Camera(center, right, down, max(across / width, tall / height))


def _projection_camera(
    info: VolumeInfo, view: View, width: int, height: int, azimuth: float, elevation: float
) -> Camera:
    """Fitted to the greater of breadth and depth, so that a turn about the long axis keeps the size."""
    right, down = projection_axes(azimuth, elevation)
    across = max(extent_mm(info, (1.0, 0.0, 0.0)), extent_mm(info, (0.0, 1.0, 0.0)))
    tall = extent_mm(info, (0.0, 0.0, 1.0))
    scale = max(across / width, tall / height)
    if view == "mip":
        return Camera(volume_center(info), right, down, scale)
    return Camera(volume_center(info), right, down, scale * _PERSPECTIVE_MARGIN, _FIELD_OF_VIEW_DEG)
