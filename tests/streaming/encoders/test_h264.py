import numpy as np
import pytest
from av.video.reformatter import ColorRange

from streaming.encoders import EncoderSettings
from streaming.encoders.h264 import X264Encoder
from streaming.picture import Pixels
from streaming.rtp_payload import nal_units
from tests.streaming.support import Decoder, grey_levels, psnr, scene

_PICTURE_TICKS = 3000
_SPS, _PPS, _IDR = 7, 8, 5


def _kinds(access_unit: bytes) -> list[int]:
    return [unit[0] & 0x1F for unit in nal_units(access_unit)]


@pytest.mark.parametrize(
    "settings", [EncoderSettings(), EncoderSettings(bit_rate=300_000), EncoderSettings(fixed_qp=4)]
)
def test_all_256_grey_levels_arrive_exactly(settings: EncoderSettings) -> None:
    pixels = grey_levels()
    encoder, decoder = X264Encoder(256, 256, settings), Decoder()

    errors = [
        np.abs(decoder.luma(encoder.encode(pixels, number * _PICTURE_TICKS, key=number == 0)).astype(int) - pixels)
        for number in range(3)
    ]

    assert np.max(errors[-1]) == 0


def test_a_first_picture_begins_with_its_parameter_sets_which_say_full_range_bt709() -> None:
    encoder, decoder = X264Encoder(320, 240, EncoderSettings()), Decoder()

    first = encoder.encode(scene(0), 0, key=True)
    frame = decoder.frame(first)

    assert _kinds(first)[:2] == [_SPS, _PPS]
    assert _IDR in _kinds(first)
    assert frame.color_range == ColorRange.JPEG
    assert (frame.colorspace, frame.color_primaries, frame.color_trc) == (1, 1, 13)
    assert decoder.profile == "Constrained Baseline"


def test_only_asked_for_pictures_are_keyframes_even_when_everything_changes() -> None:
    encoder = X264Encoder(320, 240, EncoderSettings())

    keys = [
        _IDR in _kinds(encoder.encode(scene(0, seed=100 * number), number * _PICTURE_TICKS, key=number in {0, 7}))
        for number in range(12)
    ]

    assert [number for number, key in enumerate(keys) if key] == [0, 7]


def test_moving_anatomy_looks_like_itself() -> None:
    encoder, decoder = X264Encoder(320, 240, EncoderSettings(bit_rate=3_000_000)), Decoder()

    quality = [
        psnr(decoder.luma(encoder.encode(scene(number), number * _PICTURE_TICKS, key=number == 0)), scene(number))
        for number in range(10)
    ]

    assert min(quality) > 34


@pytest.mark.parametrize(("width", "height"), [(2, 2), (17, 33), (341, 255), (1366, 768)])
def test_any_size_is_encoded_and_cropped_back(width: int, height: int) -> None:
    pixels = scene(1, width, height)
    encoder, decoder = X264Encoder(width, height, EncoderSettings(fixed_qp=8)), Decoder()

    luma = decoder.luma(encoder.encode(pixels, 0, key=True))

    assert luma.shape == (encoder.coded_height, encoder.coded_width)
    assert psnr(luma[:height, :width], pixels) > 40


def test_colour_comes_back_by_the_matrix_that_is_said() -> None:
    patches = np.random.default_rng(5).integers(0, 256, (6, 8, 3), np.uint8)
    pixels: Pixels = np.ascontiguousarray(np.kron(patches, np.ones((16, 16, 1), np.uint8)))
    encoder, decoder = X264Encoder(128, 96, EncoderSettings(fixed_qp=4)), Decoder()

    planes = decoder.frame(encoder.encode(pixels, 0, key=True)).to_ndarray().astype(float)
    luma = planes[:96]
    blue, red = (planes[96:].reshape(2, 48, 64) - 128).repeat(2, axis=1).repeat(2, axis=2)
    rgb = np.stack([luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue], axis=2)

    centres = np.s_[8::16, 8::16]
    assert np.abs(np.clip(rgb, 0, 255)[centres] - pixels[centres]).max() <= 4


def test_the_rate_changes_while_running_without_a_keyframe() -> None:
    encoder = X264Encoder(320, 240, EncoderSettings(bit_rate=4_000_000))
    sizes = []
    for number in range(60):
        if number == 30:
            encoder.set_bit_rate(500_000)
        access_unit = encoder.encode(scene(number), number * _PICTURE_TICKS, key=number == 0)
        assert number == 0 or _IDR not in _kinds(access_unit)
        sizes.append(len(access_unit))

    before, after = np.mean(sizes[20:30]), np.mean(sizes[40:])
    assert after < 0.3 * before


def test_the_rate_comes_back_up() -> None:
    encoder = X264Encoder(320, 240, EncoderSettings(bit_rate=4_000_000))
    encoder.set_bit_rate(500_000)
    sizes = []
    for number in range(60):
        if number == 30:
            encoder.set_bit_rate(4_000_000)
        sizes.append(len(encoder.encode(scene(number), number * _PICTURE_TICKS, key=number == 0)))

    assert np.mean(sizes[45:]) > 3 * np.mean(sizes[15:30])


def test_no_picture_is_larger_than_the_buffer_of_a_fifteenth_second_by_much() -> None:
    rate = 4_000_000
    encoder = X264Encoder(640, 480, EncoderSettings(bit_rate=rate))

    sizes = [
        len(encoder.encode(scene(0, 640, 480, seed=100 * number), number * _PICTURE_TICKS, key=number == 0))
        for number in range(10)
    ]

    assert max(sizes) < 1.5 * rate / 8 / 15


def test_a_repeated_picture_is_a_keyframe_with_the_same_content() -> None:
    encoder, decoder = X264Encoder(320, 240, EncoderSettings(fixed_qp=4)), Decoder()
    decoder.frame(encoder.encode(scene(0), 0, key=True))
    encoder.encode(scene(5), _PICTURE_TICKS, key=False)

    again = encoder.repeat(2 * _PICTURE_TICKS)

    assert _IDR in _kinds(again)
    assert psnr(Decoder().luma(again), scene(5)) > 44
