"""NVRTC through ctypes: compiles CUDA sources for any architecture, without CuPy, driver or device."""

import ctypes
import functools
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest


class NvrtcError(Exception):
    """A compilation failed; the text is the compiler's log."""


@functools.cache
def load() -> ctypes.CDLL:
    """The library from the `nvidia-cuda-nvrtc` wheel; skips the calling test where it is not installed."""
    try:
        files = metadata.files("nvidia-cuda-nvrtc") or []
    except metadata.PackageNotFoundError:
        pytest.skip("needs the package nvidia-cuda-nvrtc")
    paths = [Path(str(file.locate())) for file in files if file.match("libnvrtc.so*") and "alt" not in file.name]
    return ctypes.CDLL(str(paths[0]))


def compile_cubin(source: str, options: tuple[str, ...]) -> bytes:
    """Machine code for `-arch=sm_..` in the options; NvrtcError with the log where it does not compile."""
    nvrtc = load()
    program = ctypes.c_void_p()
    text = source.encode()
    assert nvrtc.nvrtcCreateProgram(ctypes.byref(program), text, b"kernels.cu", 0, None, None) == 0
    try:
        arguments = (ctypes.c_char_p * len(options))(*[option.encode() for option in options])
        if nvrtc.nvrtcCompileProgram(program, len(options), arguments) != 0:
            raise NvrtcError(_text(nvrtc.nvrtcGetProgramLogSize, nvrtc.nvrtcGetProgramLog, program).decode())
        return _text(nvrtc.nvrtcGetCUBINSize, nvrtc.nvrtcGetCUBIN, program)
    finally:
        nvrtc.nvrtcDestroyProgram(ctypes.byref(program))


def _text(size_of: Callable[..., int], get: Callable[..., int], program: ctypes.c_void_p) -> bytes:
    size = ctypes.c_size_t()
    assert size_of(program, ctypes.byref(size)) == 0
    buffer = ctypes.create_string_buffer(size.value)
    assert get(program, buffer) == 0
    return buffer.raw
