"""Dates and times of the header as seconds on one axis (PS3.5 6.2: DA, TM, DT)."""

import re
from datetime import date

DAY = 86400.0
_TIME = re.compile(r"(\d{2}):?(\d{2})?:?(\d{2})?(\.\d+)?", re.ASCII)
_DATETIME = re.compile(r"(\d{8})(\d{2,6}(?:\.\d+)?)?([+-]\d{4})?", re.ASCII)


def day(text: str) -> float | None:
    """A date's midnight in seconds; None where it is none. The old spelling with dots is read too."""
    digits = text.strip().replace(".", "")
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).toordinal() * DAY
    except ValueError:
        return None


def time_of_day(text: str) -> float | None:
    """Seconds since midnight; None where it is no time. Minutes and seconds may be absent."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    if int(hours) > 23 or int(minutes or 0) > 59 or int(seconds or 0) > 60:
        return None
    return int(hours) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(fraction or 0)


def moment(date_text: str, time_text: str) -> float | None:
    """A date and a time; None where either is missing."""
    midnight, seconds = day(date_text), time_of_day(time_text)
    return midnight + seconds if midnight is not None and seconds is not None else None


def date_time(text: str) -> float | None:
    """A DT value, in the scanner's own time: an offset from UTC is left aside. None where it has no time of day."""
    match = _DATETIME.fullmatch(text.strip())
    if match is None or match[2] is None:
        return None
    return moment(match[1], match[2])
