"""Guests: one room each, until the room ends or the invitation is revoked."""

import pytest

from session.access import guests as module
from session.access.guests import Guests
from session.access.principal import Right, Role, allowed
from session.errors import PlacesTakenError


def test_a_pass_fits_one_room_and_nothing_else() -> None:
    guests = Guests()
    secret, guest = guests.enter("s1", "point", "i1", "Ann")
    assert guests.by_pass(secret, 0.0) == guest
    assert guests.by_pass(secret + "x", 0.0) is None
    assert guests.by_name(guest.name, 0.0) == guest
    assert (guest.role, guest.room_role, guest.session) == (Role.GUEST, "point", "s1")
    assert "Ann" not in repr(guest)
    assert allowed(guest, Right.JOIN, session="s1").yes
    assert not allowed(guest, Right.JOIN, session="s2").yes
    for right in set(Right) - {Right.JOIN, Right.NONE}:
        assert not allowed(guest, right, session="s1").yes


def test_a_guest_goes_with_the_invitation_or_the_room() -> None:
    guests = Guests()
    (first, _), (second, _), (third, _) = (
        guests.enter("s1", "look", "i1", ""),
        guests.enter("s1", "look", "i2", ""),
        guests.enter("s2", "look", "i3", ""),
    )
    guests.put_out("i1")
    assert [guests.by_pass(one, 0.0) is None for one in (first, second, third)] == [True, False, False]
    guests.forget("s1")
    assert guests.by_pass(second, 0.0) is None
    assert guests.of_session("s2") == 1


def test_a_pass_ends_with_its_invitation() -> None:
    guests = Guests()
    secret, guest = guests.enter("s1", "look", "i1", "", until=100.0)
    assert guests.by_pass(secret, 99.9) == guest
    assert guests.by_name(guest.name, 99.9) == guest
    assert guests.by_pass(secret, 100.0) is None
    assert guests.by_name(guest.name, 100.0) is None


def test_one_link_in_wrong_hands_fills_its_own_room_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_OF_SESSION", 1)
    guests = Guests()
    guests.enter("s1", "look", "i1", "")
    with pytest.raises(PlacesTakenError, match="into this room"):
        guests.enter("s1", "look", "i1", "")
    guests.enter("s2", "look", "i2", "")


def test_there_are_not_endlessly_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    guests = Guests()
    guests.enter("s", "look", "i", "")
    guests.enter("s", "look", "i", "")
    with pytest.raises(PlacesTakenError):
        guests.enter("s", "look", "i", "")
