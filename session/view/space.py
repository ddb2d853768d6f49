"""Points and planes inside a volume: where a crosshair may be, and which three planes belong together."""

from itertools import permutations
from typing import Final, Literal

from render import geometry, views
from render.geometry import Vec3
from render.volume import VolumeInfo

PlaneName = Literal["axial", "coronal", "sagittal"]
# What shows a flat picture: the three planes of a volume, or a film's frames.
FlatName = PlaneName | Literal["film"]
Along = Literal["patient", "acquisition"]
Axes = tuple[Vec3, Vec3, Vec3]
PLANES: Final[tuple[PlaneName, ...]] = ("axial", "coronal", "sagittal")
# A wheel turned down goes to the feet, to the back, to the patient's left: against or along the line of sight; in a
# film to later frames.
SCROLL_ALONG_SIGHT: Final[dict[FlatName, int]] = {"axial": -1, "coronal": 1, "sagittal": -1, "film": 1}
_PROJECTIONS: Final = 60
_CLOSE_MM: Final = 1e-9


def clamp(info: VolumeInfo, point: Vec3) -> Vec3:
    """The point itself when it lies among the voxel centres, else the nearest by voxel index."""
    index = geometry.to_index(info.matrix, point)
    inside = tuple(
        min(max(value, 0.0), count - 1.0)
        for value, count in zip(index, (info.columns, info.rows, info.slices), strict=True)
    )
    if all(abs(a - b) < _CLOSE_MM for a, b in zip(index, inside, strict=True)):
        return point
    return geometry.to_patient(info.matrix, (inside[0], inside[1], inside[2]))


def clamp_on_plane(info: VolumeInfo, point: Vec3, normal: Vec3, position_mm: float) -> Vec3:
    """A point of the volume on the plane dot(p, normal) = position, near `point`.

    Alternating projections onto the plane and the volume, both convex; the volume has the last word.
    """
    for _ in range(_PROJECTIONS):
        off = position_mm - geometry.dot(point, normal)
        point = geometry.add(point, geometry.scale(normal, off))
        inside = clamp(info, point)
        if inside is point:
            return point
        point = inside
    return point


def plane_axes(info: VolumeInfo, plane: PlaneName, along: Along) -> Axes:
    """(right, down, normal) of a plane; the normal is the direction in which its position grows.

    Along the acquisition these are the series' own plane and the two that cut it along its rows and columns, each in
    the view of the patient plane that it is nearest to, and turned as one reads that.
    """
    right, down, normal = views.plane_axes(info, plane)
    if along == "patient":
        return right, down, normal
    axes = _nearest_axes(info)
    normal = _turned(normal, axes)
    if views.is_parallel(info, normal) and geometry.dot(normal, info.normal) < 0:
        normal = geometry.scale(normal, -1.0)
    return _turned(right, axes), _turned(down, axes), normal


def nearest_slice_mm(info: VolumeInfo, normal: Vec3, position_mm: float) -> float:
    """The position of the acquired slice that is nearest to a plane parallel to the slices."""
    places = (geometry.dot(geometry.to_patient(info.matrix, (0.0, 0.0, k)), normal) for k in views.source_slices(info))
    return min(places, key=lambda place: abs(place - position_mm))


def opening_planes(info: VolumeInfo) -> Along:
    """How the planes stand at first: along the patient, but for a single slice that no patient plane shows."""
    parallel = any(views.is_parallel(info, views.plane_axes(info, plane)[2]) for plane in PLANES)
    return "patient" if info.slices > 1 or parallel else "acquisition"


def _nearest_axes(info: VolumeInfo) -> Axes:
    """The acquisition's row, column and slice directions, each as the nearest to the patient's x, y or z."""
    own = views.plane_axes(info, "acquired")
    best = max(permutations(own), key=lambda axes: sum(abs(axes[n][n]) for n in range(3)))
    signed = [geometry.scale(axis, -1.0) if axis[n] < 0 else axis for n, axis in enumerate(best)]
    if geometry.dot(geometry.cross(signed[0], signed[1]), signed[2]) < 0:
        # A mirrored patient must not be: the least certain axis gives in.
        n = min(range(3), key=lambda i: signed[i][i])
        signed[n] = geometry.scale(signed[n], -1.0)
    return signed[0], signed[1], signed[2]


def _turned(vector: Vec3, axes: Axes) -> Vec3:
    """The same vector in other axes; it lies along one of the patient's, so nothing is computed and nothing rounded."""
    n = max(range(3), key=lambda i: abs(vector[i]))
    return axes[n] if vector[n] > 0 else geometry.scale(axes[n], -1.0)
