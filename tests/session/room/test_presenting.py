"""Who presents: asked, handed over, taken, undone, gone."""

import pytest

from session.errors import RightError
from session.room.people import GONE_S, People, Person
from session.room.presenting import UNDO_S, Presenting
from session.view.room_messages import RoomRole


class Board:
    """Some people, and who presents to them."""

    def __init__(self) -> None:
        self.people, self.presenting = People(), Presenting()

    def comes(self, name: str, role: RoomRole = "present", *, guest: bool = False, alone: bool = False) -> Person:
        person = self.people.join(name, name, role, guest=guest)
        self.presenting.came(person, alone=alone)
        return person


@pytest.fixture
def board() -> Board:
    return Board()


def test_the_first_who_may_presents(board: Board) -> None:
    board.comes("guest", "point", guest=True, alone=True)
    assert board.presenting.presenter is None
    reader = board.comes("reader")
    board.comes("other")
    assert board.presenting.is_presenter(reader)


def test_asking_and_handing_over(board: Board) -> None:
    reader, guest = board.comes("reader"), board.comes("guest", "point", guest=True)
    board.presenting.ask(guest)
    assert board.presenting.asking == {guest.number}
    board.presenting.later(reader, guest)
    assert board.presenting.asking == set()
    board.presenting.ask(guest)
    board.presenting.withdraw(guest)
    board.presenting.ask(guest)
    board.presenting.hand(reader, guest)
    assert (board.presenting.presenter, board.presenting.asking) == (guest, set())
    board.presenting.ask(guest)
    assert board.presenting.asking == set()


def test_those_who_only_look_neither_ask_nor_get_nor_take(board: Board) -> None:
    reader, looker = board.comes("reader"), board.comes("looker", "look", guest=True)
    for act in (
        lambda: board.presenting.ask(looker),
        lambda: board.presenting.hand(reader, looker),
        lambda: board.presenting.take(looker, 0.0),
        lambda: board.presenting.hand(looker, reader),
        lambda: board.presenting.later(looker, reader),
        lambda: board.presenting.hand(reader, None),
    ):
        with pytest.raises(RightError):
            act()
    assert board.presenting.is_presenter(reader)


def test_taking_over_can_be_undone_for_ten_seconds_by_both(board: Board) -> None:
    first, second, third = board.comes("first"), board.comes("second"), board.comes("third")
    for undoing in (first, second):
        board.presenting.take(second, 100.0)
        taken = board.presenting.taken(100.0 + UNDO_S - 0.1)
        assert taken is not None
        assert (taken.by, taken.before) == (second.number, first.number)
        with pytest.raises(RightError):
            board.presenting.undo(third, first, 101.0)
        board.presenting.undo(undoing, first, 101.0)
        assert board.presenting.is_presenter(first)
        assert board.presenting.taken(101.0) is None
    board.presenting.take(second, 100.0)
    assert board.presenting.taken(100.0 + UNDO_S) is None
    with pytest.raises(RightError, match="too late"):
        board.presenting.undo(first, first, 100.0 + UNDO_S)


def test_a_presenter_who_is_gone_is_waited_for(board: Board) -> None:
    first, second = board.comes("first"), board.comes("second")
    board.people.leave(first, 100.0)
    assert not board.presenting.gone(100.0 + GONE_S - 0.1)
    assert board.presenting.gone(100.0 + GONE_S)
    assert board.presenting.presenter is None
    board.presenting.take(second, 200.0)
    assert board.presenting.is_presenter(second)
    assert board.presenting.taken(200.0) is None


def test_a_new_page_of_the_user_who_presented_goes_on_and_a_guests_does_not(board: Board) -> None:
    first = board.comes("user")
    board.people.leave(first, 100.0)
    board.comes("guest", guest=True)
    assert board.presenting.is_presenter(first)
    again = board.people.join("user", "another seat", "present")
    board.presenting.came(again, alone=False)
    assert board.presenting.is_presenter(again)


def test_whoever_is_alone_presents(board: Board) -> None:
    board.people.leave(board.comes("first"), 100.0)
    second = board.comes("second", alone=True)
    assert board.presenting.is_presenter(second)


def test_taking_what_one_has_changes_nothing(board: Board) -> None:
    first = board.comes("first")
    board.presenting.take(first, 1.0)
    assert board.presenting.taken(1.0) is None
