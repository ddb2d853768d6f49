"""The jitter mask: what is shipped is what the generator makes, and it is blue."""

import numpy as np

from render.kernels import blue_noise

EDGE = blue_noise.EDGE


def test_file_is_what_the_generator_makes() -> None:
    assert blue_noise.PATH.read_bytes() == blue_noise.generate().tobytes()


def test_every_level_is_as_frequent() -> None:
    counts = np.bincount(blue_noise.mask()[: EDGE * EDGE], minlength=256)
    assert (counts == EDGE * EDGE // 256).all()


def test_low_frequencies_are_missing() -> None:
    mask = blue_noise.mask()[: EDGE * EDGE].reshape(EDGE, EDGE).astype(float)
    power = np.abs(np.fft.fft2(mask - mask.mean())) ** 2
    frequency = np.hypot(*np.meshgrid(*[np.fft.fftfreq(EDGE)] * 2))
    assert power[frequency < 0.15].mean() < 0.02 * power[frequency > 0.3].mean()


def test_there_is_room_behind_for_wide_loads() -> None:
    assert blue_noise.mask().size >= EDGE * EDGE + 3
