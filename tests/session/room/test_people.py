"""Who is in a room: numbers, seats, colours, what they do, and how many there may be."""

import pytest

from session.errors import PlacesTakenError
from session.room import people as module
from session.room.people import COLOURS, GONE_S, POINTING_S, People, readable


def test_people_are_numbered_as_they_come_and_known_again_by_their_seat() -> None:
    people = People()
    ann = people.join("ann", "s1", "present", name="Ann")
    bob = people.join("bob", "s2", "look")
    assert (ann.number, bob.number, ann.colour, bob.colour) == (1, 2, 1, 2)
    people.leave(ann, 10.0)
    assert people.join("ann", "s1", "present") is ann
    assert ann.name == "Ann"
    assert people.person(2) is bob
    assert people.person(3) is None


@pytest.mark.parametrize(("principal", "seat"), [("bob", "s1"), ("ann", "s2"), ("ann", "")])
def test_another_user_another_seat_and_no_seat_are_somebody_else(principal: str, seat: str) -> None:
    people = People()
    ann = people.join("ann", "s1", "present")
    assert people.join(principal, seat, "present") is not ann


def test_two_pages_of_one_seat_are_one_person_until_both_are_gone() -> None:
    people = People()
    ann = people.join("ann", "s1", "present")
    people.join("ann", "s1", "present")
    people.leave(ann, 1.0)
    assert ann.pages == 1
    people.leave(ann, 2.0)
    assert list(people.shown(2.0 + GONE_S - 0.1)) == [ann]
    assert list(people.shown(2.0 + GONE_S)) == []


def test_colours_are_those_that_fewest_have() -> None:
    people = People()
    first = [people.join("x", f"{n}", "look") for n in range(COLOURS)]
    assert sorted(one.colour for one in first) == list(range(1, COLOURS + 1))
    people.leave(first[3], 0.0)
    assert people.join("x", "new", "look").colour == first[3].colour


def test_what_somebody_does() -> None:
    people = People()
    ann = people.join("ann", "s1", "present")
    assert ann.doing(100.0, presents=False, free=False) == "following"
    assert ann.doing(100.0, presents=False, free=True) == "free"
    ann.pointed_at = 100.0
    assert ann.doing(100.0 + POINTING_S - 0.1, presents=False, free=True) == "pointing"
    assert ann.doing(100.0 + POINTING_S, presents=False, free=True) == "free"
    assert ann.doing(100.0, presents=True, free=False) == "presenting"
    ann.hidden = 1
    assert ann.doing(100.0, presents=False, free=False) == "away"
    people.leave(ann, 100.0, hidden=True)
    assert (ann.hidden, ann.doing(100.0, presents=True, free=False)) == (0, "away")


def test_roles_reach_as_far_as_they_say() -> None:
    people = People()
    look, point, present = (people.join("x", role, role) for role in ("look", "point", "present"))
    assert [one.may("point") for one in (look, point, present)] == [False, True, True]
    assert [one.may("present") for one in (look, point, present)] == [False, False, True]


def test_a_room_can_be_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PEOPLE", 2)
    monkeypatch.setattr(module, "MOST_PAGES", 3)
    people = People()
    people.join("a", "1", "look")
    people.join("b", "2", "look")
    with pytest.raises(PlacesTakenError, match="2 people"):
        people.join("c", "3", "look")
    people.join("b", "2", "look")
    with pytest.raises(PlacesTakenError, match="3 pages"):
        people.join("b", "2", "look")


def test_those_long_gone_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 3)
    people = People()
    for n in range(6):
        people.leave(people.join("x", f"{n}", "look"), float(n))
    assert people.person(1) is None
    assert people.person(6) is not None


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("  Dr  Ann\tLee\n", "Dr Ann Lee"),
        ("\u202eevil\x07", "evil"),
        ("x" * 99, "x" * 40),
        ("山田", "山田"),
        ("\u200b", ""),
    ],
)
def test_names_are_one_readable_line(given: str, read: str) -> None:
    assert readable(given) == read
