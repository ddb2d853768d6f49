"""Builds CUDA sources for the host, as a library that launches their kernels; built once for each text."""

import ctypes
import functools
import hashlib
import platform
import re
import subprocess
import sys
from pathlib import Path

from render.kernels.build import find_compiler
from tests.data import CHECKOUT

CACHE = CHECKOUT / "build" / "cuda-on-host"
PRELUDE = Path(__file__).with_name("cuda_on_host.h")
_FLAGS = ("-std=c++17", "-O2", "-fPIC", "-shared", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-w")


class HostModule:
    """Kernels that run on the host; `launch` takes what a driver's launch takes."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._launch = library.launch
        self._launch.restype = ctypes.c_int
        self._size_of = library.argument_size
        self._size_of.restype = ctypes.c_size_t

    def argument_size(self, name: str) -> int:
        """Bytes of the kernel's one argument; 0 where there is no such kernel."""
        return int(self._size_of(name.encode()))

    def launch(self, name: str, grid: tuple[int, int], block: tuple[int, int], argument: int) -> None:
        """Run the kernel over the grid with the argument at this address."""
        dimensions = [(ctypes.c_uint * 2)(*size) for size in (grid, block)]
        assert self._launch(name.encode(), *dimensions, ctypes.c_void_p(argument)) == 0, name


@functools.cache
def compile_for_host(source: str, defines: tuple[str, ...]) -> HostModule:
    """A module of all `__global__` functions in the source, with these -D options."""
    text = PRELUDE.read_text() + source + _launcher(source)
    compiler = find_compiler()
    key = hashlib.sha256("\0".join((text, *defines, *_FLAGS, *compiler)).encode()).hexdigest()[:20]
    library = CACHE / f"{key}.so"
    if not library.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = CACHE / f"{key}.{id(text)}.so"
        command = [*compiler, *_FLAGS, *_machine_flags(compiler), *defines, "-x", "c++", "-", "-o", str(unfinished)]
        subprocess.run(command, input=text, text=True, check=True, stdout=sys.stderr)
        unfinished.replace(library)
    return HostModule(ctypes.CDLL(str(library)))


def _machine_flags(compiler: list[str]) -> list[str]:
    # Without fused multiply-adds in the instruction set each one would be a call.
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return []
    return ["-march=x86_64_v3" if "ziglang" in compiler else "-march=x86-64-v3"]


def _launcher(source: str) -> str:
    kernels = re.findall(r"__global__ void (\w+)\(([\w<>]+) job\)", source)
    launches = [f'if (!strcmp(name, "{k}")) return run_grid({k}, grid, block, argument), 0;' for k, _ in kernels]
    sizes = [f'if (!strcmp(name, "{k}")) return sizeof({job});' for k, job in kernels]
    return "\n".join(
        [
            "",
            'extern "C" int launch(const char* name, const unsigned* grid, const unsigned* block,',
            "const void* argument) {",
            *launches,
            "return 1; }",
            'extern "C" size_t argument_size(const char* name) {',
            *sizes,
            "return 0; }",
            "",
        ]
    )
