"""What no file of the repository may hold."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.tree import CHECKOUT, text_files, tracked_files

# Written in two halves so that this file does not find itself.
_HOSTS = ("pypi" + r"\.org", "python" + r"hosted\.org", "registry\\." + "npmjs", "registry\\." + "yarnpkg")
_OPTIONS = ("--index" + "-url", "--extra-index" + "-url", '"resolved"' + ": ")
_UNFINISHED = ("TO" + "DO", "FIX" + "ME", "X" + "XX")


def findings(pattern: str, files: list[Path]) -> list[str]:
    expression = re.compile(pattern)
    return [
        f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if expression.search(line)
    ]


def test_no_file_knows_where_this_checkout_lies() -> None:
    assert findings(re.escape(str(CHECKOUT)), text_files()) == []


@pytest.mark.parametrize("pattern", [*_HOSTS, *_OPTIONS])
def test_no_file_names_a_package_index(pattern: str) -> None:
    assert findings(pattern, text_files()) == []


@pytest.mark.parametrize("word", _UNFINISHED)
def test_nothing_is_left_for_later(word: str) -> None:
    assert findings(rf"\b{word}\b", text_files()) == []


def test_no_file_is_large() -> None:
    assert [str(path) for path in tracked_files() if path.stat().st_size > 1 << 20] == []


LOCKS = sorted((CHECKOUT / "requirements").glob("*.lock"))


def test_there_are_locks() -> None:
    assert {path.stem for path in LOCKS} >= {"core", "test", "bench", "compiler", "node", "gpu"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_locks_pin_and_hash_every_package_and_hold_no_address(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text


PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
DECLARED = {"core": PROJECT["project"]["dependencies"], **PROJECT["dependency-groups"]}


@pytest.mark.parametrize("name", ["core", "test", "bench", "compiler", "node"])
def test_locks_are_as_new_as_the_declared_dependencies(name: str) -> None:
    """Otherwise: `./dev lock`."""
    text = (CHECKOUT / "requirements" / f"{name}.lock").read_text()
    pinned = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ]+)", text, re.MULTILINE))
    for requirement in map(Requirement, DECLARED[name]):
        assert requirement.specifier.contains(pinned[requirement.name.lower()]), requirement
