"""Compile the CPU kernels into one shared library. Standard library only: the wheel's build hook and ./dev run this.

`python render/kernels/build.py [OUTPUT]` builds with $CXX, else g++ where there is one, else the `ziglang` package.
"""

import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "source"
LIBRARY = Path(__file__).resolve().parent / "_kernels.so"

# Fused multiply-adds are written out: the compiler may not make others, or instruction sets would differ in pixels.
_FLAGS = ["-std=c++17", "-O3", "-fPIC", "-fvisibility=hidden", "-w"]
_FLAGS += ["-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math"]
_FLAGS += ["-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics"]
# Wheels made by zig run wherever glibc is at least this old (manylinux_2_17).
_GLIBC = "2.17"


class BuildError(Exception):
    """The kernels could not be compiled; the text carries the compiler's words or says how to get one."""


@dataclass(frozen=True)
class _Object:
    """One object file: a source, the machine it is for, and macros."""

    name: str
    source: str
    level: int  # of x86-64 (v2, v3, v4); no meaning on other machines
    lanes: int = 1
    hardware_gather: bool = False


_X86_OBJECTS = (
    _Object("packets_avx512", "packets.cpp", 4, 16),
    _Object("packets_avx512_gather", "packets.cpp", 4, 16, hardware_gather=True),
    _Object("packets_avx2", "packets.cpp", 3, 8),
    _Object("packets_avx2_gather", "packets.cpp", 3, 8, hardware_gather=True),
    _Object("packets_sse", "packets.cpp", 2, 4),
    _Object("packets_scalar", "packets.cpp", 3, 1),
    _Object("host", "host.cpp", 2),
)
_OTHER_OBJECTS = (
    _Object("packets_generic", "packets.cpp", 0, 4),
    _Object("packets_scalar", "packets.cpp", 0, 1),
    _Object("host", "host.cpp", 0),
)


def find_compiler() -> list[str]:
    """The command of a C++ compiler: $CXX, g++, or zig's clang from the `ziglang` package.

    Raises:
        BuildError: there is none.
    """
    if named := os.environ.get("CXX"):
        return shlex.split(named)
    if gxx := shutil.which("g++"):
        return [gxx]
    if importlib.util.find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang", "c++"]
    raise BuildError("no C++ compiler: install g++, set CXX, or `pip install ziglang`")


def build(output: Path, compiler: list[str] | None = None) -> Path:
    """Compile the library into `output` and return it; a finished library replaces an older one at once.

    Raises:
        BuildError: no compiler was found, or it refused.
    """
    compiler = compiler or find_compiler()
    machine = platform.machine().lower()
    zig = "ziglang" in compiler or Path(compiler[0]).name == "zig"
    x86 = machine in {"x86_64", "amd64"}
    target = (
        ["-target", f"{'x86_64' if x86 else machine}-linux-gnu.{_GLIBC}"] if zig and sys.platform == "linux" else []
    )
    with tempfile.TemporaryDirectory() as folder:
        objects = _X86_OBJECTS if x86 else _OTHER_OBJECTS
        commands = [
            [
                *compiler,
                *target,
                *_FLAGS,
                *_options(item, zig=zig, x86=x86),
                "-c",
                item.source,
                "-o",
                _path(folder, item),
            ]
            for item in objects
        ]
        _run_together(commands)
        # zig's C driver links without the C++ run-time library, which it would first have to build for a minute.
        linker = [*compiler[:-1], "cc"] if zig else compiler
        output.parent.mkdir(parents=True, exist_ok=True)
        fresh = output.with_name(f".{output.name}.{os.getpid()}")
        objects_built = [_path(folder, item) for item in objects]
        _run_together([[*linker, *target, "-shared", "-s", "-o", str(fresh), *objects_built, "-lpthread", "-lm"]])
    fresh.replace(output)
    return output


def _path(folder: str, item: _Object) -> str:
    return str(Path(folder) / f"{item.name}.o")


def _options(item: _Object, *, zig: bool, x86: bool) -> list[str]:
    options = [f"-DPACKETS={item.name}", f"-DLANES={item.lanes}", f"-DHARDWARE_GATHER={int(item.hardware_gather)}"]
    if x86:
        options.append(f"-march=x86_64_v{item.level}" if zig else f"-march=x86-64-v{item.level}")
    if item.lanes == 16:
        options.append("-mprefer-vector-width=512")
    return options


def _run_together(commands: Sequence[list[str]]) -> None:
    """Run the commands in the source folder, as many at once as there are cores."""
    waiting = list(commands)
    running: list[subprocess.Popen[str]] = []
    failures: list[str] = []
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            running.append(subprocess.Popen(waiting.pop(0), cwd=SOURCE, stderr=subprocess.PIPE, text=True))
        process = running.pop(0)
        _, words = process.communicate()
        if process.returncode:
            failures.append(f"{shlex.join(map(str, process.args))}\n{words}")  # type: ignore[arg-type]
            waiting.clear()
    if failures:
        raise BuildError("the kernels do not compile:\n" + "\n".join(failures))


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else LIBRARY)
