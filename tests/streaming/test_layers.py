"""Slow ways get smaller pictures within a second, and full ones again when they carry them."""

import numpy as np
import pytest

from streaming.layers import STALLED_S, Layers, Way, halved
from tests.streaming.support import ScriptedLink

CEILING = 6_000_000
FAST, SLOW, THIRD = ScriptedLink(), ScriptedLink(), ScriptedLink()


def way(link: ScriptedLink, rate: int = 10_000_000, *, reduced: bool = False, waiting: float = 0.05) -> Way:
    return Way(link, reduced, rate, waiting)


def test_links_alike_stay_where_they_are() -> None:
    assert Layers(CEILING).moves([way(FAST), way(SLOW, 6_000_000), way(THIRD, 5_000_000)], 0.0) == []


def test_a_way_that_carries_far_less_than_another_is_moved_at_once() -> None:
    assert Layers(CEILING).moves([way(FAST), way(SLOW, 1_000_000)], 0.0) == [SLOW]


def test_a_way_that_answers_nothing_while_others_do_is_moved() -> None:
    assert Layers(CEILING).moves([way(FAST), way(SLOW, waiting=STALLED_S + 0.01)], 0.0) == [SLOW]


def test_where_nothing_is_answered_by_anybody_the_server_was_late_and_nobody_is_moved() -> None:
    assert Layers(CEILING).moves([way(FAST, waiting=0.7), way(SLOW, 1_000_000, waiting=0.8)], 0.0) == []


def test_one_alone_keeps_the_full_quality_however_slow() -> None:
    assert Layers(CEILING).moves([way(SLOW, 300_000, waiting=2.0)], 0.0) == []


def test_the_last_one_goes_back_to_the_full_quality() -> None:
    assert Layers(CEILING).moves([way(SLOW, 300_000, reduced=True)], 0.0) == [SLOW]


def test_who_recovered_comes_back_after_a_pause_that_doubles_with_each_failure() -> None:
    layers = Layers(CEILING)
    now = 0.0
    for pause in (5.0, 10.0, 20.0, 40.0, 60.0, 60.0):
        assert layers.moves([way(FAST), way(SLOW, 500_000)], now) == [SLOW]
        recovered = [way(FAST), way(SLOW, CEILING, reduced=True)]
        assert layers.moves(recovered, now + pause - 0.1) == []
        assert layers.moves(recovered, now + pause) == [SLOW]
        now += 100.0


@pytest.mark.parametrize(("rate", "waiting"), [(3_000_000, 0.0), (CEILING, 0.5)])
def test_who_did_not_recover_stays(rate: int, waiting: float) -> None:
    layers = Layers(CEILING)
    layers.moves([way(FAST), way(SLOW, 500_000)], 0.0)
    assert layers.moves([way(FAST), way(SLOW, rate, reduced=True, waiting=waiting)], 100.0) == []


def test_a_link_that_is_gone_is_forgotten() -> None:
    layers = Layers(CEILING)
    layers.moves([way(FAST), way(SLOW, 500_000)], 0.0)
    layers.forget(SLOW)
    layers.moves([way(FAST), way(SLOW, 500_000)], 10.0)
    assert layers.moves([way(FAST), way(SLOW, CEILING, reduced=True)], 15.0) == [SLOW]


def test_halved_pictures_are_the_mean_of_four_pixels() -> None:
    pixels = np.arange(5 * 7, dtype=np.uint8).reshape(5, 7) * 7
    small = halved(pixels)
    assert small.shape == (2, 3)
    assert small.dtype == np.uint8
    for y in range(2):
        for x in range(3):
            four = pixels[2 * y : 2 * y + 2, 2 * x : 2 * x + 2].astype(int)
            assert small[y, x] == (four.sum() + 2) // 4


def test_colour_is_halved_channel_by_channel_and_one_row_stays_one() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (1, 6, 3), np.uint8)
    small = halved(pixels)
    assert small.shape == (1, 3, 3)
    assert np.abs(small[0, 0].astype(int) - pixels[0, :2].astype(int).mean(axis=0)).max() <= 1
    assert halved(np.full((4, 4), 255, np.uint8)).min() == 255
