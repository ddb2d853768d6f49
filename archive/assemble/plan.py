"""One phase of one group of frames as a volume: geometry, values, unit, windows and notes together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from archive.assemble.content import VolumePlan
from archive.assemble.geometry import Crooked, measure
from archive.assemble.notes import Code, distinct, note
from archive.assemble.plane import normal_of
from archive.assemble.records import FrameRecord, Plane
from archive.assemble.suv import suv_factor
from archive.assemble.units import BECQUEREL, SUV_BODY_WEIGHT
from archive.assemble.values import plan_values
from archive.assemble.windows import scaled, windows_of_stack
from render.errors import BadVolumeError
from render.volume import Note, VolumeInfo, VolumeKey, Window

_PLANES = ("sagittal", "coronal", "axial")
_STRAIGHT = 0.996  # cosine of 5 degrees
_VOLUME_WHY = "no volume: "


@dataclass(frozen=True, slots=True)
class Stack:
    """Frames that make a volume, ascending along the normal of their plane."""

    frames: tuple[FrameRecord, ...]
    plane: Plane
    label: str = ""
    notes: tuple[Note, ...] = ()


def plan_volume(stack: Stack, key: VolumeKey, modality: str) -> VolumePlan | Crooked:
    """Everything about the volume but its voxels, or why it is none."""
    frames = stack.frames
    geometry = measure(frames, stack.plane)
    if isinstance(geometry, Crooked):
        return geometry
    unit, factor, unit_notes = _unit(frames)
    values = plan_values(frames, factor)
    windows, window_notes = _windows(frames, factor)
    reference, reference_notes = _frame_of_reference(frames)
    notes = (*stack.notes, *geometry.notes, *values.notes, *unit_notes, *window_notes, *reference_notes)
    describe = partial(
        VolumeInfo,
        key=key,
        label=_label(stack),
        modality=modality,
        columns=frames[0].pixels.columns,
        rows=frames[0].pixels.rows,
        slices=len(geometry.planes),
        matrix=geometry.matrix,
        voxel=values.voxel,
        slope=values.slope,
        intercept=values.intercept,
        unit=unit,
        padding=values.padding,
        windows=windows,
        inverted=frames[0].pixels.photometric == "MONOCHROME1",
        calibrated=geometry.calibrated,
        frame_of_reference=reference if geometry.calibrated else None,
        source_slices=geometry.source_slices,
        notes=distinct((*notes, *frame_notes(frames))),
    )
    try:
        info = describe()
    except BadVolumeError as error:
        return Crooked(str(error))
    return VolumePlan(info, tuple(frame.source for frame in frames), values.rules, geometry.planes)


def _label(stack: Stack) -> str:
    """What tells this volume from the others of its series: its plane, and its phase."""
    components = [abs(part) for part in normal_of(stack.plane)]
    along = max(components)
    plane = _PLANES[components.index(along)] + ("" if along >= _STRAIGHT else " oblique")
    return f"{plane}, {stack.label}" if stack.label else plane


def _unit(frames: Sequence[FrameRecord]) -> tuple[str, float, tuple[Note, ...]]:
    """The unit shown, the factor to it, and what was done or could not be."""
    unit = frames[0].unit
    facts = [frame.pet for frame in frames if frame.pet is not None]
    if not facts or unit.startswith("SUV"):
        return unit, 1.0, ()
    if unit != BECQUEREL:
        return unit, 1.0, (note(Code.UNITS, f"No SUV: the values are {unit or 'of no known unit'}, not {BECQUEREL}."),)
    factor = suv_factor(facts)
    if isinstance(factor, str):
        return unit, 1.0, (note(Code.UNITS, f"No SUV: {factor}. Values are in {unit}."),)
    text = f"Values were converted from {BECQUEREL} to SUV by body weight."
    return SUV_BODY_WEIGHT, factor, (note(Code.UNITS, text),)


def _windows(frames: Sequence[FrameRecord], factor: float) -> tuple[tuple[Window, ...], tuple[Note, ...]]:
    windows, notes = windows_of_stack([frame.windows for frame in frames])
    if factor == 1:
        return windows, notes
    return tuple(window for found in windows if (window := scaled(found, factor))), notes


def _frame_of_reference(frames: Sequence[FrameRecord]) -> tuple[str | None, tuple[Note, ...]]:
    references = {frame.frame_of_reference for frame in frames}
    if len(references) == 1:
        return references.pop() or None, ()
    text = "The frame of reference changes from slice to slice: this volume is not linked with others."
    return None, (note(Code.FRAME_OF_REFERENCE, text),)


def frame_notes(frames: Sequence[FrameRecord]) -> tuple[Note, ...]:
    """What is doubtful about single frames, and whether they were compressed with loss."""
    return (*_doubts(frames), *_lossy(frames))


def _doubts(frames: Sequence[FrameRecord]) -> tuple[Note, ...]:
    """Each kind of doubt about single frames once, in the words of the first frame that has it."""
    found: dict[str, Note] = {}
    for frame in frames:
        for doubt in frame.doubts:
            found.setdefault(doubt.code + doubt.text[:16], doubt)
    return tuple(found.values())


def _lossy(frames: Sequence[FrameRecord]) -> tuple[Note, ...]:
    ratios = [frame.lossy_ratio for frame in frames if frame.lossy_ratio is not None]
    if not ratios:
        return ()
    largest = max(ratios)
    how = f"by {_ratio(largest)}:1" if largest else "by a ratio that is not said"
    return (note(Code.LOSSY, f"The source was compressed with loss, {how}."),)


def _ratio(number: float) -> str:
    """Three digits at least, and never a power of ten: the page looks for the number in the sentence."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"
