import numpy as np
import pytest

from streaming.encoders import EncoderSettings
from streaming.encoders.libav import LibavEncoder
from streaming.errors import EncoderError

_ZERO_LATENCY = {"preset": "superfast", "tune": "zerolatency"}


def test_an_encoder_that_does_not_exist_is_named() -> None:
    with pytest.raises(EncoderError, match="h264_nobody did not open for 64 x 64"):
        LibavEncoder("h264_nobody", 64, 64, EncoderSettings(), {})


def test_options_that_do_not_fit_are_an_error_with_the_encoders_words() -> None:
    with pytest.raises(EncoderError, match="libx264 did not open"):
        LibavEncoder("libx264", 64, 64, EncoderSettings(), {**_ZERO_LATENCY, "profile": "nonsense"})


def test_an_audio_encoder_is_refused() -> None:
    with pytest.raises(EncoderError, match="aac"):
        LibavEncoder("aac", 64, 64, EncoderSettings(), {})


def test_an_encoder_that_keeps_pictures_back_is_an_error() -> None:
    delaying = LibavEncoder("libx264", 64, 64, EncoderSettings(), {"preset": "medium"})

    with pytest.raises(EncoderError, match="gave 0 packets for one picture"):
        delaying.encode(np.zeros((64, 64), np.uint8), 0, key=True)


def test_nothing_can_be_repeated_before_the_first_picture() -> None:
    encoder = LibavEncoder("libx264", 64, 64, EncoderSettings(), _ZERO_LATENCY)

    with pytest.raises(EncoderError, match="nothing was encoded yet"):
        encoder.repeat(0)
