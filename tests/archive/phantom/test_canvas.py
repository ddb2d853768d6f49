import numpy as np
import pytest

from archive.phantom.canvas import Canvas, along, ellipsoid_depth, paint, smooth_path


@pytest.fixture
def canvas() -> Canvas:
    return Canvas(slices=40, size=40, extent_mm=40)


def test_a_new_canvas_is_air(canvas: Canvas) -> None:
    assert canvas.voxels.shape == (40, 40, 40)
    assert np.all(canvas.voxels == -1000)


def test_a_region_holds_the_voxels_between_two_corners(canvas: Canvas) -> None:
    box = canvas.region((-2, -3, 10), (2, 3, 12))
    assert box.voxels.shape == (2, 6, 4)
    assert box.x.ravel().tolist() == [-1.5, -0.5, 0.5, 1.5]
    assert box.z.ravel().tolist() == [10.5, 11.5]
    assert box.voxels.base is canvas.voxels


def test_a_region_outside_is_empty(canvas: Canvas) -> None:
    assert canvas.region((100, 0, 0), (120, 10, 10)).voxels.size == 0


def test_paint_mixes_at_the_surface() -> None:
    voxels = np.zeros(3, np.int16)
    paint(voxels, np.array([-5, 0, 5], np.float32), 100)
    assert voxels.tolist() == [0, 50, 100]


def test_a_sphere_has_its_volume(canvas: Canvas) -> None:
    canvas.ellipsoid((0, 0, 20), (9, 9, 9), 0)
    painted = (canvas.voxels.astype(float) + 1000).sum() / 1000
    assert painted == pytest.approx(4 / 3 * np.pi * 9**3, rel=0.01)


def test_an_ellipsoids_axes_turn_it(canvas: Canvas) -> None:
    x_to_y = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]], np.float32)
    canvas.ellipsoid((0, 0, 20), (12, 3, 3), 0, axes=x_to_y)
    assert canvas.voxels[20, 28, 20] > -50
    assert canvas.voxels[20, 20, 28] == -1000


def test_depth_is_the_distance_to_a_spheres_surface() -> None:
    x = np.array([0.5, 2, 6], np.float32)
    np.testing.assert_allclose(ellipsoid_depth(x, 0 * x, 0 * x, (0, 0, 0), (4, 4, 4)), 4 - x, rtol=1e-5)


def test_a_tube_follows_its_path_and_radii(canvas: Canvas) -> None:
    canvas.tube(np.array([[-10.0, 0, 20], [10, 0, 20]]), np.array([2.0, 5.0]), 0)
    thickness = (canvas.voxels[:, 20, :] > -500).sum(axis=0)
    assert thickness[12] < thickness[20] < thickness[28]
    assert canvas.voxels[20, 20, 2] == -1000


def test_a_flat_tube_is_taller_in_z(canvas: Canvas) -> None:
    canvas.tube(np.array([[-10.0, 0, 20], [10, 0, 20]]), np.array([4.0, 4.0]), 0, flat=2)
    section = canvas.voxels[:, :, 20] > -500
    assert section.any(axis=1).sum() == pytest.approx(2 * section.any(axis=0).sum(), abs=2)


def test_a_smooth_path_goes_through_its_points() -> None:
    points = [(0.0, 0.0, 0.0), (10.0, 5.0, 0.0), (20.0, 0.0, 8.0)]
    path = smooth_path(points, step_mm=2)
    for point in points:
        assert np.linalg.norm(path - point, axis=1).min() < 1e-9
    assert np.linalg.norm(np.diff(path, axis=0), axis=1).max() < 4


def test_values_spread_along_a_path() -> None:
    assert along(np.zeros((5, 3)), 1, 3).tolist() == [1, 1.5, 2, 2.5, 3]
