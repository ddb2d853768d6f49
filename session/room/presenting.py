"""Who presents in a room: asked for, handed over, taken, given back. Pure: times are the caller's."""

from dataclasses import dataclass
from typing import Final

from session.errors import RightError
from session.room.people import GONE_S, Person

UNDO_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Taken:
    """The presenting was taken over, which can be undone until then."""

    by: int
    before: int
    until: float


class Presenting:
    """The one who presents and those who would like to."""

    def __init__(self) -> None:
        self.presenter: Person | None = None
        self.asking: set[int] = set()
        self._taken: Taken | None = None

    def is_presenter(self, person: Person) -> bool:
        """Whether this person presents."""
        return person is self.presenter

    def taken(self, now: float) -> Taken | None:
        """The last take-over, while it can be undone."""
        return self._taken if self._taken is not None and now < self._taken.until else None

    def came(self, person: Person, *, alone: bool) -> None:
        """Somebody came in; `alone`: nobody else is here. They present where nobody else can be meant to."""
        absent = self.presenter is None or not self.presenter.here
        same_user = self.presenter is not None and not person.guest and self.presenter.principal == person.principal
        if person.may("present") and absent and (self.presenter is None or alone or same_user):
            self._pass_to(person)

    def gone(self, now: float) -> bool:
        """Whether nobody presents any more: who did has been away for too long."""
        if self.presenter is not None and not self.presenter.here and now - self.presenter.left_at >= GONE_S:
            self.presenter = None
        return self.presenter is None

    def ask(self, person: Person) -> None:
        """Raise a hand.

        Raises:
            RightError: this person only looks.
        """
        if not person.may("point"):
            raise RightError("Your link lets you look only: ask whoever invited you for another.")
        if person is not self.presenter:
            self.asking.add(person.number)

    def withdraw(self, person: Person) -> None:
        """Lower one's hand."""
        self.asking.discard(person.number)

    def hand(self, giver: Person, taker: Person | None) -> None:
        """The presenter gives the presenting on.

        Raises:
            RightError: the giver does not present, or the other is not here or only looks.
        """
        self._check_presents(giver)
        if taker is None or not taker.here:
            raise RightError("This person is not here any more.")
        if not taker.may("point"):
            raise RightError("This person may look only.")
        self._pass_to(taker)

    def later(self, presenter: Person, asker: Person | None) -> None:
        """The presenter says: not now.

        Raises:
            RightError: this person does not present.
        """
        self._check_presents(presenter)
        if asker is not None:
            self.asking.discard(asker.number)

    def take(self, person: Person, now: float) -> None:
        """Take over.

        Raises:
            RightError: this person may not present.
        """
        if not person.may("present"):
            raise RightError("You may not take over: ask to present.")
        before = self.presenter
        if before is person:
            return
        self._pass_to(person)
        if before is not None and before.here:
            self._taken = Taken(person.number, before.number, now + UNDO_S)

    def undo(self, person: Person, before: Person | None, now: float) -> None:
        """Give back what was taken; `before` is who presented then.

        Raises:
            RightError: there is nothing to give back, it is too late, or it is not this person's affair.
        """
        taken = self.taken(now)
        if taken is None or before is None or before.number != taken.before:
            raise RightError("It is too late to undo this.")
        if person.number not in {taken.by, taken.before}:
            raise RightError("Only the two who are concerned can undo this.")
        self._pass_to(before)

    def _check_presents(self, person: Person) -> None:
        if person is not self.presenter:
            raise RightError("Only the presenter can do this.")

    def _pass_to(self, person: Person) -> None:
        self.presenter, self._taken = person, None
        self.asking.discard(person.number)
