import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from streaming.encoders import EncoderSettings, open_jpeg
from streaming.encoders.jpeg import JpegEncoder
from tests.streaming.support import grey_levels, psnr, scene


def shown(data: bytes, kind: str = "L") -> np.ndarray:
    """The picture as another reader than the writer's shows it."""
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG"
        return np.asarray(image.convert(kind))


def test_every_grey_level_stays_itself() -> None:
    levels = grey_levels()

    data = JpegEncoder(256, 256, EncoderSettings(fixed_qp=1)).encode(levels, 0, key=True)

    assert np.array_equal(shown(data), levels)
    assert np.array_equal(shown(data, "RGB"), np.repeat(levels[..., None], 3, axis=2))


def test_colours_are_those_of_jfif() -> None:
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [200, 120, 40]], np.uint8)
    picture = np.ascontiguousarray(np.kron(colours.reshape(2, 2, 3), np.ones((32, 32, 1), np.uint8)))

    data = JpegEncoder(64, 64, EncoderSettings(fixed_qp=1)).encode(picture, 0, key=True)

    # The middle of each patch: chroma is shared by two pixels at its edges.
    middles = shown(data, "RGB")[16::32, 16::32]
    assert np.abs(middles.reshape(4, 3).astype(int) - colours).max() <= 3


def test_each_picture_can_be_decoded_by_itself_and_a_repetition_is_the_same_picture() -> None:
    encoder = open_jpeg(321, 241, EncoderSettings(fixed_qp=2))
    first = encoder.encode(scene(1, 321, 241), 0, key=True)

    second = encoder.encode(scene(2, 321, 241), 3000, key=False)

    assert psnr(shown(second)[:241, :321], scene(2, 321, 241)) > 38
    assert psnr(shown(second)[:241, :321], shown(first)[:241, :321]) < 38
    assert np.array_equal(shown(encoder.repeat(6000)), shown(second))


@pytest.mark.parametrize("bit_rate", [4_000_000, 1_500_000])
def test_sizes_follow_the_rate(bit_rate: int) -> None:
    encoder = JpegEncoder(320, 240, EncoderSettings(bit_rate=40_000_000))
    encoder.set_bit_rate(bit_rate)

    sizes = [len(encoder.encode(scene(n), n * 3000, key=False)) for n in range(12)]

    due = bit_rate / 8 / 30
    assert sizes[0] > sizes[-1] or sizes[0] < due
    assert all(size < 1.3 * due for size in sizes[6:])
    # It rests: no swinging between too large and too small.
    assert all(abs(a - b) < 0.25 * due for a, b in pairwise(sizes[8:]))
