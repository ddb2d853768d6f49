"""What the encoders that FFmpeg wraps have in common."""

from fractions import Fraction
from typing import Final

import av
from av.video.frame import PictureType

from streaming.encoders import EncoderSettings
from streaming.encoders.video_frame import MATRIX_BT709, TIME_BASE, FrameMaker, describe, even
from streaming.errors import EncoderError
from streaming.picture import Pixels

# A buffer of a fifteenth of a second bounds what a single picture may take.
_BUFFER_SHARE: Final = 15
_NOMINAL_FPS: Final = 30


class LibavEncoder:
    """An encoder of FFmpeg, opened: one picture in, one access unit out (see `streaming.encoders.Encoder`)."""

    def __init__(
        self,
        name: str,
        width: int,
        height: int,
        settings: EncoderSettings,
        options: dict[str, str],
        threads: int = 0,
        *,
        matrix: int = MATRIX_BT709,
    ) -> None:
        self.name = name
        self.coded_width, self.coded_height = even(width), even(height)
        self._frames = FrameMaker(width, height, matrix)
        self._last: av.VideoFrame | None = None
        try:
            self._codec = self._configured(settings, options, threads)
            self._codec.open()
        except (av.FFmpegError, ValueError) as error:
            raise EncoderError(f"{name} did not open for {width} x {height}: {error}") from error

    def encode(self, pixels: Pixels, timestamp: int, *, key: bool) -> bytes:
        """See `Encoder.encode`."""
        self._last = self._frames.make(pixels, timestamp)
        return self._encode(self._last, key=key)

    def repeat(self, timestamp: int) -> bytes:
        """See `Encoder.repeat`."""
        if self._last is None:
            raise EncoderError("nothing was encoded yet that could be repeated")
        self._last.pts = timestamp
        return self._encode(self._last, key=True)

    def set_bit_rate(self, bit_rate: int) -> None:
        """See `Encoder.set_bit_rate`."""
        self._codec.bit_rate = bit_rate

    def close(self) -> None:
        """See `Encoder.close`."""
        self._last = None
        del self._codec

    def _configured(self, settings: EncoderSettings, options: dict[str, str], threads: int) -> av.VideoCodecContext:
        codec = av.CodecContext.create(self.name, "w")
        if not isinstance(codec, av.VideoCodecContext):
            raise EncoderError(f"{self.name} is no video encoder")
        codec.width, codec.height, codec.pix_fmt = self.coded_width, self.coded_height, "yuv420p"
        codec.time_base = TIME_BASE
        codec.framerate = Fraction(_NOMINAL_FPS, 1)
        codec.max_b_frames = 0
        codec.thread_type = "SLICE"
        codec.thread_count = threads
        describe(codec)
        if settings.fixed_qp is None:
            codec.bit_rate = settings.bit_rate
        codec.options = {**options, **_rate_options(settings)}
        return codec

    def _encode(self, frame: av.VideoFrame, *, key: bool) -> bytes:
        frame.pict_type = PictureType.I if key else PictureType.NONE
        try:
            packets = self._codec.encode(frame)
        except av.FFmpegError as error:
            raise EncoderError(f"{self.name} failed: {error}") from error
        if len(packets) != 1:
            raise EncoderError(f"{self.name} gave {len(packets)} packets for one picture")
        return bytes(packets[0])


def _rate_options(settings: EncoderSettings) -> dict[str, str]:
    if settings.fixed_qp is not None:
        return {"qp": str(settings.fixed_qp)}
    # As options of FFmpeg, not of x264: only then does a later `bit_rate` reach the running encoder.
    return {"maxrate": str(settings.bit_rate), "bufsize": str(settings.bit_rate // _BUFFER_SHARE)}
