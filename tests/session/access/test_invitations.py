"""Links into a room: sealed, ending, revocable, and refused in words."""

from dataclasses import replace
from datetime import datetime

import pytest

from session.access.invitations import Invitation, check, closed, end_of, id_in, new_id, token_of
from session.errors import InvitationError

KEY = b"k" * 32
NOW = 1_790_000_000.0
GOOD = Invitation(new_id(), "s", "1.2", 1, "point", NOW + 3600)


def test_a_token_names_its_invitation_and_is_always_the_same() -> None:
    token = token_of(KEY, GOOD)
    assert id_in(KEY, token) == GOOD.id
    assert token_of(KEY, replace(GOOD, uses=7)) == token
    assert len(token) < 64
    assert token.replace("-", "").replace("_", "").isalnum()


def test_a_token_that_was_changed_or_sealed_by_another_opens_nothing() -> None:
    token = token_of(KEY, GOOD)
    spoiled = [token[:-4], token[:-1] + ("A" if token[-1] != "A" else "B"), "", "x", "é", token + "AAAA", token * 3]
    for bad in [*spoiled, token_of(b"j" * 32, GOOD)]:
        with pytest.raises(InvitationError) as refused:
            id_in(KEY, bad)
        assert refused.value.code == "unknown"


@pytest.mark.parametrize(
    ("found", "code"),
    [(None, "unknown"), (replace(GOOD, revoked=True), "revoked"), (replace(GOOD, expires=NOW), "expired")],
)
def test_what_is_not_good_is_refused_with_its_reason(found: Invitation | None, code: str) -> None:
    with pytest.raises(InvitationError) as refused:
        check(found, NOW)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_a_good_one_is_given_back() -> None:
    assert check(GOOD, NOW) is GOOD
    assert closed().code == "closed"


def test_ends_are_an_hour_midnight_and_seven_days() -> None:
    assert end_of("hour", NOW) == NOW + 3600
    assert end_of("week", NOW) == NOW + 604_800
    midnight = datetime.fromtimestamp(end_of("today", NOW)).astimezone()
    assert (midnight.hour, midnight.minute, midnight.second) == (0, 0, 0)
    assert 0 < end_of("today", NOW) - NOW <= 25 * 3600
