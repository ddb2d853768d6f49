"""The line in front of a full server."""

import pytest

from session.errors import PlacesTakenError
from session.room.waiting import WaitingLine


def _waits(line: WaitingLine, name: str, used: int, now: float) -> tuple[str, str]:
    with pytest.raises(PlacesTakenError) as caught:
        line.ask(name, used, 12, now)
    return str(caught.value), caught.value.waiting


def test_the_first_who_came_gets_the_first_free_place() -> None:
    line = WaitingLine()
    words, first = _waits(line, "", 12, 0.0)
    assert words == "All places are taken (12 of 12). You are next."
    words, second = _waits(line, "", 12, 1.0)
    assert words == "All places are taken (12 of 12). You are next but one."
    assert _waits(line, "", 12, 1.5)[0].endswith("2 are before you.")
    assert _waits(line, second, 11, 2.0)[1] == second
    line.ask(first, 11, 12, 2.0)
    assert _waits(line, second, 12, 3.0)[0].endswith("You are next.")


def test_a_newcomer_does_not_pass_who_waits() -> None:
    line = WaitingLine()
    _, first = _waits(line, "", 12, 0.0)
    _waits(line, "", 11, 1.0)
    line.ask(first, 11, 12, 1.0)


def test_who_leaves_holds_nobody_up() -> None:
    line = WaitingLine()
    _, first = _waits(line, "", 12, 0.0)
    _, second = _waits(line, "", 12, 1.0)
    line.leave(first)
    line.leave("nobody")
    line.ask(second, 11, 12, 2.0)


def test_who_stops_asking_has_left() -> None:
    line = WaitingLine()
    _waits(line, "", 12, 0.0)
    line.ask("", 11, 12, 60.0)


def test_the_line_is_not_endless() -> None:
    line = WaitingLine()
    for _ in range(100):
        _waits(line, "", 12, 0.0)
    assert _waits(line, "", 12, 0.0)[1] == ""
