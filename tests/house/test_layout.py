"""Size, place and mirror of the sources."""

import ast
import importlib
from pathlib import Path

import pytest

from tests.house.tree import CHECKOUT, PACKAGES, modules, tracked_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
SOURCES = {".py", ".ts", ".tsx", ".h", ".cpp", ".cu"}


def sources() -> list[Path]:
    files = (path.relative_to(CHECKOUT) for path in tracked_files())
    return [path for path in files if path.suffix in SOURCES or path.name == "dev"]


def python_sources() -> list[Path]:
    return [path for path in sources() if path.suffix == ".py" or path.name == "dev"]


def test_files_hold_one_concept_each() -> None:
    lengths = {path: len((CHECKOUT / path).read_text().splitlines()) for path in sources() if path.parts[0] != "tests"}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first to the last, the docstring apart."""
    first = function.body[0]
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if is_declaration(first) else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def test_functions_can_be_read_at_once() -> None:
    long = [
        f"{path}:{node.lineno} {node.name} has {code_lines(node)} lines"
        for path in python_sources()
        for node in ast.walk(ast.parse((CHECKOUT / path).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and code_lines(node) > LONGEST_FUNCTION
    ]
    assert long == []


def has_code(module: Path) -> bool:
    """Whether a module does something: constants, types, protocols and errors without a method only declare."""
    functions = (
        node
        for node in ast.walk(ast.parse((CHECKOUT / module).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return any(not is_declaration(statement) for function in functions for statement in function.body)


def is_declaration(statement: ast.stmt) -> bool:
    """A docstring or an ellipsis."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def mirror_of(module: Path) -> Path:
    names = {"__init__": module.parent.name, "__main__": "main"}
    return Path("tests", module.parent, f"test_{names.get(module.stem, module.stem)}.py")


def test_every_module_has_its_test_module() -> None:
    missing = {
        str(module): str(mirror_of(module))
        for module in modules()
        if has_code(module) and not (CHECKOUT / mirror_of(module)).is_file()
    }
    assert missing == {}


def test_tests_are_no_packages() -> None:
    """An __init__.py below tests/ would hide the package that the folder is named after."""
    assert list((CHECKOUT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_are_this_checkouts(package: str) -> None:
    """The names are general enough for another distribution to bring them: ours must be the ones imported."""
    assert importlib.import_module(package).__path__[0] == str(CHECKOUT / package)
