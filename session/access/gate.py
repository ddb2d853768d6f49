"""Turns a request's credentials into a :class:`Principal`: access token, login cookie, or the loopback owner.

On a loopback address without an access token whoever can reach the server owns it. Everywhere else the server has an
access token; showing it once in an address trades it for a login whose random secret lives in a cookie and, hashed, in
the server. Nothing here reads a socket: strings go in, a principal comes out.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from typing import Final

from session.access.guests import Guests
from session.access.principal import OWNER, STRANGER, Principal
from session.errors import ConfigError

COOKIE: Final = "tomocast_session"
LOGIN_IDLE_S: Final = 12 * 3600.0
MAX_LOGINS: Final = 10_000
MIN_TOKEN_LENGTH: Final = 16


def is_loopback(host: str) -> bool:
    """Return whether ``host`` can only be reached from this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_bind(host: str, token: str | None) -> None:
    """Refuse what would open patient data to the network without a key.

    Raises:
        ConfigError: ``host`` is not loopback and there is no access token, or the token is too short to be one.
    """
    if token is not None and len(token) < MIN_TOKEN_LENGTH:
        raise ConfigError(
            f"The access token has {len(token)} characters; {MIN_TOKEN_LENGTH} are the least that is safe."
        )
    if not is_loopback(host) and token is None:
        raise ConfigError(
            f"Binding to {host} would show every study to the network. Set an access token"
            " (TOMOCAST_ACCESS_TOKEN or --access-token-file), or bind to 127.0.0.1."
        )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(slots=True)
class Gate:
    """Knows the access token, and the logins' hashes with the time each was last seen."""

    token: str | None = field(repr=False)
    logins: dict[str, float] = field(default_factory=dict)
    guests: Guests = field(default_factory=Guests)

    def principal(self, authorization: str | None, cookie: str | None, now: float) -> Principal:
        """Return whoever shows these credentials; a stranger when they do not fit."""
        scheme, _, rest = (authorization or "").partition(" ")
        shown = rest.strip() if scheme.lower() == "bearer" else ""
        guest = self.guests.by_pass(shown, now) if shown else None
        if guest is not None:
            return guest
        if self.token is None:
            # A pass that is good no more makes nobody the owner.
            return STRANGER if shown else OWNER
        if self.fits(shown):
            return OWNER
        if cookie and self._seen(_digest(cookie), now):
            return OWNER
        return STRANGER

    @property
    def knows_persons(self) -> bool:
        """Whether a principal is one person: all who hold an access token are the same to this server."""
        return self.token is None

    def fits(self, shown: str) -> bool:
        """Return whether ``shown`` is the access token, in constant time."""
        return self.token is not None and hmac.compare_digest(_digest(shown), _digest(self.token))

    def login(self, now: float) -> str:
        """Return the secret of a new login for the cookie; only its hash stays here."""
        self._forget_idle(now)
        if len(self.logins) >= MAX_LOGINS:
            del self.logins[min(self.logins, key=lambda login: self.logins[login])]
        secret = secrets.token_urlsafe(32)
        self.logins[_digest(secret)] = now
        return secret

    def _seen(self, digest: str, now: float) -> bool:
        last = self.logins.get(digest)
        if last is None or now - last > LOGIN_IDLE_S:
            return False
        self.logins[digest] = now
        return True

    def _forget_idle(self, now: float) -> None:
        self.logins = {login: last for login, last in self.logins.items() if now - last <= LOGIN_IDLE_S}


def same_origin(origin: str | None, fetch_site: str | None, host: str | None) -> bool:
    """Return whether an unsafe request or an upgrade comes from the server's own page (or from no browser at all).

    Browsers send ``Origin`` with each POST, DELETE and WebSocket upgrade, and pages cannot change it (OWASP ASVS 5,
    V4.4.2).
    """
    if fetch_site is not None and fetch_site not in {"same-origin", "none"}:
        return False
    if origin is None:
        return True
    _, _, authority = origin.partition("://")
    return bool(host) and authority.lower() == (host or "").lower()


def host_is_ours(host: str | None, bound: str, extra: frozenset[str]) -> bool:
    """Return whether the ``Host`` header names this server: no foreign name is rebound to it (DNS rebinding)."""
    if not host:
        return False
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    name = name.strip("[]").lower()
    if name in extra or name == bound.strip("[]").lower():
        return True
    return is_loopback(name) or not is_loopback(bound)
