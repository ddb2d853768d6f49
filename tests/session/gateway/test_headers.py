"""What every response carries, and whether the browser came over https."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from session.access.gate import COOKIE
from session.gateway.headers import HEADERS, is_https, policy
from tests.session.gateway.conftest import Serve
from tests.session.gateway.test_api import series_uid

TOKEN = "a token that is long enough"


async def test_every_answer_carries_the_security_headers(serve: Serve) -> None:
    async with serve() as (client, _):
        for path in ("/healthz", "/api/studies", "/api/nothing", "/nothing", "/assets/none.js", "/join/x"):
            async with client.get(path, allow_redirects=False) as response:
                host = f"{client.host}:{client.port}"
                for name, value in {**HEADERS, "Content-Security-Policy": policy(host)}.items():
                    assert response.headers[name] == value
                assert response.headers["Cache-Control"]
                assert response.headers["Server"] == "Tomocast"


def test_the_policy_allows_no_inline_code_and_no_sockets_elsewhere() -> None:
    found = policy("pacs.example:8443")
    assert "unsafe" not in found
    assert "default-src 'none'" in found
    assert "connect-src 'self' ws://pacs.example:8443 wss://pacs.example:8443;" in found
    assert "connect-src 'self' ws://[::1]:80 wss://[::1]:80;" in policy("[::1]:80")


@pytest.mark.parametrize("host", ["", "a; script-src *", "a b", "*", "a:b", "evil'"])
def test_a_name_that_is_none_adds_nothing_to_the_policy(host: str) -> None:
    assert "connect-src 'self'; " in policy(host)
    assert "script-src 'self';" in policy(host)


@pytest.mark.parametrize(
    ("headers", "https"),
    [
        ({}, False),
        ({"X-Forwarded-Proto": "https"}, True),
        ({"X-Forwarded-Proto": "HTTPS, http"}, True),
        ({"X-Forwarded-Proto": "http"}, False),
        ({"X-Forwarded-Proto": "javascript"}, False),
        ({"Origin": "https://pacs.example"}, True),
        ({"Origin": "http://pacs.example", "X-Forwarded-Proto": "https"}, False),
    ],
)
def test_a_browser_that_came_over_https_is_known(headers: dict[str, str], https: bool) -> None:
    assert is_https(make_mocked_request("GET", "/", headers=headers)) is https


async def test_behind_a_proxy_with_tls_every_address_is_one_that_the_browser_can_use(serve: Serve) -> None:
    proxied = {"X-Forwarded-Proto": "https"}
    async with serve(access_token=TOKEN) as (client, _):
        async with client.get(f"/?token={TOKEN}", headers=proxied, allow_redirects=False) as response:
            cookie = response.cookies[COOKIE]
            assert cookie["secure"]
        client.session.headers["Authorization"] = f"Bearer {TOKEN}"
        uid = await series_uid(client)
        page = {"Origin": f"https://{client.host}:{client.port}"}
        async with client.post("/api/sessions", json={"series": uid}, headers=page) as response:
            room = await response.json()
            assert room["socket"].startswith("wss://")
        path = f"/api/sessions/{room['session']}/invitations"
        async with client.post(path, json={"role": "look", "until": "hour"}, headers=proxied) as response:
            assert (await response.json())["link"].startswith("https://")
