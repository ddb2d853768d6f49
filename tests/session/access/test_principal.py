"""The table of roles and rights, row by row."""

from __future__ import annotations

import pytest

from session.access.principal import OWNER, STRANGER, Principal, Right, Role, allowed

READER = Principal("r1", Role.READER)


@pytest.mark.parametrize("right", list(Right))
def test_the_owner_may_everything(right: Right) -> None:
    assert allowed(OWNER, right, "1.2.3").yes


@pytest.mark.parametrize(
    ("right", "yes"),
    [(Right.NONE, True), (Right.LIST, True), (Right.OPEN, True), (Right.IMPORT, False), (Right.SETTINGS, False)],
)
def test_a_reader_reads(right: Right, yes: bool) -> None:
    assert allowed(READER, right).yes is yes


@pytest.mark.parametrize("right", [right for right in Right if right is not Right.NONE])
def test_a_stranger_is_told_to_sign_in(right: Right) -> None:
    decision = allowed(STRANGER, right)
    assert not decision.yes
    assert "Sign in" in decision.reason


def test_a_refusal_names_role_and_right() -> None:
    reason = allowed(READER, Right.IMPORT, "1.2.3").reason
    assert "reader" in reason
    assert "import" in reason
    assert "1.2.3" not in reason
