"""The view as a client keeps it: sealed, so that what comes back is what went out, to the same person and session.

A snapshot survives the server's host: the client shows it where it attaches again, and finds its view as it was.
"""

import hmac
from typing import Final

from session.errors import SnapshotError

_TAG_BYTES: Final = 32


class Sealer:
    """Seals bytes with HMAC-SHA-256 for one session and one person."""

    def __init__(self, key: bytes) -> None:
        """Take the server's key, 16 bytes at least."""
        if len(key) < 16:
            raise ValueError("a sealing key needs 16 bytes at least")
        self._key = key

    def seal(self, session: str, principal: str, body: bytes) -> bytes:
        """The body behind its seal."""
        return self._tag(session, principal, body) + body

    def open(self, session: str, principal: str, sealed: bytes) -> bytes:
        """The body that was sealed for this session and person.

        Raises:
            SnapshotError: it was altered, or sealed for another.
        """
        tag, body = sealed[:_TAG_BYTES], sealed[_TAG_BYTES:]
        if not hmac.compare_digest(tag, self._tag(session, principal, body)):
            raise SnapshotError("This saved view was not written by this server for this session.")
        return body

    def _tag(self, session: str, principal: str, body: bytes) -> bytes:
        # Lengths first: no two pairs of names may run together to the same bytes.
        names = b"".join(len(name.encode()).to_bytes(4, "big") + name.encode() for name in (session, principal))
        return hmac.digest(self._key, names + body, "sha256")
