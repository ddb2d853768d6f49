"""The benchmark of coming back: medians beside what is promised."""

from __future__ import annotations

from bench.client_browser import Figures
from bench.coming_back import AIMS, rows


def test_each_case_stands_beside_its_own_aim() -> None:
    figures = Figures()
    figures.add("late-first", 300.0, 500.0, 9000.0)
    figures.add("reload-guest-all", 4000.0)
    late, reload = rows(figures)
    assert (late.case, late.ours, late.peer, late.ratio) == ("late-first", 500.0, AIMS["late"], 3.0)
    assert (reload.peer, reload.ratio) == (AIMS["reload-guest"], 0.5)
