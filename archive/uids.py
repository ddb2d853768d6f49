"""Unique identifiers as peers write them (PS3.5 section 9)."""

import hashlib
import re

from archive.errors import InvalidUidError

# Leading zeros in a component are forbidden by the standard and written by real devices all the same.
_UID = re.compile(r"[0-9]+(\.[0-9]+)*", re.ASCII)
LONGEST = 64


def clean_uid(value: bytes | str, field: str) -> str:
    """The identifier without its padding of spaces and NULs.

    Raises:
        InvalidUidError: it is empty, over 64 characters, or holds anything but digits and dots. The message names
            `field` and never quotes the value.
    """
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    text = text.strip(" \0\t\r\n")
    if not text:
        raise InvalidUidError(f"{field} is empty")
    if len(text) > LONGEST:
        raise InvalidUidError(f"{field} has {len(text)} characters, 64 are allowed")
    if not _UID.fullmatch(text):
        raise InvalidUidError(f"{field} holds characters other than digits and dots")
    return text


def derived_uid(*parts: str) -> str:
    """A UID made from other values, the same for the same values (PS3.5 B.2, UUID-derived form)."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return f"2.25.{int.from_bytes(digest[:16], 'big')}"
