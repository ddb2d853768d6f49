"""The notes that assembling may attach to a volume: their codes are stable, docs/conformance.md lists them.

The page shows some of them in few words and takes the numbers out of the sentences: `18.5 degrees`, `2 of 40 slices`,
`10:1`.
"""

from collections.abc import Iterable
from enum import StrEnum

from render.volume import Note


class Code(StrEnum):
    """What a note is about."""

    TILT = "tilt"
    GAP = "gap"
    SPACING = "spacing"
    DUPLICATES = "duplicates"
    PHASES = "phases"
    INCOMPLETE = "incomplete"
    SINGLE = "single"
    ORIENTATION = "orientation"
    FRAME_OF_REFERENCE = "frame-of-reference"
    UNCALIBRATED = "uncalibrated"
    PROJECTION_SPACING = "projection-spacing"
    REGION = "region"
    UNITS = "units"
    WINDOW = "window"
    PADDING = "padding"
    PRECISION = "precision"
    LOSSY = "lossy"


def note(code: Code, text: str) -> Note:
    """A note with one of our codes and one sentence."""
    return Note(code.value, text)


def distinct(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Each note once, in the order of the codes above, so that equal volumes have equal notes."""
    rank = {code.value: n for n, code in enumerate(Code)}
    return tuple(sorted(dict.fromkeys(notes), key=lambda found: rank.get(found.code, len(rank))))


def counted(number: int, what: str) -> str:
    """A number with its noun: `1 slice`, `3 slices`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
