"""The web client's files, from the package data; nothing else on disk can be reached."""

from __future__ import annotations

import mimetypes
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Final

from aiohttp import web

from session.errors import UsageError

_NOT_BUILT: Final = "The web client is not built. Run ./dev env in the checkout, or install the wheel."
# Vite puts a content hash into each asset's name: such a name never changes its bytes.
# The list of studies is asked for while the script comes; whoever is invited into a room may not have it.
_LIST_AHEAD: Final = re.compile(rb"\s*<!--[^>]*-->\s*<link [^>]*api/studies[^>]*>")
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def _dist() -> Traversable:
    return files("client") / "dist"


def _read(*parts: str) -> bytes:
    found = _dist()
    for part in parts:
        found = found / part
    if not found.is_file():
        raise UsageError("There is no such file.")
    return found.read_bytes()


def _response(name: str, body: bytes, cache: str) -> web.Response:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name.endswith(".webmanifest"):
        kind = "application/manifest+json"
    charset = "utf-8" if kind.startswith("text/") or kind.endswith("javascript") else None
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    response = web.Response(body=body, content_type=kind, charset=charset, headers=headers)
    response.enable_compression()
    return response


async def page(request: web.Request) -> web.Response:
    """Serve the one page of the client; `?room` is where links into rooms lead."""
    if not (_dist() / "index.html").is_file():
        return web.Response(status=503, text=_NOT_BUILT)
    body = _read("index.html")
    return _response("index.html", _LIST_AHEAD.sub(b"", body) if "room" in request.query else body, "no-cache")


async def asset(request: web.Request) -> web.Response:
    """Serve a built file under assets/."""
    parts = _checked(request.match_info["path"])
    return _response(parts[-1], _read("assets", *parts), _FOR_EVER)


async def icon(request: web.Request) -> web.Response:
    """Serve a picture that stands for the page on a home screen."""
    parts = _checked(request.match_info["name"])
    return _response(parts[-1], _read("icons", *parts), "no-cache")


def _checked(path: str) -> tuple[str, ...]:
    """The parts of a path that leads nowhere else."""
    parts = PurePosixPath(path).parts
    if any(part in {"..", "."} or "\\" in part or part.startswith("/") for part in parts):
        raise UsageError("There is no such file.")
    return parts


async def top_file(request: web.Request) -> web.Response:
    """Serve one of the few files beside the page (icon, manifest)."""
    name = request.path.removeprefix("/")
    return _response(name, _read(name), "no-cache")
