"""What processes hold and use, from /proc."""

import os
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")


def descendants(pid: int) -> list[int]:
    """Process ids of the children of a process, of theirs, and so on."""
    found = []
    for task in _listed(_PROC / str(pid) / "task"):
        for child in _words(task / "children"):
            found += [int(child), *descendants(int(child))]
    return found


def pss_mb(pids: Iterable[int]) -> float:
    """Proportional set size of all of them together, in MB: shared pages count once."""
    total = 0
    for pid in pids:
        words = _words(_PROC / str(pid) / "smaps_rollup")
        if "Pss:" in words:
            total += int(words[words.index("Pss:") + 1])
    return total * 1024 / 1e6


def cpu_s(pid: int) -> float:
    """Processor seconds that a process has used; 0 where it has gone."""
    try:
        after_name = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _words(path: Path) -> list[str]:
    """The words of a file; none where the process has gone."""
    try:
        return path.read_text().split()
    except OSError:
        return []
