import numpy as np
import pytest

from archive.phantom.body import body_depth, lung_depth
from archive.phantom.canvas import Canvas
from archive.phantom.skeleton import RIBS, paint_bone, paint_skeleton, rib_path, spine_y, vertebra_z


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("n", range(RIBS))
def test_ribs_run_in_the_wall_between_skin_and_lung(n: int, side: int) -> None:
    bone, cartilage = rib_path(n, side)
    x, y, z = (axis.astype(np.float32) for axis in bone[6:].T)
    assert np.all(x * side > 0)
    assert body_depth(x, y, z).min() > 3
    assert lung_depth(x, y, z).max() < 4
    assert len(cartilage) == 0 if n < 2 else abs(cartilage[-1, 0]) < 15


def test_ribs_fall_towards_the_front() -> None:
    bone, _ = rib_path(5, 1)
    assert bone[-1, 1] < bone[0, 1]
    assert bone[-1, 2] < bone[0, 2] - 30


def test_the_spine_bends_forward_in_the_loin_and_back_in_the_chest() -> None:
    assert spine_y(40.0) < spine_y(260.0)


def test_vertebrae_follow_one_another() -> None:
    assert vertebra_z(3) - vertebra_z(2) == vertebra_z(2) - vertebra_z(1) > 20


def test_a_bone_is_hard_outside_and_soft_inside() -> None:
    canvas = Canvas(slices=40, size=40, extent_mm=40)
    paint_bone(canvas, np.array([[-10.0, 0, 20], [10, 0, 20]]), np.array([6.0, 6.0]))
    profile = canvas.voxels[20, :, 20]
    assert profile[20] < 300
    assert profile.max() > profile[20] + 150


def test_the_whole_skeleton_has_spine_breastbone_and_both_sides_alike() -> None:
    canvas = Canvas(slices=90, size=90, extent_mm=360)
    paint_skeleton(canvas)
    bone = canvas.voxels > 150
    assert bone[:, :, 45].any(axis=1).mean() > 0.9
    left, right = bone[:, :, 45:].sum(), bone[:, :, :45].sum()
    assert left == pytest.approx(right, rel=0.03)
    assert bone[55:65, :30, 40:50].any()
