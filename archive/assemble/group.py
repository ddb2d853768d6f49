"""Which frames belong to one stack: same matrix, spacing, orientation, kind of values and stack."""

import math
from collections.abc import Iterator, Sequence
from itertools import product

from archive.assemble.plane import ROUNDING_DEG
from archive.assemble.records import FrameRecord

_SPACING_TOLERANCE = 1e-4
_LOG_WIDTH = 0.01
_DIRECTION_WIDTH = 0.02
# The chord of the angle below which two orientations are one.
_DIRECTION_TOLERANCE = 2 * math.sin(math.radians(ROUNDING_DEG) / 2)

Cell = tuple[object, ...]


def stackable(frame: FrameRecord) -> bool:
    """Whether a frame has all it takes to be a slice of a volume."""
    return frame.plane is not None and frame.position is not None and not frame.pixels.colour


def groups(frames: Sequence[FrameRecord]) -> list[list[FrameRecord]]:
    """Stackable frames in groups that agree; linear in their number.

    The answer depends on the frames alone when they come in an order that does.
    """
    found: list[list[FrameRecord]] = []
    cells: dict[Cell, list[int]] = {}
    for frame in frames:
        hard, soft = _hard_traits(frame), _soft_traits(frame)
        near = (n for cell in _cells(soft) for n in cells.get((hard, cell), ()))
        match = next((n for n in near if _agree(found[n][0], frame)), None)
        if match is None:
            match = len(found)
            found.append([])
            cells.setdefault((hard, _home(soft)), []).append(match)
        found[match].append(frame)
    return found


def _hard_traits(frame: FrameRecord) -> Cell:
    pixels = frame.pixels
    spacing = frame.spacing
    return (
        pixels.rows,
        pixels.columns,
        pixels.samples,
        pixels.photometric,
        pixels.number == "integer",
        frame.unit,
        frame.stack,
        spacing.source if spacing else None,
    )


def _soft_traits(frame: FrameRecord) -> list[tuple[float, float, float]]:
    """Values that agree within a tolerance, each with its cell width and the tolerance."""
    soft = []
    if frame.spacing:
        soft += [(math.log(d), _LOG_WIDTH, _SPACING_TOLERANCE) for d in (frame.spacing.down, frame.spacing.across)]
    if frame.plane:
        soft += [(v, _DIRECTION_WIDTH, _DIRECTION_TOLERANCE) for v in (*frame.plane.row, *frame.plane.column)]
    return soft


def _home(soft: Sequence[tuple[float, float, float]]) -> tuple[int, ...]:
    return tuple(round(value / width) for value, width, _ in soft)


def _cells(soft: Sequence[tuple[float, float, float]]) -> Iterator[tuple[int, ...]]:
    """The cells that a frame near enough to agree may have; nearly always one."""
    choices = [sorted({round((value - reach) / width), round((value + reach) / width)}) for value, width, reach in soft]
    return product(*choices)


def _agree(a: FrameRecord, b: FrameRecord) -> bool:
    if a.plane and b.plane:
        directions = ((a.plane.row, b.plane.row), (a.plane.column, b.plane.column))
        if any(math.dist(*pair) > _DIRECTION_TOLERANCE for pair in directions):
            return False
    if a.spacing and b.spacing:
        pairs = ((a.spacing.down, b.spacing.down), (a.spacing.across, b.spacing.across))
        return all(abs(p - q) <= _SPACING_TOLERANCE * max(p, q) for p, q in pairs)
    return True
