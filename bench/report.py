"""What every benchmark prints: a table, or one JSON object."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One case, side by side; `ratio` is how many times better ours is (peer/ours for times and bytes)."""

    case: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    ratio: float


def as_json(bench: str, rows: Sequence[Row]) -> str:
    """The machine-readable form: {"bench": NAME, "rows": [...]}."""
    return json.dumps({"bench": bench, "rows": [asdict(row) for row in rows]})


def print_table(bench: str, rows: Sequence[Row]) -> None:
    """The form for people, with the processor it ran on."""
    print(f"{bench}, on {processor()}\n")
    width = max((len(row.case) for row in rows), default=0)
    print(f"{'case':{width}}  {'ours':>10}  {'peer':>10}  unit  {'better':>7}  peer")
    for row in rows:
        print(
            f"{row.case:{width}}  {row.ours:10.2f}  {row.peer:10.2f}  {row.unit:4}  {row.ratio:6.1f}x  {row.peer_name}"
        )


def processor() -> str:
    """The processor's name as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} cores" if names else platform.machine()
