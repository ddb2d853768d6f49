import logging

import numpy as np
import pytest

from streaming.encoders import EncoderSettings, nvenc
from streaming.encoders.nvenc import NvencEncoder, nvenc_works
from streaming.errors import EncoderError
from tests.streaming.support import Decoder, grey_levels, psnr


@pytest.fixture(autouse=True)
def _probe_anew() -> None:
    nvenc_works.cache_clear()


def test_the_answer_is_found_by_opening_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    attempts = []

    def refuse(*_: object) -> NvencEncoder:
        attempts.append(1)
        raise EncoderError("no capable device")

    monkeypatch.setattr(nvenc, "NvencEncoder", refuse)
    caplog.set_level(logging.INFO)

    assert not nvenc_works()
    assert not nvenc_works()

    assert len(attempts) == 1
    assert "no capable device" in caplog.text


@pytest.mark.gpu
def test_pictures_of_the_gpu_decode_to_all_grey_levels() -> None:
    if not nvenc_works():
        pytest.skip("this GPU has no H.264 encoder, or there is none")
    encoder, decoder = NvencEncoder(256, 256, EncoderSettings()), Decoder()

    luma = decoder.luma(encoder.encode(grey_levels(), 0, key=True))
    decoder.luma(encoder.encode(grey_levels(), 3000, key=False))

    assert np.abs(luma.astype(int) - grey_levels()).max() <= 1
    assert psnr(Decoder().luma(encoder.repeat(6000)), grey_levels()) > 45
