"""The view as a client keeps it: sealed, so that what comes back is what went out, to the same person and volume.

A snapshot survives its session and, since the key is kept, the server's process: the client gives it back where it
attaches again, and finds its view as it was.
"""

import hmac
from typing import Final

from session.errors import SnapshotError

_TAG_BYTES: Final = 32


class Sealer:
    """Seals bytes with HMAC-SHA-256 for one subject (what is looked at) and one person."""

    def __init__(self, key: bytes) -> None:
        """Take the server's key, 16 bytes at least."""
        if len(key) < 16:
            raise ValueError("a sealing key needs 16 bytes at least")
        self._key = key

    def seal(self, subject: str, principal: str, body: bytes) -> bytes:
        """The body behind its seal."""
        return self._tag(subject, principal, body) + body

    def open(self, subject: str, principal: str, sealed: bytes) -> bytes:
        """The body that was sealed for this subject and person.

        Raises:
            SnapshotError: it was altered, or sealed for another.
        """
        tag, body = sealed[:_TAG_BYTES], sealed[_TAG_BYTES:]
        if not hmac.compare_digest(tag, self._tag(subject, principal, body)):
            raise SnapshotError("This saved view was not written by this server for what is opened here.")
        return body

    def _tag(self, subject: str, principal: str, body: bytes) -> bytes:
        # Lengths first: no two pairs of names may run together to the same bytes.
        names = b"".join(len(name.encode()).to_bytes(4, "big") + name.encode() for name in (subject, principal))
        return hmac.digest(self._key, names + body, "sha256")
