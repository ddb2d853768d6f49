"""What every benchmark prints: a table, or one JSON object."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


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


def print_table(bench: str, rows: Sequence[Row], notes: Sequence[str] = ()) -> None:
    """The form for people, with the processor it ran on."""
    table = Table(title=f"{bench}, on {processor()}", title_justify="left")
    for name in ("case", "ours", "peer", "unit", "times better", "peer's name"):
        table.add_column(name, justify="left" if name in ("case", "unit", "peer's name") else "right")
    for row in rows:
        table.add_row(row.case, f"{row.ours:.2f}", f"{row.peer:.2f}", row.unit, f"{row.ratio:.1f}", row.peer_name)
    console = Console()
    console.print(table)
    for note in notes:
        console.print(note)


def processor() -> str:
    """The processor's name as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} cores" if names else platform.machine()
