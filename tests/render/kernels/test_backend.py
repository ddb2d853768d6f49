"""The back ends offer one surface: that of the protocol."""

import ast
import inspect
from pathlib import Path

import pytest

from render.kernels import backend, cpu, cuda, protocol


def methods(module: object, name: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(Path(inspect.getfile(module)).read_text())  # type: ignore[arg-type]
    (found,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    return {node.name: node for node in found.body if isinstance(node, ast.FunctionDef)}


def surface(module: object, name: str) -> dict[str, str]:
    """Public methods with the names, kinds and defaults of their parameters."""
    shapes = {}
    for method in methods(module, name).values():
        if method.name.startswith("_"):
            continue
        parameters = method.args
        for parameter in (*parameters.args, *parameters.kwonlyargs):
            parameter.annotation = None
        decorators = [ast.unparse(decorator) for decorator in method.decorator_list]
        shapes[method.name] = f"{decorators} {ast.unparse(parameters)}"
    return shapes


@pytest.mark.parametrize(("module", "name"), [(cpu, "CpuKernels"), (cuda, "CudaKernels")])
def test_surface_is_the_protocols(module: object, name: str) -> None:
    assert {**surface(backend, "Backend"), **surface(module, name)} == surface(protocol, "Kernels")
    assert not set(surface(backend, "Backend")) & set(surface(module, name))


def test_both_fill_the_same_gaps() -> None:
    abstract = {
        name
        for name, method in methods(backend, "Backend").items()
        if any(ast.unparse(decorator) == "abstractmethod" for decorator in method.decorator_list)
    }
    assert abstract <= set(methods(cpu, "CpuKernels"))
    assert abstract <= set(methods(cuda, "CudaKernels"))
