"""A double of the few calls of CuPy that the CUDA back end makes, on the host.

Device arrays are NumPy arrays under another type, so that host and device memory cannot be mixed up; modules are the
real sources built for the host; what streams are asked to do is written down in order.
"""

import ctypes
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tests.render.kernels.cuda_on_host import HostModule, compile_for_host


class OutOfMemoryError(Exception):
    """cupy.cuda.memory.OutOfMemoryError."""


@dataclass
class Log:
    """What the device was asked to do, in order: ("launch", name), ("write", bytes), ("read", bytes), ("wait", "")."""

    events: list[tuple[str, Any]] = field(default_factory=list)

    def add(self, what: str, detail: Any = "") -> None:
        self.events.append((what, detail))

    def names(self) -> list[str]:
        return [what for what, _ in self.events]

    def written(self) -> int:
        return sum(detail for what, detail in self.events if what == "write")


class DeviceArray:
    """cupy.ndarray: one-dimensional or flat device memory."""

    def __init__(self, host: NDArray[Any], log: Log) -> None:
        self._host, self._log = host, log

    @property
    def data(self) -> SimpleNamespace:
        return SimpleNamespace(ptr=self._host.ctypes.data)

    @property
    def nbytes(self) -> int:
        return self._host.nbytes

    @property
    def size(self) -> int:
        return self._host.size

    def __getitem__(self, part: slice) -> "DeviceArray":
        return DeviceArray(self._host[part], self._log)

    def set(self, array: NDArray[Any], stream: "Stream") -> None:
        if array.dtype != self._host.dtype or array.shape != self._host.shape or not array.flags.c_contiguous:
            raise TypeError(f"{array.dtype} {array.shape} does not fit {self._host.dtype} {self._host.shape}")
        self._log.add("write", array.nbytes)
        self._host[:] = array
        stream.busy = True

    def get(self, out: NDArray[Any], stream: "Stream") -> None:
        if out.dtype != self._host.dtype or out.shape != self._host.shape or not out.flags.c_contiguous:
            raise TypeError(f"{self._host.dtype} {self._host.shape} does not fit {out.dtype} {out.shape}")
        self._log.add("read", out.nbytes)
        out[:] = self._host
        stream.busy = True


class Stream:
    """cupy.cuda.Stream; `busy` until somebody waits for it."""

    def __init__(self, log: Log, current: list["Stream"]) -> None:
        self._log, self._current = log, current
        self.busy = False

    def synchronize(self) -> None:
        self._log.add("wait")
        self.busy = False

    def __enter__(self) -> Self:
        self._current.append(self)
        return self

    def __exit__(self, *error: object) -> None:
        self._current.pop()


class RawModule:
    """cupy.RawModule over kernels built for the host."""

    def __init__(self, module: HostModule, log: Log, current: list[Stream]) -> None:
        self._module, self._log, self._current = module, log, current

    def get_function(self, name: str) -> Any:
        size = self._module.argument_size(name)
        if not size:
            raise RuntimeError(f"CUDA_ERROR_NOT_FOUND: {name}")

        def launch(grid: tuple[int, int], block: tuple[int, int], arguments: tuple[NDArray[np.void], ...]) -> None:
            (job,) = arguments
            assert job.shape == (1,), "a struct by value is an array of one"
            assert job.nbytes == size, f"{name} takes {size} bytes, not {job.nbytes}"
            assert self._current, "launched outside any stream"
            self._log.add("launch", name)
            self._module.launch(name, grid, block, job.ctypes.data)
            self._current[-1].busy = True

        return launch


class _HostTexture(ctypes.Structure):
    _fields_ = (("voxels", ctypes.c_void_p), ("nx", ctypes.c_int), ("ny", ctypes.c_int), ("nz", ctypes.c_int))


class CudaArray:
    """cupy.cuda.texture.CUDAarray of 16-bit integers."""

    def __init__(self, channels: tuple[Any, ...], nx: int, ny: int, nz: int) -> None:
        assert channels == (16, 0, 0, 0, "signed")
        self.voxels = np.zeros((nz, ny, nx), np.int16)

    def copy_from(self, array: NDArray[np.int16], stream: Stream) -> None:
        assert array.shape == self.voxels.shape
        assert array.flags.c_contiguous
        self.voxels[:] = array
        stream.busy = True


class TextureObject:
    """cupy.cuda.texture.TextureObject; `ptr` is what a kernel hands to tex3D."""

    def __init__(self, array: CudaArray, description: dict[str, Any]) -> None:
        assert description == {"modes": ("clamp",) * 3, "filter": "linear", "read": "normalized", "normalized": 0}
        nz, ny, nx = array.voxels.shape
        self._array = array
        self._struct = _HostTexture(array.voxels.ctypes.data, nx, ny, nz)

    @property
    def ptr(self) -> int:
        return ctypes.addressof(self._struct)


class FakeCupy:
    """The module `cupy`. `memory_limit` bytes may be allocated; `available` is what is_available() says."""

    def __init__(self, *, memory_limit: int = 2**40, available: bool = True, texture_limit: int = 16384) -> None:
        self.log = Log()
        self._left = memory_limit
        self._streams: list[Stream] = []
        self._texture_limit = texture_limit
        self.cuda = SimpleNamespace(
            Device=self._device,
            Stream=self._stream,
            is_available=lambda: available,
            memory=SimpleNamespace(OutOfMemoryError=OutOfMemoryError),
            runtime=SimpleNamespace(
                cudaChannelFormatKindSigned="signed",
                cudaResourceTypeArray="array",
                cudaAddressModeClamp="clamp",
                cudaFilterModeLinear="linear",
                cudaReadModeNormalizedFloat="normalized",
            ),
            texture=SimpleNamespace(
                ChannelFormatDescriptor=lambda *bits: bits,
                CUDAarray=CudaArray,
                ResourceDescriptor=_array_resource,
                TextureDescriptor=_texture_description,
                TextureObject=TextureObject,
            ),
        )

    def RawModule(self, *, code: str, options: tuple[str, ...], backend: str) -> RawModule:  # noqa: N802 - CuPy's name
        assert backend == "nvrtc"
        assert {"--std=c++17", "--fmad=false"} <= set(options)
        defines = tuple(option for option in options if option.startswith("-D"))
        self.log.add("compile", defines)
        return RawModule(compile_for_host(code, defines), self.log, self._streams)

    def empty(self, count: int, dtype: Any) -> DeviceArray:
        array = np.empty(count, dtype)
        if array.nbytes > self._left:
            raise OutOfMemoryError(f"{array.nbytes} bytes")
        self._left -= array.nbytes
        array.view(np.uint8)[:] = 0xA5  # nobody may count on zeros
        return DeviceArray(array, self.log)

    def _stream(self, *, non_blocking: bool) -> Stream:
        assert non_blocking
        return Stream(self.log, self._streams)

    def _device(self, number: int) -> Any:
        limits = ("MaxTexture3DWidth", "MaxTexture3DHeight", "MaxTexture3DDepth")
        return _Device(number, dict.fromkeys(limits, self._texture_limit))


class _Device:
    compute_capability = "80"

    def __init__(self, number: int, attributes: dict[str, int]) -> None:
        self.id, self.attributes = number, attributes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass


def _array_resource(kind: str, *, cuArr: CudaArray) -> CudaArray:  # noqa: N803 - CuPy's name
    assert kind == "array"
    return cuArr


def _texture_description(modes: Any, linear: str, read: str, *, normalizedCoords: int) -> dict[str, Any]:  # noqa: N803 - CuPy's name
    return {"modes": modes, "filter": linear, "read": read, "normalized": normalizedCoords}
