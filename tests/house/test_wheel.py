"""The wheel: built from this checkout, it runs where there is no checkout."""

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from archive.phantom import write_series
from tests.house.tree import CHECKOUT


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (CHECKOUT / "client/dist/index.html").is_file():
        pytest.skip("needs the built client: run ./dev env")
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=CHECKOUT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that has the wheel, and what it depends on from this one."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    installer: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install"]
    if uv := shutil.which("uv"):
        installer = [uv, "pip", "install", "-p", python]
    run(*installer, "-q", "--no-deps", "--no-index", wheel, cwd=folder)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python.parent


def test_it_holds_packages_library_and_client(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("session/__main__.py", "render/kernels/_kernels.so", "client/dist/index.html", "render/py.typed"):
        assert name in names
    assert not [name for name in names if name.startswith(("tests/", "client/src/", "client/node_modules/"))]


def test_its_tag_promises_any_python_and_this_platform(wheel: Path) -> None:
    assert wheel.stem.split("-")[-3:-1] == ["py3", "none"]
    assert wheel.stem.split("-")[-1] == sysconfig.get_platform().replace("-", "_").replace(".", "_")


def test_it_imports_from_its_own_environment(environment: Path, tmp_path: Path) -> None:
    program = "import render, session, archive, streaming; print(render.__file__, session.__file__)"
    for file in run(environment / "python", "-c", program, cwd=tmp_path).split():
        assert Path(file).is_relative_to(environment.parent)


def test_it_renders_a_study(environment: Path, tmp_path: Path) -> None:
    write_series(tmp_path / "study", slices=16, rows=48, columns=64)
    run(
        environment / "tomocast", "render", "study", "-o", "out.png", "--view", "axial", "--size", "64x48", cwd=tmp_path
    )
    pixels = np.asarray(Image.open(tmp_path / "out.png"))
    assert pixels.shape[:2] == (48, 64)
    assert len(np.unique(pixels)) > 8
