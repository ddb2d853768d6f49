import numpy as np
import pytest
from numpy.typing import NDArray

from archive.phantom.canvas import Canvas
from archive.phantom.trees import Points, Tree, grow, scatter

STEM = np.array([[0.0, 0, 0], [0, 0, 5]])


def in_ball(points: Points) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = np.linalg.norm(points, axis=1) < 30
    return inside


@pytest.fixture
def targets() -> Points:
    return scatter(in_ball, (-30, -30, -30), (30, 30, 30), 60, np.random.default_rng(3))


@pytest.fixture
def tree(targets: Points) -> Tree:
    return grow(STEM, targets, 4.0, 0.5)


def test_scattered_points_lie_inside_and_apart(targets: Points) -> None:
    assert 40 <= len(targets) <= 60
    assert in_ball(targets).all()
    distances = np.linalg.norm(targets[:, None] - targets, axis=2)
    assert distances[~np.eye(len(targets), dtype=bool)].min() > 3


def test_a_tree_reaches_every_target(tree: Tree, targets: Points) -> None:
    distances = np.linalg.norm(tree.points[:, None] - targets, axis=2)
    np.testing.assert_allclose(distances.min(axis=0), 0, atol=1e-9)


def test_every_branch_leads_back_to_the_root(tree: Tree) -> None:
    assert tree.parents[0] == 0
    assert np.all(tree.parents[1:] < np.arange(1, len(tree.points)))


def test_branches_grow_thinner_from_the_root_to_the_tips(tree: Tree) -> None:
    assert tree.radii[0] == pytest.approx(4)
    assert tree.radii.min() == pytest.approx(0.5)
    assert np.all(tree.radii[1:] <= tree.radii[tree.parents[1:]])


def test_painting_shows_the_branches_and_nothing_else(tree: Tree) -> None:
    canvas = Canvas(slices=80, size=80, extent_mm=80)
    tree.paint(canvas, 200)
    painted = np.argwhere(canvas.voxels > 0)[:, ::-1] + 0.5 - (40, 40, 0)
    assert len(painted) > 50
    nearest = np.linalg.norm(painted[:, None] - tree.points, axis=2).min(axis=1)
    assert nearest.max() < 9
