"""The table of routes: every route has a right, strangers reach nothing that names anybody, the document is whole."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from session.access.principal import Principal, Right, Role
from session.gateway.routes import ROUTES, Route, document, rights
from session.gateway.services import Services
from tests.session.gateway.conftest import Client, Serve

TOKEN = "a token that is long enough"
OPEN_TO_ALL = {"page", "asset", "icon", "favicon", "manifest", "healthz", "readyz", "openapi"}
# Each asks for a secret of its own: a ticket, or an invitation's token.
WITH_A_SECRET = {"socket", "link", "look", "join"}


def test_names_and_paths_are_unique() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def test_only_what_tells_nothing_about_anybody_needs_no_right() -> None:
    assert {name for name, right in rights().items() if right is Right.NONE} == OPEN_TO_ALL | WITH_A_SECRET


# What each route answers to a good request of: nobody, a guest of another room, a guest, a reader, the owner.
ANSWERS = {
    "server": (401, 403, 403, 200, 200),
    "studies": (401, 403, 403, 200, 200),
    "study": (401, 403, 403, 200, 200),
    "preview": (401, 403, 403, 200, 200),
    "events": (401, 403, 403, 200, 200),
    "preferences": (401, 403, 403, 200, 200),
    "prefer": (401, 403, 403, 200, 200),
    # The owner's request is allowed and then found to be no form.
    "imports": (401, 403, 403, 403, 415),
    "metrics": (401, 403, 403, 403, 200),
    "open": (401, 403, 403, 201, 201),
    "close": (401, 403, 403, 204, 204),
    "ticket": (401, 403, 201, 201, 201),
    "invite": (401, 403, 403, 201, 201),
    "invitations": (401, 403, 403, 200, 200),
    "revoke": (401, 403, 403, 204, 204),
    "page": (200,) * 5,
    "asset": (404,) * 5,
    "icon": (404,) * 5,
    "favicon": (200,) * 5,
    "manifest": (200,) * 5,
    "healthz": (200,) * 5,
    "readyz": (200,) * 5,
    "openapi": (200,) * 5,
    "link": (303,) * 5,
    "look": (200,) * 5,
    "join": (201,) * 5,
    # No WebSocket's request: whoever makes one is asked for a ticket (test_live).
    "socket": (400,) * 5,
}
ROLES = ("nobody", "guest of another room", "guest", "reader", "owner")


class World:
    """A room with a guest, another room with a guest, a reader and the owner; how each of them asks."""

    def __init__(self, client: Client, services: Services) -> None:
        self.client, self.services = client, services
        self.owner = {"Authorization": f"Bearer {TOKEN}"}

    async def open(self) -> dict[str, Any]:
        """A room on the sample's first series, and an invitation into it."""
        room = await self.told("POST", "/api/sessions", {"series": self.series})
        link = await self.told(
            "POST", f"/api/sessions/{room['session']}/invitations", {"role": "point", "until": "hour"}
        )
        return {**room, "invitation": link["id"], "token": link["link"].rpartition("/")[2]}

    async def told(self, method: str, path: str, body: Any = None) -> Any:
        """The answer to the owner."""
        async with self.client.request(method, path, json=body, headers=self.owner) as response:
            assert response.status < 400, await response.text()
            return await response.json()

    async def begin(self) -> None:
        """Find the sample, make the rooms and let the guests in."""
        self.study = (await self.told("GET", "/api/studies"))["studies"][0]["uid"]
        self.series = (await self.told("GET", f"/api/studies/{self.study}"))["series"][0]["uid"]
        self.room, self.other = await self.open(), await self.open()
        # Nobody watches the event loop here, and a slow machine is no dead one.
        self.services.beat.last = math.inf
        guests = self.services.gate.guests
        passes = [guests.enter(room["session"], "point", room["invitation"], "")[0] for room in (self.other, self.room)]
        # No sign-in makes readers yet; the gate gives whoever shows a secret that it knows.
        guests._guests[hashlib.sha256(b"reader").hexdigest()] = Principal("reader", Role.READER)
        self.headers = dict(
            zip(
                ROLES,
                ({}, *({"Authorization": f"Bearer {one}"} for one in (*passes, "reader")), self.owner),
                strict=True,
            )
        )

    async def ask(
        self, route: Route, headers: Mapping[str, str], room: dict[str, Any]
    ) -> tuple[int, str, Mapping[str, str]]:
        """The status, text and headers of the answer to a good request about a room."""
        path = re.sub(r":[^}]*}", "}", route.path).format(
            study=self.study, series=self.series, path="none.js", name="none", **room
        )
        body = {
            "open": {"series": self.series},
            "invite": {"role": "look", "until": "hour"},
            "look": {"token": room["token"]},
            "join": {"token": room["token"]},
        }.get(route.name, {})
        json = None if route.method == "GET" else body
        async with self.client.request(
            route.method, path, json=json, headers=headers, allow_redirects=False
        ) as response:
            text = "" if route.name == "events" else (await response.read()).decode(errors="replace")
            return response.status, text, response.headers


@asynccontextmanager
async def world(serve: Serve) -> AsyncIterator[World]:
    async with serve(access_token=TOKEN, places=100) as (client, services):
        made = World(client, services)
        await made.begin()
        yield made


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands for a client that is built."""
    for name in ("index.html", "favicon.svg", "manifest.webmanifest"):
        (tmp_path / name).write_text("x")
    monkeypatch.setattr("session.gateway.pages._dist", lambda: tmp_path)


@pytest.mark.usefixtures("page")
async def test_every_route_gives_each_role_what_it_may_have(serve: Serve) -> None:
    assert set(ANSWERS) == {route.name for route in ROUTES}
    async with world(serve) as here:
        for route in ROUTES:
            for role, status in zip(ROLES, ANSWERS[route.name], strict=True):
                # One that may be ended or closed to its guests.
                room = await here.open() if route.name in {"close", "revoke"} and status == 204 else here.room
                before = here.services.registry.count
                got, text, headers = await here.ask(route, here.headers[role], room)
                assert got == status, (route.name, role, text)
                assert headers["Content-Security-Policy"]
                if status in {401, 403}:
                    assert "Roe" not in text
                    assert here.services.registry.count == before


@pytest.mark.usefixtures("page")
async def test_no_route_answers_to_a_foreign_name_nor_acts_for_a_foreign_page(serve: Serve) -> None:
    async with world(serve) as here:
        # Beyond loopback any name is the server's; the test's server listens on loopback.
        for route in ROUTES:
            status, text, _ = await here.ask(route, {**here.owner, "Host": "rebound.example"}, here.room)
            assert (status, "Roe" in text) == (421, False), route.name
            if route.method == "GET":
                continue
            for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}):
                status, _, _ = await here.ask(route, {**here.owner, **headers}, here.room)
                assert status == 403, route.name
        assert here.services.registry.count == 2


async def test_the_document_is_served_and_describes_every_route(serve: Serve) -> None:
    async with serve() as (client, _), client.get("/api/openapi.json") as response:
        served = await response.json()
    assert served == document(ROUTES)
    described = {(m.upper(), p) for p, methods in served["paths"].items() for m in methods}
    assert len(described) == len(ROUTES)
    for methods in served["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert "default" in operation["responses"]
