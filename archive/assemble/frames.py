"""An instance's header taken apart into one record for each frame."""

import math
from dataclasses import dataclass
from typing import Literal

from archive.assemble import attributes, clock
from archive.assemble.elements import Elements
from archive.assemble.functional import FrameHeader, frame_headers
from archive.assemble.notes import Code, distinct, note
from archive.assemble.plane import plane_of, position_of, spacing_of
from archive.assemble.records import (
    FrameRecord,
    ModalityLut,
    PixelFormat,
    Rescale,
    Traits,
)
from archive.assemble.suv import PetFacts, pet_facts
from archive.assemble.units import unit_of
from archive.assemble.windows import read_table, windows_of
from archive.decode import FrameSource
from archive.rows import InstanceRow
from archive.syntaxes import transfer_syntax
from render.volume import Note

_FAR = float("inf")
_THINNEST_MM, _THICKEST_MM = 1e-6, 1e4
_LARGEST_SLOPE, _LARGEST = 1e15, 1e20
_PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30"


def frame_records(instance: InstanceRow, elements: Elements) -> list[FrameRecord]:
    """The frames of an image whose header is `elements`, in the order in which they are stored."""
    modality = attributes.code(elements, "Modality")
    common = _Common(instance, modality, pixel_format(elements), pet_facts(elements) if modality == "PT" else None)
    headers = frame_headers(elements, instance.number_of_frames)
    return [_record(common, n, header) for n, header in enumerate(headers)]


@dataclass(frozen=True, slots=True)
class _Common:
    """What all frames of an object share."""

    instance: InstanceRow
    modality: str
    pixels: PixelFormat
    pet: PetFacts | None


def _record(common: _Common, frame: int, header: FrameHeader) -> FrameRecord:
    instance, pixels = common.instance, common.pixels
    plane, doubts = plane_of(header)
    spacing, spacing_doubts = spacing_of(header, common.modality)
    unit, unit_doubts = unit_of(header, common.modality)
    rescale, rescale_doubts = rescale_of(header, signed=pixels.signed)
    thickness = header.number("SliceThickness")
    traits = _traits(header, instance)
    return FrameRecord(
        instance=instance,
        source=FrameSource(instance.path, frame),
        pixels=pixels,
        position=position_of(header),
        plane=plane,
        spacing=spacing,
        thickness_mm=thickness if thickness and _THINNEST_MM <= thickness <= _THICKEST_MM else None,
        rescale=rescale,
        unit=unit,
        padding=padding_of(header.elements, pixels),
        windows=windows_of(header, pixels, signed_values=_may_be_negative(rescale, pixels)),
        stack=header.code("StackID"),
        traits=traits,
        order=_order(header, traits.acquired_s, frame),
        frame_of_reference=attributes.code(header.elements, "FrameOfReferenceUID"),
        lossy_ratio=_lossy_ratio(header, instance),
        pet=common.pet,
        doubts=distinct((*doubts, *spacing_doubts, *unit_doubts, *rescale_doubts)),
    )


def pixel_format(elements: Elements) -> PixelFormat:
    """How the object stores its samples; what is missing is 0 or the standard's default."""
    number: Literal["integer", "float", "double"] = "integer"
    allocated = attributes.whole(elements, "BitsAllocated") or 0
    stored = attributes.whole(elements, "BitsStored")
    if attributes.code(elements, "SOPClassUID") == _PARAMETRIC_MAP and stored is None:
        # Parametric maps may store floats, and then have no BitsStored (PS3.3 C.8.23.4).
        number = "double" if allocated == 64 else "float"
    return PixelFormat(
        rows=attributes.whole(elements, "Rows") or 0,
        columns=attributes.whole(elements, "Columns") or 0,
        samples=attributes.whole(elements, "SamplesPerPixel") or 1,
        photometric=attributes.code(elements, "PhotometricInterpretation").upper() or "MONOCHROME2",
        bits_allocated=allocated,
        bits_stored=stored or allocated,
        signed=number != "integer" or attributes.whole(elements, "PixelRepresentation") == 1,
        number=number,
    )


def rescale_of(header: FrameHeader, *, signed: bool) -> tuple[Rescale, tuple[Note, ...]]:
    """How stored values become real ones (PS3.3 C.11.1): a table, or slope and intercept.

    A real world value mapping is none of these: the data set's windows do not count in its unit.
    """
    item = attributes.first_item(header.elements, "ModalityLUTSequence")
    table = read_table(item, signed_first=signed) if item is not None else None
    if table is not None:
        return Rescale(lut=ModalityLut(table[0], table[1])), ()
    slope, intercept = header.number("RescaleSlope"), header.number("RescaleIntercept")
    found = Rescale(1.0 if slope is None else slope, intercept or 0.0)
    if 1 / _LARGEST_SLOPE <= abs(found.slope) <= _LARGEST_SLOPE and abs(found.intercept) <= _LARGEST:
        return found, ()
    text = f"Rescale slope {found.slope:g} and intercept {found.intercept:g} cannot be: values are shown as stored."
    return Rescale(), (note(Code.UNITS, text),)


def _may_be_negative(rescale: Rescale, pixels: PixelFormat) -> bool:
    """Whether real values may be below zero; those out of a table never are (PS3.3 C.11.1.1.1)."""
    return rescale.lut is None and (pixels.signed or rescale.intercept < 0 or rescale.slope < 0)


def padding_of(elements: Elements, pixels: PixelFormat) -> tuple[float, float] | None:
    """The stored values that mean no pixel (PS3.3 C.7.5.1.1.2), read with the pixels' own sign; None without any."""
    if pixels.number != "integer":
        keyword = "FloatPixelPaddingValue" if pixels.number == "float" else "DoubleFloatPixelPaddingValue"
        limit = keyword.replace("Value", "RangeLimit")
    else:
        keyword, limit = "PixelPaddingValue", "PixelPaddingRangeLimit"
    value, other = attributes.number(elements, keyword), attributes.number(elements, limit)
    if value is None:
        return None
    ends = sorted(_with_sign(end, pixels) for end in (value, value if other is None else other))
    return (ends[0], ends[1])


def _with_sign(value: float, pixels: PixelFormat) -> float:
    """A 16-bit value whose representation may claim the other sign; floats have their own."""
    if pixels.number != "integer":
        return value
    if pixels.signed:
        return value - 0x10000 if value > 0x7FFF else value
    return value + 0x10000 if value < 0 else value


def _traits(header: FrameHeader, instance: InstanceRow) -> Traits:
    return Traits(
        time=_first_number(header, "TemporalPositionIndex", "TemporalPositionIdentifier"),
        trigger_ms=_first_number(header, "NominalCardiacTriggerDelayTime", "TriggerTime"),
        cardiac_percent=header.number("NominalPercentageOfCardiacPhase"),
        diffusion=_diffusion(header),
        echo_ms=_first_number(header, "EffectiveEchoTime", "EchoTime"),
        flip_deg=header.number("FlipAngle"),
        contrast=header.code("ContrastBolusAgentPhase") or None,
        kind="\\".join((*header.image_type(), header.code("ComplexImageComponent"))).strip("\\") or None,
        acquisition=_first_number(header, "FrameAcquisitionNumber", "AcquisitionNumber"),
        acquired_s=_acquired(header),
        object=instance.sop_instance_uid if instance.number_of_frames > 1 else None,
    )


def _first_number(header: FrameHeader, *keywords: str) -> float | None:
    return next((value for value in map(header.number, keywords) if value is not None), None)


def _diffusion(header: FrameHeader) -> tuple[float, ...] | None:
    """b-value and gradient direction, the latter (0, 0, 0) where there is none."""
    b_value = header.number("DiffusionBValue")
    if b_value is None:
        return None
    gradients = header.items("DiffusionGradientDirectionSequence")
    place = gradients[0] if gradients else header.elements
    direction = attributes.numbers(place, "DiffusionGradientOrientation")
    if len(direction) != 3:
        direction = (0.0, 0.0, 0.0)
    return (b_value, *(round(value, 4) + 0.0 for value in direction))


def _acquired(header: FrameHeader) -> float | None:
    """When the frame was acquired, in seconds."""
    for keyword in ("FrameReferenceDateTime", "FrameAcquisitionDateTime", "AcquisitionDateTime"):
        found = clock.date_time(header.code(keyword))
        if found is not None:
            return found
    date = header.code("AcquisitionDate") or header.code("SeriesDate") or header.code("StudyDate")
    return clock.moment(date, header.code("AcquisitionTime"))


def _order(header: FrameHeader, acquired: float | None, frame: int) -> tuple[float, float, int]:
    number = header.number("InstanceNumber")
    return (_FAR if acquired is None else acquired, _FAR if number is None else number, frame)


def _lossy_ratio(header: FrameHeader, instance: InstanceRow) -> float | None:
    """How far the pixels were compressed with loss, all steps together; 0 where it is not said, None without loss."""
    declared = attributes.code(header.elements, "LossyImageCompression") == "01"
    if not declared and not transfer_syntax(instance.transfer_syntax_uid).lossy:
        return None
    ratios = attributes.numbers(header.elements, "LossyImageCompressionRatio")
    return math.prod(ratios) if ratios and min(ratios) >= 1 else 0.0
