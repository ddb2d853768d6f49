"""Encoders: pixels to H.264, to JPEG or to PNG."""

import logging
from dataclasses import dataclass
from typing import Protocol

from streaming.errors import EncoderError
from streaming.picture import Pixels

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """How moving pictures are encoded.

    Attributes:
        bit_rate: the ceiling in bit/s; the rate controller moves below it
        fixed_qp: quantiser 1 (best) to 51 for every picture instead of a bit rate; for tests and links without a limit
        threads: slices encoded in parallel; 0 = one up to half a megapixel, then two
        hardware: try the GPU's encoder first
    """

    bit_rate: int = 12_000_000
    fixed_qp: int | None = None
    threads: int = 0
    hardware: bool = True


class Encoder(Protocol):
    """Encodes the pictures of one stream at one size, one at a time, in any thread."""

    name: str
    coded_width: int
    coded_height: int

    def encode(self, pixels: Pixels, timestamp: int, *, key: bool) -> bytes:
        """Return one access unit; `timestamp` in 1/90000 s ascends; `key` makes it an IDR with its parameter sets.

        Pixels of an odd side are padded to even by repeating the last row or column.

        Raises:
            EncoderError: the encoder gave nothing.
        """

    def repeat(self, timestamp: int) -> bytes:
        """Return the last picture again, as an IDR. `encode` must have been called before."""

    def set_bit_rate(self, bit_rate: int) -> None:
        """Change the rate in bit/s from the next picture on, without a keyframe."""

    def close(self) -> None:
        """Give its memory back; the encoder must not be used any more."""


def open_encoder(width: int, height: int, settings: EncoderSettings) -> Encoder:
    """Return an encoder for pictures of `width` x `height`: the GPU's where it opens, else libx264.

    Raises:
        EncoderError: neither opens.
    """
    from streaming.encoders.h264 import X264Encoder
    from streaming.encoders.nvenc import NvencEncoder, nvenc_works

    if settings.hardware and settings.fixed_qp is None and nvenc_works():
        try:
            return NvencEncoder(width, height, settings)
        except EncoderError as error:
            # Consumer cards limit the number of open sessions; software takes over for this stream.
            _log.warning("the GPU's encoder did not open, libx264 takes over: %s", error)
    return X264Encoder(width, height, settings)


def open_jpeg(width: int, height: int, settings: EncoderSettings) -> Encoder:
    """Return an encoder of JPEG pictures of `width` x `height`: larger than video, but any browser shows them.

    Raises:
        EncoderError: it does not open.
    """
    from streaming.encoders.jpeg import JpegEncoder

    return JpegEncoder(width, height, settings)
