"""The messages of a shared room: who is there and presents, telepointers, strokes and notes (docs/protocol.md, Rooms).

People are numbered in their room, from 1 in the order in which they came; 0 is nobody. Points are patient positions
(LPS mm); in a film they are millimetres or source pixels to the right and down from the middle of the first pixel,
and the frame counted from 0.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec

from session.view.operations import Counter, Finite, Message, ViewName

NAME_LENGTH: Final = 40
NOTE_LENGTH: Final = 280
POINTS_AT_ONCE: Final = 256

PersonNumber = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
PersonName = Annotated[str, msgspec.Meta(max_length=NAME_LENGTH)]
Seat = Annotated[str, msgspec.Meta(max_length=64)]
Position = tuple[Finite, Finite, Finite]
RoomRole = Literal["look", "point", "present"]
Doing = Literal["presenting", "following", "pointing", "free", "away"]
Quality = Literal["sharp", "reduced"]

# --- client to server ------------------------------------------------------------------------------------------------


class Follow(Message, frozen=True, tag="follow"):
    """Look freely from here on, or go back to the presenter's view."""

    free: bool = False


class Present(Message, frozen=True, tag="present"):
    """Who presents.

    ``ask`` and ``withdraw`` raise and lower one's hand; ``hand`` gives the presenting to ``person``, ``later`` answers
    that person's asking with "not now"; ``take`` takes it over; ``undo`` gives back what was taken, within 10 s.
    """

    act: Literal["ask", "withdraw", "hand", "later", "take", "undo"]
    person: PersonNumber = 0


class Point(Message, frozen=True, tag="point"):
    """Where this person's telepointer is, over which view; null takes it away."""

    view: ViewName
    at: Position | None = None


class Stroke(Message, frozen=True, tag="stroke"):
    """More points of a stroke. ``stroke`` is the sender's own number for it; ``done`` with its last points."""

    stroke: Counter
    view: ViewName
    points: Annotated[tuple[Position, ...], msgspec.Meta(min_length=1, max_length=POINTS_AT_ONCE)]
    frame: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)] | None = None
    done: bool = False


class Erase(Message, frozen=True, tag="erase"):
    """Take back one's last stroke, all of one's own, or (the presenter) everybody's."""

    what: Literal["last", "mine", "all"]


class Note(Message, frozen=True, tag="note"):
    """A short text for everybody in the room."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=NOTE_LENGTH)]


class Away(Message, frozen=True, tag="away"):
    """This page went out of sight, or came back."""

    away: bool


class Rename(Message, frozen=True, tag="name"):
    """How this person is called from here on."""

    name: PersonName


RoomClientMessage = Follow | Present | Point | Stroke | Erase | Note | Away | Rename

# --- server to client ------------------------------------------------------------------------------------------------


class WirePerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody in the room. ``colour`` is 1 to 6; ``asks``: would like to present."""

    person: int
    name: str
    colour: int
    role: RoomRole
    doing: Doing
    quality: Quality = "sharp"
    asks: bool = False
    guest: bool = False


class WireTaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``by`` took the presenting over from ``before``; that can be undone for ``left_s`` seconds."""

    by: int
    before: int
    left_s: float


class RoomState(Message, frozen=True, tag="room"):
    """Who is there: after the first ``state`` and after each change.

    ``presenter`` 0: nobody. ``offered``: the presenter has been gone for long, and this person may ``take``.
    """

    you: int
    presenter: int
    people: tuple[WirePerson, ...]
    taken: WireTaken | None = None
    offered: bool = False
    invites: bool = False


class Pointed(Message, frozen=True, tag="pointed"):
    """Somebody's telepointer moved; null: it is gone."""

    person: int
    name: str
    colour: int
    view: ViewName
    at: tuple[float, float, float] | None = None


class Stroked(Message, frozen=True, tag="stroked"):
    """Points of somebody's stroke: to be put behind those with the same ``person`` and ``stroke``."""

    person: int
    stroke: int
    name: str
    colour: int
    view: ViewName
    points: tuple[tuple[float, float, float], ...]
    frame: int | None = None
    done: bool = False


class Erased(Message, frozen=True, tag="erased"):
    """These strokes are gone, each by its person and number."""

    strokes: tuple[tuple[int, int], ...]


class Noted(Message, frozen=True, tag="noted"):
    """A note. ``note`` ascends; ``at`` is in seconds since 1970."""

    note: int
    person: int
    name: str
    colour: int
    text: str
    at: float


RoomServerMessage = RoomState | Pointed | Stroked | Erased | Noted
