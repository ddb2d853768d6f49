from typing import Any

import numpy as np
import pytest

from streaming.errors import PixelsError
from streaming.picture import EncodedPicture, Still, as_pixels
from tests.streaming.support import tag


class Frame:
    """What a renderer hands over: no array, but pixels by protocol."""

    def __init__(self, pixels: np.ndarray[Any, Any]) -> None:
        self._pixels = pixels

    @property
    def __array_interface__(self) -> dict[str, Any]:
        return dict(self._pixels.__array_interface__)


def test_pixels_by_protocol_are_taken_without_a_copy() -> None:
    pixels = np.zeros((4, 6, 3), np.uint8)

    taken = as_pixels(Frame(pixels))

    pixels[1, 2, 0] = 9
    assert taken.shape == (4, 6, 3)
    assert taken[1, 2, 0] == 9


@pytest.mark.parametrize(
    ("pixels", "complaint"),
    [
        (np.zeros((4, 4), np.uint16), "must be uint8, not uint16"),
        (np.zeros((4, 4, 4), np.uint8), r"not \(4, 4, 4\)"),
        (np.zeros(4, np.uint8), r"not \(4,\)"),
        (np.zeros((0, 4), np.uint8), "not 4 x 0"),
        (np.zeros((2, 4097), np.uint8), "not 4097 x 2"),
        (np.zeros((4, 8), np.uint8)[:, ::2], "ascontiguousarray"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(pixels: np.ndarray[Any, Any], complaint: str) -> None:
    with pytest.raises(PixelsError, match=complaint):
        as_pixels(pixels)


def test_rtp_payloads_are_made_once_for_all_peers() -> None:
    picture = EncodedPicture(tag(1, 16, 16), b"\x00\x00\x01\x65abc", key=True, timestamp=0)

    assert picture.payloads == (b"\x65abc",)
    assert picture.payloads is picture.payloads


def test_a_still_has_the_size_of_its_tag() -> None:
    still = Still(tag(1, 30, 20), "png", b"", b"", 1)

    assert (still.width, still.height) == (30, 20)
