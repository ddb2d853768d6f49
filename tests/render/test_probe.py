import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from render import geometry
from render.probe import probe
from tests.render.volumes import OBLIQUE, TILTED, noise, volume


@pytest.mark.parametrize("affine", [OBLIQUE, TILTED])
def test_values_are_trilinear_in_double_precision(affine: geometry.Matrix34) -> None:
    held = volume(noise(9, 8, 7), affine, slope=0.37, intercept=-5.0)
    index = np.random.default_rng(5).uniform(0, 1, (200, 3)) * (6, 7, 8)
    points = [geometry.to_patient(affine, (float(i), float(j), float(k))) for i, j, k in index]
    expected = map_coordinates(held.voxels.astype(np.float64), index[:, ::-1].T, order=1) * 0.37 - 5.0
    assert probe(held, points) == pytest.approx(expected, abs=1e-9)


def test_a_voxels_centre_gives_the_voxel_itself() -> None:
    held = volume(noise(9, 8, 7), OBLIQUE)
    for index in ((0, 0, 0), (6, 7, 8), (3, 4, 5)):
        point = geometry.to_patient(OBLIQUE, (float(index[0]), float(index[1]), float(index[2])))
        assert probe(held, [point])[0] == held.voxels[index[::-1]]


def test_half_a_voxel_outside_the_last_centre_continues_and_beyond_is_nothing() -> None:
    held = volume(noise(9, 8, 7), OBLIQUE)
    edge, outside = (geometry.to_patient(OBLIQUE, (6.0 + d, 2.0, 3.0)) for d in (0.49, 0.51))
    assert probe(held, [edge])[0] == held.voxels[3, 2, 6]
    assert np.isnan(probe(held, [outside, (1e9, 0.0, 0.0)])).all()


def test_what_has_not_come_is_nothing_and_does_not_spoil_its_neighbours() -> None:
    held = volume(noise(4, 3, 3))
    held.loaded[2] = False
    at = [geometry.to_patient(held.info.matrix, (1.0, 1.0, k)) for k in (1.0, 1.5, 2.0, 3.0)]
    values = probe(held, at)
    assert values[0] == held.voxels[1, 1, 1]
    assert np.isnan(values[1])
    assert np.isnan(values[2])
    assert values[3] == held.voxels[3, 1, 1]


def test_a_voxel_that_is_no_number_counts_only_where_it_has_weight() -> None:
    voxels = noise(3, 3, 3).astype(np.float32)
    voxels[0, 0, 1] = np.nan
    held = volume(voxels)
    at = [geometry.to_patient(held.info.matrix, (i, 0.0, 0.0)) for i in (0.0, 0.5)]
    values = probe(held, at)
    assert values[0] == voxels[0, 0, 0]
    assert np.isnan(values[1])
