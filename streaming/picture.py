"""A picture on its way: what it is called, its encoded bytes, and its exact twin for a resting hand."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from streaming.errors import PixelsError
from streaming.rtp_payload import packetize

Pixels = npt.NDArray[np.uint8]

STREAMS = 6
MAX_SIDE = 4096
RTP_CLOCK_HZ = 90_000

PictureFormat = Literal["h264", "jpeg"]
"""How moving pictures are encoded: video, or each by itself."""


@dataclass(frozen=True, slots=True)
class PictureTag:
    """Which picture this is.

    Attributes:
        stream: index of the picture stream, 0 to 5
        picture: ascending number within the stream; what `ack` names
        epoch: ascending number of the view's content
        revision: revision of the view state the picture shows
        sequence: the last input it contains
        lease: the session's lease number
        width: true width in pixels; the coded width is the next even number
        height: true height in pixels; the coded height is the next even number
    """

    stream: int
    picture: int
    epoch: int
    revision: int
    sequence: int
    lease: int
    width: int
    height: int


@dataclass(frozen=True)
class EncodedPicture:
    """One encoded picture, shared by every link that carries it.

    Attributes:
        tag: which picture it is
        data: an access unit as a byte stream with start codes (ITU-T H.264 Annex B), or a JPEG file
        key: whether decoding can begin here (IDR with its parameter sets)
        timestamp: when it was made, in ticks of 1/90000 s, strictly ascending within its stream
        format: how `data` is encoded
        original: of what this is the same picture under another tag
    """

    tag: PictureTag
    data: bytes
    key: bool
    timestamp: int
    format: PictureFormat = "h264"
    original: "EncodedPicture | None" = None

    @cached_property
    def payloads(self) -> tuple[bytes, ...]:
        """The RTP payloads of video (RFC 6184), made once however many peers send them."""
        return packetize(self.data) if self.original is None else self.original.payloads

    def tagged(self, tag: PictureTag) -> "EncodedPicture":
        """The same picture under another tag."""
        return replace(self, tag=tag, original=self.original or self)


@dataclass(frozen=True, slots=True)
class StillTile:
    """A rectangle of a still, by itself.

    Attributes:
        x: its left column in the picture
        y: its upper row in the picture
        width: in pixels
        height: in pixels
        data: the file's bytes, in the still's format
        sha256: hash of its raw pixels, as of a still
    """

    x: int
    y: int
    width: int
    height: int
    data: bytes
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Still:
    """A picture without loss, for a hand at rest.

    Attributes:
        tag: which picture it is
        format: how `data` is encoded
        data: the file's bytes
        sha256: hash of the raw pixels, row by row, one byte (grey) or three bytes (RGB) a pixel
        channels: 1 grey, 3 RGB
        tiles: the same once more in rectangles, those at the middle first; empty where nobody's way is slow
    """

    tag: PictureTag
    format: Literal["png"]
    data: bytes
    sha256: bytes
    channels: Literal[1, 3]
    tiles: tuple[StillTile, ...] = ()

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.tag.width

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.tag.height


def as_pixels(source: Any) -> Pixels:
    """Return the pixels of an array or of anything with `__array_interface__`, without a copy.

    Grey is (height, width), RGB is (height, width, 3); both uint8 and C-contiguous, no side above 4096.

    Raises:
        PixelsError: naming what is wrong.
    """
    pixels = np.asarray(source)
    if pixels.dtype != np.uint8:
        raise PixelsError(f"pixels must be uint8, not {pixels.dtype}")
    if pixels.ndim not in {2, 3} or (pixels.ndim == 3 and pixels.shape[2] != 3):
        raise PixelsError(f"pixels must have shape (height, width) or (height, width, 3), not {pixels.shape}")
    if not (1 <= pixels.shape[0] <= MAX_SIDE and 1 <= pixels.shape[1] <= MAX_SIDE):
        raise PixelsError(
            f"a picture's sides must be 1 to {MAX_SIDE} pixels, not {pixels.shape[1]} x {pixels.shape[0]}"
        )
    if not pixels.flags.c_contiguous:
        raise PixelsError("pixels must be C-contiguous: hand over numpy.ascontiguousarray(pixels)")
    return pixels
