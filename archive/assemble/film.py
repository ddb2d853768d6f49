"""Frames without a place in the patient: which of them are shown behind one another, and as what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from archive.assemble import attributes
from archive.assemble.content import FilmKind, FilmPlan, VolumePlan
from archive.assemble.elements import Elements
from archive.assemble.geometry import Crooked, Placement
from archive.assemble.motion import Motion, motion_of, orientation_of
from archive.assemble.notes import counted, distinct
from archive.assemble.picture_scale import scale_of
from archive.assemble.plan import frame_notes
from archive.assemble.records import FrameRecord, PixelFormat, Rescale
from archive.assemble.values import Values, VoxelRule, plan_values
from render.errors import BadVolumeError
from render.volume import Film, VolumeInfo, VolumeKey, Window

_BYTE: Final = 8


@dataclass(frozen=True, slots=True)
class Loose:
    """Frames found to be no slices, that belong together; `film` where they are one film, and why they are loose."""

    frames: tuple[FrameRecord, ...]
    film: bool
    why: str


def reels(found: Iterable[Loose]) -> list[Loose]:
    """Films first, then pictures, in the order of their instances; pictures alike are pages of one stack."""
    films, stacks = [], defaultdict(list)
    for loose in found:
        if loose.film:
            films.append(loose)
        else:
            for frame in loose.frames:
                stacks[_kind_of(frame)].append((frame, loose.why))
    pages = [_stacked(pictures) for pictures in stacks.values()]
    return [*sorted(films, key=_place), *sorted(pages, key=_place)]


def plan_film(loose: Loose, key: VolumeKey, modality: str) -> FilmPlan | Crooked:
    """Everything about a film or a stack of pictures but its pixels, or why it cannot be shown."""
    frames = loose.frames
    pixels, elements = frames[0].pixels, Elements.of_header(frames[0].instance.header)
    kind: FilmKind = "film" if loose.film else "pages" if len(frames) > 1 else "picture"
    scale = scale_of(elements, frames[0].spacing)
    values = _values(frames)
    windows = _windows(frames)
    motion = motion_of(elements) if loose.film else Motion()
    differ = len(set(windows)) > 1
    film = Film(
        colour=pixels.colour,
        frame_ms=motion.frame_ms,
        loops=motion.loops,
        orientation=orientation_of(elements),
        windows=windows if differ else (),
        pages=kind == "pages",
    )
    describe = partial(
        VolumeInfo,
        key=key,
        label=_label(kind, frames, elements),
        modality=modality,
        columns=pixels.columns,
        rows=pixels.rows,
        slices=len(frames),
        matrix=((scale.across, 0.0, 0.0, 0.0), (0.0, scale.down, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0)),
        voxel=values.voxel,
        slope=values.slope,
        intercept=values.intercept,
        unit="" if pixels.colour else frames[0].unit,
        padding=values.padding,
        windows=next(filter(None, windows), ()),
        inverted=pixels.photometric == "MONOCHROME1",
        calibrated=scale.calibrated,
        notes=distinct((*scale.notes, *values.notes, *frame_notes(frames))),
        film=film,
    )
    try:
        info = describe()
    except BadVolumeError as error:
        return Crooked(str(error))
    places = tuple(Placement(k) for k in range(len(frames)))
    return FilmPlan(VolumePlan(info, tuple(frame.source for frame in frames), values.rules, places), kind, loose.why)


def _kind_of(frame: FrameRecord) -> tuple[object, ...]:
    """What pages of one stack have in common."""
    elements = Elements.of_header(frame.instance.header)
    scale = scale_of(elements, frame.spacing)
    orientation = attributes.codes(elements, "PatientOrientation")
    return frame.pixels, frame.rescale, frame.unit, frame.padding, scale, orientation


def _stacked(pictures: Sequence[tuple[FrameRecord, str]]) -> Loose:
    ordered = sorted((frame for frame, _ in pictures), key=_shown_at)
    reasons = dict.fromkeys(why for _, why in pictures)
    return Loose(tuple(ordered), film=False, why="; ".join(reasons))


def _place(loose: Loose) -> tuple[float, float, str, int]:
    return _shown_at(loose.frames[0])


def _shown_at(frame: FrameRecord) -> tuple[float, float, str, int]:
    """The order in which people expect pictures: by instance number, then by time."""
    acquired, number, index = frame.order
    return number, acquired, frame.instance.sop_instance_uid, index


def _values(frames: Sequence[FrameRecord]) -> Values:
    """As a volume's, but bytes stay bytes."""
    if frames[0].pixels.colour:
        return Values((VoxelRule("uint8", "uint8"),) * len(frames), 1.0, 0.0, None, ())
    values = plan_values(frames)
    if all(rule.copies and rule.stored == "uint8" for rule in values.rules):
        return replace(values, rules=tuple(replace(rule, voxel="uint8") for rule in values.rules))
    return values


def _windows(frames: Sequence[FrameRecord]) -> tuple[tuple[Window, ...], ...]:
    """Each frame's windows. Bytes that nobody says how to show are shown as they are, for they are a screen's."""
    if frames[0].pixels.colour:
        return tuple(() for _ in frames)
    return tuple(frame.windows or _as_stored(frame.pixels, frame.rescale) for frame in frames)


def _as_stored(pixels: PixelFormat, rescale: Rescale) -> tuple[Window, ...]:
    if pixels.number != "integer" or pixels.signed or pixels.bits_stored > _BYTE or rescale != Rescale():
        return ()
    largest = 2.0**pixels.bits_stored - 1
    return (Window(largest / 2, largest, "LINEAR_EXACT", "Full range"),)


def _label(kind: FilmKind, frames: Sequence[FrameRecord], elements: Elements) -> str:
    """What tells it from the others of its series."""
    what = {"film": counted(len(frames), "frame"), "pages": counted(len(frames), "picture"), "picture": "picture"}[kind]
    view = attributes.code(elements, "ViewPosition")
    return f"{what}, {view}" if view else what
