"""A prepared volume on a CUDA device: copies of what the host prepared, brought there when first needed."""

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from render.kernels.cuda_runtime import CudaRuntime
from render.kernels.kept import Kept
from render.kernels.layout import Record
from render.kernels.padded import padded_shape
from render.kernels.prepared import PreparedVolume
from render.kernels.table import TransferTable

_KEPT = 6


@dataclass(frozen=True, slots=True, eq=False)
class _DeviceLight:
    cells: Any
    record: Record


class CudaVolume(PreparedVolume):
    """Voxels, leap maps and light volumes resident on the device; the host keeps its own to build more from."""

    def __init__(
        self,
        library: ctypes.CDLL,
        threads: int,
        runtime: CudaRuntime,
        voxels: NDArray[Any],
        matrix: ArrayLike,
        *,
        smooth: int,
        clear: tuple[float, float] | None,
        apron: int,
        texture: bool,
    ) -> None:
        super().__init__(library, threads, voxels, matrix, smooth=smooth, clear=clear, apron=apron)
        self._runtime = runtime
        self.texture: Any = None
        self._device_voxels: Any = runtime.upload(self.voxels.flat)
        self.record = moved(self.voxels.record, self.voxels.flat, self._device_voxels)
        self._wants_texture = texture and not self.voxels.is_float
        self._empty: Kept[Any] = Kept(_KEPT)
        self._maximum: Kept[Any] = Kept(_KEPT)
        self._device_lights: Kept[_DeviceLight] = Kept(_KEPT)
        self._make_texture()

    @property
    def nbytes(self) -> int:
        """Memory held on the host and on the device."""
        if self._device_voxels is None:
            return super().nbytes
        maps = [*self._empty.values(), *self._maximum.values()]
        maps += [light.cells for light in self._device_lights.values()]
        texture = self.voxels.flat.nbytes if self.texture is not None else 0
        return super().nbytes + int(self._device_voxels.nbytes) + sum(int(a.nbytes) for a in maps) + texture

    def update(self, first: int, last: int) -> None:
        """Take over the slices [first, last) of the source array; only what changed crosses to the device."""
        first, last = self.changed(first, last)
        if first >= last:
            return
        nz, rows, row = padded_shape(*reversed(self.shape))
        # Slice k is plane k + 1 of the copy; the first and the last slice are also its borders.
        begin = 0 if first == 0 else first + 1
        end = nz if last == self.shape[0] else last + 1
        plane = rows * row
        self._runtime.write(self._device_voxels, begin * plane, self.voxels.flat[begin * plane : end * plane])
        self._forget()
        self._make_texture()

    def close(self) -> None:
        """Give the memory back, on the device too."""
        super().close()
        self._device_voxels = self.texture = None
        self._forget()

    def empty_maps(self, table: TransferTable) -> int:
        """The device address of the maps of empty cubes under a table."""
        maps = self._empty.get(
            (table.key, self.bricks.apron), lambda: self._runtime.upload(self.bricks.empty_for(table))
        )
        return int(maps.data.ptr)

    def maximum_maps(self, floor: float) -> int:
        """The device address of the maps of maxima above a floor."""
        maps = self._maximum.get(
            (floor, self.bricks.apron), lambda: self._runtime.upload(self.bricks.maximum_above(floor))
        )
        return int(maps.data.ptr)

    def light_record(self, table: TransferTable) -> Record:
        """The `Volume` struct over the light volume on the device."""
        return self._device_lights.get(table.key, lambda: self._upload_light(table)).record

    def _upload_light(self, table: TransferTable) -> _DeviceLight:
        light = self.light_for(table)
        cells = self._runtime.upload(light.cells)
        return _DeviceLight(cells, moved(light.record, light.cells, cells))

    def _make_texture(self) -> None:
        """The texture holds the voxels without their borders: its unit clamps."""
        self.texture = None
        if self._wants_texture:
            nz, ny, nx = self.shape
            padded = self.voxels.flat[: int(np.prod(padded_shape(nx, ny, nz)))].reshape(padded_shape(nx, ny, nz))
            self.texture = self._runtime.texture(padded[1 : nz + 1, 1 : ny + 1, 1 : nx + 1])

    def _forget(self) -> None:
        self._empty.clear()
        self._maximum.clear()
        self._device_lights.clear()


def moved(record: Record, host: NDArray[Any], device: Any) -> Record:
    """A `Volume` struct whose voxels lie in the device's copy of a host array."""
    copy = record.copy()
    copy["voxels"] = int(device.data.ptr) + int(record["voxels"]) - host.ctypes.data
    return copy
