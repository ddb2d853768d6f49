"""Who is in a room, whatever pages they look through. Pure: times are the caller's, in ascending seconds."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from session.errors import PlacesTakenError
from session.view.room_messages import NAME_LENGTH, Doing, RoomRole

COLOURS: Final = 6
# Somebody whose pages are all gone may come back for so long before the others see them leave.
GONE_S: Final = 20.0
POINTING_S: Final = 3.0
MOST_PEOPLE: Final = 32
MOST_PAGES: Final = 48
_REMEMBERED: Final = 100
RANK: Final[dict[RoomRole, int]] = {"look": 0, "point": 1, "present": 2}


@dataclass(slots=True, eq=False)
class Person:
    """Somebody, with as many pages as they have open. `left_at` is when the last of them closed."""

    number: int
    principal: str
    seat: str
    colour: int
    role: RoomRole
    guest: bool
    name: str = ""
    invitation: str = ""
    pages: int = 0
    hidden: int = 0
    left_at: float = 0.0
    pointed_at: float = field(default=float("-inf"))

    @property
    def here(self) -> bool:
        """Whether a page of theirs is open."""
        return self.pages > 0

    def may(self, role: RoomRole) -> bool:
        """Whether their role reaches so far."""
        return RANK[self.role] >= RANK[role]

    def doing(self, now: float, *, presents: bool, free: bool) -> Doing:
        """What the others read beside the name."""
        if not self.here:
            return "away"
        if presents:
            return "presenting"
        if self.hidden >= self.pages:
            return "away"
        if now - self.pointed_at < POINTING_S:
            return "pointing"
        return "free" if free else "following"


class People:
    """Numbers people as they come and knows them again by their seat."""

    def __init__(self) -> None:
        self._people: dict[int, Person] = {}
        self._last = 0

    def join(
        self, principal: str, seat: str, role: RoomRole, *, guest: bool = False, name: str = "", invitation: str = ""
    ) -> Person:
        """A page of somebody opened: the person who had this seat before, or a new one.

        Raises:
            PlacesTakenError: the room is full.
        """
        if sum(one.pages for one in self._people.values()) >= MOST_PAGES:
            raise PlacesTakenError(f"This room is full: {MOST_PAGES} pages look at it.")
        person = self._known(principal, seat)
        if person is None:
            if sum(one.here for one in self._people.values()) >= MOST_PEOPLE:
                raise PlacesTakenError(f"This room is full: {MOST_PEOPLE} people are in it.")
            self._last += 1
            person = Person(self._last, principal, seat, self._colour(), role, guest)
            self._people[person.number] = person
            self._forget_some()
        person.role, person.invitation = role, invitation
        person.name = readable(name) or person.name
        person.pages += 1
        return person

    def leave(self, person: Person, now: float, *, hidden: bool = False) -> None:
        """A page of theirs closed; `hidden`: it had been out of sight."""
        person.pages -= 1
        person.hidden -= hidden
        person.left_at = now

    def shown(self, now: float) -> Iterator[Person]:
        """Whom the others see: those with a page, and those who lost theirs just now."""
        return (one for one in self._people.values() if one.here or now - one.left_at < GONE_S)

    def person(self, number: int) -> Person | None:
        """Who has this number."""
        return self._people.get(number)

    def _known(self, principal: str, seat: str) -> Person | None:
        if not seat:
            return None
        return next((one for one in self._people.values() if (one.principal, one.seat) == (principal, seat)), None)

    def _colour(self) -> int:
        used = Counter(one.colour for one in self._people.values() if one.here)
        return min(range(1, COLOURS + 1), key=lambda colour: (used[colour], colour))

    def _forget_some(self) -> None:
        gone = [one for one in self._people.values() if not one.here and one.number != self._last]
        for one in sorted(gone, key=lambda each: each.left_at)[: max(0, len(self._people) - _REMEMBERED)]:
            del self._people[one.number]


def readable(text: str, most: int = NAME_LENGTH) -> str:
    """A text in one line without control characters or what turns the reading direction around."""
    printed = "".join(" " if letter.isspace() else letter for letter in text)
    kept = "".join(letter for letter in printed if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return " ".join(kept.split())[:most]
