"""What an import costs, and who may import whom."""

import json
import subprocess
import sys
from pathlib import Path

from tests.house.tree import CHECKOUT

_THIRD_PARTY = """
import json, sys, sysconfig
import render
folders = {sysconfig.get_paths()[name] for name in ("purelib", "platlib")}
files = ((name, getattr(module, "__file__", None) or "") for name, module in sys.modules.items())
print(json.dumps(sorted({name.split(".")[0] for name, file in files if any(file.startswith(f) for f in folders)})))
"""


def test_import_render_loads_numpy_only() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _THIRD_PARTY], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert set(json.loads(done.stdout)) <= {"numpy"}


def test_the_layers_hold() -> None:
    """The contracts of [tool.importlinter]: layers, one door for each outside library, no cycles."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
