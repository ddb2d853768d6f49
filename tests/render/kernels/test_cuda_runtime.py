"""The door to CuPy: copies, launches and textures on its double, and refusals."""

from types import SimpleNamespace

import numpy as np
import pytest

from render.errors import KernelsUnavailableError, MemoryBudgetError
from render.kernels.cuda_runtime import CudaRuntime, import_cupy
from tests.render.kernels.fake_cupy import FakeCupy


def test_copies_there_and_back() -> None:
    runtime = CudaRuntime(FakeCupy(), 0)
    array = np.arange(12, dtype=np.int16)
    device = runtime.upload(array)
    runtime.write(device, 3, np.array([70, 80], np.int16))
    back = np.zeros((2, 5), np.int16)
    runtime.download(device, back)
    assert back.tolist() == [[0, 1, 2, 70, 80], [5, 6, 7, 8, 9]]


def test_every_copy_is_waited_for() -> None:
    cupy = FakeCupy()
    runtime = CudaRuntime(cupy, 0)
    device = runtime.upload(np.zeros(4, np.int16))
    runtime.download(device, np.zeros(4, np.int16))
    assert cupy.log.names() == ["write", "wait", "read", "wait"]


def test_no_room() -> None:
    with pytest.raises(MemoryBudgetError, match="MiB left"):
        CudaRuntime(FakeCupy(memory_limit=10), 0).upload(np.zeros(4, np.float32))


def test_textures_clamp_and_interpolate_with_eight_bits() -> None:
    runtime = CudaRuntime(FakeCupy(texture_limit=8), 0)
    assert runtime.texture(np.zeros((2, 2, 9), np.int16)) is None
    assert runtime.texture(np.zeros((2, 2, 8), np.int16)).ptr


@pytest.mark.parametrize("error", [ImportError("none"), OSError("libcuda"), RuntimeError("driver too old")])
def test_what_goes_wrong_with_cupy_is_no_cuda_here(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bool:
        raise error

    monkeypatch.setitem(__import__("sys").modules, "cupy", SimpleNamespace(cuda=SimpleNamespace(is_available=fail)))
    with pytest.raises(KernelsUnavailableError, match=f"no CUDA here: {error}"):
        import_cupy()


def test_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cupy", FakeCupy(available=False))
    with pytest.raises(KernelsUnavailableError, match="driver is missing"):
        import_cupy()
