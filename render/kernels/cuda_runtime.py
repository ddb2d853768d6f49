"""The few calls of CuPy that rendering needs, in one place."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from render.errors import KernelsUnavailableError, MemoryBudgetError
from render.kernels.layout import Record

# Threads of a block across and down: rays that lie close together read the same lines.
BLOCK = 8


def import_cupy() -> Any:
    """CuPy, with a device that works.

    Raises:
        KernelsUnavailableError: CuPy is not installed, or there is no driver or no device.
    """
    try:
        import cupy

        if cupy.cuda.is_available():
            return cupy
    except (ImportError, OSError, RuntimeError) as error:
        raise KernelsUnavailableError(f"no CUDA here: {error}") from error
    raise KernelsUnavailableError("no CUDA here: the driver is missing, or there is no device")


class CudaRuntime:
    """One device and one stream, on which everything runs in order."""

    def __init__(self, cupy: Any, device: int) -> None:
        self._cupy = cupy
        self._device = cupy.cuda.Device(device)
        with self._device:
            self._stream = cupy.cuda.Stream(non_blocking=True)

    @property
    def compute_capability(self) -> str:
        """For instance "80"."""
        return str(self._device.compute_capability)

    def compile(self, source: str, options: tuple[str, ...]) -> Any:
        """A module of kernels; CuPy names the architecture and keeps what was compiled before."""
        with self._device:
            return self._cupy.RawModule(code=source, options=options, backend="nvrtc")

    def launch(self, module: Any, name: str, job: Record, width: int, height: int) -> None:
        """Run a kernel over a picture, one thread a pixel, with the job passed by value."""
        grid = ((width + BLOCK - 1) // BLOCK, (height + BLOCK - 1) // BLOCK)
        with self._device, self._stream:
            module.get_function(name)(grid, (BLOCK, BLOCK), (job.reshape(1),))

    def allocate(self, count: int, dtype: Any) -> Any:
        """A device array of one dimension.

        Raises:
            MemoryBudgetError: the device has no room for it.
        """
        needed = count * np.dtype(dtype).itemsize
        with self._device, self._stream:
            try:
                return self._cupy.empty(count, dtype)
            except self._cupy.cuda.memory.OutOfMemoryError as error:
                raise MemoryBudgetError(f"the device has no {needed / 2**20:.0f} MiB left") from error

    def upload(self, array: NDArray[Any]) -> Any:
        """A copy on the device, flat."""
        copy = self.allocate(array.size, array.dtype)
        self.write(copy, 0, array.ravel())
        return copy

    def write(self, target: Any, start: int, array: NDArray[Any]) -> None:
        """Copy into a device array from element `start` on; the host array may change when this returns."""
        with self._device, self._stream:
            target[start : start + array.size].set(array, stream=self._stream)
            self._stream.synchronize()

    def download(self, source: Any, target: NDArray[Any]) -> None:
        """Wait for what runs and copy the first elements of a device array into a contiguous host array."""
        with self._device, self._stream:
            source[: target.size].get(out=target.reshape(-1), stream=self._stream)
            self._stream.synchronize()

    def texture(self, voxels: NDArray[np.int16]) -> Any:
        """A 3-D texture of int16 voxels with linear filtering, or None where the device takes none so large.

        Coordinates are not normalised, voxel centres lie at halves, borders are clamped, and reads give value / 32767.
        """
        texture, runtime = self._cupy.cuda.texture, self._cupy.cuda.runtime
        nz, ny, nx = voxels.shape
        with self._device, self._stream:
            limits = self._device.attributes
            names = ("MaxTexture3DWidth", "MaxTexture3DHeight", "MaxTexture3DDepth")
            if any(size > limits[name] for size, name in zip((nx, ny, nz), names, strict=True)):
                return None
            channels = texture.ChannelFormatDescriptor(16, 0, 0, 0, runtime.cudaChannelFormatKindSigned)
            array = texture.CUDAarray(channels, nx, ny, nz)
            array.copy_from(np.ascontiguousarray(voxels), stream=self._stream)
            self._stream.synchronize()
            resource = texture.ResourceDescriptor(runtime.cudaResourceTypeArray, cuArr=array)
            description = texture.TextureDescriptor(
                (runtime.cudaAddressModeClamp,) * 3,
                runtime.cudaFilterModeLinear,
                runtime.cudaReadModeNormalizedFloat,
                normalizedCoords=0,
            )
            return texture.TextureObject(resource, description)
