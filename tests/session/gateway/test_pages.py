"""The client's files come from the package data, with the right types, and nothing beside them."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from session.gateway import pages
from session.gateway.routes import ROUTES
from tests.session.gateway.conftest import Serve

PAGE = Path(__file__).resolve().parents[3] / "client" / "index.html"


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


async def test_whoever_is_invited_does_not_ask_for_the_list_of_studies(serve: Serve, dist: Path) -> None:
    (dist / "index.html").write_bytes(PAGE.read_bytes())
    async with serve() as (client, _):
        async with client.get("/") as response:
            whole = await response.text()
        async with client.get("/?room") as response:
            without = await response.text()
    assert whole == PAGE.read_text(encoding="utf-8")
    assert "api/studies" in whole
    assert "api/studies" not in without
    assert len(whole.splitlines()) - len(without.splitlines()) == 2


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


async def test_icons_for_home_screens_are_served_and_nothing_beside_them(serve: Serve, dist: Path) -> None:
    (dist / "icons").mkdir()
    (dist / "icons" / "icon-192.png").write_bytes(b"\x89PNG")
    async with serve() as (client, _):
        async with client.get("/icons/icon-192.png") as response:
            assert response.content_type == "image/png"
            assert await response.read() == b"\x89PNG"
        for path in ("none.png", "..%2findex.html", "..%5c..%5csecret.txt", "%2fetc%2fpasswd"):
            async with client.get(f"/icons/{path}") as response:
                assert response.status == 404


def test_the_manifest_names_icons_of_their_true_sizes() -> None:
    public = PAGE.parent / "public"
    manifest = json.loads((public / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["display"] == "standalone"
    drawn = {one["src"]: one for one in manifest["icons"] if one["type"] == "image/png"}
    assert {one["sizes"] for one in drawn.values()} == {"192x192", "512x512"}
    assert [one["src"] for one in drawn.values() if one.get("purpose") == "maskable"] == ["icons/maskable-512.png"]
    for source, one in drawn.items():
        with Image.open(public / source) as icon:
            assert f"{icon.width}x{icon.height}" == one["sizes"]
    with Image.open(public / "icons" / "apple-touch-180.png") as icon:
        # iOS puts black where an icon is transparent.
        assert icon.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    assert "./icons/apple-touch-180.png" in PAGE.read_text(encoding="utf-8")


async def test_a_client_that_is_not_built_is_said_in_words(serve: Serve, dist: Path) -> None:
    (dist / "index.html").unlink()
    async with serve() as (client, _), client.get("/") as response:
        assert response.status == 503
        assert "./dev env" in await response.text()


class Inline(HTMLParser):
    """Collects what a page says inline and its policy would forbid: scripts, styles, handlers, foreign addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.found.append(tag)
        self.found += [name for name in given if name == "style" or name.startswith("on")]
        self.found += [value for value in (given.get("src"), given.get("href")) if value and "//" in value]


async def test_every_html_route_forbids_inline_code_and_needs_none(serve: Serve, dist: Path) -> None:
    shutil.copy(PAGE, dist / "index.html")
    html = [route for route in ROUTES if route.content == "text/html"]
    assert html
    async with serve() as (client, _):
        for route in html:
            async with client.request(route.method, route.path.format(token="x")) as response:
                assert response.content_type == "text/html"
                policy = response.headers["Content-Security-Policy"]
                inline = Inline()
                inline.feed(await response.text())
            assert "unsafe" not in policy
            assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(policy.split("; "))
            assert inline.found == []


@pytest.mark.parametrize(
    "path", ["/<script>alert(1)</script>", "/assets/<b>x</b>.html", "/api/studies/<script>", "/api/series/<b>/preview"]
)
async def test_hostile_addresses_are_never_answered_by_markup(serve: Serve, dist: Path, path: str) -> None:
    async with serve() as (client, _), client.get(quote(path)) as response:
        assert response.status >= 400
        assert response.content_type in {"application/json", "text/plain"}
        assert response.headers["X-Content-Type-Options"] == "nosniff"
