"""The table of routes: every route has a right, strangers reach nothing that names anybody, the document is whole."""

from __future__ import annotations

import pytest

from session.access.principal import Right
from session.gateway.routes import ROUTES, Route, document, rights
from tests.session.gateway.conftest import Serve

TOKEN = "a token that is long enough"
OPEN_TO_ALL = {"page", "asset", "icon", "favicon", "manifest", "healthz", "readyz", "openapi"}
# Each asks for a secret of its own: a ticket, or an invitation's token.
WITH_A_SECRET = {"socket", "link", "look", "join"}


def test_names_and_paths_are_unique() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def test_only_what_tells_nothing_about_anybody_needs_no_right() -> None:
    assert {name for name, right in rights().items() if right is Right.NONE} == OPEN_TO_ALL | WITH_A_SECRET


@pytest.mark.parametrize("route", [r for r in ROUTES if r.right is not Right.NONE], ids=lambda r: r.name)
async def test_a_stranger_gets_401_from_every_route_with_a_right(serve: Serve, route: Route) -> None:
    async with serve(access_token=TOKEN) as (client, _):
        path = route.path.format(study="1.2", series="1.2", session="x", path="x", name="x", invitation="x")
        async with client.request(route.method, path) as response:
            assert response.status == 401
            assert (await response.json())["code"] == "sign-in"
        async with client.request(route.method, path, headers={"Authorization": f"Bearer {TOKEN}"}) as response:
            assert response.status != 401


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
