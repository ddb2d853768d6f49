"""Which kernels a machine gets."""

import sys
from types import ModuleType

import pytest

from render.errors import KernelsUnavailableError
from render.kernels import best_available
from tests.render.kernels.fake_cupy import FakeCupy


def install(monkeypatch: pytest.MonkeyPatch, *, available: bool) -> None:
    module = ModuleType("cupy")
    module.__dict__.update(
        {name: getattr(FakeCupy(available=available), name) for name in ("cuda", "RawModule", "empty")}
    )
    monkeypatch.setitem(sys.modules, "cupy", module)


def test_the_cpu_where_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, available=True)
    assert best_available("cpu", threads=1).name.startswith("cpu-")


def test_a_device_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, available=True)
    assert best_available(threads=1).name == "cuda-sm80"
    assert best_available("cuda", threads=1).name == "cuda-sm80"


def test_without_a_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, available=False)
    assert best_available(threads=1).name.startswith("cpu-")
    with pytest.raises(KernelsUnavailableError, match="driver"):
        best_available("cuda")


def test_without_cupy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cupy", None)
    assert best_available(threads=1).name.startswith("cpu-")
    with pytest.raises(KernelsUnavailableError, match="no CUDA here"):
        best_available("cuda")
