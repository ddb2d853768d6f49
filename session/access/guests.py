"""Those who came by an invitation: each has a pass, a random secret that fits one room and nothing else."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from session.access.principal import Principal, Role
from session.errors import PlacesTakenError
from session.view.room_messages import RoomRole

MOST: Final = 1000
# One link in wrong hands fills its own room and no other.
MOST_OF_SESSION: Final = 200


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(slots=True)
class Guests:
    """Knows guests by the hash of their pass, as long as their room lives and their invitation stands.

    Times are monotonic seconds.
    """

    _guests: dict[str, Principal] = field(default_factory=dict)
    _until: dict[str, float] = field(default_factory=dict)

    def enter(
        self, session: str, role: RoomRole, invitation: str, shown_as: str, until: float = math.inf
    ) -> tuple[str, Principal]:
        """Let somebody in until their invitation ends: their pass, which only they have, and who they are.

        Raises:
            PlacesTakenError: there are too many guests in this room or on this server.
        """
        if len(self._guests) >= MOST:
            raise PlacesTakenError("Too many guests are on this server; please try again later.")
        if self.of_session(session) >= MOST_OF_SESSION:
            raise PlacesTakenError("Too many came into this room by links; ask whoever invited you for another link.")
        secret = secrets.token_urlsafe(32)
        name = f"guest-{secrets.token_hex(6)}"
        guest = self._guests[_digest(secret)] = Principal(name, Role.GUEST, session, role, invitation, shown_as)
        self._until[name] = until
        return secret, guest

    def by_pass(self, secret: str, now: float) -> Principal | None:
        """Who shows this pass, while their invitation lasts."""
        return self._lasting(self._guests.get(_digest(secret)), now)

    def by_name(self, name: str, now: float) -> Principal | None:
        """The guest of this name, while they may come in."""
        return self._lasting(next((guest for guest in self._guests.values() if guest.name == name), None), now)

    def _lasting(self, guest: Principal | None, now: float) -> Principal | None:
        return guest if guest is not None and now < self._until.get(guest.name, math.inf) else None

    def of_session(self, session: str) -> int:
        """How many came to a session."""
        return sum(guest.session == session for guest in self._guests.values())

    def put_out(self, invitation: str) -> None:
        """Whoever came by this invitation is no guest any more."""
        self._keep(lambda guest: guest.invitation != invitation)

    def forget(self, session: str) -> None:
        """The room ended."""
        self._keep(lambda guest: guest.session != session)

    def _keep(self, stays: Callable[[Principal], bool]) -> None:
        self._guests = {key: guest for key, guest in self._guests.items() if stays(guest)}
        names = {guest.name for guest in self._guests.values()}
        self._until = {name: until for name, until in self._until.items() if name in names}
