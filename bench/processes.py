"""Programs of a measurement that answer each line they are given with one of JSON."""

import contextlib
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

_CHECKOUT = Path(__file__).resolve().parents[1]


class Process:
    """A running program; `first` is the line that it begins with."""

    def __init__(self, words: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            list(words), cwd=_CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.first = self._line()

    def ask(self) -> dict[str, Any]:
        """What it has to say now."""
        if self._process.stdin is not None:
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        return cast("dict[str, Any]", json.loads(self._line()))

    def end(self) -> None:
        """Let it end."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _line(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            self.end()
            raise SystemExit("A process of the measurement ended; see the lines above.")
        return line.strip()
