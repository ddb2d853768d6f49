"""The benchmarks live in the checkout; elsewhere that is said."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

import pytest

from session.__main__ import main


def test_a_benchmark_gets_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []

    def run(*, as_json: bool, cases: str | None) -> int:
        called.append((as_json, cases))
        return 0

    monkeypatch.setattr(importlib, "import_module", _instead("bench.render", SimpleNamespace(run=run)))
    assert main(["bench", "render", "--json", "--cases", "mip"]) == 0
    assert called == [(True, "mip")]


def test_a_soak_lasts_as_long_as_is_said_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called: list[int] = []

    def run(*, as_json: bool, cases: str | None, minutes: int) -> int:
        assert (as_json, cases) == (False, None)
        called.append(minutes)
        return 1

    monkeypatch.setattr(importlib, "import_module", _instead("bench.soak", SimpleNamespace(run=run)))
    assert main(["bench", "soak", "--minutes", "30"]) == 1
    assert called == [30]
    assert main(["bench", "render", "--minutes", "30"]) == 2
    assert "soak" in capsys.readouterr().err


@pytest.mark.parametrize(("missing", "says"), [("bench", "checkout"), ("vtk", "./dev bench render")])
def test_what_is_missing_is_named(
    missing: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ModuleNotFoundError(f"No module named {missing!r}", name=missing)
    monkeypatch.setattr(importlib, "import_module", _instead("bench.render", error))
    assert main(["bench", "render"]) == 2
    assert says in capsys.readouterr().err


def _instead(name: str, answer: object) -> object:
    real = importlib.import_module

    def load(wanted: str) -> object:
        if wanted != name:
            return real(wanted)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return load
