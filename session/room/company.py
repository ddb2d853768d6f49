"""Those who are in a room, and what they do besides looking: presenting, pointing, drawing, writing notes."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from session.access.principal import Principal, Role
from session.errors import MessageError, RightError
from session.room.people import People, Person, readable
from session.room.presenting import Presenting
from session.room.strokes import Strokes
from session.view import room_messages as r
from session.view.messages import Hello

if TYPE_CHECKING:
    from session.room.participant import Participant

NOTES: Final = 50
_REFRESH_S: Final = 0.5


class Company:
    """Keeps everybody told who is there. `run` is its only task."""

    def __init__(
        self,
        *,
        is_free: Callable[[Person], bool],
        presenter_changed: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """`presenter_changed` is called as soon as somebody else presents, or nobody."""
        self.pages: list[Participant] = []
        self._people, self._presenting, self._strokes = People(), Presenting(), Strokes()
        self._notes: deque[r.Noted] = deque(maxlen=NOTES)
        self._noted = 0
        self._is_free, self._presenter_changed = is_free, presenter_changed
        self._clock, self._wall_clock = clock, wall_clock
        self._presented: Person | None = None
        self._told: object = None

    async def run(self) -> None:
        """Until cancelled: what time changes is told, too."""
        while True:
            await asyncio.sleep(_REFRESH_S)
            self.refresh()

    def pages_of(self, person: Person | None) -> list["Participant"]:
        """The pages through which somebody looks."""
        return [page for page in self.pages if page.person is person]

    @property
    def presenter(self) -> Person | None:
        """Who presents."""
        return self._presenting.presenter

    def join(self, principal: Principal, hello: Hello) -> Person:
        """Somebody opens a page: who that is.

        Raises:
            PlacesTakenError: the room is full.
        """
        person = self._people.join(
            principal.name,
            hello.seat,
            principal.room_role,
            guest=principal.role is Role.GUEST,
            name=hello.name or principal.shown_as,
        )
        self._presenting.came(person, alone=not any(page.person is not person for page in self.pages))
        return person

    def came(self, page: "Participant") -> None:
        """A page that has been greeted: it is told what is there, and the others that it came."""
        self.pages.append(page)
        for stroke in self._strokes.all():
            page.post(stroke)
        for note in self._notes:
            page.post(note)
        self.refresh()
        page.post(self._room(page), "room")

    def left(self, page: "Participant") -> None:
        """A page closed, or somebody who joined could not be greeted."""
        person = page.person
        if page in self.pages:
            self.pages.remove(page)
            self._tell(self._pointed(person, r.Point("axial")))
        self._people.leave(person, self._clock(), hidden=page.hidden)
        self.refresh()

    def handle(self, page: "Participant", message: r.RoomClientMessage) -> None:
        """Do what somebody asks for.

        Raises:
            MessageError: they may not, or it cannot be done; nothing has happened then.
        """
        match message:
            case r.Present():
                self._present(page.person, message)
            case r.Point():
                self._point(page, message)
            case r.Stroke():
                self._draw(page, message)
            case r.Erase():
                self._erase(page.person, message)
            case r.Note():
                self._note(page, message)
            case r.Away():
                self._away(page, away=message.away)
            case r.Rename():
                page.person.name = readable(message.name)
        self.refresh()

    def refresh(self) -> None:
        """Tell everybody who is there, where that is another than they know."""
        now = self._clock()
        nobody = self._presenting.gone(now)
        if self._presented is not self.presenter:
            self._presented = self.presenter
            self._presenter_changed()
        view = (nobody, self._wire_people(now), self._presenting.taken(now))
        if view != self._told:
            self._told = view
            for page in self.pages:
                page.post(self._room(page), "room")

    def _present(self, person: Person, message: r.Present) -> None:
        presenting, other, now = self._presenting, self._people.person(message.person), self._clock()
        match message.act:
            case "ask":
                presenting.ask(person)
            case "withdraw":
                presenting.withdraw(person)
            case "hand":
                presenting.hand(person, other)
            case "later":
                presenting.later(person, other)
            case "take":
                presenting.take(person, now)
            case "undo":
                taken = presenting.taken(now)
                presenting.undo(person, self._people.person(taken.before) if taken else None, now)

    def _point(self, page: "Participant", message: r.Point) -> None:
        person = page.person
        _check(person, "point")
        if not page.pointing.take(self._clock()):
            return
        if message.at is not None:
            person.pointed_at = self._clock()
        self._tell(self._pointed(person, message), but=page)

    def _draw(self, page: "Participant", message: r.Stroke) -> None:
        _check(page.person, "point")
        if not page.drawing.take(self._clock()):
            raise MessageError("Too much is drawn at once; some points were left out.")
        page.person.pointed_at = self._clock()
        self._tell(self._strokes.draw(page.person, message))

    def _erase(self, person: Person, message: r.Erase) -> None:
        if message.what == "all":
            if person is not self.presenter:
                raise RightError("Only the presenter can take everybody's strokes away.")
            keys = self._strokes.erase_all()
        else:
            keys = self._strokes.erase_last(person) if message.what == "last" else self._strokes.erase_of(person)
        if keys:
            self._tell(r.Erased(tuple(keys)))

    def _note(self, page: "Participant", message: r.Note) -> None:
        text = readable(message.text, r.NOTE_LENGTH)
        if not text:
            raise MessageError("A note has no text.")
        if not page.noting.take(self._clock()):
            raise MessageError("Too many notes at once: wait a moment.")
        self._noted += 1
        person = page.person
        note = r.Noted(self._noted, person.number, person.name, person.colour, text, self._wall_clock())
        self._notes.append(note)
        self._tell(note)

    def _away(self, page: "Participant", *, away: bool) -> None:
        page.person.hidden += away - page.hidden
        page.hidden = away

    def _pointed(self, person: Person, message: r.Point) -> r.Pointed:
        return r.Pointed(person.number, person.name, person.colour, message.view, message.at)

    def _tell(self, message: r.RoomServerMessage, but: "Participant | None" = None) -> None:
        kind = f"pointed {message.person}" if isinstance(message, r.Pointed) else ""
        for page in self.pages:
            if page is not but:
                page.post(message, kind)

    def _wire_people(self, now: float) -> tuple[r.WirePerson, ...]:
        return tuple(self._wire_person(person, now) for person in self._people.shown(now))

    def _wire_person(self, person: Person, now: float) -> r.WirePerson:
        presents = person is self.presenter
        return r.WirePerson(
            person=person.number,
            name=person.name,
            colour=person.colour,
            role=person.role,
            doing=person.doing(now, presents=presents, free=self._is_free(person)),
            quality="reduced" if any(page.reduced for page in self.pages_of(person)) else "sharp",
            asks=person.number in self._presenting.asking,
            guest=person.guest,
        )

    def _room(self, page: "Participant") -> r.RoomState:
        now, person, presenter = self._clock(), page.person, self.presenter
        taken = self._presenting.taken(now)
        return r.RoomState(
            you=person.number,
            presenter=presenter.number if presenter else 0,
            people=self._wire_people(now),
            taken=r.WireTaken(taken.by, taken.before, round(taken.until - now, 3)) if taken else None,
            offered=presenter is None and person.may("present"),
            invites=person.may("present") and not person.guest,
        )


def _check(person: Person, role: r.RoomRole) -> None:
    if not person.may(role):
        raise RightError("Your link lets you look only: ask whoever invited you for another.")
