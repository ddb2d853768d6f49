"""The client's files come from the package data, with the right types, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from session.gateway import pages
from tests.session.gateway.conftest import Serve


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built client of three files."""
    (tmp_path / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>Tomocast</title>")
    (tmp_path / "dist" / "assets" / "main-abc.js").write_text("export {};")
    (tmp_path / "secret.txt").write_text("outside")
    monkeypatch.setattr(pages, "files", lambda _package: tmp_path)
    return tmp_path / "dist"


async def test_the_page_is_fresh_and_its_assets_are_kept_for_ever(serve: Serve, dist: Path) -> None:
    async with serve() as (client, _):
        async with client.get("/") as response:
            assert response.content_type == "text/html"
            assert response.headers["Cache-Control"] == "no-cache"
        async with client.get("/assets/main-abc.js") as response:
            assert response.content_type in {"text/javascript", "application/javascript"}
            assert "immutable" in response.headers["Cache-Control"]


async def test_they_travel_compressed_where_the_browser_takes_it(serve: Serve, dist: Path) -> None:
    (dist / "assets" / "long.js").write_text("export {};\n" * 1000)
    async with serve() as (client, _):
        async with client.get("/assets/long.js", headers={"Accept-Encoding": "gzip"}) as response:
            assert response.headers["Content-Encoding"] == "gzip"
            assert await response.text() == "export {};\n" * 1000
        async with client.get("/assets/long.js", headers={"Accept-Encoding": "identity"}) as response:
            assert "Content-Encoding" not in response.headers
            assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path", ["none.js", "%2e%2e/%2e%2e/secret.txt", "..%2fsecret.txt", "..%5csecret.txt", "%2fetc"]
)
async def test_nothing_else_is_served(serve: Serve, dist: Path, path: str) -> None:
    async with serve() as (client, _), client.get(f"/assets/{path}") as response:
        assert response.status == 404
        assert "outside" not in await response.text()


async def test_a_client_that_is_not_built_is_said_in_words(serve: Serve, dist: Path) -> None:
    (dist / "index.html").unlink()
    async with serve() as (client, _), client.get("/") as response:
        assert response.status == 503
        assert "./dev env" in await response.text()
