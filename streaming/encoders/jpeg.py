"""Moving pictures as JPEG, for browsers that cannot decode video: each stands alone, at twice video's bytes."""

from typing import Final

import av

from streaming.encoders import EncoderSettings
from streaming.encoders.libav import LibavEncoder
from streaming.encoders.video_frame import MATRIX_BT601
from streaming.picture import Pixels

# Quantiser scale of FFmpeg's encoder: 1 keeps every grey level of smooth pictures, above 20 blocks show.
_FINEST: Final = 1
_COARSEST: Final = 20
_FIRST: Final = 4
_PICTURES_PER_S: Final = 30
# Sizes between these shares of what is due need no other quantiser.
_ENOUGH: Final = 0.7
_TOO_MUCH: Final = 1.1


class JpegEncoder(LibavEncoder):
    """FFmpeg's baseline JPEG (ITU-T T.81), 4:2:0 as JFIF reads it; the size follows the bit rate by the quantiser.

    Every picture can be decoded by itself, so `key` makes no difference.
    """

    def __init__(self, width: int, height: int, settings: EncoderSettings) -> None:
        self._quantiser = float(settings.fixed_qp or _FIRST)
        self._steers = settings.fixed_qp is None
        self._due = 0.0
        # One thread: each slice would cost a restart marker and save little at these sizes.
        super().__init__("mjpeg", width, height, settings, {}, 1, matrix=MATRIX_BT601)
        self.set_bit_rate(settings.bit_rate)

    def encode(self, pixels: Pixels, timestamp: int, *, key: bool) -> bytes:
        """See `Encoder.encode`."""
        data = super().encode(pixels, timestamp, key=key)
        if self._steers:
            self._steer(len(data))
        return data

    def set_bit_rate(self, bit_rate: int) -> None:
        """See `Encoder.set_bit_rate`."""
        self._due = bit_rate / 8 / _PICTURES_PER_S

    def _configured(self, settings: EncoderSettings, options: dict[str, str], threads: int) -> av.VideoCodecContext:
        codec = super()._configured(settings, options, threads)
        codec.options = {}
        codec.bit_rate = 0
        codec.qmin = codec.qmax = round(self._quantiser)
        return codec

    def _steer(self, size: int) -> None:
        """Let the next picture be nearer to what is due; sizes fall about as the quantiser grows."""
        share = size / max(self._due, 1.0)
        if _ENOUGH <= share <= _TOO_MUCH:
            return
        self._quantiser = min(max(self._quantiser * share, _FINEST), _COARSEST)
        self._codec.qmin = self._codec.qmax = round(self._quantiser)
