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
