"""The set-up script: it must run on a machine that has nothing but Python."""

import ast
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import CHECKOUT

DEV = CHECKOUT / "dev"


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module of its own, in a folder that it leaves no cache in."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("dev_script", str(DEV))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def program(folder: Path, name: str, says: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)


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
    for verb in ("env", "demo", "test", "check", "bench", "soak", "docs", "lock"):
        assert f"./dev {verb}" in done.stdout


def test_an_unknown_verb_is_wrong_usage() -> None:
    done = subprocess.run([sys.executable, DEV, "fly"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "./dev test" in done.stdout


def test_without_pip_for_environments_it_says_the_line_that_helps(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda _: None)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(dev.DevError, match="sudo apt-get install python3-venv"):
        dev.make_venv()


@pytest.mark.parametrize(("version", "usable"), [("v18.20.4", False), ("v20.19.0", True), ("v24.1.0", True)])
def test_the_machines_node_is_used_where_it_is_new_enough(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, usable: bool
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not dev.machine_has_node()
    program(tmp_path, "node", version)
    program(tmp_path, "npm", "10")
    assert dev.machine_has_node() is usable


def test_a_digest_knows_names_and_contents(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("1")
    b.write_text("1")
    digests = {dev.digest([a]), dev.digest([b]), dev.digest([a, b])}
    a.write_text("2")
    digests.add(dev.digest([a]))
    assert len(digests) == 4
    assert dev.digest([a, b]) == dev.digest([b, a])


def test_it_names_the_packages_that_tests_with_real_peers_want(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path, "storescu", "dcmtk")
    monkeypatch.setenv("PATH", str(tmp_path))
    dev.get_peers()
    assert "sudo apt-get install dicom3tools chromium" in capsys.readouterr().out


def test_a_failed_step_shows_what_it_said(dev: ModuleType) -> None:
    with pytest.raises(dev.DevError, match="no such thing"):
        dev.run(sys.executable, "-c", "raise SystemExit('no such thing')", quiet=True)
