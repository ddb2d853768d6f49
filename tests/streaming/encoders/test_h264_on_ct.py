"""How the chest CT looks while it moves: structure kept, in few bytes."""

import av
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from bench.render_data import real_ct
from bench.stream import TICKS, pictures
from streaming.encoders import EncoderSettings, open_encoder
from streaming.picture import Pixels
from tests.data import shared_data

SIDE = 1024
MOST_BYTES = 42_000
LEAST_SSIM = 0.98


def ssim(one: Pixels, other: Pixels) -> float:
    """Structural similarity of 8-bit pictures (Wang et al. 2004, IEEE TIP 13(4), Gaussian window of 1.5)."""

    def local(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(gaussian_filter(values, 1.5, truncate=3.5), np.float64)

    first, second = one.astype(np.float64), other.astype(np.float64)
    mean_1, mean_2 = local(first), local(second)
    variance_1, variance_2 = local(first**2) - mean_1**2, local(second**2) - mean_2**2
    covariance = local(first * second) - mean_1 * mean_2
    steady, structure = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean_1 * mean_2 + steady) * (2 * covariance + structure)
    below = (mean_1**2 + mean_2**2 + steady) * (variance_1 + variance_2 + structure)
    return float(np.mean(above / below))


def test_scrolled_slices_keep_their_structure_at_the_usual_ceiling() -> None:
    shared_data("ct-chest-thin-lidc0314.zip")
    encoder = open_encoder(SIDE, SIDE, EncoderSettings(hardware=False))
    decoder = av.CodecContext.create("h264", "r")
    sizes, likenesses = [], []
    for number, pixels in enumerate(pictures(real_ct(), SIDE, SIDE, 20)):
        data = encoder.encode(pixels, number * TICKS, key=number == 0)
        for frame in decoder.decode(av.Packet(data)):
            if number >= 10:
                sizes.append(len(data))
                luma = frame.to_ndarray()[:SIDE, :SIDE].astype(np.uint8)
                likenesses.append(ssim(luma, pixels))

    assert len(sizes) == 10
    assert np.mean(sizes) <= MOST_BYTES
    assert min(likenesses) >= LEAST_SSIM
