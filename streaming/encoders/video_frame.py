"""Pixels as full-range 4:2:0 video frames."""

from fractions import Fraction
from typing import Any, Final

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter

from streaming.errors import PixelsError
from streaming.picture import RTP_CLOCK_HZ, Pixels

TIME_BASE: Final = Fraction(1, RTP_CLOCK_HZ)
MATRIX_BT709: Final = int(Colorspace.ITU709)
MATRIX_BT601: Final = int(Colorspace.ITU601)
_NEUTRAL_CHROMA: Final = 128


def even(side: int) -> int:
    """The next even number: 4:2:0 has one chroma sample for two pixels."""
    return side + (side & 1)


class FrameMaker:
    """Makes the frames of one stream; keeps the converter of colour pictures between them."""

    def __init__(self, width: int, height: int, matrix: int = MATRIX_BT709) -> None:
        """`matrix` turns RGB into luma and chroma: BT.709 in our video, BT.601 in JPEG files (JFIF)."""
        self._width, self._height, self._matrix = width, height, matrix
        self._coded = (even(width), even(height))
        self._reformatter = VideoReformatter()

    def make(self, pixels: Pixels, timestamp: int) -> av.VideoFrame:
        """Return a yuv420p frame that owns its memory.

        Grey becomes luma as it is, with neutral chroma: all 256 levels stay. RGB goes through libswscale.

        Raises:
            PixelsError: the pixels have another size than the stream.
        """
        if pixels.shape[:2] != (self._height, self._width):
            given = f"{pixels.shape[1]} x {pixels.shape[0]}"
            raise PixelsError(f"the stream is {self._width} x {self._height}, the pixels are {given}")
        padded = _pad(pixels, *self._coded)
        frame = self._grey(padded) if padded.ndim == 2 else self._colour(padded)
        describe(frame, self._matrix)
        frame.pts = timestamp
        frame.time_base = TIME_BASE
        return frame

    def _grey(self, pixels: Pixels) -> av.VideoFrame:
        frame = av.VideoFrame(*self._coded, "yuv420p")
        luma, *chroma = frame.planes
        _samples(luma)[:, : pixels.shape[1]] = pixels
        for plane in chroma:
            _samples(plane)[:] = _NEUTRAL_CHROMA
        return frame

    def _colour(self, pixels: Pixels) -> av.VideoFrame:
        rgb = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        return self._reformatter.reformat(
            rgb,
            format="yuv420p",
            dst_colorspace=self._matrix,
            src_color_range=int(ColorRange.JPEG),
            dst_color_range=int(ColorRange.JPEG),
            # Without ACCURATE_RND: it costs as much time again and changes no level by more than one.
            interpolation=Interpolation.BILINEAR | Interpolation.FULL_CHR_H_INP,
            threads=1,
        )


def describe(target: av.VideoFrame | av.VideoCodecContext, matrix: int = MATRIX_BT709) -> None:
    """Say what the numbers mean: full range, this matrix, BT.709 primaries, sRGB transfer.

    Without the full-range flag browsers stretch the luma: up to 20 grey levels wrong.
    """
    target.color_range = int(ColorRange.JPEG)
    target.colorspace = matrix
    target.color_primaries = int(ColorPrimaries.BT709)
    target.color_trc = int(ColorTrc.IEC61966_2_1)


def _samples(plane: Any) -> Pixels:
    """The plane's memory, with the padding of its lines: (height, line size)."""
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)


def _pad(pixels: Pixels, width: int, height: int) -> Pixels:
    down, across = height - pixels.shape[0], width - pixels.shape[1]
    if not (down or across):
        return pixels
    return np.pad(pixels, ((0, down), (0, across)) + ((0, 0),) * (pixels.ndim - 2), mode="edge")
