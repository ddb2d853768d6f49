"""Seals: what comes back is what went out, to the same person, for the same volume."""

import pytest

from session.errors import SnapshotError
from session.view.snapshot import Sealer

SEALER = Sealer(b"0123456789abcdef")


def test_what_was_sealed_opens() -> None:
    assert SEALER.open("s", "ann", SEALER.seal("s", "ann", b"body")) == b"body"


def test_nothing_else_opens() -> None:
    sealed = SEALER.seal("s", "ann", b"body")
    for session, principal, data in (
        ("t", "ann", sealed),
        ("s", "bob", sealed),
        ("sa", "nn", sealed),
        ("s", "ann", sealed[:-1]),
        ("s", "ann", sealed + b"x"),
        ("s", "ann", b""),
        ("s", "ann", bytes([sealed[0] ^ 1]) + sealed[1:]),
    ):
        with pytest.raises(SnapshotError):
            SEALER.open(session, principal, data)
    with pytest.raises(SnapshotError):
        Sealer(b"another key of 16 bytes").open("s", "ann", sealed)


def test_a_short_key_is_none() -> None:
    with pytest.raises(ValueError, match="16"):
        Sealer(b"short")
