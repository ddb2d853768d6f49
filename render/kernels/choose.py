"""The best kernels that a machine has."""

from typing import Literal

from render.errors import KernelsUnavailableError
from render.kernels.cpu import CpuKernels
from render.kernels.protocol import Kernels

Device = Literal["auto", "cpu", "cuda"]


def best_available(device: Device = "auto", threads: int | None = None) -> Kernels:
    """Kernels on the device asked for; "auto" takes a CUDA device where there is one, else the CPU.

    Args:
        device: where to render.
        threads: of the CPU; all that this process may use where None.

    Raises:
        KernelsUnavailableError: the library was not built, or there is no CUDA device although one was asked for.
    """
    if device == "cpu":
        return CpuKernels(threads)
    from render.kernels.cuda import CudaKernels

    try:
        return CudaKernels(threads=threads)
    except KernelsUnavailableError:
        if device == "cuda":
            raise
        return CpuKernels(threads)
