"""The gate: whose credentials fit, what may be bound, which names and pages are ours."""

from __future__ import annotations

import pytest

from session.access.gate import LOGIN_IDLE_S, Gate, check_bind, host_is_ours, is_loopback, same_origin
from session.access.principal import OWNER, STRANGER
from session.errors import ConfigError

TOKEN = "correct horse battery"


def test_without_a_token_whoever_reaches_the_server_owns_it() -> None:
    for authorization in (None, "", "Bearer ", "Basic eDp5"):
        assert Gate(None).principal(authorization, None, 0.0) == OWNER


def test_a_pass_that_is_good_no_more_makes_nobody_the_owner() -> None:
    gate = Gate(None)
    secret, guest = gate.guests.enter("s", "look", "i", "")
    assert gate.principal(f"Bearer {secret}", None, 0.0) == guest
    gate.guests.put_out("i")
    assert gate.principal(f"Bearer {secret}", None, 0.0) == STRANGER


@pytest.mark.parametrize(
    ("authorization", "who"),
    [
        (f"Bearer {TOKEN}", OWNER),
        (f"bearer {TOKEN}", OWNER),
        ("Bearer wrong", STRANGER),
        (f"Basic {TOKEN}", STRANGER),
        ("", STRANGER),
        (None, STRANGER),
    ],
)
def test_the_access_token_is_asked_for(authorization: str | None, who: object) -> None:
    assert Gate(TOKEN).principal(authorization, None, 0.0) == who


def test_a_login_lasts_while_it_is_used() -> None:
    gate = Gate(TOKEN)
    cookie = gate.login(0.0)
    assert gate.principal(None, cookie, LOGIN_IDLE_S) == OWNER
    assert gate.principal(None, cookie, 2 * LOGIN_IDLE_S) == OWNER
    assert gate.principal(None, cookie, 3 * LOGIN_IDLE_S + 1) == STRANGER


def test_the_gate_keeps_no_secret_of_a_login() -> None:
    gate = Gate(TOKEN)
    cookie = gate.login(0.0)
    assert cookie not in repr(gate.logins)
    assert gate.principal(None, cookie + "x", 1.0) == STRANGER


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"])
def test_loopback_needs_no_token(host: str) -> None:
    assert is_loopback(host)
    check_bind(host, None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "reading-room.example"])
def test_any_other_bind_needs_one(host: str) -> None:
    with pytest.raises(ConfigError, match="access token"):
        check_bind(host, None)
    check_bind(host, TOKEN)


def test_a_short_token_is_refused_everywhere() -> None:
    with pytest.raises(ConfigError, match="16"):
        check_bind("127.0.0.1", "short")


@pytest.mark.parametrize(
    ("origin", "site", "ours"),
    [
        (None, None, True),
        ("http://localhost:8080", "same-origin", True),
        ("http://LOCALHOST:8080", None, True),
        ("http://localhost:8081", None, False),
        ("https://evil.example", None, False),
        ("https://evil.example", "cross-site", False),
        ("http://localhost:8080", "same-site", False),
        ("null", None, False),
    ],
)
def test_unsafe_requests_come_from_our_own_page(origin: str | None, site: str | None, ours: bool) -> None:
    assert same_origin(origin, site, "localhost:8080") is ours


@pytest.mark.parametrize(
    ("host", "bound", "ours"),
    [
        ("localhost:8080", "127.0.0.1", True),
        ("127.0.0.1:8080", "127.0.0.1", True),
        ("[::1]:8080", "::1", True),
        ("[::1]", "::1", True),
        ("rebound.example:8080", "127.0.0.1", False),
        ("reader.example", "127.0.0.1", True),
        ("anything.example", "10.0.0.1", True),
        (None, "127.0.0.1", False),
        ("", "127.0.0.1", False),
    ],
)
def test_a_loopback_server_answers_to_its_own_names(host: str | None, bound: str, ours: bool) -> None:
    assert host_is_ours(host, bound, frozenset({"reader.example"})) is ours


def test_the_token_is_not_printed() -> None:
    assert TOKEN not in repr(Gate(TOKEN))
