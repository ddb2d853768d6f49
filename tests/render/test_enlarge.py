import numpy as np
import pytest
from scipy.ndimage import zoom

from render.enlarge import doubled, half_size


@pytest.mark.parametrize(("width", "height"), [(1, 1), (2, 2), (7, 6), (640, 481)])
def test_it_is_bilinear_and_has_the_size_asked_for(width: int, height: int) -> None:
    across, down = half_size(width, height)
    half = np.random.default_rng(1).integers(0, 256, (down, across)).astype(np.uint8)
    expected = zoom(half.astype(np.float64), 2, order=1, mode="nearest", grid_mode=True)[:height, :width]
    result = doubled(half, width, height)
    assert result.shape == (height, width)
    assert result.flags.c_contiguous
    assert np.array_equal(result, np.floor(expected + 0.5))
