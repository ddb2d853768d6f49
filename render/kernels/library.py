"""The compiled library: found beside this module, loaded once, its structs checked against `layout`."""

import ctypes
import functools
import os
from pathlib import Path

from render.errors import KernelsUnavailableError
from render.kernels import layout
from render.kernels.layout import Record

PATH = Path(__file__).resolve().parent / "_kernels.so"

MAX_THREADS = 256

# In the order of the enumeration in source/host.cpp.
X86_SETS = ("scalar", "sse", "avx2", "avx2-gather", "avx512", "avx512-gather")
OTHER_SETS = ("scalar", "generic")

_POINTER, _INT, _SIZE = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
_SIGNATURES: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "tomocast_instruction_sets": (_INT, ()),
    "tomocast_supported": (_INT, (_INT,)),
    "tomocast_best": (_INT, ()),
    "tomocast_size_of": (_SIZE, (_INT,)),
    "tomocast_fill": (None, (_POINTER, _INT, _INT, _INT)),
    "tomocast_smallest": (None, (_POINTER, _INT, _INT, _POINTER, _INT)),
    "tomocast_extrema": (None, (_POINTER, _INT, _POINTER, _INT, _INT, _INT)),
    "tomocast_classify": (None, (_POINTER, _INT)),
    "tomocast_maxima": (None, (_POINTER, _INT)),
    "tomocast_blocks": (None, (_POINTER, _INT, _POINTER, _INT)),
    "tomocast_light": (None, (_POINTER, _INT, _POINTER, _INT)),
    "tomocast_slice": (None, (_POINTER, _INT, _INT, _INT, _INT, _INT)),
    "tomocast_frame": (None, (_POINTER, _INT, _INT, _INT, _INT)),
    "tomocast_mip": (None, (_POINTER, _INT, _INT, _INT, _INT, _INT)),
    "tomocast_composite": (None, (_POINTER, _INT, _INT, _INT, _INT, _INT)),
    "tomocast_composite_adaptive": (None, (_POINTER, _INT, _INT, _INT, _INT, _INT, _INT, _POINTER)),
}


@functools.cache
def load(path: Path = PATH) -> ctypes.CDLL:
    """The library. Its functions release the GIL while they run.

    Raises:
        KernelsUnavailableError: it was not built, does not load, or is of another version of these sources.
    """
    if not path.exists():
        raise KernelsUnavailableError(f"the compiled kernels are missing ({path.name}): run `./dev env`")
    try:
        library = ctypes.CDLL(str(path))
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise KernelsUnavailableError(f"the compiled kernels do not load ({error}): run `./dev env`") from error
    for number, dtype in enumerate(layout.CHECKED):
        if library.tomocast_size_of(number) != dtype.itemsize:
            raise KernelsUnavailableError("the compiled kernels are of another version: run `./dev env`")
    return library


def threads_to_use(wanted: int | None) -> int:
    """As many threads as wanted, or as this process may use; never absurdly many."""
    if wanted is None:
        wanted = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(wanted, MAX_THREADS))


def instruction_sets(library: ctypes.CDLL) -> dict[str, int]:
    """The sets that were compiled and that this processor has, with their numbers."""
    names = X86_SETS if library.tomocast_instruction_sets() == len(X86_SETS) else OTHER_SETS
    return {name: number for number, name in enumerate(names) if library.tomocast_supported(number)}


def address(struct: Record) -> ctypes.c_void_p:
    """A record's address, to pass to the library while the record lives."""
    return ctypes.c_void_p(struct.ctypes.data)
