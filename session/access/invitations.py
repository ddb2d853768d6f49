"""Links into a room: what they say, and whether they open it. Pure: times are seconds since 1970, given by the caller.

A link's token holds an identifier and an end, sealed with HMAC-SHA-256. What else there is to an invitation, and
whether it was revoked, stands in the session database: a token that the database does not know opens nothing.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from session.errors import InvitationError
from session.view.room_messages import RoomRole

Until = Literal["hour", "today", "week"]
_ID_BYTES: Final = 12
_TAG_BYTES: Final = 16
_END: Final = struct.Struct(">Q")
_PURPOSE: Final = b"tomocast invitation\0"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invitation, as the database keeps it."""

    id: str
    session: str
    series_uid: str
    number: int
    role: RoomRole
    expires: float
    uses: int = 0
    revoked: bool = False


def new_id() -> str:
    """An identifier that nobody can guess."""
    return secrets.token_hex(_ID_BYTES)


def end_of(until: Until, now: float) -> float:
    """When an invitation ends: in an hour, at midnight of the server's day, in seven days."""
    if until == "hour":
        return now + 3600.0
    if until == "week":
        return now + 7 * 24 * 3600.0
    today = datetime.fromtimestamp(now).astimezone()
    return (today.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).timestamp()


def token_of(key: bytes, invitation: Invitation) -> str:
    """The token of an invitation's link; always the same for the same invitation."""
    body = bytes.fromhex(invitation.id) + _END.pack(int(invitation.expires))
    return base64.urlsafe_b64encode(_tag(key, body) + body).decode("ascii")


def id_in(key: bytes, token: str) -> str:
    """The identifier in a token of this server.

    Raises:
        InvitationError: it is none.
    """
    try:
        sealed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError as error:
        raise unknown() from error
    tag, body = sealed[:_TAG_BYTES], sealed[_TAG_BYTES:]
    if len(body) != _ID_BYTES + _END.size or not hmac.compare_digest(tag, _tag(key, body)):
        raise unknown()
    return body[:_ID_BYTES].hex()


def check(invitation: Invitation | None, now: float) -> Invitation:
    """The invitation, where it is good at `now`.

    Raises:
        InvitationError: it is not, in words.
    """
    if invitation is None:
        raise unknown()
    if invitation.revoked:
        raise InvitationError("revoked", "This invitation was taken back. Ask whoever sent it for another.")
    if invitation.expires <= now:
        raise InvitationError("expired", "This invitation has expired. Ask whoever sent it for another.")
    return invitation


def unknown() -> InvitationError:
    """What is said of a token that is not ours."""
    return InvitationError("unknown", "This link is no invitation of this server. Look whether it was cut.")


def closed() -> InvitationError:
    """What is said where the invitation is good and the room is not open."""
    return InvitationError("closed", "This room is not open now. Try again when whoever invited you is in it.")


def _tag(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + body, "sha256")[:_TAG_BYTES]
