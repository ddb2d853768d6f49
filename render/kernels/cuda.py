"""Kernels on an NVIDIA GPU: the CPU's sources compiled by NVRTC through CuPy, one ray a thread."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from render.kernels import blue_noise, library
from render.kernels.backend import Backend, Kind
from render.kernels.cuda_runtime import CudaRuntime, import_cupy
from render.kernels.cuda_source import OPTIONS, TEXTURE_OPTION, cuda_source
from render.kernels.cuda_volume import CudaVolume
from render.kernels.kept import Kept
from render.kernels.layout import Record
from render.kernels.pictures import Bytes, Floats
from render.kernels.table import TransferTable

_KEPT_TABLES = 16


class CudaKernels(Backend[CudaVolume]):
    """The back end for a CUDA device. Volumes are prepared by the CPU library and live on the device.

    Pixels are the CPU's. With `texture`, volume rendering of integer voxels interpolates in the texture unit, whose
    weights have eight bits: up to 3 of 255 levels off. Slices and maximum projections never do.

    Args:
        device: the device's number.
        texture: whether volume rendering may use the texture unit.
        threads: of the host, for preparing volumes.
        cupy: CuPy, or what behaves like it.

    Raises:
        KernelsUnavailableError: no CuPy, driver or device, or no CPU library.
    """

    def __init__(self, device: int = 0, *, texture: bool = False, threads: int | None = None, cupy: Any = None) -> None:
        self._library = library.load()
        self._threads = library.threads_to_use(threads)
        self._runtime = CudaRuntime(cupy if cupy is not None else import_cupy(), device)
        self._texture = texture
        source = cuda_source()
        self._module = self._runtime.compile(source, OPTIONS)
        self._texture_module = self._runtime.compile(source, (*OPTIONS, TEXTURE_OPTION)) if texture else None
        self._mask = self._runtime.upload(blue_noise.mask())
        self._tables: Kept[tuple[Any, Any]] = Kept(_KEPT_TABLES)
        self._target: Any = None

    @property
    def name(self) -> str:
        """For instance "cuda-sm80"."""
        return f"cuda-sm{self._runtime.compute_capability}"

    def prepare(
        self,
        voxels: NDArray[Any],
        matrix: ArrayLike,
        *,
        smooth: int = 0,
        clear: tuple[float, float] | None = None,
        apron: int = 1,
    ) -> CudaVolume:
        """A padded copy with bricks, on the device."""
        return CudaVolume(
            self._library,
            self._threads,
            self._runtime,
            voxels,
            matrix,
            smooth=smooth,
            clear=clear,
            apron=apron,
            texture=self._texture,
        )

    def _voxels(self, volume: CudaVolume) -> Record:
        return volume.record

    def _filtered_voxels(self, volume: CudaVolume) -> Record:
        record = volume.record.copy()
        record["texture"] = volume.texture.ptr if volume.texture is not None else 0
        return record

    def _empty(self, volume: CudaVolume, table: TransferTable) -> int:
        return volume.empty_maps(table)

    def _maximum(self, volume: CudaVolume, floor: float) -> int:
        return volume.maximum_maps(floor)

    def _light(self, volume: CudaVolume, table: TransferTable) -> Record:
        return volume.light_record(table)

    def _table(self, table: TransferTable) -> tuple[int, int]:
        opacity, color = self._tables.get(
            table.key, lambda: (self._runtime.upload(table.opacity), self._runtime.upload(table.color))
        )
        return int(opacity.data.ptr), int(color.data.ptr)

    def _jitter(self) -> int:
        return int(self._mask.data.ptr)

    def _render_frame(self, frame: NDArray[np.int32], job: Record, picture: Bytes) -> None:
        pixels, device = self._runtime.upload(frame), self._target_for(picture.nbytes)
        job["pixels"], job["picture"] = int(pixels.data.ptr), int(device.data.ptr)
        self._runtime.launch(self._module, "frame", job, int(job["width"]), int(job["height"]))
        self._runtime.download(device, picture.reshape(-1))

    def _render(
        self,
        kind: Kind,
        volume: CudaVolume,
        job: Record,
        field: Literal["picture", "values"],
        target: Bytes | Floats,
        adaptive_threshold: int | None = None,  # noqa: ARG002 - a GPU traces all rays sooner than it would choose
    ) -> None:
        device = self._target_for(target.nbytes)
        job[field] = int(device.data.ptr)
        name = f"{kind}_{'float32' if volume.voxels.is_float else 'int16'}"
        module = self._module
        if kind == "composite":
            name += f"_{job['shading']['classification']}{job['shading']['lighting']}"
            if job["volume"]["texture"] and self._texture_module is not None:
                module = self._texture_module
        self._runtime.launch(module, name, job, int(job["width"]), int(job["height"]))
        self._runtime.download(device, target.reshape(-1).view(np.uint8))

    def _target_for(self, nbytes: int) -> Any:
        """Device memory that pictures are rendered into; it grows to the largest one."""
        if self._target is None or self._target.nbytes < nbytes:
            self._target = self._runtime.allocate(nbytes, np.uint8)
        return self._target
