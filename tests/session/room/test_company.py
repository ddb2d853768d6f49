"""What those in a room are told of each other, and how often."""

from typing import Any, cast

import pytest

from session.access.principal import OWNER, Principal, Role
from session.errors import MessageError, RightError
from session.room.company import NOTES, Company
from session.room.limits import Allowance
from session.room.people import GONE_S, Person
from session.view import messages as m
from session.view import room_messages as r
from tests.streaming.support import Clock

GUEST = Principal("guest-1", Role.GUEST, "s", "point", "i", "Ann")


class Page:
    """A page that keeps what it is sent."""

    def __init__(self, person: Person) -> None:
        self.person, self.hidden, self.reduced = person, False, False
        self.pointing, self.drawing, self.noting = Allowance(60, 60), Allowance(60, 60), Allowance(5, 0.5)
        self.posted: list[Any] = []

    def post(self, message: Any, _kind: str = "") -> None:
        self.posted.append(message)

    def of(self, kind: type) -> list[Any]:
        return [one for one in self.posted if isinstance(one, kind)]


class Meeting:
    """A company with a clock of the test's."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.changes = 0
        self.company = Company(
            is_free=lambda _: False, presenter_changed=self._changed, clock=self.clock, wall_clock=lambda: 1.5
        )

    def _changed(self) -> None:
        self.changes += 1

    def comes(self, who: Principal, seat: str = "") -> Page:
        page = Page(self.company.join(who, m.Hello(version=1, ticket="", views=(), seat=seat)))
        self.company.came(cast("Any", page))
        return page

    def says(self, page: Page, message: r.RoomClientMessage) -> None:
        self.company.handle(cast("Any", page), message)

    def leaves(self, page: Page) -> None:
        self.company.left(cast("Any", page))


@pytest.fixture
def meeting() -> Meeting:
    return Meeting()


def test_nothing_is_told_twice(meeting: Meeting) -> None:
    page = meeting.comes(OWNER)
    before = len(page.posted)
    meeting.company.refresh()
    meeting.clock.now += 5.0
    meeting.company.refresh()
    assert len(page.posted) == before
    assert meeting.changes == 1


def test_a_presenter_who_is_gone_for_long_leaves_the_presenting_to_those_who_may(meeting: Meeting) -> None:
    first, guest = meeting.comes(OWNER, "1"), meeting.comes(GUEST)
    reader = meeting.comes(Principal("reader", Role.READER))
    meeting.leaves(first)
    meeting.clock.now += GONE_S
    meeting.company.refresh()
    for page, offered in ((guest, False), (reader, True)):
        told = page.of(r.RoomState)[-1]
        assert (told.presenter, told.offered, len(told.people)) == (0, offered, 2)
    meeting.says(reader, r.Present("take"))
    assert guest.of(r.RoomState)[-1].presenter == reader.person.number


def test_an_undo_is_counted_down_without_being_told_each_time(meeting: Meeting) -> None:
    first, second = meeting.comes(OWNER), meeting.comes(Principal("reader", Role.READER))
    meeting.says(second, r.Present("take"))
    count = len(first.of(r.RoomState))
    meeting.clock.now += 4.0
    meeting.company.refresh()
    assert len(first.of(r.RoomState)) == count
    late = meeting.comes(GUEST)
    assert late.of(r.RoomState)[-1].taken == r.WireTaken(2, 1, 6.0)
    meeting.clock.now += 6.0
    meeting.company.refresh()
    assert first.of(r.RoomState)[-1].taken is None


def test_pointers_beyond_what_one_can_see_are_left_out(meeting: Meeting) -> None:
    one, two = meeting.comes(OWNER), meeting.comes(GUEST)
    for n in range(200):
        meeting.says(two, r.Point("axial", (float(n), 0.0, 0.0)))
    assert 0 < len(one.of(r.Pointed)) <= 60


def test_a_pointer_goes_with_its_page(meeting: Meeting) -> None:
    one, two = meeting.comes(OWNER), meeting.comes(GUEST)
    meeting.says(two, r.Point("axial", (1.0, 0.0, 0.0)))
    meeting.leaves(two)
    assert [told.at for told in one.of(r.Pointed)] == [(1.0, 0.0, 0.0), None]


def test_notes_are_bounded_in_number_and_in_speed(meeting: Meeting) -> None:
    page = meeting.comes(OWNER)
    for n in range(NOTES + 5):
        meeting.clock.now += 2.0
        meeting.says(page, r.Note(f"note {n}"))
    meeting.clock.now += 60.0
    late = meeting.comes(GUEST)
    notes = late.of(r.Noted)
    assert [one.note for one in notes] == list(range(6, NOTES + 6))
    assert (notes[-1].text, notes[-1].at) == (f"note {NOTES + 4}", 1.5)
    for _ in range(5):
        meeting.says(page, r.Note("at once"))
    with pytest.raises(MessageError, match="moment"):
        meeting.says(page, r.Note("too many"))
    with pytest.raises(MessageError, match="no text"):
        meeting.says(page, r.Note(" \u200b "))


def test_who_gets_smaller_pictures_is_said_in_words(meeting: Meeting) -> None:
    one, two = meeting.comes(OWNER), meeting.comes(GUEST)
    two.reduced = True
    meeting.company.refresh()
    assert [person.quality for person in one.of(r.RoomState)[-1].people] == ["sharp", "reduced"]


def test_only_the_presenter_takes_everything_away(meeting: Meeting) -> None:
    one, two = meeting.comes(OWNER), meeting.comes(GUEST)
    meeting.says(two, r.Stroke(1, "axial", ((0.0, 0.0, 0.0),), done=True))
    with pytest.raises(RightError):
        meeting.says(two, r.Erase("all"))
    meeting.says(one, r.Erase("mine"))
    assert two.of(r.Erased) == []
    meeting.says(one, r.Erase("all"))
    assert two.of(r.Erased) == [r.Erased(((2, 1),))]
