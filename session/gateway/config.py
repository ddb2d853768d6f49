"""Settings: one frozen object, read once from the command line and the environment, passed down from there.

==========================  ===================  ====================================================
environment                 option               meaning
==========================  ===================  ====================================================
TOMOCAST_DATA               --data               folder of the archive
TOMOCAST_ACCESS_TOKEN       (file option)        key that a non-loopback address needs; never an argument,
                                                 since arguments are seen by every user of the machine
TOMOCAST_ACCESS_TOKEN_FILE  --access-token-file  the same, read from a file
TOMOCAST_ALLOWED_HOSTS      --allowed-host       further names under which browsers reach the server
TOMOCAST_TURN_URLS          --turn-url           addresses of a TURN relay, separated by commas
TOMOCAST_TURN_SECRET_FILE   --turn-secret-file   the secret shared with it, in a file
TOMOCAST_CONTACT            --contact            whom readers may ask who are not let in, in a few words
==========================  ===================  ====================================================
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from session.access.gate import check_bind
from session.access.turn import TurnRelay, relay
from session.errors import ConfigError

Device = Literal["auto", "cpu", "cuda"]
DEFAULT_PORT: Final = 8080
DEFAULT_DICOM_PORT: Final = 11112
MAX_CONTACT: Final = 200


def default_data_dir(environment: Mapping[str, str]) -> Path:
    """Return the archive's folder: TOMOCAST_DATA, else under the user's data home (XDG base directories)."""
    if environment.get("TOMOCAST_DATA"):
        return Path(environment["TOMOCAST_DATA"])
    home = environment.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "tomocast"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the server is told. Ports may be 0: the system chooses, and the server says which."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    dicom_host: str = "127.0.0.1"
    dicom_port: int = DEFAULT_DICOM_PORT
    aet: str = "TOMOCAST"
    device: Device = "auto"
    access_token: str | None = field(default=None, repr=False)
    allowed_hosts: frozenset[str] = frozenset()
    places: int = 12
    quiet_ms: int = 120
    cache_bytes: int = 4 * 1024**3
    threads: int | None = None
    turn: TurnRelay | None = None
    contact: str = ""

    def checked(self) -> Settings:
        """Return these settings when they may be used.

        Raises:
            ConfigError: a bind beyond loopback without an access token, or an AE title that DICOM does not allow,
                a port out of range, or no place.
        """
        check_bind(self.host, self.access_token)
        if not 1 <= len(self.aet.strip()) <= 16 or "\\" in self.aet or not self.aet.isprintable():
            raise ConfigError("The AE title needs 1 to 16 printable characters without a backslash (DICOM PS3.5 6.2).")
        if len(self.contact) > MAX_CONTACT or not self.contact.isprintable():
            raise ConfigError(f"The contact has one line of at most {MAX_CONTACT} characters.")
        if self.places < 1:
            raise ConfigError(f"The places {self.places} are not 1 or more: nobody could open anything.")
        for name, port in (("port", self.port), ("DICOM port", self.dicom_port)):
            if not 0 <= port <= 65535:
                raise ConfigError(f"The {name} {port} is not between 0 and 65535.")
        return self


def read_token(environment: Mapping[str, str], file: str | None) -> str | None:
    """Return the access token from its file or the environment, or None.

    Raises:
        ConfigError: the file cannot be read or is empty.
    """
    path = file or environment.get("TOMOCAST_ACCESS_TOKEN_FILE")
    if not path:
        return environment.get("TOMOCAST_ACCESS_TOKEN") or None
    try:
        token = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The access token file {path} cannot be read.") from error
    if not token:
        raise ConfigError(f"The access token file {path} is empty.")
    return token


def read_relay(environment: Mapping[str, str], urls: Sequence[str], file: str | None) -> TurnRelay | None:
    """Return the TURN relay from the options or the environment, or None.

    Raises:
        ConfigError: see `session.access.turn.relay`.
    """
    named = [*urls, *environment.get("TOMOCAST_TURN_URLS", "").split(",")]
    chosen = [url.strip() for url in named if url.strip()]
    return relay(chosen, file or environment.get("TOMOCAST_TURN_SECRET_FILE"))


def environment() -> Mapping[str, str]:
    """Return the process environment (read here and nowhere else in this package)."""
    return os.environ
