import hashlib
import io
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter

from streaming.encoders.still import TILE_SIDE, encode_png, encode_small_png, encode_still, encode_tiles, pixel_hash
from streaming.errors import PixelsError
from streaming.picture import Pixels
from tests.streaming.support import scene, tag

_NOISE = np.random.default_rng(1)


@pytest.mark.parametrize(
    "pixels",
    [
        scene(3),
        _NOISE.integers(0, 256, (33, 57), np.uint8),
        _NOISE.integers(0, 256, (31, 29, 3), np.uint8),
        np.zeros((1, 1), np.uint8),
        np.full((1, 1, 3), (1, 2, 3), np.uint8),
        np.tile(np.array([0, 255], np.uint8), (64, 64)),
    ],
    ids=["slice", "grey noise", "colour noise", "one grey pixel", "one colour pixel", "extremes"],
)
@pytest.mark.parametrize("encode", [encode_png, encode_small_png])
def test_another_reader_gets_the_same_pixels(pixels: Pixels, encode: Callable[[Pixels], bytes]) -> None:
    image = Image.open(io.BytesIO(encode(pixels)))
    image.load()

    assert image.mode == ("L" if pixels.ndim == 2 else "RGB")
    assert np.array_equal(np.asarray(image), pixels)


@pytest.mark.parametrize("pixels", [scene(1), _NOISE.integers(0, 256, (9, 7, 3), np.uint8)])
def test_the_hash_is_over_the_raw_pixels_row_by_row(pixels: Pixels) -> None:
    assert pixel_hash(pixels) == hashlib.sha256(pixels.tobytes()).digest()


def test_a_still_carries_its_tag_hash_and_channels() -> None:
    grey, colour = scene(2, 64, 48), np.zeros((48, 64, 3), np.uint8)

    still = encode_still(grey, tag(5, 64, 48))

    assert still.sha256 == pixel_hash(grey)
    assert (still.tag.picture, still.channels, still.format) == (5, 1, "png")
    assert encode_still(colour, tag(6, 64, 48)).channels == 3


@pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.int16), np.zeros((8, 8), np.uint8)[:, ::2]])
def test_what_is_no_picture_is_refused(pixels: np.ndarray[Any, Any]) -> None:
    with pytest.raises(PixelsError):
        encode_png(pixels)
    with pytest.raises(PixelsError):
        pixel_hash(pixels)


def test_the_filter_makes_anatomy_smaller() -> None:
    pixels = scene(0, 512, 512)

    assert len(encode_png(pixels)) < 0.8 * len(zlib.compress(pixels.tobytes()))


@pytest.mark.parametrize("shape", [(600, 700), (256, 256), (257, 255, 3), (40, 30)])
def test_tiles_are_the_picture_once_and_each_a_file_with_its_hash(shape: tuple[int, ...]) -> None:
    pixels = _NOISE.integers(0, 256, shape, np.uint8)
    whole, times = np.zeros_like(pixels), np.zeros(shape[:2], int)

    for tile in encode_tiles(pixels):
        read = np.asarray(Image.open(io.BytesIO(tile.data)))
        assert (tile.height, tile.width) == read.shape[:2]
        assert tile.sha256 == pixel_hash(np.ascontiguousarray(read))
        place = slice(tile.y, tile.y + tile.height), slice(tile.x, tile.x + tile.width)
        whole[place], times[place] = read, times[place] + 1

    assert np.array_equal(whole, pixels)
    assert np.all(times == 1)


def test_tiles_at_the_middle_come_first() -> None:
    side = 4 * TILE_SIDE
    tiles = encode_tiles(np.zeros((side, side), np.uint8))

    assert {(tile.x // TILE_SIDE, tile.y // TILE_SIDE) for tile in tiles[:4]} == {(1, 1), (1, 2), (2, 1), (2, 2)}
    assert {(tile.x // TILE_SIDE, tile.y // TILE_SIDE) for tile in tiles[-4:]} == {(0, 0), (0, 3), (3, 0), (3, 3)}


def test_a_still_has_tiles_only_where_they_are_asked_for() -> None:
    pixels = scene(2, 64, 48)

    assert encode_still(pixels, tag(1, 64, 48)).tiles == ()
    assert encode_still(pixels, tag(1, 64, 48), tiled=True).tiles == encode_tiles(pixels)


def test_the_smaller_file_is_smaller() -> None:
    # Noise with the correlation that a reconstruction kernel leaves.
    grain = gaussian_filter(_NOISE.normal(0, 60, (512, 512)), 1.2)
    pixels = np.clip(128 + grain, 0, 255).astype(np.uint8)

    assert len(encode_small_png(pixels)) < 0.95 * len(encode_png(pixels))
