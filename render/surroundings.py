"""What lies around a body in a CT: air, and the table. Volume pictures leave them out where they stand before it.

All of it is done on a coarse grid of some 3 mm, by floods along its axes, and only for pictures in depth: planes,
projections and read-outs never lose a voxel.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render import geometry
from render.volume import Volume, VoxelMemory, allocate

Mask = NDArray[np.bool_]

_CELL_MM = 3.1
_AIR_HU = -500.0
_SOLID_HU = -350.0
# A body is at least this deep somewhere; a table's boards are not, and its core is foam.
_CORE_MM = 18.0
# The partial volume of skin and of boards around them.
_RIM_MM = 8.0
# A table is wider than half of the picture, in a quarter of the slices and more.
_TABLE_WIDTH = 0.5
_TABLE_LENGTH = 0.25
_FILL_HU = {"table": -1024.0, "outside": 0.0}


class Surroundings(StrEnum):
    """What a preset leaves out: nothing, the table, or all but the inside of the body."""

    KEEP = "keep"
    TABLE = "table"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """What is where, in cells of `cell` (slices, rows, columns) voxels."""

    cell: tuple[int, int, int]
    outside: Mask  # air around the body, and a rim of it
    table: Mask | None  # None: no table, or none that stands apart from the body


def can_scan(volume: Volume) -> bool:
    """Whether a volume is one to look for a table in: a complete CT in HU, about axial."""
    down, normal = geometry.column(volume.info.matrix, 1), volume.info.normal
    axial = abs(normal[2]) > 0.8 and abs(down[1]) > 0.8 * geometry.length(down)
    return volume.complete and volume.info.unit == "HU" and axial


def scan(volume: Volume) -> Scan:
    """Find the air around a body and the table behind it."""
    info = volume.info
    across, down, between = info.spacing_mm
    cell = (_voxels_a_cell(between), _voxels_a_cell(down), _voxels_a_cell(across))
    k, j, i = (slice(step // 2, None, step) for step in cell)
    hu = volume.voxels[k, j, i].astype(np.float32) * np.float32(info.slope) + np.float32(info.intercept)
    outside = _flood(_picture_edges(hu.shape), hu < _AIR_HU, axes=(1, 2))
    cell_mm = (cell[1] * down, cell[2] * across)
    posterior_first = geometry.column(info.matrix, 1)[1] < 0
    table = _table(hu > _SOLID_HU, outside, cell_mm, flipped=posterior_first)
    return Scan(cell, _grown(outside, cell_mm, _RIM_MM), table)


def _voxels_a_cell(spacing_mm: float) -> int:
    return max(1, round(_CELL_MM / spacing_mm))


def without(volume: Volume, seen: Scan, what: Surroundings) -> tuple[NDArray[Any], VoxelMemory] | None:
    """A copy of the voxels without `what`, in memory of its own; None where there is nothing to leave out."""
    mask = seen.outside if what is Surroundings.OUTSIDE else seen.table
    if mask is None or what is Surroundings.KEEP:
        return None
    info = volume.info
    limits = np.iinfo(info.dtype) if info.dtype.kind in "iu" else np.finfo(np.float32)
    fill = min(max((_FILL_HU[what.value] - info.intercept) / info.slope, limits.min), limits.max)
    cells = [
        np.minimum(np.arange(n) // step, m - 1) for n, step, m in zip(info.shape, seen.cell, mask.shape, strict=True)
    ]
    memory = allocate(info.nbytes)
    voxels = memory.array(info.shape, info.dtype)
    for cell, plane in enumerate(mask):
        slices = np.flatnonzero(cells[0] == cell)
        here = slice(slices[0], slices[-1] + 1)
        voxels[here] = volume.voxels[here]
        voxels[here, plane.take(cells[1], axis=0).take(cells[2], axis=1)] = fill
    return voxels, memory


def _table(solid: Mask, outside: Mask, cell_mm: tuple[float, float], *, flipped: bool) -> Mask | None:
    """Cells of what is solid behind the body but not of it, with what lies behind that; None where none is wide."""
    core = ~_grown(outside, cell_mm, _CORE_MM)
    body = _flood(core & solid, solid, axes=(0, 1, 2))
    rest = solid & ~body
    if flipped:
        rest, body, outside = rest[:, ::-1], body[:, ::-1], outside[:, ::-1]
    if not body.any():
        return None
    middle = np.average(np.arange(body.shape[1]), weights=body.sum(axis=(0, 2)))
    rest[:, : int(middle)] = False
    if np.mean(rest.any(axis=1).mean(axis=1) > _TABLE_WIDTH) < _TABLE_LENGTH:
        return None
    behind = np.logical_or.accumulate(rest, axis=1) & (rest | outside)
    table = _grown(behind, cell_mm, max(cell_mm)) & ~_grown(body, cell_mm, max(cell_mm))
    return table[:, ::-1] if flipped else table


def _picture_edges(shape: tuple[int, ...]) -> Mask:
    edges = np.zeros(shape, np.bool_)
    edges[:, [0, -1], :] = edges[:, :, [0, -1]] = True
    return edges


def _flood(seeds: Mask, passable: Mask, axes: tuple[int, ...]) -> Mask:
    """All cells that can be reached from seeds through passable cells along the axes."""
    reached = seeds & passable
    ways = {axis: np.ascontiguousarray(np.moveaxis(passable, axis, 0)) for axis in axes}
    cells = -1
    while cells != (cells := int(reached.sum())):
        for axis in axes:
            layers = np.ascontiguousarray(np.moveaxis(reached, axis, 0))
            _sweep(layers, ways[axis])
            _sweep(layers[::-1], ways[axis][::-1])
            reached = np.moveaxis(layers, 0, axis)
    return reached


def _sweep(reached: Mask, passable: Mask) -> None:
    """Carry what is reached from each layer into the next one."""
    for layer in range(1, len(reached)):
        reached[layer] |= reached[layer - 1] & passable[layer]


def _grown(mask: Mask, cell_mm: tuple[float, float], by_mm: float) -> Mask:
    """The mask widened within each slice by so many mm, as a square."""
    for axis, size in zip((1, 2), cell_mm, strict=True):
        wider = mask.copy()
        for step in range(1, int(by_mm / size) + 1):
            ahead = (*[slice(None)] * axis, slice(step, None))
            back = (*[slice(None)] * axis, slice(None, -step))
            wider[ahead] |= mask[back]
            wider[back] |= mask[ahead]
        mask = wider
    return mask
