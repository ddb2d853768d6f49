"""One-use tickets for the media socket: what the gateway promises, sealed with HMAC-SHA-256.

A ticket is the first thing a socket says, never part of an address (OWASP ASVS 5, V4.4.3). It names session, principal
and lease, lives for a minute and is good once. Its key lives as long as the process.
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

    key: bytes = field(default_factory=_new_key, repr=False)
    redeemed: dict[str, float] = field(default_factory=dict)

    def issue(self, session: str, principal: Principal, lease: int, now: float) -> str:
        """Return a ticket for ``session`` that is good once until ``now`` + 60 s."""
        claims = Claims(session, principal.name, principal.role, lease, now + LIFETIME_S, secrets.token_urlsafe(12))
        body = msgspec.json.encode(claims)
        return base64.urlsafe_b64encode(self._tag(body) + body).decode("ascii")

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
        if not hmac.compare_digest(tag, self._tag(body)):
            raise TicketError("This ticket was not made by this server. Open the study again.")
        try:
            return msgspec.json.decode(body, type=Claims)
        except msgspec.MsgspecError as error:
            raise TicketError("This ticket was not made by this server. Open the study again.") from error

    def _tag(self, body: bytes) -> bytes:
        return hmac.digest(self.key, body, "sha256")
