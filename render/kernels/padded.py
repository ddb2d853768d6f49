"""The padded copy of a volume that kernels read, filled from the source array and filled again where that changed."""

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render.errors import BadVolumeError
from render.kernels import layout
from render.kernels.layout import Record
from render.kernels.library import address
from render.kernels.memory import huge_array

_STORED = {np.dtype(np.int16): 0, np.dtype(np.uint16): 1, np.dtype(np.float32): 2}
# Kernels count voxels in 32-bit integers.
_MAX_VOXELS = 2**31 - 1
# Loads of a packet's last lanes may reach a little past the last voxel.
_TAIL = 64


def padded_shape(nx: int, ny: int, nz: int) -> tuple[int, int, int]:
    """(slices, rows, columns) with one voxel of border on the low and two on the high side, one more for the pitch."""
    return nz + 3, ny + 3, nx + 4


def volume_record(flat: NDArray[Any], nx: int, ny: int, nz: int) -> Record:
    """A `Volume` struct over padded memory."""
    _, rows, row = padded_shape(nx, ny, nz)
    plane = rows * row
    first = flat.ctypes.data + (plane + row + 1) * flat.itemsize
    return layout.record(layout.VOLUME, voxels=first, row=row, slice=plane, nx=nx, ny=ny, nz=nz)


class PaddedVoxels:
    """int16 or float32 voxels with replicated borders; `bias` + voxel = stored value (32768 for uint16, else 0)."""

    def __init__(
        self,
        library: ctypes.CDLL,
        threads: int,
        source: NDArray[Any],
        smooth: int,
        clear: tuple[float, float] | None,
    ) -> None:
        _check(source, smooth)
        self.shape: tuple[int, int, int] = source.shape
        nz, ny, nx = self.shape
        self.is_float = source.dtype == np.float32
        self.bias = 32768.0 if source.dtype == np.uint16 else 0.0
        slices, rows, row = padded_shape(nx, ny, nz)
        count = slices * rows * row
        if count > _MAX_VOXELS:
            raise BadVolumeError(f"{nx} x {ny} x {nz} voxels are more than 2**31")
        self.flat = huge_array((count + _TAIL,), np.float32 if self.is_float else np.int16)
        self.record = volume_record(self.flat, nx, ny, nz)
        self._library, self._threads = library, threads
        self._source = source
        self._job = layout.record(
            layout.FILL_JOB,
            source=source.ctypes.data,
            padded=self.record["voxels"],
            row=row,
            slice=rows * row,
            nx=nx,
            ny=ny,
            nz=nz,
            stored=_STORED[source.dtype],
            smooth=smooth,
        )
        self._smooth = smooth
        self._replaces = clear is not None or self.is_float
        if clear is not None:
            self._job["clear"], self._job["clear_low"], self._job["clear_high"] = 1, clear[0], clear[1]
        self._smallest = np.full(nz, np.inf, np.float32)
        self.refill(0, nz)

    def refill(self, first: int, last: int) -> tuple[int, int]:
        """Copy source slices [first, last) again; returns which slices of the copy have changed."""
        nz = self.shape[0]
        if self._replaces and self._find_replacement(first, last):
            first, last = 0, nz
        first, last = max(first - self._smooth, 0), min(last + self._smooth, nz)
        self._library.tomocast_fill(address(self._job), first, last, self._threads)
        return first, last

    def _find_replacement(self, first: int, last: int) -> bool:
        """Look for the smallest value that stays; whether it is another than before."""
        smallest = ctypes.c_void_p(self._smallest.ctypes.data)
        self._library.tomocast_smallest(address(self._job), first, last, smallest, self._threads)
        value = self._smallest.min()
        replacement = value if np.isfinite(value) else np.float32(0)
        changed = bool(replacement != self._job["replacement"])
        self._job["replacement"] = replacement
        return changed


def _check(source: NDArray[Any], smooth: int) -> None:
    if source.ndim != 3 or 0 in source.shape:
        raise BadVolumeError(f"voxels of shape {source.shape}; (slices, rows, columns) is needed")
    if source.dtype not in _STORED:
        raise BadVolumeError(f"voxels of type {source.dtype}; int16, uint16 or float32 is needed")
    if not source.flags.c_contiguous:
        raise BadVolumeError("voxels must lie row after row, slice after slice")
    if not 0 <= smooth <= 8:
        raise BadVolumeError(f"{smooth} smoothing passes; at most 8")
