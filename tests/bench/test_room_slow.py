"""What is made of what viewers saw beside one with a bad line."""

import pytest

from bench.room_slow import TOLERANCE, Window, moved_ms, rows_of, window_of


def test_a_window_counts_each_viewers_pictures_and_their_delay_from_the_hand() -> None:
    viewers = [
        [{"picture": 1, "at": 10.03, "size": 1000}, {"picture": 2, "at": 10.08, "size": 1000}],
        [{"picture": 1, "at": 10.05, "size": 1000}, {"picture": 3, "at": 10.5, "size": 1000}],
    ]
    window = window_of(viewers, {"1": 10.0, "2": 10.02}, 2.0)
    assert window.pictures_per_s == 1.0
    assert window.mbit == pytest.approx(0.008)
    assert window.delays_ms == pytest.approx([30.0, 50.0, 60.0])
    assert window.delay_ms(0.5) == pytest.approx(50.0)
    assert Window(0.0, 0.0, ()).delay_ms(0.5) == 0.0


def test_seven_may_lose_a_tenth_and_the_eighth_must_be_moved_within_a_second() -> None:
    without, slow = Window(30.0, 6.0, [20.0]), Window(10.0, 0.5, [200.0])
    good = rows_of(without, Window(30.0 * (1 - TOLERANCE), 6.0, [20.0 * (1 + TOLERANCE)]), slow, 1000.0)
    assert [row.ratio for row in good[:5]] == pytest.approx([1.0, 1.0, 1 / 0.9, 1.0, 1.0])
    bad = rows_of(without, Window(20.0, 3.0, [40.0]), slow, 2000.0)
    assert all(row.ratio < 0.8 for row in bad[:5])


def test_who_was_moved_before_the_line_became_bad_does_not_count() -> None:
    reduced = [(1.0, 0), (4.0, 1), (5.0, 0), (10.6, 1), (20.0, 0)]
    assert moved_ms(reduced, 10.0) == pytest.approx(600.0)
    assert moved_ms(reduced, 15.0) == float("inf")
