"""Greys and lines on every path that pictures take, from pixels to what the other end decodes.

Real browsers are asked by `tests/streaming/links/test_browser.py` and `tests/journeys/test_picture.py`.
"""

import hashlib
import io
from collections.abc import Callable
from functools import partial

import av
import numpy as np
import pytest
from aiortc.codecs.h264 import H264PayloadDescriptor
from PIL import Image

from session.room.carrier import picture_message
from session.room.tiles import still_message
from session.view import messages as m
from streaming.encoders import EncoderSettings, open_encoder, open_jpeg
from streaming.encoders.still import encode_still
from streaming.layers import halved
from streaming.picture import EncodedPicture, PictureFormat, Pixels
from streaming.rtp_payload import packetize
from tests.streaming.support import Decoder, grey_levels, tag

SIDE = 256
GOOD = EncoderSettings(fixed_qp=4, hardware=False)
RED, BLUE, GROUND = (255, 0, 0), (0, 0, 255), (32, 32, 32)


def encoded(pixels: Pixels, kind: PictureFormat = "h264") -> list[EncodedPicture]:
    """A keyframe, and a picture that refers to it."""
    height, width = pixels.shape[:2]
    encoder = (
        open_encoder(width, height, GOOD) if kind == "h264" else open_jpeg(width, height, EncoderSettings(fixed_qp=1))
    )
    return [
        EncodedPicture(tag(n, width, height), encoder.encode(pixels, n * 3000, key=n == 0), n == 0, n * 3000, kind)
        for n in range(2)
    ]


def over_websocket(pixels: Pixels, kind: PictureFormat = "h264") -> list[bytes]:
    """What a page reads from its socket."""
    wire = [m.encode(picture_message(picture)) for picture in encoded(pixels, kind)]
    return [message.data for message in map(m.decode_server, wire) if isinstance(message, m.Picture)]


def over_webrtc(pixels: Pixels, most_bytes: int) -> list[bytes]:
    """What aiortc puts together from our packets, which are so small that each picture takes several kinds of them."""
    units = []
    for picture in encoded(pixels):
        payloads = packetize(picture.data, most_bytes)
        units.append(b"".join(H264PayloadDescriptor.parse(payload)[1] for payload in payloads))
    return units


def luma_of(units: list[bytes]) -> list[Pixels]:
    decoder = Decoder()
    return [decoder.luma(unit) for unit in units]


def colours_of(units: list[bytes]) -> Pixels:
    """The last picture in RGB, converted as it says: full range, BT.709."""
    codec = av.CodecContext.create("h264", "r")
    assert isinstance(codec, av.VideoCodecContext)
    frames = [codec.decode(av.Packet(unit))[0] for unit in units]
    return np.asarray(frames[-1].to_ndarray(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709"), np.uint8)


@pytest.mark.parametrize(
    "way",
    [over_websocket, partial(over_webrtc, most_bytes=1200), partial(over_webrtc, most_bytes=120)],
    ids=["websocket", "webrtc", "webrtc in many pieces"],
)
def test_all_256_greys_arrive_in_h264(way: Callable[[Pixels], list[bytes]]) -> None:
    for shown in luma_of(way(grey_levels(SIDE))):
        assert np.array_equal(shown, grey_levels(SIDE))


def test_all_256_greys_arrive_as_jpeg_over_the_websocket() -> None:
    for data in over_websocket(grey_levels(SIDE), "jpeg"):
        with Image.open(io.BytesIO(data)) as image:
            assert np.array_equal(np.asarray(image.convert("L")), grey_levels(SIDE))


def test_all_256_greys_arrive_in_the_smaller_pictures_of_slow_lines() -> None:
    for shown in luma_of(over_websocket(halved(grey_levels(SIDE)))):
        assert np.array_equal(shown, grey_levels(SIDE // 2))


def test_all_256_greys_arrive_in_a_still() -> None:
    message, pixels = shown_still(grey_levels(SIDE))
    assert np.array_equal(pixels, grey_levels(SIDE))
    assert message.channels == 1


def shown_still(pixels: Pixels) -> tuple[m.StillPicture, Pixels]:
    """A still as a page reads and decodes it; its hash is that of the decoded pixels."""
    still = encode_still(pixels, tag(1, pixels.shape[1], pixels.shape[0]))
    message = m.decode_server(m.encode(still_message(still, still.tag)))
    assert isinstance(message, m.StillPicture)
    with Image.open(io.BytesIO(message.data)) as image:
        decoded = np.asarray(image)
    assert hashlib.sha256(decoded.tobytes()).digest() == message.sha256
    return message, decoded


def lines(colour: tuple[int, int, int]) -> Pixels:
    """Lines of one pixel on a dark ground: upright, level and aslant, on even and on odd places."""
    picture = np.full((64, 64, 3), GROUND, np.uint8)
    picture[4:60, [9, 20]] = colour
    picture[[9, 40], 24:60] = colour
    picture[np.arange(44, 60), np.arange(28, 44)] = colour
    return picture


@pytest.mark.parametrize("colour", [RED, BLUE], ids=["red", "blue"])
def test_a_saturated_line_of_one_pixel_is_exact_at_rest(colour: tuple[int, int, int]) -> None:
    message, pixels = shown_still(lines(colour))
    assert message.channels == 3
    assert np.array_equal(pixels, lines(colour))


@pytest.mark.parametrize(("colour", "channel"), [(RED, 0), (BLUE, 2)], ids=["red", "blue"])
def test_a_saturated_line_is_still_a_line_of_its_hue_while_it_moves(colour: tuple[int, int, int], channel: int) -> None:
    """Moving pictures have a quarter of the colour (4:2:0), so that the line pales; its place and hue stay."""
    shown = colours_of(over_websocket(lines(colour))).astype(int)
    on = (lines(colour) == colour).all(axis=2)
    line, ground = shown[on].mean(axis=0), shown[:, :4].mean(axis=(0, 1))
    assert line[channel] > ground[channel] + 40
    assert line[channel] == line.max()
    # Less than it is: whoever reads colours waits for the still.
    assert line[channel] < 255 - 20
