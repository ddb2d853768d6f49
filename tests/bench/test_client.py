"""The client's benchmark: medians beside their peers, and what a tree of processes holds."""

from __future__ import annotations

import os
import subprocess
import sys

from bench.client import CASES, rows
from bench.client_browser import Figures
from bench.memory import descendants, pss_mb


def test_rows_are_medians_and_say_how_many_times_better() -> None:
    figures = Figures()
    figures.add("pictures-webrtc", 40.0, 71.0, 90.0)
    figures.add("first-right-cold", 460.0)
    figures.add("heap-growth", -2.0)
    found = {row.case: row for row in rows(figures)}
    assert list(found) == ["first-right-cold", "pictures-webrtc", "heap-growth"], "in the order of the table"
    assert found["pictures-webrtc"].ours == 71.0
    assert found["pictures-webrtc"].ratio == 71.0 / CASES["pictures-webrtc"].peer
    assert found["first-right-cold"].ratio == 10.0
    assert found["heap-growth"].ratio == 1000.0


def test_a_tree_of_processes_is_found_and_weighed() -> None:
    script = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE) as parent:
        while len(tree := descendants(parent.pid)) < 1:
            assert parent.poll() is None
        assert parent.pid in descendants(os.getpid())
        assert pss_mb(tree) > 0
        parent.communicate(b"\n")
    assert descendants(parent.pid) == []
    assert pss_mb(tree) == 0
