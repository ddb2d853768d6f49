import pytest

from archive.assemble import clock


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("103500.00", 38100.0),
        ("1035", 38100.0),
        ("10", 36000.0),
        ("10:35:00", 38100.0),
        ("000000.5", 0.5),
        ("235960", 86400.0),
    ],
)
def test_times_of_day(text: str, seconds: float) -> None:
    assert clock.time_of_day(text) == seconds


@pytest.mark.parametrize("text", ["", "24", "1060", "abc", "-1", "103500.", "1"])
def test_what_is_no_time(text: str) -> None:
    assert clock.time_of_day(text) is None


def test_days_follow_each_other() -> None:
    first, second = clock.day("20000228"), clock.day("2000.02.29")
    assert first is not None
    assert second == first + clock.DAY
    assert clock.day("20010229") is None
    assert clock.day("2000") is None


def test_moments_need_both_parts() -> None:
    assert clock.moment("20000101", "01") == (clock.day("20000101") or 0) + 3600
    assert clock.moment("20000101", "") is None
    assert clock.moment("", "01") is None


def test_date_times_leave_the_offset_aside() -> None:
    expected = clock.moment("20140122", "105327.64")
    assert clock.date_time("20140122105327.64") == expected
    assert clock.date_time("20140122105327.64+0100") == expected
    assert clock.date_time("20140122") is None
    assert clock.date_time("2014") is None
