"""Preferences outlive the server for a person, and are nobody's where many share a key."""

from __future__ import annotations

import pytest

from tests.session.gateway.conftest import Serve

KEYS = {"singles": True, "own": {"invert": "k"}}
TOKEN = "long-enough-to-be-a-token"


async def test_they_are_there_again_after_a_restart(serve: Serve) -> None:
    async with serve() as (client, _):
        async with client.get("/api/preferences") as response:
            assert await response.json() == {"kept": True, "preferences": {}}
        for value in ({"singles": False, "own": {}}, KEYS):
            async with client.put("/api/preferences/keys", json=value) as response:
                assert (await response.json())["preferences"] == {"keys": value}
        async with client.put("/api/preferences/wheel", json={"down": "feet"}) as response:
            assert response.status == 200
    async with serve() as (client, _), client.get("/api/preferences") as response:
        assert (await response.json())["preferences"] == {"keys": KEYS, "wheel": {"down": "feet"}}


async def test_who_shares_a_token_with_others_has_none_on_the_server(serve: Serve) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with serve(access_token=TOKEN) as (client, services):
        nothing = {"kept": False, "preferences": {}}
        async with client.put("/api/preferences/keys", json=KEYS, headers=headers) as response:
            assert await response.json() == nothing
        async with client.get("/api/preferences", headers=headers) as response:
            assert await response.json() == nothing
        assert services.trail.directory.preferences("owner") == {}


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("keys", b"[1, 2]", 400),
        ("keys", b"{", 400),
        ("keys", b"[" * 5000, 400),
        ("keys", b'{"a": NaN}', 400),
        ("Keys", b"{}", 400),
        ("k" * 33, b"{}", 400),
        ("keys", b'{"a": "' + b"x" * 9000 + b'"}', 413),
    ],
)
async def test_what_is_no_preference_is_refused(serve: Serve, name: str, body: bytes, status: int) -> None:
    async with serve() as (client, services):
        async with client.put(f"/api/preferences/{name}", data=body) as response:
            assert response.status == status
            assert (await response.json())["text"]
        assert services.trail.directory.preferences("owner") == {}


async def test_nobody_fills_the_server_with_them(serve: Serve) -> None:
    async with serve() as (client, _):
        for n in range(33):
            async with client.put(f"/api/preferences/{'a' * (n + 1)}", json={"n": n}) as response:
                assert response.status == (400 if n == 32 else 200)
        async with client.put("/api/preferences/b", json={}) as response:
            assert response.status == 409
        async with client.put("/api/preferences/a", json={"again": True}) as response:
            assert response.status == 200
