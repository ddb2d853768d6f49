"""Arrays for pictures: new ones, and given ones that fit."""

from typing import Any

import numpy as np
import pytest

from render.errors import BadRequestError
from render.kernels import pictures


def test_new_arrays() -> None:
    assert pictures.grey(7, 3).shape == (3, 7)
    assert pictures.rgb(7, 3).shape == (3, 7, 3)
    assert pictures.floats(7, 3).dtype == np.float32


def test_a_given_array_is_used() -> None:
    out = np.zeros((3, 7, 3), np.uint8)
    assert pictures.rgb(7, 3, out) is out


@pytest.mark.parametrize(
    "out",
    [
        np.zeros((3, 8), np.uint8),
        np.zeros((3, 7), np.int8),
        np.zeros((6, 7), np.uint8)[::2],
        np.frombuffer(bytes(21), np.uint8).reshape(3, 7),
    ],
    ids=["shape", "type", "strides", "read-only"],
)
def test_arrays_that_do_not_fit(out: Any) -> None:
    with pytest.raises(BadRequestError, match="cannot be written"):
        pictures.grey(7, 3, out)


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, -1), (16385, 1), (1, 10**9)])
def test_sizes_are_checked_before_memory_is_taken(width: int, height: int) -> None:
    for make in (pictures.grey, pictures.rgb, pictures.floats):
        with pytest.raises(BadRequestError, match="pixels"):
            make(width, height)


def test_bias() -> None:
    assert pictures.add_bias(np.array([-32768.0, np.nan], np.float32), 32768.0)[0] == 0
    same = np.array([1.5], np.float32)
    assert pictures.add_bias(same, 0.0) is same
