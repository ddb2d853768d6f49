"""What people have drawn: strokes as points in the patient, each on its view. Pure and bounded."""

from dataclasses import dataclass, field
from typing import Final

from session.errors import StrokeError
from session.room.people import Person
from session.view.operations import ViewName
from session.view.room_messages import POINTS_AT_ONCE, Position, Stroke, Stroked

MOST_POINTS: Final = 2_000
MOST_OF_A_PERSON: Final = 40
MOST: Final = 120
MOST_POINTS_IN_ALL: Final = 20_000
Key = tuple[int, int]


@dataclass(slots=True)
class _Drawn:
    name: str
    colour: int
    view: ViewName
    frame: int | None
    points: list[Position] = field(default_factory=list)
    done: bool = False


class Strokes:
    """The strokes of a room, each known by its person's number and that person's number for it."""

    def __init__(self) -> None:
        self._strokes: dict[Key, _Drawn] = {}

    def draw(self, person: Person, message: Stroke) -> Stroked:
        """Add points to a stroke, or begin one; gives what everybody is told.

        Raises:
            StrokeError: it is finished already, or one of the limits is reached; nothing has been added.
        """
        key = (person.number, message.stroke)
        drawn = self._strokes.get(key) or self._begun(person, message)
        if drawn.done or drawn.view != message.view or drawn.frame != message.frame:
            raise StrokeError("This stroke is finished: begin another.")
        if len(drawn.points) + len(message.points) > MOST_POINTS:
            raise StrokeError(f"A stroke has at most {MOST_POINTS} points.")
        if sum(len(one.points) for one in self._strokes.values()) + len(message.points) > MOST_POINTS_IN_ALL:
            raise StrokeError("The strokes have too many points: take some away first.")
        drawn.points.extend(message.points)
        drawn.done = message.done
        self._strokes[key] = drawn
        return _told(key, drawn, message.points)

    def erase_last(self, person: Person) -> list[Key]:
        """Take back this person's newest stroke."""
        return self._erase([key for key in self._strokes if key[0] == person.number][-1:])

    def erase_of(self, person: Person) -> list[Key]:
        """Take back all of this person's."""
        return self._erase([key for key in self._strokes if key[0] == person.number])

    def erase_all(self) -> list[Key]:
        """Take everything away."""
        return self._erase(list(self._strokes))

    def all(self) -> list[Stroked]:
        """Everything that is drawn, for somebody who comes: in pieces that a message may hold."""
        return [
            _told(
                key, drawn, tuple(drawn.points[at : at + POINTS_AT_ONCE]), last=at + POINTS_AT_ONCE >= len(drawn.points)
            )
            for key, drawn in self._strokes.items()
            for at in range(0, len(drawn.points), POINTS_AT_ONCE)
        ]

    def _begun(self, person: Person, message: Stroke) -> _Drawn:
        if len(self._strokes) >= MOST:
            raise StrokeError(f"There are {MOST} strokes: take some away first.")
        if sum(number == person.number for number, _ in self._strokes) >= MOST_OF_A_PERSON:
            raise StrokeError(f"You have drawn {MOST_OF_A_PERSON} strokes: take some away first.")
        return _Drawn(person.name, person.colour, message.view, message.frame)

    def _erase(self, keys: list[Key]) -> list[Key]:
        for key in keys:
            del self._strokes[key]
        return keys


def _told(key: Key, drawn: _Drawn, points: tuple[Position, ...], *, last: bool = True) -> Stroked:
    person, stroke = key
    done = drawn.done and last
    return Stroked(person, stroke, drawn.name, drawn.colour, drawn.view, points, drawn.frame, done)
