import numpy as np

from bench.render_data import phantom


def test_the_phantom_is_a_body_with_lungs_bones_and_vessels_and_always_the_same() -> None:
    small = phantom(64, 64, 48, noise_hu=4.0)
    assert small.voxels.dtype == np.int16
    assert small.voxels.shape == (48, 64, 64)
    for tissue, low, high in (("air", -1024, -900), ("lung", -870, -830), ("muscle", 20, 70), ("contrast", 250, 360)):
        assert ((small.voxels > low) & (small.voxels < high)).mean() > 0.001, tissue
    assert np.array_equal(small.voxels, phantom(64, 64, 48, noise_hu=4.0).voxels)
