"""H.264 on NVIDIA GPUs that have an encoder (T4, A10, L4, L40S; not A100, H100, H200)."""

import logging
from functools import cache
from typing import Final

from streaming.encoders import EncoderSettings
from streaming.encoders.libav import LibavEncoder
from streaming.errors import EncoderError

_log = logging.getLogger(__name__)

_PROBE_SIDE: Final = 256
_OPTIONS: Final = {
    "preset": "p3",
    "tune": "ull",
    "profile": "baseline",
    "rc": "cbr",
    "zerolatency": "1",
    "delay": "0",
    "forced-idr": "1",
    # An unbounded group of pictures; the option's largest value.
    "g": "2147483647",
}


class NvencEncoder(LibavEncoder):
    """NVENC without delay: low-latency preset, constant rate, no reordering, forced pictures are IDRs."""

    def __init__(self, width: int, height: int, settings: EncoderSettings) -> None:
        super().__init__("h264_nvenc", width, height, settings, _OPTIONS)


@cache
def nvenc_works() -> bool:
    """Whether this machine's GPU encodes: found out once, by opening an encoder."""
    try:
        NvencEncoder(_PROBE_SIDE, _PROBE_SIDE, EncoderSettings()).close()
    except EncoderError as error:
        _log.info("pictures are encoded in software: %s", error)
        return False
    _log.info("pictures are encoded by the GPU (h264_nvenc)")
    return True
