from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from openjpeg.utils import encode_array

from archive.codestream import check_codestream, check_rle, read_codestream
from archive.errors import FrameMismatchError
from archive.layout import Number, PixelLayout
from archive.syntaxes import Codec

LAYOUT = PixelLayout(
    12, 10, 1, 1, "MONOCHROME2", planar=False, bits_allocated=16, bits_stored=12, high_bit=11, signed=False,
    number=Number.INTEGER,
)  # fmt: skip


def jpeg(
    marker: int, bits: int = 12, rows: int = 12, columns: int = 10, names: bytes = b"\1", before: bytes = b""
) -> bytes:
    body = bytes([bits]) + rows.to_bytes(2, "big") + columns.to_bytes(2, "big") + bytes([len(names)])
    body += b"".join(bytes([name, 0x11, 0]) for name in names)
    return b"\xff\xd8" + before + b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body


ADOBE = segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")


@pytest.mark.parametrize(("marker", "codec"), [(0xC1, Codec.JPEG), (0xC3, Codec.JPEG_LOSSLESS), (0xF7, Codec.JPEG_LS)])
def test_the_frame_header_of_each_jpeg(marker: int, codec: Codec) -> None:
    stream = read_codestream(jpeg(marker), codec)
    assert (stream.rows, stream.columns, stream.components, stream.bits, stream.ycc) == (12, 10, 1, 12, None)
    check_codestream(stream, codec, LAYOUT)


@pytest.mark.parametrize(
    ("names", "before", "ycc"),
    [
        (b"\1\2\3", b"", None),
        (b"RGB", b"", False),
        (b"\1\2\3", ADOBE, True),
        (b"\1\2\3", segment(0xEE, b"Adobe\0\x64\0\0\0\0\0"), False),
        (b"\1\2\3", segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), True),
        (b"\1\2\3", b"\xff\xff" + segment(0xFE, b"a comment"), None),
    ],
)
def test_markers_that_speak_of_colour(names: bytes, before: bytes, ycc: bool | None) -> None:
    assert read_codestream(jpeg(0xC0, 8, names=names, before=before), Codec.JPEG).ycc is ycc


@pytest.mark.parametrize("signed", [False, True])
def test_the_size_segment_of_jpeg_2000(signed: bool) -> None:
    picture = np.zeros((64, 48), np.int16 if signed else np.uint16)
    stream = read_codestream(encode_array(picture, bits_stored=11), Codec.JPEG_2000)
    assert (stream.rows, stream.columns, stream.components, stream.bits, stream.signed) == (64, 48, 1, 11, signed)
    check_codestream(stream, Codec.JPEG_2000, replace(LAYOUT, rows=64, columns=48))


@pytest.mark.parametrize("codec", [Codec.JPEG, Codec.JPEG_2000])
@pytest.mark.parametrize(
    "frame", [b"", b"\xff\xd8", b"\xff\x4f\xff\x51", bytes(100), jpeg(0xC0)[:8], b"\xff\xd8\xff\xda" * 9]
)
def test_other_bytes_are_no_codestream(frame: bytes, codec: Codec) -> None:
    with pytest.raises(FrameMismatchError):
        read_codestream(frame, codec)


def test_eight_bits_of_sixteen_agree_with_eight_bits_stored() -> None:
    stream = read_codestream(jpeg(0xC3, bits=8), Codec.JPEG_LOSSLESS)
    check_codestream(stream, Codec.JPEG_LOSSLESS, replace(LAYOUT, bits_stored=8, high_bit=7))


@pytest.mark.parametrize(
    ("frame", "changes", "why"),
    [
        (jpeg(0xC3, rows=13), {}, "10 x 13.*10 x 12"),
        (jpeg(0xC3, names=b"\1\2\3"), {}, "3 components"),
        (jpeg(0xC3, bits=16), {"bits_allocated": 8, "bits_stored": 8, "high_bit": 7}, "16 bits"),
        (jpeg(0xC3, bits=8), {}, "8 bits"),
        (jpeg(0xC1), {}, "not what its transfer syntax says"),
    ],
)
def test_a_frame_that_disagrees_with_the_header_is_refused(frame: bytes, changes: dict[str, Any], why: str) -> None:
    stream = read_codestream(frame, Codec.JPEG_LOSSLESS)
    with pytest.raises(FrameMismatchError, match=why):
        check_codestream(stream, Codec.JPEG_LOSSLESS, replace(LAYOUT, **changes))


def rle(segments: int, *offsets: int, size: int = 100) -> bytes:
    return b"".join(word.to_bytes(4, "little") for word in (segments, *offsets)).ljust(64, b"\0") + bytes(size)


def test_rle_headers() -> None:
    check_rle(rle(2, 64, 80), LAYOUT)
    for frame in (rle(1, 64), rle(2, 64, 9999), rle(2, 80, 64), rle(2, 10, 64), rle(16), b"\2\0", rle(0)):
        with pytest.raises(FrameMismatchError, match="RLE"):
            check_rle(frame, LAYOUT)
