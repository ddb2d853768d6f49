"""Those who came by an invitation: each has a pass, a random secret that fits one room and nothing else."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Final

from session.access.principal import Principal, Role
from session.errors import PlacesTakenError
from session.view.room_messages import RoomRole

MOST: Final = 1000


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(slots=True)
class Guests:
    """Knows guests by the hash of their pass, as long as their room lives and their invitation stands."""

    _guests: dict[str, Principal] = field(default_factory=dict)

    def enter(self, session: str, role: RoomRole, invitation: str, shown_as: str) -> tuple[str, Principal]:
        """Let somebody in: their pass, which only they have, and who they are.

        Raises:
            PlacesTakenError: there are too many guests on this server.
        """
        if len(self._guests) >= MOST:
            raise PlacesTakenError("Too many guests are on this server; please try again later.")
        secret = secrets.token_urlsafe(32)
        name = f"guest-{secrets.token_hex(6)}"
        guest = self._guests[_digest(secret)] = Principal(name, Role.GUEST, session, role, invitation, shown_as)
        return secret, guest

    def by_pass(self, secret: str) -> Principal | None:
        """Who shows this pass."""
        return self._guests.get(_digest(secret))

    def by_name(self, name: str) -> Principal | None:
        """The guest of this name, while they may be here."""
        return next((guest for guest in self._guests.values() if guest.name == name), None)

    def of_session(self, session: str) -> int:
        """How many came to a session."""
        return sum(guest.session == session for guest in self._guests.values())

    def put_out(self, invitation: str) -> None:
        """Whoever came by this invitation is no guest any more."""
        self._guests = {key: guest for key, guest in self._guests.items() if guest.invitation != invitation}

    def forget(self, session: str) -> None:
        """The room ended."""
        self._guests = {key: guest for key, guest in self._guests.items() if guest.session != session}
