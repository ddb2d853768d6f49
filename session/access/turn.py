"""Short-lived credentials for a TURN relay, made from a secret that only the server and the relay know.

The scheme is "A REST API For Access To TURN Services" (draft-uberti-behave-turn-rest-00), which coturn calls
`use-auth-secret`: the name is the time at which it expires and an identifier, the password is the name's HMAC-SHA-1.
A browser that is told them can use the relay for some hours and nobody can make others from them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from session.errors import ConfigError

MIN_SECRET_LENGTH: Final = 16
# A reading room's shift: an allocation that stands is not ended by it, only a new one needs new credentials.
VALID_S: Final = 12 * 3600
_URL: Final = re.compile(r"turns?:[^\s/?#:@]+(:\d{1,5})?(\?transport=(udp|tcp))?|turns?:\[[0-9a-fA-F:]+\](:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class TurnRelay:
    """A relay under one or more addresses (RFC 7065), and the secret shared with it."""

    urls: tuple[str, ...]
    secret: str

    def __repr__(self) -> str:
        return f"TurnRelay({self.urls})"

    def ice_servers(self, now: float) -> tuple[dict[str, str], ...]:
        """What a browser is told at `now` (seconds since the epoch): one entry for each address, all expiring."""
        username = f"{int(now) + VALID_S}:{secrets.token_hex(4)}"
        digest = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1).digest()
        credential = base64.b64encode(digest).decode()
        return tuple({"urls": url, "username": username, "credential": credential} for url in self.urls)


def relay(urls: Sequence[str], secret_file: str | None) -> TurnRelay | None:
    """The relay that the settings name, None when they name none.

    Raises:
        ConfigError: an address is none, or the secret is missing, unreadable or too short.
    """
    if not urls:
        if secret_file:
            raise ConfigError("A TURN secret is given without --turn-url (or TOMOCAST_TURN_URLS).")
        return None
    for url in urls:
        if not _URL.fullmatch(url):
            raise ConfigError(f"'{url}' is no TURN address; write turn:HOST:PORT?transport=udp or turns:HOST:PORT.")
    if not secret_file:
        raise ConfigError("A TURN relay needs --turn-secret-file (or TOMOCAST_TURN_SECRET_FILE).")
    try:
        secret = Path(secret_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The TURN secret file {secret_file} cannot be read.") from error
    if len(secret) < MIN_SECRET_LENGTH:
        raise ConfigError(f"The TURN secret in {secret_file} has fewer than {MIN_SECRET_LENGTH} characters.")
    return TurnRelay(tuple(urls), secret)
