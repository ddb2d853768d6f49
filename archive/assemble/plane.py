"""A frame's plane in the patient: direction cosines made straight, position and spacing checked."""

import math
from collections.abc import Sequence

from archive.assemble.functional import FrameHeader
from archive.assemble.notes import Code, note
from archive.assemble.records import Plane, Spacing
from render.geometry import Vec3, add, cross, dot, length, normalize, scale, subtract
from render.volume import Note

ROUNDING_DEG = 0.06
"""Orientations nearer than this are one: what three decimals leave of a direction."""
NOTED_ERROR_DEG = 0.1
"""What is more than three decimals leave of a right angle."""
LARGEST_ERROR_DEG = 0.5
_LARGEST_POSITION_MM = 1e6
_SAME_SPACING = 1e-4
_SMALLEST_PIXEL_MM, _LARGEST_PIXEL_MM = 1e-6, 1e4

# Where a detector's spacing stands when there is none at the patient; it holds for projections only (PS3.3 10.7.1.3).
_DETECTOR_SPACINGS = ("NominalScannedPixelSpacing", "ImagerPixelSpacing")
_PROJECTIONS = frozenset(("CR", "DX", "MG", "IO", "PX", "RF", "XA", "XC", "RG", "RTIMAGE", "BMD", "OT", "SC"))


def position_of(header: FrameHeader) -> Vec3 | None:
    """The centre of the first pixel in the patient (LPS, mm); None where absent or absurd."""
    values = header.numbers("ImagePositionPatient")
    if len(values) != 3 or max(map(abs, values)) > _LARGEST_POSITION_MM:
        return None
    return (values[0], values[1], values[2])


def plane_of(header: FrameHeader) -> tuple[Plane | None, tuple[Note, ...]]:
    """The frame's plane; None, with a note saying why, where its cosines span none or are off by over half a degree."""
    values = header.numbers("ImageOrientationPatient")
    if len(values) != 6:
        return None, ()
    row, column = (values[0], values[1], values[2]), (values[3], values[4], values[5])
    if min(length(row), length(column)) < 0.5:
        return None, (note(Code.ORIENTATION, "The image orientation is not a pair of directions."),)
    plane = straightened(normalize(row), normalize(column))
    if plane.error_deg > LARGEST_ERROR_DEG:
        return None, (
            note(
                Code.ORIENTATION, f"Rows and columns are {plane.error_deg:.1f} degrees off the right angle: no plane."
            ),
        )
    if plane.error_deg > NOTED_ERROR_DEG:
        return plane, (
            note(
                Code.ORIENTATION, f"Rows and columns were {plane.error_deg:.2f} degrees off the right angle: corrected."
            ),
        )
    return plane, ()


def straightened(row: Vec3, column: Vec3) -> Plane:
    """Two unit vectors turned by equal parts in their plane until they stand at right angles."""
    off = dot(row, column)
    error = math.degrees(math.asin(max(-1.0, min(1.0, off))))
    if off == 0:
        return Plane(_positive_zeros(row), _positive_zeros(column))
    if abs(off) > 0.99:
        return Plane(row, column, abs(error))
    # The bisectors of unit vectors are at right angles whatever the angle between them.
    middle, across = normalize(add(row, column)), normalize(subtract(row, column))
    half = math.sqrt(0.5)
    turned_row = scale(add(middle, across), half)
    turned_column = scale(subtract(middle, across), half)
    return Plane(_positive_zeros(turned_row), _positive_zeros(turned_column), abs(error))


def _positive_zeros(vector: Vec3) -> Vec3:
    return (vector[0] + 0.0, vector[1] + 0.0, vector[2] + 0.0)


def normal_of(plane: Plane) -> Vec3:
    """The plane's unit normal, row x column."""
    return normalize(cross(plane.row, plane.column))


def spacing_of(header: FrameHeader, modality: str) -> tuple[Spacing | None, tuple[Note, ...]]:
    """The distances of pixels; None where there are none that hold in the patient."""
    for keyword in ("PixelSpacing", *_DETECTOR_SPACINGS):
        values = header.numbers(keyword)
        if len(values) < 2 or not all(_SMALLEST_PIXEL_MM <= value <= _LARGEST_PIXEL_MM for value in values[:2]):
            continue
        if keyword == "PixelSpacing":
            return Spacing(values[0], values[1]), _detector_note(header, values, modality)
        if modality not in _PROJECTIONS:
            continue
        return Spacing(values[0], values[1], keyword), (_at_detector(keyword),)
    return None, ()


def _detector_note(header: FrameHeader, spacing: Sequence[float], modality: str) -> tuple[Note, ...]:
    """Whether the pixel spacing is but the detector's again, without a calibration (PS3.3 10.7.1.3)."""
    detector = header.numbers("ImagerPixelSpacing")
    if modality not in _PROJECTIONS or len(detector) < 2 or header.code("PixelSpacingCalibrationType"):
        return ()
    same = all(math.isclose(a, b, rel_tol=_SAME_SPACING) for a, b in zip(spacing[:2], detector[:2], strict=True))
    return (_at_detector("ImagerPixelSpacing"),) if same else ()


def _at_detector(keyword: str) -> Note:
    text = f"Millimetres are those of {keyword}, at the detector: objects in the patient are smaller."
    return note(Code.PROJECTION_SPACING, text)
