"""Principals, rights and the one pure decision that every handler asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Right(StrEnum):
    """What a handler does with patient data; each route names exactly one."""

    LIST = "list"
    OPEN = "open"
    IMPORT = "import"
    SETTINGS = "settings"
    NONE = "none"
    """For what tells nothing about anybody: the client's files, health, the description of the interface."""


class Role(StrEnum):
    """Who somebody is to this server."""

    OWNER = "owner"
    READER = "reader"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever makes a request: a random or local name (never a patient's) and a role."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and the reason in plain words."""

    yes: bool
    reason: str


OWNER: Final = Principal("owner", Role.OWNER)
STRANGER: Final = Principal("", Role.STRANGER)

_RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.OWNER: frozenset(Right),
    Role.READER: frozenset({Right.NONE, Right.LIST, Right.OPEN}),
    Role.STRANGER: frozenset({Right.NONE}),
}


def allowed(principal: Principal, right: Right, study_uid: str | None = None) -> Decision:
    """Return whether ``principal`` may use ``right``, on ``study_uid`` where one is concerned.

    Pure: the same arguments give the same answer. Rights are by role alone so far; ``study_uid`` is part of the
    question so that rules by study can answer it without touching a handler.
    """
    if right in _RIGHTS[principal.role]:
        return Decision(yes=True, reason=f"{principal.role} may {right}")
    if principal.role is Role.STRANGER:
        return Decision(
            yes=False, reason="Sign in first: open the address that the server printed, it carries the access token."
        )
    scope = " this study" if study_uid else ""
    return Decision(
        yes=False, reason=f"The role {principal.role} may not {right}{scope}. Ask the owner of this server."
    )
