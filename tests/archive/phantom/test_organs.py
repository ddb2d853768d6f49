import numpy as np
import pytest

from archive.phantom import organs
from archive.phantom.body import body_depth, diaphragm_height
from archive.phantom.canvas import Canvas


@pytest.fixture(scope="module")
def painted() -> Canvas:
    canvas = Canvas(slices=90, size=90, extent_mm=360)
    organs.paint_organs(canvas)
    return canvas


def value(canvas: Canvas, x: float, y: float, z: float) -> int:
    """The value at a patient position, averaged over the neighbours."""
    k, j, i = int(z / 4), int((y + 180) / 4), int((x + 180) / 4)
    return int(canvas.voxels[k : k + 1, j - 1 : j + 2, i - 1 : i + 2].mean())


@pytest.mark.parametrize(
    ("place", "low", "high"),
    [
        pytest.param((-90, 0, 140), 85, 115, id="liver"),
        pytest.param((92, 10, 126), 105, 150, id="spleen"),
        pytest.param((34, -22, 212), 290, 340, id="left ventricle"),
        pytest.param((-32, -16, 222), 195, 225, id="right atrium"),
        pytest.param((60, -56, 100), -1000, -700, id="gas in the stomach"),
        pytest.param((-46, -52, 80), 0, 40, id="gall bladder"),
    ],
)
def test_organs_have_their_place_and_density(
    painted: Canvas, place: tuple[float, float, float], low: int, high: int
) -> None:
    assert low <= value(painted, *place) <= high


@pytest.mark.parametrize("centre", organs.KIDNEYS)
def test_a_kidneys_cortex_is_brighter_than_its_inside(painted: Canvas, centre: tuple[float, float, float]) -> None:
    x, y, z = centre
    k, j = int(z / 4), int((y + 180) / 4)
    outwards = [int(painted.voxels[k, j, int((x + np.sign(x) * mm + 180) / 4)]) for mm in (12, 16, 20, 24)]
    assert outwards[-1] == max(outwards) > organs.KIDNEY_MEDULLA + 40


def test_the_liver_lies_under_the_right_dome() -> None:
    x, y, z = np.random.default_rng(4).uniform((-150, -100, 40), (150, 100, 230), (20000, 3)).astype(np.float32).T
    liver = organs.liver_depth(x, y, z) > 0
    assert liver.sum() > 500
    assert np.all(z[liver] < diaphragm_height(x, y)[liver])
    assert np.all(body_depth(x, y, z)[liver] > 15)
    assert x[liver].mean() < -30
