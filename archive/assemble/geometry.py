"""Where a stack's slices lie: one affine with shear, and which k each acquired slice has."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.assemble.notes import Code, counted, note
from archive.assemble.plane import normal_of
from archive.assemble.records import FrameRecord, Plane, Spacing
from render.geometry import Matrix34, Vec3, add, dot, scale
from render.volume import Note

ROUNDING_MM = 0.05
ROUNDING_STEP = 0.02
TILT_DEG = 0.1
_LARGEST_GROWTH = 4
_WIDEST_GAP = 8
_LARGEST_DRIFT = 0.5
_NO_DRIFT_MM = 0.02


@dataclass(frozen=True, slots=True)
class Placement:
    """Which acquired slices make voxel plane k: `before`, or (1 - weight) of it and `weight` of the next."""

    before: int
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Geometry:
    """A stack in space. `source_slices[n]` is the k of acquired slice n; `planes[k]` what makes plane k."""

    matrix: Matrix34
    planes: tuple[Placement, ...]
    source_slices: tuple[float, ...]
    calibrated: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Heights along the normal as a regular grid: height = `first_mm` + k * `step_mm`."""

    first_mm: float
    step_mm: float
    places: tuple[float, ...]  # k of each slice
    planes: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Crooked:
    """Why positions make no stack."""

    why: str


def height(frame: FrameRecord, plane: Plane) -> float:
    """Where a frame lies along the normal, in mm."""
    return dot(frame.position, normal_of(plane)) if frame.position else 0.0


def common_plane(frames: Sequence[FrameRecord]) -> Plane:
    """The plane of frames whose orientations agree but for rounding: the most frequent one."""
    counts: dict[Plane, int] = {}
    for frame in frames:
        if frame.plane:
            counts[frame.plane] = counts.get(frame.plane, 0) + 1
    return max(counts, key=lambda plane: (counts[plane], plane.row, plane.column))


def measure(frames: Sequence[FrameRecord], plane: Plane) -> Geometry | Crooked:
    """The geometry of frames at different heights, ascending along the plane's normal.

    Tilt stays in the matrix. Missing slices and uneven steps become planes between acquired ones, with a note.
    """
    spacing = frames[0].spacing
    if spacing is None:
        return _uncalibrated(frames, plane)
    if len(frames) == 1:
        return _single(frames[0], plane, spacing)
    heights = [height(frame, plane) for frame in frames]
    steps = fit_steps(heights)
    pixel = min(spacing.across, spacing.down)
    sideways = [
        _fit_line(steps.places, [dot(f.position, axis) for f in frames if f.position])
        for axis in (plane.row, plane.column)
    ]
    drift = max(line.residual for line in sideways)
    if drift > max(_LARGEST_DRIFT * pixel, ROUNDING_MM):
        return Crooked(f"the slices are shifted against each other by up to {drift:.1f} mm within their planes")
    step = _step_vector(plane, steps, sideways)
    origin = add(
        scale(normal_of(plane), steps.first_mm),
        add(scale(plane.row, sideways[0].start), scale(plane.column, sideways[1].start)),
    )
    matrix = _matrix(scale(plane.row, spacing.across), scale(plane.column, spacing.down), step, origin)
    notes = (*_tilt_notes(step, plane), *steps.notes)
    return Geometry(matrix, _planes(steps), steps.places, calibrated=True, notes=notes)


def _step_vector(plane: Plane, steps: Steps, sideways: "Sequence[_Line]") -> Vec3:
    straight = scale(normal_of(plane), steps.step_mm)
    if max(abs(line.slope) for line in sideways) * steps.planes <= _NO_DRIFT_MM:
        return straight  # what is left is rounding of the positions
    return add(straight, add(scale(plane.row, sideways[0].slope), scale(plane.column, sideways[1].slope)))


def _tilt_notes(step: Vec3, plane: Plane) -> tuple[Note, ...]:
    along = dot(step, normal_of(plane))
    tilt = math.degrees(math.acos(max(-1.0, min(1.0, along / math.sqrt(dot(step, step))))))
    if tilt <= TILT_DEG:
        return ()
    text = f"The slices are tilted by {tilt:.1f} degrees against the way they follow one another: corrected."
    return (note(Code.TILT, text),)


def fit_steps(heights: Sequence[float]) -> Steps:
    """Ascending heights (two at least, mm) as a regular grid, by least squares."""
    line = _fit_line(range(len(heights)), heights)
    if line.residual <= _tolerance(line.slope):
        return Steps(line.start, line.slope, tuple(map(float, range(len(heights)))), len(heights))
    usual = _usual_step(heights)
    return _with_gaps(heights, usual) or _resampled(heights, usual)


def far_apart(heights: Sequence[float]) -> list[int]:
    """Where ascending heights are to be cut (indices that begin a stack) lest nearly all planes be made up."""
    if len(heights) < 3 or heights[-1] - heights[0] <= _most_planes(len(heights)) * _usual_step(heights):
        return []
    widest = _WIDEST_GAP * _usual_step(heights)
    return [n + 1 for n, (a, b) in enumerate(pairwise(heights)) if b - a > widest]


def _most_planes(slices: int) -> int:
    return _LARGEST_GROWTH * slices + 16


def _tolerance(step: float) -> float:
    return max(min(ROUNDING_MM, step / 4), ROUNDING_STEP * step)


def _usual_step(heights: Sequence[float]) -> float:
    """The commonest distance of neighbours, the smaller of equally common ones; the mean of its kind."""
    steps = sorted(b - a for a, b in pairwise(heights))
    kinds: list[list[float]] = []
    for step in steps:
        if kinds and step - kinds[-1][0] <= _tolerance(kinds[-1][0]):
            kinds[-1].append(step)
        else:
            kinds.append([step])
    best = max(kinds, key=lambda kind: (len(kind), -kind[0]))
    return math.fsum(best) / len(best)


def _with_gaps(heights: Sequence[float], usual: float) -> Steps | None:
    """A grid with missing planes, if every step is a whole multiple of the usual one."""
    places = [0]
    for a, b in pairwise(heights):
        multiple = round((b - a) / usual)
        if multiple < 1 or abs(b - a - multiple * usual) > multiple * _tolerance(usual):
            return None
        places.append(places[-1] + multiple)
    line = _fit_line(places, heights)
    planes = places[-1] + 1
    if line.residual > _tolerance(line.slope) or planes > _most_planes(len(heights)):
        return None
    missing = planes - len(heights)
    text = f"{missing} of {counted(planes, 'slice')} are missing: interpolated between their neighbours."
    return Steps(line.start, line.slope, tuple(map(float, places)), planes, (note(Code.GAP, text),))


def _resampled(heights: Sequence[float], usual: float) -> Steps:
    """A grid of the usual step that holds the slices with this step where they are; the others fall between planes."""
    span = heights[-1] - heights[0]
    step = max(usual, span / _most_planes(len(heights)))
    anchor = next((a for a, b in pairwise(heights) if abs(b - a - usual) <= _tolerance(usual)), heights[0])
    below = math.ceil((anchor - heights[0]) / step - ROUNDING_STEP)
    above = math.ceil((heights[-1] - anchor) / step - ROUNDING_STEP)
    first = anchor - below * step
    places = tuple(_rounded_place((h - first) / step, step) for h in heights)
    distances = [b - a for a, b in pairwise(heights)]
    text = (
        f"Steps between slices are uneven ({min(distances):.2f} to {max(distances):.2f} mm): "
        f"resampled to {step:.2f} mm along the slices' normal."
    )
    return Steps(first, step, places, below + above + 1, (note(Code.SPACING, text),))


def _rounded_place(place: float, step: float) -> float:
    """A place on the grid but for rounding is on the grid: that slice stays voxel for voxel."""
    near = round(place)
    return float(near) if abs(place - near) * step <= min(ROUNDING_MM, ROUNDING_STEP * step) else place


def _planes(steps: Steps) -> tuple[Placement, ...]:
    """For each plane the slice at its place, or the two around it; beyond the ends the last one."""
    places, planes, before = steps.places, [], 0
    for k in range(steps.planes):
        while before + 1 < len(places) and places[before + 1] <= k:
            before += 1
        if k <= places[before] or before + 1 == len(places):
            planes.append(Placement(before))
        else:
            planes.append(Placement(before, (k - places[before]) / (places[before + 1] - places[before])))
    return tuple(planes)


def _single(frame: FrameRecord, plane: Plane, spacing: Spacing) -> Geometry:
    step = scale(normal_of(plane), frame.thickness_mm or min(spacing.across, spacing.down))
    origin = frame.position or (0.0, 0.0, 0.0)
    matrix = _matrix(scale(plane.row, spacing.across), scale(plane.column, spacing.down), step, origin)
    text = "There is one slice: only its own plane can be shown."
    return Geometry(matrix, (Placement(0),), (0.0,), calibrated=True, notes=(note(Code.SINGLE, text),))


def _uncalibrated(frames: Sequence[FrameRecord], plane: Plane) -> Geometry:
    """Directions are known and distances of pixels are not: everything counts in pixels."""
    origin = (0.0, 0.0, 0.0)
    matrix = _matrix(plane.row, plane.column, normal_of(plane), origin)
    places = tuple(map(float, range(len(frames))))
    text = "There is no pixel spacing: sizes are in pixels, not in millimetres."
    planes = tuple(map(Placement, range(len(frames))))
    return Geometry(matrix, planes, places, calibrated=False, notes=(note(Code.UNCALIBRATED, text),))


def _matrix(across: Vec3, down: Vec3, step: Vec3, origin: Vec3) -> Matrix34:
    x, y, z = zip(across, down, step, origin, strict=True)
    return (x, y, z)


@dataclass(frozen=True, slots=True)
class _Line:
    start: float
    slope: float
    residual: float  # the largest


def _fit_line(places: Sequence[float], values: Sequence[float]) -> _Line:
    """Least squares of values over places."""
    n = len(places)
    mean_place, mean_value = math.fsum(places) / n, math.fsum(values) / n
    spread = math.fsum((p - mean_place) ** 2 for p in places)
    slope = math.fsum((p - mean_place) * (v - mean_value) for p, v in zip(places, values, strict=True)) / spread
    start = mean_value - slope * mean_place
    residual = max(abs(start + slope * p - v) for p, v in zip(places, values, strict=True))
    return _Line(start, slope, residual)
