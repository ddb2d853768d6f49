"""H.264 in software, through libx264."""

from typing import Final

from streaming.encoders import EncoderSettings
from streaming.encoders.libav import LibavEncoder

_ONE_SLICE_PIXELS: Final = 500_000


class X264Encoder(LibavEncoder):
    """libx264, superfast and without any delay, constrained baseline: what every browser's decoder takes."""

    def __init__(self, width: int, height: int, settings: EncoderSettings) -> None:
        options = {
            "preset": "superfast",
            "tune": "zerolatency",
            "profile": "baseline",
            # No keyframe on scene cuts or on a clock: only who joins or lost a packet needs one.
            "x264-params": "scenecut=0:repeat-headers=1:keyint=infinite",
        }
        threads = settings.threads or (1 if width * height <= _ONE_SLICE_PIXELS else 2)
        super().__init__("libx264", width, height, settings, options, threads)
