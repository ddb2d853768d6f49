"""How many bytes a moving picture takes at the same likeness: our H.264 beside the JPEG that trame-rca moves with."""

import io
from collections.abc import Sequence
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from bench.report import Row
from streaming.encoders import EncoderSettings, open_encoder
from streaming.picture import Pixels

PEER: Final = "JPEG q60 4:2:0 (trame-rca)"
# trame-rca's quality while a hand moves, and its subsampling (create_view_handler, encoders/turbo_jpeg.py).
_QUALITY: Final = 60
_QUANTISERS: Final = (18, 21, 24, 27, 30, 33)
_TICKS: Final = 3000


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


def jpeg(shown: Sequence[Pixels]) -> tuple[float, float]:
    """Mean bytes and likeness as trame-rca sends grey pictures: as colour, by libjpeg-turbo."""
    sizes, likenesses = [], []
    for pixels in shown:
        file = io.BytesIO()
        Image.fromarray(pixels).convert("RGB").save(file, "JPEG", quality=_QUALITY, subsampling="4:2:0")
        sizes.append(len(file.getvalue()))
        likenesses.append(ssim(np.array(Image.open(file).convert("L")), pixels))
    return float(np.mean(sizes)), float(np.mean(likenesses))


def h264(shown: Sequence[Pixels], quantiser: int) -> tuple[float, float]:
    """Mean bytes and likeness of ours at one quantiser, the keyframe at the beginning left out."""
    height, width = shown[0].shape[:2]
    encoder = open_encoder(width, height, EncoderSettings(fixed_qp=quantiser, hardware=False))
    decoder = av.CodecContext.create("h264", "r")
    sizes, likenesses = [], []
    for number, pixels in enumerate(shown):
        data = encoder.encode(pixels, number * _TICKS, key=number == 0)
        for frame in decoder.decode(av.Packet(data)):
            sizes.append(len(data))
            likenesses.append(ssim(frame.to_ndarray()[:height, :width].astype(np.uint8), pixels))
    encoder.close()
    return float(np.mean(sizes[1:])), float(np.mean(likenesses[1:]))


def at_equal_likeness(case: str, shown: Sequence[Pixels]) -> Row:
    """Bytes of ours where its likeness is the peer's, between the measured quantisers."""
    bytes_of_peer, likeness = jpeg(shown)
    curve = sorted((like, size) for size, like in (h264(shown, quantiser) for quantiser in _QUANTISERS))
    likenesses, sizes = zip(*curve, strict=True)
    if not likenesses[0] <= likeness <= likenesses[-1]:
        raise SystemExit(f"{case}: the peer's likeness {likeness:.4f} is beyond the measured quantisers.")
    ours = float(np.exp(np.interp(likeness, likenesses, np.log(sizes))))
    return Row(f"bytes-at-ssim-{likeness:.3f}-{case}", ours, bytes_of_peer, PEER, "bytes", bytes_of_peer / ours)
