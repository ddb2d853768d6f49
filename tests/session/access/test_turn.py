import base64
import hashlib
import hmac
from pathlib import Path

import pytest

from session.access.turn import VALID_S, TurnRelay, relay
from session.errors import ConfigError

SECRET = "a-secret-of-the-relay"
URL = "turn:relay.example.org:3478?transport=udp"


@pytest.fixture
def secret_file(tmp_path: Path) -> str:
    path = tmp_path / "secret"
    path.write_text(SECRET + "\n")
    return str(path)


def test_each_address_gets_the_credentials_that_the_relay_computes_too() -> None:
    udp, tls = TurnRelay((URL, "turns:relay.example.org:5349"), SECRET).ice_servers(1_000_000.0)

    expected = base64.b64encode(hmac.new(SECRET.encode(), udp["username"].encode(), hashlib.sha1).digest()).decode()
    assert udp["credential"] == tls["credential"] == expected
    assert (udp["urls"], tls["urls"]) == (URL, "turns:relay.example.org:5349")
    assert udp["username"].startswith(f"{1_000_000 + VALID_S}:")


def test_no_two_people_get_the_same_name() -> None:
    one = TurnRelay((URL,), SECRET)

    assert one.ice_servers(5.0) != one.ice_servers(5.0)


def test_the_secret_is_not_printed() -> None:
    assert SECRET not in repr(TurnRelay((URL,), SECRET))


def test_it_is_read_from_the_settings(secret_file: str) -> None:
    assert relay((), None) is None
    assert relay((URL,), secret_file) == TurnRelay((URL,), SECRET)


@pytest.mark.parametrize(
    "url",
    ["relay.example.org", "stun:relay.example.org", "turn:", "turn:a b", "turn:user@host", "turn:h?transport=sctp"],
)
def test_what_is_no_address_is_named(url: str, secret_file: str) -> None:
    with pytest.raises(ConfigError, match="no TURN address"):
        relay((url,), secret_file)


def test_a_secret_alone_missing_unreadable_or_short_is_refused(secret_file: str, tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_text("short")
    for urls, file, words in (
        ((), secret_file, "without --turn-url"),
        ((URL,), None, "needs --turn-secret-file"),
        ((URL,), str(tmp_path / "none"), "cannot be read"),
        ((URL,), str(short), "fewer than 16"),
    ):
        with pytest.raises(ConfigError, match=words):
            relay(urls, file)
