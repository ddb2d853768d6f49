"""Loading the compiled library, and errors that say what to do."""

import subprocess
from pathlib import Path

import pytest

from render.errors import KernelsUnavailableError
from render.kernels import library
from render.kernels.build import find_compiler


def test_missing_library_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(KernelsUnavailableError, match=r"missing \(_kernels.so\): run `./dev env`"):
        library.load(tmp_path / "_kernels.so")


def test_a_file_that_is_no_library(tmp_path: Path) -> None:
    path = tmp_path / "_kernels.so"
    path.write_bytes(b"not a library")
    with pytest.raises(KernelsUnavailableError, match="do not load"):
        library.load(path)


def test_a_library_of_another_version(tmp_path: Path) -> None:
    functions = [name for name in library._SIGNATURES if name != "tomocast_size_of"]
    source = "extern int tomocast_size_of(int i) { return 8 + i; }\n"
    source += "\n".join(f"int {name}(void) {{ return 0; }}" for name in functions)
    path = tmp_path / "_kernels.so"
    compiler = find_compiler()
    command = [*compiler, "-shared", "-fPIC", "-x", "c", "-", "-o", str(path)]
    subprocess.run(command, input=source, text=True, check=True)
    with pytest.raises(KernelsUnavailableError, match=r"another version: run `./dev env`"):
        library.load(path)


def test_threads() -> None:
    assert library.threads_to_use(3) == 3
    assert library.threads_to_use(0) == 1
    assert library.threads_to_use(10**6) == library.MAX_THREADS
    assert library.threads_to_use(None) >= 1


def test_there_are_packets_on_every_machine() -> None:
    loaded = library.load()
    sets = library.instruction_sets(loaded)
    assert sets
    assert loaded.tomocast_best() in sets.values()
    assert not loaded.tomocast_supported(99)
