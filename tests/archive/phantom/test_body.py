import numpy as np
import pytest

from archive.phantom import body
from archive.phantom.canvas import Canvas, Floats


def at(*points: tuple[float, float, float]) -> tuple[Floats, Floats, Floats]:
    x, y, z = np.array(points, np.float32).T
    return x, y, z


def test_the_body_is_inside_its_skin() -> None:
    inside, outside = body.body_depth(*at((0, 0, 180), (175, 110, 180)))
    assert inside > 90
    assert outside < 0


def test_fat_is_part_of_the_wall() -> None:
    points = at((140, 0, 40), (0, 95, 200), (60, -90, 240))
    assert np.all(body.fat_mm(*points) > 5)
    assert np.all(body.wall_mm(*points) > body.fat_mm(*points) + 8)


def test_the_right_dome_is_the_higher_one() -> None:
    x, y, _ = at((-70, 0, 0), (70, 0, 0), (0, 0, 0))
    right, left, middle = body.diaphragm_height(x, y)
    assert right > left > middle


@pytest.mark.parametrize("point", [(-80.0, 0.0, 260.0), (80.0, 20.0, 230.0)])
def test_lungs_fill_the_chest(point: tuple[float, float, float]) -> None:
    assert body.lung_depth(*at(point))[0] > 10


@pytest.mark.parametrize(
    "point", [(0.0, 60.0, 240.0), (34.0, -22.0, 209.0), (-70.0, 0.0, 150.0), (0.0, 0.0, 300.0), (150.0, 0.0, 240.0)]
)
def test_no_lung_in_spine_heart_belly_mediastinum_and_wall(point: tuple[float, float, float]) -> None:
    assert body.lung_depth(*at(point))[0] < 0


def test_the_lungs_leave_a_rim_around_the_heart() -> None:
    rng = np.random.default_rng(1)
    x, y, z = rng.uniform((-90, -90, 150), (90, 60, 275), (4000, 3)).astype(np.float32).T
    lung = body.lung_depth(x, y, z) > 0
    assert lung.sum() > 500
    assert body.heart_depth(x, y, z)[lung].max() <= -5


def test_the_irregular_field_is_bounded_and_repeatable() -> None:
    x, y, z = np.random.default_rng(2).uniform(-100, 100, (3, 5000)).astype(np.float32)
    field = body.warp(x, y, z, 30, 5)
    assert 0.5 < np.abs(field).max() <= 2.5
    assert abs(field.mean()) < 0.1
    np.testing.assert_array_equal(field, body.warp(x, y, z, 30, 5))


def test_layers_follow_from_the_skin_inwards() -> None:
    canvas = Canvas(slices=36, size=180, extent_mm=360)
    body.paint_body(canvas, 230, 240)
    row = canvas.voxels[23, 90, :90][::-1]
    outside, skin, fat, muscle, lung = -1000, body.SKIN, body.FAT, body.MUSCLE, body.LUNG
    layers = [int(np.argmin(np.abs(row - value))) for value in (lung, muscle, fat)]
    assert layers == sorted(layers)
    assert row[-1] == outside
    at_the_surface = row[row > outside + 100][-3:]
    assert np.abs(at_the_surface - skin).min() < 60
    assert np.all(canvas.voxels[:22] == outside)
