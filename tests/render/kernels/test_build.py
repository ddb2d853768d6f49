"""Building the library: which compiler, which objects, and what is said when it fails."""

import sys
from pathlib import Path

import pytest

from render.kernels import build

# Notes its arguments and makes an output, as a compiler does.
_COMPILER = """#!{python}
import pathlib, sys
pathlib.Path(r"{log}").open("a").write(" ".join(sys.argv[1:]) + "\\n")
pathlib.Path(sys.argv[sys.argv.index("-o") + 1]).write_bytes(b"object")
"""


def fake_compiler(folder: Path, name: str) -> tuple[Path, Path]:
    path, log = folder / name, folder / "log"
    path.write_text(_COMPILER.format(python=sys.executable, log=log))
    path.chmod(0o755)
    return path, log


@pytest.fixture
def x86(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")


@pytest.mark.usefixtures("x86")
def test_one_object_for_each_instruction_set_and_kind_of_gather(tmp_path: Path) -> None:
    compiler, log = fake_compiler(tmp_path, "c++")
    output = build.build(tmp_path / "new" / "library.so", [str(compiler)])
    assert output.read_bytes() == b"object"
    assert list(output.parent.iterdir()) == [output]
    *compilations, link = log.read_text().splitlines()
    assert len(compilations) == 7
    assert sum("-march=x86-64-v4" in line for line in compilations) == 2
    assert all("-ffp-contract=off" in line for line in compilations)
    assert not any("fast-math" in line for line in compilations)
    assert sum("HARDWARE_GATHER=1" in line for line in compilations) == 2
    assert "-shared" in link


@pytest.mark.usefixtures("x86")
def test_zig_gets_its_own_names_and_an_old_glibc(tmp_path: Path) -> None:
    compiler, log = fake_compiler(tmp_path, "zig")
    build.build(tmp_path / "library.so", [str(compiler), "c++"])
    *compilations, link = log.read_text().splitlines()
    assert sum("-march=x86_64_v3" in line for line in compilations) == 3
    assert all(line.startswith("c++ -target x86_64-linux-gnu.2.17") for line in compilations)
    assert link.startswith("cc -target")


def test_other_processors_get_generic_packets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    compiler, log = fake_compiler(tmp_path, "c++")
    build.build(tmp_path / "library.so", [str(compiler)])
    *compilations, _ = log.read_text().splitlines()
    assert sorted(line.split("-DPACKETS=")[1].split()[0] for line in compilations) == [
        "host",
        "packets_generic",
        "packets_scalar",
    ]
    assert not any("-march" in line for line in compilations)


def test_the_compilers_words_are_kept(tmp_path: Path) -> None:
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho 'no such instruction' >&2\nexit 1\n")
    failing.chmod(0o755)
    with pytest.raises(build.BuildError, match="no such instruction"):
        build.build(tmp_path / "library.so", [str(failing)])
    assert not (tmp_path / "library.so").exists()


def test_compilers_are_looked_for_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXX", "ccache clang++")
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert build.find_compiler() == ["ccache", "clang++"]
    monkeypatch.delenv("CXX")
    assert build.find_compiler() == ["/usr/bin/g++"]
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: object())
    assert build.find_compiler() == [sys.executable, "-m", "ziglang", "c++"]
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(build.BuildError, match=r"no C\+\+ compiler"):
        build.find_compiler()
