"""Several frames at the same place: duplicates, phases, or a film (for instance a heart beating in one slice)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import combinations

from archive.assemble.geometry import height
from archive.assemble.labels import phase_label
from archive.assemble.notes import Code, counted, note
from archive.assemble.records import FrameRecord, Plane, Traits
from archive.decode import FrameSource
from render.geometry import dot
from render.volume import Note

Digest = Callable[[FrameSource], bytes]
"""Equal bytes for equal pixels."""

_SAME_PLACE_MM = 0.02
_SAME_PLACE_PIXELS = 0.05
# These may differ between two copies of one picture: their word alone does not make phases of equal pixels.
_WEAK = frozenset(("kind", "acquisition", "acquired_s", "object"))
_TRAITS = tuple(field.name for field in fields(Traits))
_WORDS = {
    "time": "temporal position",
    "trigger_ms": "trigger time",
    "cardiac_percent": "part of the cardiac cycle",
    "diffusion": "diffusion b-value and direction",
    "echo_ms": "echo time",
    "flip_deg": "flip angle",
    "contrast": "contrast phase",
    "kind": "image type",
    "acquisition": "acquisition number",
    "acquired_s": "acquisition time",
    "object": "the object they came in",
}


@dataclass(frozen=True, slots=True)
class Phase:
    """Frames at different places, ascending along the normal, and what tells them from the other phases."""

    frames: tuple[FrameRecord, ...]
    label: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Separated:
    """A group taken apart: phases, and frames that nothing tells apart."""

    phases: tuple[Phase, ...]
    film: tuple[FrameRecord, ...] = ()


def separate(frames: Sequence[FrameRecord], plane: Plane, digest: Digest | None) -> Separated:
    """Take a group's frames apart so that each phase has every place at most once.

    Without `digest` equal pixels cannot be told from phases: frames whose headers agree in everything that tells
    phases apart are then taken for duplicates.
    """
    placed = _places(frames, plane)
    if len(placed) == len(frames):
        return Separated((Phase(tuple(found[0] for found in placed)),))
    if len(placed) == 1 and len({frame.source.path for frame in frames}) == 1:
        return Separated((), tuple(frames))  # frames of one object in one place: no copies of each other
    kept, notes = _without_copies(placed, digest, of_equal_traits=True)
    traits = _telling(kept)
    if traits is None or set(traits) <= _WEAK:
        kept, more = _without_copies(kept, digest, of_equal_traits=False)
        notes = (*notes, *more)
        traits = _telling(kept)
    if max(map(len, kept)) == 1:
        return Separated((Phase(tuple(found[0] for found in kept), notes=notes),))
    if len(kept) == 1:
        return Separated((), tuple(sorted(kept[0], key=lambda frame: frame.order)))
    phases = _by_order(kept) if traits is None else _by_traits(kept, traits)
    return Separated(tuple(Phase(phase.frames, phase.label, (*notes, *phase.notes)) for phase in phases))


def _places(frames: Sequence[FrameRecord], plane: Plane) -> list[list[FrameRecord]]:
    """Frames at the same place together, places ascending along the normal."""
    near = _SAME_PLACE_MM
    if spacing := frames[0].spacing:
        near = min(near, _SAME_PLACE_PIXELS * min(spacing.down, spacing.across))
    ascending = sorted(((height(f, plane), n) for n, f in enumerate(frames)))
    levels: list[list[FrameRecord]] = []
    last = -float("inf")
    for level, n in ascending:
        if level - last > near:
            levels.append([])
            last = level
        levels[-1].append(frames[n])
    return levels


def sideways_apart(frames: Sequence[FrameRecord], plane: Plane) -> list[list[FrameRecord]]:
    """Frames of one height and different places within the plane (stations side by side) as groups of their own."""
    pixel = max(frames[0].spacing.down, frames[0].spacing.across) if frames[0].spacing else 1.0
    shifted = any(len(_stations(level, plane, pixel)) > 1 for level in _places(frames, plane) if len(level) > 1)
    return _stations(frames, plane, pixel) if shifted else [list(frames)]


def _stations(frames: Sequence[FrameRecord], plane: Plane, pixel: float) -> list[list[FrameRecord]]:
    stations: list[tuple[float, float, list[FrameRecord]]] = []
    for frame in frames:
        position = frame.position or (0.0, 0.0, 0.0)
        u, v = dot(position, plane.row), dot(position, plane.column)
        match = next((s for s in stations if abs(s[0] - u) < pixel and abs(s[1] - v) < pixel), None)
        if match is None:
            match = (u, v, [])
            stations.append(match)
        match[2].append(frame)
    return [station[2] for station in stations]


def _without_copies(
    placed: Sequence[Sequence[FrameRecord]], digest: Digest | None, *, of_equal_traits: bool
) -> tuple[list[list[FrameRecord]], tuple[Note, ...]]:
    """Drop all but the first of equal pictures at a place."""
    kept, dropped = [], 0
    for frames in placed:
        first: dict[object, FrameRecord] = {}
        alike = Counter(frame.traits for frame in frames)
        for frame in sorted(frames, key=lambda frame: frame.order[1:]):
            alone = alike[frame.traits] == 1 if of_equal_traits else len(frames) == 1
            identity = frame.source if alone else _identity(frame, digest, of_equal_traits=of_equal_traits)
            first.setdefault(identity, frame)
        kept.append(list(first.values()))
        dropped += len(frames) - len(first)
    if not dropped:
        return kept, ()
    text = f"{counted(dropped, 'duplicate')} of slices at the same place left out."
    return kept, (note(Code.DUPLICATES, text),)


def _identity(frame: FrameRecord, digest: Digest | None, *, of_equal_traits: bool) -> object:
    """What is equal for copies."""
    if digest is not None:
        return (frame.rescale, digest(frame.source))
    return (frame.traits, frame.rescale) if of_equal_traits else frame.source


def _telling(placed: Sequence[Sequence[FrameRecord]]) -> tuple[str, ...] | None:
    """The first trait, or the first few together, that yields sets with every place at most once."""
    most = max(map(len, placed))
    if most == 1 or len(placed) == 1:
        return None
    varying = [trait for trait in _TRAITS if len({getattr(f.traits, trait) for fs in placed for f in fs}) > 1]
    candidates = [*((trait,) for trait in varying), *combinations(varying, 2), tuple(varying)]
    return next((traits for traits in candidates if _tells(placed, traits, most)), None)


def _tells(placed: Sequence[Sequence[FrameRecord]], traits: Sequence[str], most: int) -> bool:
    sets: dict[object, list[int]] = defaultdict(list)
    for place, frames in enumerate(placed):
        for frame in frames:
            sets[_value(frame, traits)].append(place)
    if any(len(set(places)) < len(places) for places in sets.values()):
        return False
    if len(sets) <= most:
        return True
    # More sets than pictures at any place: stations of their own, or phases with holes. A value that is new on nearly
    # every slice tells nothing, and neither does one that splits what is complete.
    if sum(map(len, sets.values())) < 2 * len(sets) or all(len(frames) == most for frames in placed):
        return False
    whole = all(places[-1] - places[0] + 1 == len(places) for places in sets.values())
    return whole or len(sets) <= 2 * most


def _value(frame: FrameRecord, traits: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(frame.traits, trait) for trait in traits)


def _sortable(value: Sequence[object]) -> tuple[tuple[bool, object], ...]:
    """Values with None first."""
    return tuple((part is not None, part if part is not None else 0) for part in value)


def _by_traits(placed: Sequence[Sequence[FrameRecord]], traits: Sequence[str]) -> list[Phase]:
    sets: dict[tuple[object, ...], list[FrameRecord]] = defaultdict(list)
    for frames in placed:
        for frame in frames:
            sets[_value(frame, traits)].append(frame)
    ordered = sorted(sets, key=_sortable)
    words = " and ".join(_WORDS[trait] for trait in traits)
    return [
        Phase(
            tuple(sets[value]),
            phase_label(traits, value, ordered),
            _phase_notes(len(sets[value]), n, ordered, placed, words),
        )
        for n, value in enumerate(ordered, 1)
    ]


def _phase_notes(
    slices: int, n: int, ordered: Sequence[object], placed: Sequence[object], words: str
) -> tuple[Note, ...]:
    told = note(Code.PHASES, f"Phase {n} of {len(ordered)}, told apart by {words}.")
    if slices == len(placed):
        return (told,)
    text = f"This phase has {slices} of the series' {len(placed)} slice positions."
    return (told, note(Code.INCOMPLETE, text))


def _by_order(placed: Sequence[Sequence[FrameRecord]]) -> list[Phase]:
    """The n-th picture of every place together: the last resort."""
    ranked = [sorted(frames, key=lambda frame: (_sortable(_value(frame, _TRAITS)), frame.order)) for frames in placed]
    most = max(map(len, ranked))
    words = "nothing but the order of their images: this may be wrong"
    return [
        Phase(frames, f"phase {n + 1} of {most}", _phase_notes(len(frames), n + 1, range(most), placed, words))
        for n in range(most)
        if (frames := tuple(found[n] for found in ranked if len(found) > n))
    ]
