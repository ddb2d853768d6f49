"""The set-up script: it must run on a machine that has nothing but Python."""

import ast
import subprocess
import sys

from tests.house.tree import CHECKOUT

DEV = CHECKOUT / "dev"


def test_it_imports_the_standard_library_only() -> None:
    tree = ast.parse(DEV.read_text())
    imports = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imports |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imports
    assert {name.split(".")[0] for name in imports} <= sys.stdlib_module_names


def test_it_can_be_started() -> None:
    assert DEV.stat().st_mode & 0o111
    assert DEV.read_text().startswith("#!/usr/bin/env python3\n")


def test_help_names_every_verb() -> None:
    done = subprocess.run([sys.executable, DEV, "--help"], capture_output=True, text=True, check=True)
    for verb in ("env", "demo", "test", "check", "bench", "docs", "lock"):
        assert f"./dev {verb}" in done.stdout


def test_an_unknown_verb_is_wrong_usage() -> None:
    done = subprocess.run([sys.executable, DEV, "fly"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "./dev test" in done.stdout
