"""How large a picture's pixels are where no plane in the patient says it."""

from dataclasses import dataclass
from typing import Final

from archive.assemble import attributes
from archive.assemble.elements import Elements
from archive.assemble.notes import Code, note
from archive.assemble.records import Spacing
from render.volume import Note

_CENTIMETRES: Final = 3
_MM_PER_CM: Final = 10.0
_SMALLEST_MM, _LARGEST_MM = 1e-6, 1e4
_LARGEST_ASPECT: Final = 100.0
# Regions whose scales differ by less show one scale.
_TOLERANCE: Final = 1e-3
# How far a region's scale may be off the proportion of the pixels: writers round.
_PROPORTION_TOLERANCE: Final = 0.01

_NOT_CALIBRATED: Final = "There is no pixel spacing: distances are in pixels, not in millimetres."
_REGION: Final = "Millimetres hold inside the ultrasound's region only, not in curves and scales beside it."
_MIXED: Final = "The ultrasound's regions have different scales: distances are in pixels, not in millimetres."
_BENT: Final = "The ultrasound's scale does not fit its pixels: distances are in pixels, not in millimetres."


@dataclass(frozen=True, slots=True)
class PictureScale:
    """The size of a pixel across and down: in mm where `calibrated`, else their proportion, the smaller one 1."""

    across: float
    down: float
    calibrated: bool
    notes: tuple[Note, ...]


def scale_of(elements: Elements, spacing: Spacing | None) -> PictureScale:
    """By the frame's spacing, else by the ultrasound's regions (PS3.3 C.8.5.5), else pixels in their proportion."""
    if spacing is not None:
        return PictureScale(spacing.across, spacing.down, calibrated=True, notes=())
    regions = attributes.items(elements, "SequenceOfUltrasoundRegions")
    # Curves and spectra beside the picture (an ECG, a Doppler) have no lengths.
    known = [scale for region in regions if (scale := _region_mm(region)) is not None]
    across, down = _proportion(elements)
    if known and _agree(known):
        # Echoes were met whose scales would make an ellipse of a sector that is round in its pixels.
        if abs(known[0][0] / known[0][1] * down / across - 1) <= _PROPORTION_TOLERANCE:
            return PictureScale(*known[0], calibrated=True, notes=(note(Code.REGION, _REGION),))
        text = _BENT
    else:
        text = _MIXED if known else _NOT_CALIBRATED
    return PictureScale(across, down, calibrated=False, notes=(note(Code.UNCALIBRATED, text),))


def _region_mm(region: Elements) -> tuple[float, float] | None:
    """A region's mm a pixel (across, down); None where an axis is no length."""
    units = [attributes.whole(region, f"PhysicalUnits{axis}Direction") for axis in "XY"]
    if units != [_CENTIMETRES, _CENTIMETRES]:
        return None
    across, down = (abs(attributes.number(region, f"PhysicalDelta{axis}") or 0.0) * _MM_PER_CM for axis in "XY")
    return (across, down) if all(_SMALLEST_MM <= size <= _LARGEST_MM for size in (across, down)) else None


def _agree(scales: list[tuple[float, float]]) -> bool:
    first = scales[0]
    return all(abs(a - b) <= _TOLERANCE * b for one in scales for a, b in zip(one, first, strict=True))


def _proportion(elements: Elements) -> tuple[float, float]:
    """By Pixel Aspect Ratio (PS3.3 C.7.6.3.1.7): the height of a pixel, then its width."""
    ratio = attributes.numbers(elements, "PixelAspectRatio")
    if len(ratio) != 2 or min(ratio) <= 0 or max(ratio) / min(ratio) > _LARGEST_ASPECT:
        return 1.0, 1.0
    down, across = ratio
    least = min(ratio)
    return across / least, down / least
