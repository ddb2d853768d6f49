"""What every request passes: names, origins, tokens, headers, and refusals in words."""

from __future__ import annotations

import re

import pytest

from session.access.gate import COOKIE, Gate
from session.access.principal import Principal, Role
from tests.session.gateway.conftest import Serve

TOKEN = "a token that is long enough"


async def test_a_foreign_name_is_not_answered(serve: Serve) -> None:
    async with serve() as (client, services):
        async with client.get("/api/studies", headers={"Host": "rebound.example"}) as response:
            assert response.status == 421
            assert "Roe" not in await response.text()
        assert b'tomocast_refused_total{why="host"} 1.0' in services.metrics.text()


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
async def test_another_sites_page_can_change_nothing_and_open_no_socket(serve: Serve, headers: dict[str, str]) -> None:
    async with serve() as (client, services):
        async with client.post("/api/sessions", json={"series": "1.2"}, headers=headers) as response:
            assert response.status == 403
        upgrade = {**headers, "Connection": "Upgrade", "Upgrade": "websocket"}
        async with client.get("/api/sessions/x/socket", headers=upgrade) as response:
            assert response.status == 403
        rows = services.trail.directory.audit_rows()
        assert [row["event_type"] for row in rows] == ["110132", "110132"]


async def test_a_token_in_the_address_becomes_a_cookie_once(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, _):
        async with client.get(f"/?token={TOKEN}", allow_redirects=False) as response:
            assert response.status == 303
            assert TOKEN not in response.headers["Location"]
            cookie = response.cookies[COOKIE]
            assert cookie["httponly"]
            assert cookie["samesite"] == "Strict"
        async with client.get("/api/studies", cookies={COOKIE: cookie.value}) as response:
            assert response.status == 200
        async with client.get("/api/studies?token=wrong-but-long-enough", cookies={COOKIE: ""}) as response:
            assert response.status == 401


async def test_what_nobody_expected_is_told_without_details(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve() as (client, services):

        async def fail(_self: object, _search: str) -> None:
            raise ZeroDivisionError("a secret of the inside")

        monkeypatch.setattr(type(services.catalogue), "studies", fail)
        async with client.get("/api/studies") as response:
            assert response.status == 500
            body = await response.json()
    assert re.fullmatch("fault-[0-9a-f]{8}", body["code"])
    assert body["code"] in caplog.text
    assert "secret" not in body["text"]


async def test_unknown_addresses_of_the_interface_are_refused_in_words(serve: Serve) -> None:
    async with serve() as (client, _), client.get("/api/nothing") as response:
        assert response.status == 404
        assert set(await response.json()) == {"code", "text"}


async def test_who_is_not_let_in_learns_why_and_whom_to_ask(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(access_token=TOKEN, contact="Radiology IT, 4711") as (client, _):
        for cookies, code in (({}, "sign-in"), ({COOKIE: "of last week"}, "signed-out")):
            async with client.get("/api/studies", cookies=cookies) as response:
                refused = await response.json()
            assert (response.status, refused["code"], refused["contact"]) == (401, code, "Radiology IT, 4711")
            assert refused["text"]
        reader = Principal("reader", Role.READER)
        monkeypatch.setattr(Gate, "principal", lambda *_: reader)
        async with client.get("/metrics") as response:
            refused = await response.json()
        assert (response.status, refused["code"]) == (403, "right")
        assert "Ask the owner" in refused["text"]
