import numpy as np
import pytest

from render import window as windows
from render.volume import VoiLut, Window
from render.window import AUTOMATIC, automatic_window, grey, tone
from tests.render.volumes import info, volume


def levels(window: Window, *values: float) -> list[int]:
    return [int(level) for level in grey(window, np.array(values, np.float64))]


def test_linear_has_the_half_unit_terms_of_the_standard() -> None:
    # PS3.3 C.11.2.1.2.1: at or below c - 0.5 - (w - 1)/2 the least, above c - 0.5 + (w - 1)/2 the greatest.
    assert levels(Window(2048.0, 4096.0), 0.0, 4095.0, 2047.0, 2048.0) == [0, 255, 127, 128]
    assert levels(Window(2048.0, 1.0), 2047.0, 2047.5, 2048.0) == [0, 0, 255]


def test_linear_exact_has_none() -> None:
    assert levels(Window(100.0, 51.0, "LINEAR_EXACT"), 74.5, 125.5, 100.0) == [0, 255, 128]


def test_a_linear_width_below_one_counts_as_exact() -> None:
    narrow = Window(0.5, 0.5)
    assert levels(narrow, 0.25, 0.5, 0.75) == levels(Window(0.5, 0.5, "LINEAR_EXACT"), 0.25, 0.5, 0.75) == [0, 128, 255]


def test_a_sigmoid_follows_its_formula() -> None:
    window = Window(50.0, 20.0, "SIGMOID")
    for value in (-1e9, 30.0, 50.0, 61.0, 1e9):
        with np.errstate(over="ignore"):
            expected = 255.0 / (1.0 + np.exp(-4.0 * (value - 50.0) / 20.0))
        assert levels(window, value) == [int(expected + 0.5)]


def test_a_look_up_table_is_exact_at_whole_values_and_holds_its_ends() -> None:
    window = Window(0.0, 0.0, "LUT", lut=VoiLut(10.0, (0, 200, 100, 255), 8))
    assert levels(window, 0.0, 10.0, 11.0, 12.0, 13.0, 99.0, 10.5) == [0, 0, 200, 100, 255, 255, 100]
    assert not windows.is_automatic(window)


def test_what_is_not_a_number_is_black() -> None:
    for window in (Window(0.0, 10.0), Window(0.0, 10.0, "SIGMOID"), Window(0.0, 1.0)):
        assert levels(window, np.nan) == [0]


@pytest.mark.parametrize("window", [Window(40.0, 400.0), Window(1.5, 3.0, "LINEAR_EXACT"), Window(0.2, 0.5)])
def test_a_tone_on_stored_values_is_the_window_on_real_ones(window: Window) -> None:
    described = info(2, 2, 2, slope=0.37, intercept=-11.0)
    stored = np.arange(-500.0, 1500.0, 7.0)
    line = tone(window, described)
    assert line is not None
    by_tone = np.floor(np.clip(stored * line.scale + line.offset, 0, 255) + 0.5)
    assert np.array_equal(by_tone, grey(window, stored * 0.37 - 11.0))


@pytest.mark.parametrize(
    "window", [Window(5.0, 1.0), Window(5.0, 9.0, "SIGMOID"), Window(0, 0, "LUT", "", VoiLut(0, (1,), 8))]
)
def test_a_window_that_is_no_line_has_no_tone(window: Window) -> None:
    assert tone(window, info(2, 2, 2)) is None


def test_the_automatic_window_goes_from_the_1st_to_the_99th_percentile_without_padding() -> None:
    values = np.arange(1000, dtype=np.int16)
    voxels = np.concatenate([values, np.full(1000, -2000, np.int16)]).reshape(2, 20, 50)
    window = automatic_window(volume(voxels, padding=(-2000.0, -1900.0), slope=2.0, intercept=5.0))
    low, high = np.percentile(values, (1, 99)) * 2 + 5
    assert (window.center - window.width / 2, window.center + window.width / 2) == pytest.approx((low, high))


def test_one_single_value_becomes_mid_grey() -> None:
    window = automatic_window(volume(np.full((2, 4, 4), 7, np.int16)))
    assert levels(window, 7.0) == [128]


def test_a_volume_of_almost_nothing_but_background_keeps_its_range() -> None:
    voxels = np.zeros((4, 32, 32), np.int16)
    voxels[2, 5, 6] = 100
    window = automatic_window(volume(voxels))
    assert (window.center, window.width) == (50.0, 100.0)


def test_the_automatic_window_of_a_partial_volume_looks_at_what_has_come() -> None:
    partial = volume(
        np.concatenate([np.full((3, 4, 4), -1024, np.int16), np.arange(16, dtype=np.int16).reshape(1, 4, 4)])
    )
    partial.loaded[:3] = False
    window = automatic_window(partial)
    assert window.center == pytest.approx(7.5)
    partial.loaded[:] = False
    assert automatic_window(partial).width > 0


def test_float_values_that_are_not_finite_do_not_count() -> None:
    voxels = np.linspace(0, 1, 64, dtype=np.float32).reshape(4, 4, 4)
    voxels[0, 0, :2] = (np.nan, np.inf)
    assert automatic_window(volume(voxels)).center == pytest.approx(0.5, abs=0.05)


def test_samples_of_a_large_volume_are_few_and_always_the_same() -> None:
    large = volume(np.random.default_rng(2).normal(0, 100, (64, 128, 128)).astype(np.int16))
    some = windows.sample_values(large, 50_000)
    assert 10_000 < some.size <= 50_000
    assert np.array_equal(some, windows.sample_values(large, 50_000))
    assert np.percentile(some, 99) == pytest.approx(float(np.percentile(large.voxels, 99)), rel=0.05)


def test_presets_suit_the_values() -> None:
    assert [window.label for window in windows.window_presets(info(2, 2, 2))] == [
        "soft tissue", "lung", "bone", "brain", "liver", "angio",
    ]  # fmt: skip
    assert windows.window_presets(info(2, 2, 2, modality="PT", unit="SUVbw"))[0].label == "SUV 0-5"
    assert windows.window_presets(info(2, 2, 2, modality="MR", unit="")) == ()
    assert windows.projection_window(info(2, 2, 2, modality="MR", unit="")) is AUTOMATIC
    assert windows.projection_window(info(2, 2, 2, modality="PT", unit="SUVbw")).label == "SUV 0-10"
    assert windows.is_automatic(AUTOMATIC)


def test_a_projections_automatic_window_goes_by_the_maxima() -> None:
    voxels = np.zeros((10, 20, 30), np.int16)
    voxels[:, 7] = np.arange(300).reshape(10, 30)
    voxels[:, 9] = -5000
    window = windows.automatic_projection_window(volume(voxels, padding=(-5000.0, -5000.0)))
    low, high = np.percentile(np.arange(300), (5, 99.8))
    assert (window.center - window.width / 2, window.center + window.width / 2) == pytest.approx((low, high))
    nothing = volume(voxels)
    nothing.loaded[:] = False
    assert windows.automatic_projection_window(nothing).width > 0
