"""Kernels on the CPU: SIMD packets of rays, compiled once for each instruction set."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from render.errors import KernelsUnavailableError
from render.kernels import blue_noise, library
from render.kernels.backend import Backend, Kind
from render.kernels.layout import Record
from render.kernels.library import address
from render.kernels.pictures import Bytes, Floats
from render.kernels.prepared import PreparedVolume
from render.kernels.table import TransferTable


class CpuKernels(Backend[PreparedVolume]):
    """The back end that every machine has.

    Raises:
        KernelsUnavailableError: the library is missing, or the processor lacks the instruction set asked for.
    """

    def __init__(
        self, threads: int | None = None, *, instruction_set: str | None = None, path: Path = library.PATH
    ) -> None:
        self._library = library.load(path)
        sets = library.instruction_sets(self._library)
        if instruction_set is None:
            best = int(self._library.tomocast_best())
            instruction_set = next(name for name, number in sets.items() if number == best)
        if instruction_set not in sets:
            raise KernelsUnavailableError(f"no {instruction_set} here; there is {', '.join(sets)}")
        self._set = sets[instruction_set]
        self._threads = library.threads_to_use(threads)
        self._name = f"cpu-{instruction_set}"

    @property
    def name(self) -> str:
        """For instance "cpu-avx512"."""
        return self._name

    def prepare(
        self,
        voxels: NDArray[Any],
        matrix: ArrayLike,
        *,
        smooth: int = 0,
        clear: tuple[float, float] | None = None,
        apron: int = 1,
    ) -> PreparedVolume:
        """A padded copy with bricks."""
        return PreparedVolume(self._library, self._threads, voxels, matrix, smooth=smooth, clear=clear, apron=apron)

    def _voxels(self, volume: PreparedVolume) -> Record:
        return volume.voxels.record

    def _empty(self, volume: PreparedVolume, table: TransferTable) -> int:
        return volume.bricks.empty_for(table).ctypes.data

    def _blocks(self, volume: PreparedVolume, table: TransferTable) -> int:
        return volume.bricks.blocks_for(table).ctypes.data

    def _maximum(self, volume: PreparedVolume, floor: float) -> int:
        return volume.bricks.maximum_above(floor).ctypes.data

    def _light(self, volume: PreparedVolume, table: TransferTable) -> Record:
        return volume.light_for(table).record

    def _table(self, table: TransferTable) -> tuple[int, int]:
        return table.opacity.ctypes.data, table.color.ctypes.data

    def _jitter(self) -> int:
        return blue_noise.mask().ctypes.data

    def _render_frame(self, frame: NDArray[np.int32], job: Record, picture: Bytes) -> None:
        job["pixels"], job["picture"] = frame.ctypes.data, picture.ctypes.data
        self._library.tomocast_frame(address(job), int(job["width"]), int(job["height"]), self._set, self._threads)

    def _render(
        self,
        kind: Kind,
        volume: PreparedVolume,
        job: Record,
        field: Literal["picture", "values"],
        target: Bytes | Floats,
        adaptive_threshold: int | None = None,
    ) -> None:
        job[field] = target.ctypes.data
        size = int(job["width"]), int(job["height"])
        arguments = address(job), int(volume.voxels.is_float), *size, self._set, self._threads
        if adaptive_threshold is None:
            getattr(self._library, f"tomocast_{kind}")(*arguments)
        else:
            self._library.tomocast_composite_adaptive(*arguments, adaptive_threshold, target.ctypes.data)
