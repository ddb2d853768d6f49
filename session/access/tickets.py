"""One-use tickets for the media socket: what the gateway promises, sealed with HMAC-SHA-256.

A ticket is the first thing a socket says, never part of an address (OWASP ASVS 5, V4.4.3). It names session, principal
and lease, lives for a minute and is good once. Two keys are valid at a time, so that rotation breaks nothing.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

import msgspec

from session.access.principal import Principal, Role
from session.errors import TicketError

LIFETIME_S: Final = 60.0
_TAG_BYTES: Final = 32


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a ticket says. ``expires`` is in the issuer's monotonic seconds."""

    session: str
    principal: str
    role: Role
    lease: int
    expires: float
    serial: str


def _new_key() -> bytes:
    return secrets.token_bytes(32)


@dataclass(slots=True)
class TicketOffice:
    """Issues and redeems tickets; keeps the serials of redeemed ones until they expire."""

    keys: list[bytes] = field(default_factory=lambda: [_new_key()])
    redeemed: dict[str, float] = field(default_factory=dict)

    def rotate(self) -> None:
        """Make a new signing key; the last one stays valid."""
        self.keys = [_new_key(), self.keys[0]]

    def issue(self, session: str, principal: Principal, lease: int, now: float) -> str:
        """Return a ticket for ``session`` that is good once until ``now`` + 60 s."""
        claims = Claims(session, principal.name, principal.role, lease, now + LIFETIME_S, secrets.token_urlsafe(12))
        body = msgspec.json.encode(claims)
        return base64.urlsafe_b64encode(self._tag(self.keys[0], body) + body).decode("ascii")

    def redeem(self, ticket: str, session: str, now: float) -> Principal:
        """Return whom the ticket was issued to, and make it void.

        Raises:
            TicketError: forged, cut, for another session, expired or used before.
        """
        claims = self._open(ticket)
        self.redeemed = {serial: until for serial, until in self.redeemed.items() if until > now}
        if claims.session != session:
            raise TicketError("This ticket is for another session. Open the study again.")
        if claims.expires <= now:
            raise TicketError("This ticket has expired. Open the study again.")
        if claims.serial in self.redeemed:
            raise TicketError("This ticket was used before. Open the study again.")
        self.redeemed[claims.serial] = claims.expires
        return Principal(claims.principal, claims.role)

    def _open(self, ticket: str) -> Claims:
        try:
            sealed = base64.b64decode(ticket.encode("ascii"), altchars=b"-_", validate=True)
        except ValueError as error:
            raise TicketError("This ticket was not made by this server. Open the study again.") from error
        tag, body = sealed[:_TAG_BYTES], sealed[_TAG_BYTES:]
        if not any(hmac.compare_digest(tag, self._tag(key, body)) for key in self.keys):
            raise TicketError("This ticket was not made by this server. Open the study again.")
        try:
            return msgspec.json.decode(body, type=Claims)
        except msgspec.MsgspecError as error:
            raise TicketError("This ticket was not made by this server. Open the study again.") from error

    @staticmethod
    def _tag(key: bytes, body: bytes) -> bytes:
        return hmac.digest(key, body, "sha256")
