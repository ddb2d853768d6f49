"""Transfer tables against the functions that they tabulate."""

import numpy as np
import pytest

from render.errors import BadRequestError
from render.kernels import TransferTable
from tests.render.kernels.volumes import BONE, SKIN


def entries(table: TransferTable, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[int]:
    return [int(b) for b in np.clip(values * table.scale + table.offset, 0, table.bins - 1)]


@pytest.mark.parametrize("points", [BONE, SKIN])
@pytest.mark.parametrize("step_mm", [0.5, 2.0])
def test_opacity_of_a_step_is_corrected(points: tuple[tuple[float, ...], ...], step_mm: float) -> None:
    table = TransferTable.from_points(points, step_mm)  # type: ignore[arg-type]
    values = np.linspace(-1500, 3500, 5001)
    array = np.array(points)
    per_mm = np.interp(values, array[:, 0], array[:, 4])
    expected = 1 - (1 - per_mm) ** step_mm
    resolution = 1 / table.scale  # values a bin
    steepest = np.abs(np.diff(array[:, 4]) / np.diff(array[:, 0])).max() * resolution * max(step_mm, 1)
    assert np.abs(table.opacity[entries(table, values)] - expected).max() <= steepest


def test_colours_are_ten_bits_each() -> None:
    table = TransferTable.from_points([(0, 1, 0.5, 0, 1), (10, 1, 0.5, 0, 1)], 1.0)
    assert set(table.color.tolist()) == {1023 | 512 << 10}


def test_pre_integrated_pairs_are_means_over_what_lies_between() -> None:
    table = TransferTable.from_points(BONE, 1.0, pre_integrated=True)
    opacity = table.opacity.reshape(table.bins, table.bins)
    color = table.color.reshape(table.bins, table.bins)
    front, back = 40, 200
    between = table.extinction[front : back + 1].astype(float)
    assert np.isclose(opacity[front, back], 1 - np.exp(-between.mean()), atol=1e-6)
    assert np.array_equal(opacity, opacity.T)
    assert np.array_equal(color, color.T)
    diagonal = 1 - np.exp(-table.extinction.astype(float))
    assert np.abs(np.diag(opacity) - diagonal).max() < 1e-6


def test_transparent_pairs_are_exactly_zero() -> None:
    table = TransferTable.from_points(SKIN, 1.0, pre_integrated=True)
    last_empty = int(np.flatnonzero(table.extinction > 0)[0]) - 1
    assert (table.opacity.reshape(table.bins, table.bins)[: last_empty + 1, : last_empty + 1] == 0).all()


@pytest.mark.parametrize("pre_integrated", [False, True])
def test_values_beyond_the_points_are_like_the_outermost(pre_integrated: bool) -> None:
    table = TransferTable.from_points(
        [(0, 0, 0, 0, 0), (100, 1, 1, 1, 0.5), (200, 0, 0, 0, 0)], 1.0, pre_integrated=pre_integrated
    )
    first, last = entries(table, np.array([-1e6, 1e6]))
    pairs = table.opacity.reshape(-1, table.bins) if pre_integrated else table.opacity[None]
    ends = (pairs[first, first], pairs[last, last]) if pre_integrated else (pairs[0, first], pairs[0, last])
    assert ends == (0, 0)


def test_a_function_without_opacity() -> None:
    table = TransferTable.from_points([(0, 1, 1, 1, 0), (100, 1, 1, 1, 0)], 1.0, pre_integrated=True)
    assert not table.opacity.any()


def test_equal_by_what_they_are_made_from() -> None:
    one, same = TransferTable.from_points(BONE, 1.0), TransferTable.from_points(list(BONE), 1.0)
    assert one == same
    assert hash(one) == hash(same)
    others = [
        TransferTable.from_points(BONE, 0.5),
        TransferTable.from_points(SKIN, 1.0),
        TransferTable.from_points(BONE, 1.0, pre_integrated=True),
    ]
    assert all(one != other for other in others)
    assert one != "bone"


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([], "two or more"),
        ([(0, 0, 0, 0, 0)], "two or more"),
        ([(0, 0, 0, 0), (1, 0, 0, 0)], "two or more"),
        ([(0, 0, 0, 0, 0), (0, 1, 1, 1, 1)], "ascend"),
        ([(0, 0, 0, 0, 0), (float("nan"), 1, 1, 1, 1)], "ascend"),
        ([(0, 0, 0, 0, 0), (1, 1, 1, 2, 1)], "between 0 and 1"),
        ([(0, 0, 0, 0, 0), (1, 1, 1, 1, -0.1)], "between 0 and 1"),
    ],
)
def test_refuses_points(points: list[tuple[float, ...]], words: str) -> None:
    with pytest.raises(BadRequestError, match=words):
        TransferTable.from_points(points)  # type: ignore[arg-type]


@pytest.mark.parametrize("step_mm", [0.0, -1.0, float("inf"), float("nan")])
def test_refuses_steps(step_mm: float) -> None:
    with pytest.raises(BadRequestError, match="step"):
        TransferTable.from_points(BONE, step_mm)
