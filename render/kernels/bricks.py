"""Bricks of a volume: their extreme values, and the maps by which rays leap over what they need not see."""

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render.kernels import layout
from render.kernels.kept import Kept
from render.kernels.layout import Record
from render.kernels.library import address
from render.kernels.padded import PaddedVoxels
from render.kernels.table import TransferTable

# Voxels. Measured: 4 makes eight times as many bricks for 3-6 %, 16 leaps less.
BRICK_EDGE = 8
# As in source/blocks.h.
BLOCK_EDGE = 2
# Maps for so many tables and windows are kept: a few panes, and a few steps back.
_KEPT = 6
# Codes of float maxima: the lowest, and into how many steps their range is divided. Lower ones mark cubes (jobs.h).
_LOWEST_FLOAT_CODE = -30000
_FLOAT_CODES = 60000


class Bricks:
    """Extrema of `voxels`, and the octant maps of a transfer table or a window's floor, computed when asked for.

    Nothing is known before the first `refresh`.
    """

    def __init__(self, library: ctypes.CDLL, threads: int, voxels: PaddedVoxels, apron: int) -> None:
        self._library, self._threads, self._voxels = library, threads, voxels
        self.dimensions = tuple((n - 1) // BRICK_EDGE + 1 for n in reversed(voxels.shape))
        count = int(np.prod(self.dimensions))
        self.octant = (count + 127) // 64 * 64
        self.smallest = np.zeros(count, np.float32)
        self.largest = np.zeros(count, np.float32)
        self._empty: Kept[NDArray[np.uint8]] = Kept(_KEPT)
        self._maximum: Kept[NDArray[np.int16]] = Kept(_KEPT)
        self._blocks: Kept[NDArray[np.int32]] = Kept(_KEPT)
        # Blocks along each axis, and the pitches of their bits in words.
        self._block_count = tuple((n - 1) // BLOCK_EDGE + 1 for n in reversed(voxels.shape))
        self._block_row = (self._block_count[0] + 31) // 32
        self._block_slice = self._block_row * self._block_count[1]
        self.apron = apron
        self._low = self._high = 0.0

    @property
    def nbytes(self) -> int:
        """Memory held."""
        maps: tuple[Kept[Any], ...] = (self._empty, self._maximum, self._blocks)
        kept = sum(int(a.nbytes) for entries in maps for a in entries.values())
        return self.smallest.nbytes + self.largest.nbytes + kept

    def widen(self, apron: int) -> None:
        """See to it that at least so many voxels around a brick count for it."""
        if apron > self.apron:
            self.apron = apron
            self.refresh(0, self._voxels.shape[0])

    def refresh(self, first: int, last: int) -> None:
        """Slices [first, last) have changed: look at the bricks again that they belong to, and forget all maps."""
        nx, ny, nz = self.dimensions
        # Brick b has the voxels from edge*b - apron to edge*(b + 1) + apron, both included.
        first_layer = max((first - self.apron) // BRICK_EDGE - 1, 0)
        last_layer = min((last - 1 + self.apron) // BRICK_EDGE + 1, nz)
        job = layout.record(
            layout.EXTREMA_JOB,
            edge=BRICK_EDGE,
            apron=self.apron,
            nx=nx,
            ny=ny,
            nz=nz,
            smallest=self.smallest.ctypes.data,
            largest=self.largest.ctypes.data,
        )
        self._library.tomocast_extrema(
            address(self._voxels.record),
            int(self._voxels.is_float),
            address(job),
            first_layer,
            last_layer,
            self._threads,
        )
        self._empty.clear()
        self._maximum.clear()
        self._blocks.clear()
        self._low, self._high = float(self.smallest.min()), float(self.largest.max())

    @property
    def magnitude(self) -> float:
        """The largest absolute value of a voxel (without bias)."""
        return max(abs(self._low), abs(self._high))

    def code_scale_and_offset(self) -> tuple[float, float]:
        """How maxima are coded in 16 bits: value = code * scale + offset. Integers are their own codes."""
        if not self._voxels.is_float:
            return 1.0, 0.0
        # A step below the values' own precision could round a maximum down.
        scale = max((self._high - self._low) / _FLOAT_CODES, self.magnitude * 1e-6, 1e-30)
        return scale, self._low - _LOWEST_FLOAT_CODE * scale

    def empty_for(self, table: TransferTable) -> NDArray[np.uint8]:
        """Eight maps of empty cubes under a transfer table, a few bytes of room behind them."""
        return self._empty.get(table.key, lambda: self._classify(table))

    def maximum_above(self, floor: float) -> NDArray[np.int16]:
        """Eight maps of maxima; bricks whose values are all up to `floor` count as empty."""
        return self._maximum.get(floor, lambda: self._map_maxima(floor))

    def blocks_for(self, table: TransferTable) -> NDArray[np.int32]:
        """A bit for each block of 2^3 voxels that may show under a transfer table."""
        return self._blocks.get(table.key, lambda: self._map_blocks(table))

    def grid(self, empty: int, maximum: int, blocks: int = 0) -> Record:
        """A `BrickGrid` struct with the addresses of maps (0 for one that is not needed)."""
        nx, ny, nz = self.dimensions
        scale, offset = self.code_scale_and_offset()
        return layout.record(
            layout.BRICK_GRID,
            empty=empty,
            maximum=maximum,
            blocks=blocks,
            nx=nx,
            ny=ny,
            nz=nz,
            octant=self.octant,
            block_row=self._block_row,
            block_slice=self._block_slice,
            edge=BRICK_EDGE,
            inverse_edge=1 / BRICK_EDGE,
            code_scale=scale,
            code_offset=offset,
        )

    def _maps(self) -> Record:
        nx, ny, nz = self.dimensions
        return layout.record(layout.OCTANT_MAPS, nx=nx, ny=ny, nz=nz, octant=self.octant)

    def _map_array(self, dtype: type[Any]) -> NDArray[Any]:
        return np.zeros(8 * self.octant + 64, dtype)

    def _classify(self, table: TransferTable) -> NDArray[np.uint8]:
        empty = self._map_array(np.uint8)
        job = self._table_job(table)
        job["empty"] = empty.ctypes.data
        self._library.tomocast_classify(address(job), self._threads)
        return empty

    def _table_job(self, table: TransferTable) -> Record:
        return layout.record(
            layout.CLASSIFY_JOB,
            maps=self._maps(),
            smallest=self.smallest.ctypes.data,
            largest=self.largest.ctypes.data,
            extinction=table.extinction.ctypes.data,
            scale=table.scale,
            offset=table.offset + table.scale * self._voxels.bias,
            bins=table.bins,
        )

    def _map_blocks(self, table: TransferTable) -> NDArray[np.int32]:
        nx, ny, nz = self._block_count
        bits = np.zeros(self._block_slice * nz, np.int32)
        job = layout.record(
            layout.BLOCKS_JOB,
            table=self._table_job(table),
            apron=self.apron,
            nx=nx,
            ny=ny,
            nz=nz,
            row=self._block_row,
            slice=self._block_slice,
            bits=bits.ctypes.data,
        )
        voxels = self._voxels
        self._library.tomocast_blocks(address(voxels.record), int(voxels.is_float), address(job), self._threads)
        return bits

    def _map_maxima(self, floor: float) -> NDArray[np.int16]:
        maximum = self._map_array(np.int16)
        scale, offset = self.code_scale_and_offset()
        job = layout.record(
            layout.MAXIMA_JOB,
            maps=self._maps(),
            largest=self.largest.ctypes.data,
            floor=floor,
            code_scale=scale,
            code_offset=offset,
            round_up=int(self._voxels.is_float),
            maximum=maximum.ctypes.data,
        )
        self._library.tomocast_maxima(address(job), self._threads)
        return maximum
