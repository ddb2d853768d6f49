from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from openjpeg.utils import encode_array as encode_j2k
from rle.utils import encode_array as encode_rle

from archive.codecs import decode_samples
from archive.errors import DecodeError, FrameMismatchError
from archive.layout import Number, PixelLayout
from archive.syntaxes import Codec

LAYOUT = PixelLayout(
    64, 48, 1, 1, "MONOCHROME2", planar=False, bits_allocated=16, bits_stored=16, high_bit=15, signed=False,
    number=Number.INTEGER,
)  # fmt: skip
RNG = np.random.default_rng(5)
GREY = RNG.integers(0, 4096, (64, 48), np.uint16)
RGB = RNG.integers(0, 256, (64, 48, 3), np.uint8)
COLOUR = replace(LAYOUT, samples=3, photometric="RGB", bits_allocated=8, bits_stored=8, high_bit=7)


def rle(picture: NDArray[Any]) -> bytes:
    return bytes(b"".join(encode_rle(picture, rows=64, columns=48, bits_allocated=picture.dtype.itemsize * 8,
                                     samples_per_pixel=picture[0, 0].size, number_of_frames=1)))  # fmt: skip


@pytest.mark.parametrize("codec", [Codec.JPEG_2000, Codec.RLE])
def test_grey_and_colour_come_back_as_they_went(codec: Codec) -> None:
    encode = encode_j2k if codec is Codec.JPEG_2000 else rle
    grey, stream = decode_samples(bytes(encode(GREY)), codec, LAYOUT)
    assert np.array_equal(grey, GREY)
    assert (stream is None) == (codec is Codec.RLE)
    picture, _ = decode_samples(bytes(encode(RGB)), codec, COLOUR)
    assert np.array_equal(picture, RGB)


def test_negative_samples_come_as_the_bits_they_are() -> None:
    signed = (GREY.astype(np.int16) - 2048).astype(np.int16)
    samples, stream = decode_samples(encode_j2k(signed, bits_stored=12), Codec.JPEG_2000, LAYOUT)
    assert stream is not None
    assert (stream.signed, samples.dtype) == (True, np.dtype(np.uint16))
    assert np.array_equal(samples.view(np.int16), signed)


def test_a_broken_stream_is_an_error_that_names_its_kind() -> None:
    frame = encode_j2k(GREY)
    with pytest.raises(DecodeError, match="JPEG 2000 frame is broken"):
        decode_samples(frame[:100] + bytes(500), Codec.JPEG_2000, LAYOUT)


def test_disagreement_is_found_before_anything_is_decoded() -> None:
    with pytest.raises(FrameMismatchError, match="48 x 64"):
        decode_samples(encode_j2k(GREY), Codec.JPEG_2000, replace(LAYOUT, rows=65535, columns=65535))
    with pytest.raises(FrameMismatchError, match="segments"):
        decode_samples(rle(GREY), Codec.RLE, COLOUR)


def test_a_decoder_that_panics_is_an_error_like_others() -> None:
    frame = bytearray(rle(GREY))
    frame[64:] = b"\x7f" * (len(frame) - 64)
    with pytest.raises(DecodeError, match="RLE"):
        decode_samples(bytes(frame), Codec.RLE, LAYOUT)
