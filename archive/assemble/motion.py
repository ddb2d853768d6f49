"""How an object's frames are played and how its picture lies in the patient, where no plane says it."""

from dataclasses import dataclass
from typing import Final

from archive.assemble import attributes
from archive.assemble.elements import Elements
from render.geometry import Vec3, add, cross, length, normalize, scale

# Frame times beyond these are rounding to nothing, or no film.
_SHORTEST_MS: Final = 0.1
_LONGEST_MS: Final = 60_000.0
_SWEEPING: Final = 1
_DIRECTIONS: Final[dict[str, Vec3]] = {
    "L": (1.0, 0.0, 0.0),
    "R": (-1.0, 0.0, 0.0),
    "P": (0.0, 1.0, 0.0),
    "A": (0.0, -1.0, 0.0),
    "H": (0.0, 0.0, 1.0),
    "F": (0.0, 0.0, -1.0),
}
# What a direction's second and third letters weigh: its first is the nearest axis (PS3.3 C.7.6.1.1.1).
_WEIGHTS: Final = (1.0, 0.5, 0.25)


@dataclass(frozen=True, slots=True)
class Motion:
    """The mean time of a frame in ms (0: none is told) and whether the last frame leads to the first."""

    frame_ms: float = 0.0
    loops: bool = True


def motion_of(elements: Elements) -> Motion:
    """How a multi-frame object wants to be played (PS3.3 C.7.6.5): by its frame time, its vector, or a rate."""
    loops = attributes.whole(elements, "PreferredPlaybackSequencing") != _SWEEPING
    return Motion(next(filter(None, map(_sound, _times(elements))), 0.0), loops)


def _times(elements: Elements) -> tuple[float | None, ...]:
    vector = attributes.numbers(elements, "FrameTimeVector")[1:]
    rates = (attributes.number(elements, name) for name in ("RecommendedDisplayFrameRate", "CineRate"))
    return (
        attributes.number(elements, "FrameTime"),
        sum(vector) / len(vector) if vector else None,
        *(1000.0 / rate if rate else None for rate in rates),
    )


def _sound(milliseconds: float | None) -> float:
    return milliseconds if milliseconds is not None and _SHORTEST_MS <= milliseconds <= _LONGEST_MS else 0.0


def orientation_of(elements: Elements) -> tuple[Vec3, Vec3] | None:
    """The patient's unit directions along a row and down a column by Patient Orientation (PS3.3 C.7.6.1.1.1).

    None where it is absent, not of the letters of bipeds, or no two directions.
    """
    letters = attributes.codes(elements, "PatientOrientation")
    if len(letters) != 2:
        return None
    row, column = (_direction(text.upper()) for text in letters)
    if row is None or column is None or length(cross(row, column)) < 0.5:
        return None
    return row, column


def _direction(letters: str) -> Vec3 | None:
    if not 1 <= len(letters) <= len(_WEIGHTS) or any(letter not in _DIRECTIONS for letter in letters):
        return None
    axes = [tuple(map(abs, _DIRECTIONS[letter])) for letter in letters]
    if len(set(axes)) < len(axes):
        return None
    total: Vec3 = (0.0, 0.0, 0.0)
    for letter, weight in zip(letters, _WEIGHTS, strict=False):
        total = add(total, scale(_DIRECTIONS[letter], weight))
    return normalize(total)
