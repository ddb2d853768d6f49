"""How a stack's stored values become voxels, and voxels real values (PS3.3 C.11.1, C.7.5.1.1.2)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.assemble.notes import Code, note
from archive.assemble.records import FrameRecord, ModalityLut, PixelFormat
from render.volume import Note, VoxelType

_WORD = 16


@dataclass(frozen=True, slots=True)
class VoxelRule:
    """What to do with one frame's stored values.

    Integer voxels take them as they are, or complemented, or through a table; float voxels take real values.
    """

    voxel: VoxelType
    stored: str  # the decoded frame's type
    complement: bool = False
    slope: float = 1.0
    intercept: float = 0.0
    lut: ModalityLut | None = None

    @property
    def copies(self) -> bool:
        """Whether stored values are voxels as they are."""
        plain = self.voxel != "float32" and not self.complement and self.lut is None
        return plain and np.can_cast(np.dtype(self.stored), np.dtype(self.voxel), "safe")

    def apply(self, stored: NDArray[Any]) -> NDArray[Any]:
        """The voxels of a decoded frame, in the voxels' type."""
        dtype = np.dtype(self.voxel)
        values = stored if self.lut is None else _through(self.lut, stored)
        if self.voxel != "float32":
            return np.invert(values.astype(dtype)) if self.complement else values.astype(dtype, copy=False)
        if self.slope == 1 and self.intercept == 0:
            return values.astype(dtype, copy=False)
        return (values.astype(np.float64) * self.slope + self.intercept).astype(dtype)


def _through(lut: ModalityLut, stored: NDArray[Any]) -> NDArray[np.uint16]:
    table = np.array(lut.values, np.uint16)
    return table[np.clip(stored.astype(np.int64) - lut.first, 0, len(table) - 1)]


@dataclass(frozen=True, slots=True)
class Values:
    """A volume's values: one rule a frame, and what the volume's description says of them."""

    rules: tuple[VoxelRule, ...]
    slope: float
    intercept: float
    padding: tuple[float, float] | None
    notes: tuple[Note, ...]

    @property
    def voxel(self) -> VoxelType:
        """The voxels' type."""
        return self.rules[0].voxel


def plan_values(frames: Sequence[FrameRecord], factor: float = 1.0) -> Values:
    """One type of voxels for all frames; real values are multiplied by `factor` (for SUV)."""
    stored = _integer_type([frame.pixels for frame in frames])
    rescales = {frame.rescale for frame in frames}
    if stored is not None and all(frame.rescale.lut for frame in frames):
        rules = tuple(VoxelRule("uint16", _stored_type(frame.pixels), lut=frame.rescale.lut) for frame in frames)
        return _finish(frames, rules, factor, 0.0)
    if stored is None or len(rescales) > 1:
        rules = tuple(_real_rule(frame, factor) for frame in frames)
        return _finish(frames, rules, 1.0, 0.0)
    rescale = frames[0].rescale
    slope, intercept = rescale.slope * factor, rescale.intercept * factor
    rules = tuple(VoxelRule(stored, _stored_type(frame.pixels), complement=slope < 0) for frame in frames)
    if slope > 0:
        return _finish(frames, rules, slope, intercept)
    # v = lowest + highest - ~v: complementing turns the order round without a value getting lost.
    ends = np.iinfo(stored)
    turned = intercept + slope * (int(ends.min) + int(ends.max))
    return _finish(frames, rules, -slope, turned)


def _integer_type(formats: Sequence[PixelFormat]) -> VoxelType | None:
    """The 16-bit type that holds all stored values; None where there is none."""
    distinct = set(formats)
    if any(f.number != "integer" or f.bits_stored > _WORD for f in distinct):
        return None
    if not any(f.signed for f in distinct):
        return "uint16"
    return "int16" if all(f.signed or f.bits_stored < _WORD for f in distinct) else None


def _stored_type(pixels: PixelFormat) -> str:
    """The type of a decoded frame, as `archive.layout` has it."""
    if pixels.number != "integer":
        return "float32" if pixels.number == "float" else "float64"
    width = 8 if pixels.bits_allocated <= 8 else 16 if pixels.bits_allocated <= 16 else 32
    return f"{'' if pixels.signed else 'u'}int{width}"


def _real_rule(frame: FrameRecord, factor: float) -> VoxelRule:
    rescale = frame.rescale
    return VoxelRule(
        "float32",
        _stored_type(frame.pixels),
        slope=rescale.slope * factor,
        intercept=rescale.intercept * factor,
        lut=rescale.lut,
    )


def _finish(frames: Sequence[FrameRecord], rules: tuple[VoxelRule, ...], slope: float, intercept: float) -> Values:
    padding, notes = _padding(frames, rules)
    return Values(rules, slope, intercept, padding, (*notes, *_precision(frames)))


def _padding(
    frames: Sequence[FrameRecord], rules: Sequence[VoxelRule]
) -> tuple[tuple[float, float] | None, tuple[Note, ...]]:
    """The padding in voxels: the commonest where slices disagree."""
    found: Counter[tuple[float, float]] = Counter()
    for frame, rule in zip(frames, rules, strict=True):
        if frame.padding is not None:
            ends = sorted(float(v) for v in rule.apply(np.array(_storable(frame.padding, frame.pixels))))
            found[(ends[0], ends[1])] += 1
    if not found:
        return None, ()
    if len(found) == 1:
        return next(iter(found)), ()
    commonest = max(found, key=lambda ends: (found[ends], ends))
    return commonest, (note(Code.PADDING, "The padding value differs from slice to slice: the commonest is left out."),)


def _storable(ends: tuple[float, float], pixels: PixelFormat) -> NDArray[Any]:
    if pixels.number != "integer":
        return np.array(ends, np.float64)
    kind = np.iinfo(np.int16 if pixels.signed else np.uint16)
    wide = pixels.bits_stored > _WORD
    return np.array(ends, np.int64) if wide else np.clip(np.array(ends, np.int64), kind.min, kind.max)


def _precision(frames: Sequence[FrameRecord]) -> tuple[Note, ...]:
    if any(f.pixels.number == "double" or f.pixels.bits_stored > 24 for f in frames if f.pixels.number != "float"):
        return (note(Code.PRECISION, "Values are kept with seven digits: the data set has more."),)
    return ()
