"""Principals, rights and the one pure decision that every handler asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from session.view.room_messages import RoomRole


class Right(StrEnum):
    """What a handler does with patient data; each route names exactly one."""

    LIST = "list"
    OPEN = "open"
    JOIN = "join"
    """To take part in a room that is open."""
    INVITE = "invite"
    IMPORT = "import"
    SETTINGS = "settings"
    NONE = "none"
    """For what tells nothing about anybody: the client's files, health, the description of the interface."""


class Role(StrEnum):
    """Who somebody is to this server."""

    OWNER = "owner"
    READER = "reader"
    GUEST = "guest"
    """Came by an invitation: one room, nothing else."""
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever makes a request: a random or local name (never a patient's) and a role.

    Attributes:
        session: the only session of a guest
        room_role: what they may at most in a room
        invitation: by which a guest came
        shown_as: the name that a guest gave, for the others in the room; in no log
    """

    name: str
    role: Role
    session: str = ""
    room_role: RoomRole = "present"
    invitation: str = ""
    shown_as: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and the reason in plain words."""

    yes: bool
    reason: str


OWNER: Final = Principal("owner", Role.OWNER)
STRANGER: Final = Principal("", Role.STRANGER)

_RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.OWNER: frozenset(Right),
    Role.READER: frozenset({Right.NONE, Right.LIST, Right.OPEN, Right.JOIN, Right.INVITE}),
    Role.GUEST: frozenset({Right.NONE, Right.JOIN}),
    Role.STRANGER: frozenset({Right.NONE}),
}


def allowed(principal: Principal, right: Right, study_uid: str | None = None, session: str = "") -> Decision:
    """Return whether ``principal`` may use ``right``, on ``study_uid`` or in ``session`` where one is concerned.

    Pure: the same arguments give the same answer. Rights are by role alone so far; ``study_uid`` is part of the
    question so that rules by study can answer it without touching a handler.
    """
    if principal.role is Role.GUEST and right is Right.JOIN and session != principal.session:
        return Decision(yes=False, reason="Your invitation is for another room.")
    if right in _RIGHTS[principal.role]:
        return Decision(yes=True, reason=f"{principal.role} may {right}")
    if principal.role is Role.STRANGER:
        return Decision(yes=False, reason="Sign in first, with the access key of this server.")
    if principal.role is Role.GUEST:
        return Decision(
            yes=False, reason="Your invitation is for one room; nothing else of this server is open to you."
        )
    scope = " this study" if study_uid else ""
    return Decision(
        yes=False, reason=f"The role {principal.role} may not {right}{scope}. Ask the owner of this server."
    )
