"""Alive, ready and figures, as a watcher asks for them."""

from __future__ import annotations

import time

from tests.session.gateway.conftest import Serve


async def test_a_moving_loop_is_alive_and_a_stalled_one_is_not(serve: Serve) -> None:
    async with serve() as (client, services):
        async with client.get("/healthz") as response:
            assert response.status == 200
        services.beat.last = time.monotonic() - 5
        async with client.get("/healthz") as response:
            assert response.status == 503


async def test_readiness_names_what_is_missing(serve: Serve) -> None:
    async with serve() as (client, services):
        async with client.get("/readyz") as response:
            assert await response.json() == {"sessions": True, "archive": True, "node": True}
        services.node.alive = False  # type: ignore[misc]
        async with client.get("/readyz") as response:
            assert response.status == 503
            assert (await response.json())["node"] is False


async def test_figures_name_no_patient(serve: Serve) -> None:
    async with serve() as (client, _):
        async with client.get("/api/studies?search=roe") as response:
            assert "Roe" in await response.text()
        async with client.get("/metrics") as response:
            text = await response.text()
    assert "tomocast_sessions 0.0" in text
    assert "roe" not in text.lower()
