"""What all tests share: repeatable examples, and clean skips where a GPU is missing."""

import functools
import importlib.util

import hypothesis
import pytest

# The same examples in every run, and no deadline: a slow machine is no failure.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("house")


@functools.cache
def gpu_present() -> bool:
    """Whether CuPy is installed and finds a device."""
    if importlib.util.find_spec("cupy") is None:
        return False
    import cupy

    return bool(cupy.cuda.is_available())


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is marked `gpu` on machines without one."""
    if item.get_closest_marker("gpu") and not gpu_present():
        pytest.skip("needs an NVIDIA GPU and cupy")
