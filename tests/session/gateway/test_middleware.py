"""What every request passes: names, origins, tokens, headers, and refusals in words."""

from __future__ import annotations

import re
import time
from urllib.parse import quote

import pytest
from aiohttp import ClientConnectionResetError, web
from aiohttp.test_utils import make_mocked_request
from yarl import URL

from session.access.gate import COOKIE, LOGIN_IDLE_S, Gate
from session.access.principal import Principal, Role
from session.audit.trail import DEFENCE_HELD
from session.gateway.middleware import errors_in_words
from tests.session.gateway.conftest import Serve
from tests.session.gateway.test_api import series_uid

TOKEN = "a token that is long enough"


async def test_a_foreign_name_is_not_answered(serve: Serve) -> None:
    async with serve() as (client, services):
        async with client.get("/api/studies", headers={"Host": "rebound.example"}) as response:
            assert response.status == 421
            assert "Roe" not in await response.text()
        assert b'tomocast_refused_total{why="host"} 1.0' in services.metrics.text()


@pytest.mark.parametrize("name", ["X-Forwarded-For", "x-forwarded-for", "Forwarded"])
async def test_without_a_token_nobody_comes_through_a_proxy(serve: Serve, name: str) -> None:
    """A proxy on this machine makes the whole network look like its owner."""
    async with serve() as (client, _):
        async with client.get("/api/studies", headers={name: "192.0.2.7"}) as response:
            refused = await response.json()
        assert (response.status, refused["code"]) == (403, "proxy")
        assert "access token" in refused["text"]
    async with serve(access_token=TOKEN) as (client, _):
        shown = {name: "192.0.2.7", "Authorization": f"Bearer {TOKEN}"}
        async with client.get("/api/studies", headers=shown) as response:
            assert response.status == 200


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
            assert int(cookie["max-age"]) > 2 * LOGIN_IDLE_S
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


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/api/nothing", 404, "nothing at this address"),
        ("GET", "/nothing", 404, "nothing at this address"),
        ("POST", "/api/studies", 405, "cannot be done at this address"),
        ("PUT", "/", 405, "cannot be done at this address"),
        ("GET", "/api/sessions/{session}/socket", 400, "cannot be read"),
        ("POST", "/api/sessions", 413, "larger than"),
    ],
)
async def test_what_cannot_be_served_is_said_in_a_sentence(
    serve: Serve, method: str, path: str, status: int, says: str
) -> None:
    async with serve() as (client, _):
        async with client.post("/api/sessions", json={"series": await series_uid(client)}) as response:
            session = (await response.json())["session"]
        data = b" " * 100_000 if status == 413 else None
        async with client.request(method, path.format(session=session), data=data) as response:
            text = await response.text()
    assert response.status == status
    assert says in text
    assert (response.content_type == "application/json") is path.startswith("/api/")
    assert bool(response.headers.get("Allow")) is (status == 405)


async def test_a_wrong_token_is_traced_and_the_page_comes_all_the_same(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, services):
        async with client.get("/?token=wrong-but-long-enough") as response:
            assert response.status in {200, 503}
        (row,) = services.trail.directory.audit_rows()
        assert (row["event_type"], row["outcome"], row["who"]) == ("110122", DEFENCE_HELD, "")
        assert b'tomocast_refused_total{why="token"} 1.0' in services.metrics.text()
    async with serve() as (client, services):
        async with client.get("/?token=that-nobody-asked-for") as response:
            assert response.status in {200, 503}
        assert services.metrics.refused.labels("token")._value.get() == 0


async def test_signing_in_keeps_the_rest_of_the_address_and_leads_nowhere_else(serve: Serve) -> None:
    shown = f"token={quote(TOKEN)}"
    async with serve(access_token=TOKEN) as (client, _):
        here = URL.build(scheme="http", host=client.host, port=client.port)
        for path, query, leads in (
            ("/", f"transport=websocket&{shown}", "/?transport=websocket"),
            ("//evil.example/", shown, "/evil.example/"),
            ("/a%0D%0Ab", shown, "/a%0D%0Ab"),
        ):
            address = URL(f"{str(here).rstrip('/')}{path}?{query}", encoded=True)
            async with client.session.get(address, allow_redirects=False) as response:
                assert (response.status, response.headers["Location"]) == (303, leads)


async def test_strangers_cannot_fill_the_disk_with_refusals(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, services):
        while services.refusals.take(time.monotonic()):
            pass
        async with client.get("/api/studies") as response:
            assert response.status == 401
        assert services.trail.directory.audit_rows() == []
        assert b'tomocast_refused_total{why="right"} 1.0' in services.metrics.text()


@pytest.mark.parametrize(
    "error", [ConnectionResetError(), ClientConnectionResetError("Cannot write to closing transport")]
)
async def test_whoever_has_gone_is_no_fault_of_the_server(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    async def handler(_: web.Request) -> web.StreamResponse:
        raise error

    response = await errors_in_words(make_mocked_request("GET", "/api/events"), handler)
    assert response.status == 499
    assert not caplog.records
