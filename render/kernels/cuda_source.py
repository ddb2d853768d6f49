"""The CUDA kernels' source as one text, which NVRTC compiles where a device is found."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "source"
# Explicit fused multiply-adds only: pixels are the CPU's then.
OPTIONS = ("--std=c++17", "--fmad=false")
TEXTURE_OPTION = "-DUSE_TEXTURE"
_INCLUDE = re.compile(r'^#include "([\w.]+)"$', re.MULTILINE)
# The CPU's sides of `#if`s: NVRTC never reads these, so they are not looked for.
_CPU_ONLY = ("lanes_avx512.h", "lanes_avx2.h", "lanes_generic.h")


def cuda_source() -> str:
    """`cuda.cu` with its includes in place, each once; one text, so that a cache of compiled code sees every change."""
    seen: set[str] = set(_CPU_ONLY)

    def included(match: re.Match[str]) -> str:
        return flatten(match[1])

    def flatten(name: str) -> str:
        if name in seen:
            return ""
        seen.add(name)
        text = (SOURCE / name).read_text(encoding="utf-8").replace("#pragma once\n", "")
        return _INCLUDE.sub(included, text)

    return flatten("cuda.cu")
