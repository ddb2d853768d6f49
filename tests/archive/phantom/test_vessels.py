import numpy as np
import pytest

from archive.phantom.body import LUNG, lung_depth
from archive.phantom.canvas import Canvas
from archive.phantom.vessels import AORTA, paint_vessels


@pytest.fixture(scope="module")
def painted() -> Canvas:
    canvas = Canvas(slices=120, size=120, extent_mm=360)
    canvas.voxels[:] = LUNG
    paint_vessels(canvas)
    return canvas


@pytest.mark.parametrize("place", [(27.0, 41.0, 230.0), (-12.0, -26.0, 270.0), (3.0, 15.0, 60.0)])
def test_the_aorta_carries_contrast(painted: Canvas, place: tuple[float, float, float]) -> None:
    x, y, z = place
    assert painted.voxels[int(z / 3), int((y + 180) / 3), int((x + 180) / 3)] == pytest.approx(AORTA, abs=5)


def test_the_trachea_holds_air_within_a_wall(painted: Canvas) -> None:
    row = painted.voxels[320 // 3, int((7 + 180) / 3), 50:70]
    assert row.min() < -990
    middle = int(row.argmin())
    assert row[:middle].max() > -300
    assert row[middle:].max() > -300


def test_vessels_reach_all_parts_of_both_lungs(painted: Canvas) -> None:
    k, j, i = np.argwhere(painted.voxels > LUNG + 100).T
    x, y, z = (i * 3 - 178.5).astype(np.float32), (j * 3 - 178.5).astype(np.float32), (k * 3 + 1.5).astype(np.float32)
    inside = lung_depth(x, y, z) > 6
    for side in (-1, 1):
        lung = inside & (x * side > 0)
        assert lung.sum() > 800
        for axis, reach in ((x * side, 60), (y, 90), (z, 120)):
            assert np.ptp(axis[lung]) > reach
