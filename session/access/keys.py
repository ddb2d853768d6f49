"""Keys that outlive the process: random bytes in a file that only the server's user can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from session.errors import SessionError

KEY_BYTES: Final = 32


def lasting_key(path: Path) -> bytes:
    """Return the key in ``path``, made at the first call; of several processes that make it at once one wins.

    Raises:
        SessionError: the file holds no key, or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise SessionError(f"The key file {path.name} cannot be made or read: {error.strerror}.") from error
    if len(key) != KEY_BYTES:
        raise SessionError(f"{path.name} is no key of this server; move it away and start again.")
    return key


def _make(path: Path) -> None:
    if path.exists():
        return
    # Whole or not at all: the name appears with all bytes behind it.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(part, path)
        except FileExistsError:
            return
    finally:
        part.unlink(missing_ok=True)
