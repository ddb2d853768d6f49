import pytest

from streaming.encoders import EncoderSettings, nvenc, open_encoder
from streaming.encoders.nvenc import NvencEncoder
from streaming.errors import EncoderError


def test_software_takes_over_when_the_gpu_has_no_session_left(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> NvencEncoder:
        raise EncoderError("out of sessions")

    monkeypatch.setattr(nvenc, "nvenc_works", lambda: True)
    monkeypatch.setattr(nvenc, "NvencEncoder", refuse)

    encoder = open_encoder(64, 64, EncoderSettings())

    assert encoder.name == "libx264"
    assert "out of sessions" in caplog.text


def test_software_is_used_when_told() -> None:
    assert open_encoder(64, 64, EncoderSettings(hardware=False)).name == "libx264"


def test_the_gpu_is_not_asked_for_a_fixed_quantiser(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> bool:
        raise AssertionError("the GPU was asked")

    monkeypatch.setattr(nvenc, "nvenc_works", asked)

    assert open_encoder(64, 64, EncoderSettings(fixed_qp=20)).name == "libx264"
