"""What an import costs, who may import whom, and that what is imported is declared."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.house.tree import CHECKOUT, PACKAGES, modules

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


def imported(module: Path) -> set[str]:
    """The top-level names that a module imports, at its head or inside functions."""
    nodes = list(ast.walk(ast.parse((CHECKOUT / module).read_text())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in names}


def test_every_outside_library_is_a_declared_dependency() -> None:
    """A library that only comes along with another one may go away with it."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[^\w-]", entry)[0].lower() for entry in project["dependencies"]}
    ours = {*PACKAGES, "client", "bench"}
    outside = set().union(*map(imported, modules())) - sys.stdlib_module_names - ours
    # An extra, imported behind its one door only where it is installed.
    outside -= {"cupy"}
    distributions = packages_distributions()
    undeclared = {
        name
        for name in outside
        if not declared & {distribution.lower().replace("_", "-") for distribution in distributions.get(name, ())}
    }
    assert undeclared == set()
