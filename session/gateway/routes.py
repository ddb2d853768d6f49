"""Every HTTP route in one table: its method, path, right and what it answers. The OpenAPI document is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from session.access.principal import Right
from session.gateway import api, live, pages, preferences, probes, rooms, upload
from session.gateway.middleware import Handler


@dataclass(frozen=True, slots=True)
class Route:
    """One route. ``name`` is unique; ``answer`` describes the success response."""

    method: str
    path: str
    name: str
    right: Right
    handler: Handler
    summary: str
    status: int = 200
    content: str = "application/json"


async def openapi(_: web.Request) -> web.Response:
    """Serve the description of this interface (OpenAPI 3.1)."""
    return web.json_response(document(ROUTES))


ROUTES: Final = (
    Route("GET", "/", "page", Right.NONE, pages.page, "The web client", content="text/html"),
    Route("GET", "/assets/{path:.+}", "asset", Right.NONE, pages.asset, "The client's files", content="*/*"),
    Route("GET", "/icons/{name}", "icon", Right.NONE, pages.icon, "Icon for a home screen", content="image/png"),
    Route("GET", "/favicon.svg", "favicon", Right.NONE, pages.top_file, "Icon", content="image/svg+xml"),
    Route(
        "GET",
        "/manifest.webmanifest",
        "manifest",
        Right.NONE,
        pages.top_file,
        "Web application manifest",
        content="application/manifest+json",
    ),
    Route("GET", "/healthz", "healthz", Right.NONE, probes.healthz, "Is the event loop alive"),
    Route("GET", "/readyz", "readyz", Right.NONE, probes.readyz, "Can sessions be opened"),
    Route("GET", "/metrics", "metrics", Right.SETTINGS, probes.metrics, "Figures for a scraper", content="text/plain"),
    Route("GET", "/api/openapi.json", "openapi", Right.NONE, openapi, "This document"),
    Route("GET", "/api/server", "server", Right.LIST, api.server, "What this server is and how studies reach it"),
    Route("GET", "/api/studies", "studies", Right.LIST, api.studies, "Find studies"),
    Route("GET", "/api/studies/{study}", "study", Right.LIST, api.study, "One study with its volumes"),
    Route(
        "GET",
        "/api/series/{series}/preview",
        "preview",
        Right.OPEN,
        api.preview,
        "A small picture of a volume",
        content="image/png",
    ),
    Route(
        "GET", "/api/events", "events", Right.LIST, live.events, "Changes of the archive", content="text/event-stream"
    ),
    Route("GET", "/api/preferences", "preferences", Right.OPEN, preferences.mine, "What the reader prefers"),
    Route("PUT", "/api/preferences/{name}", "prefer", Right.OPEN, preferences.prefer, "Keep a preference"),
    Route(
        "POST",
        "/api/imports",
        "imports",
        Right.IMPORT,
        upload.import_files,
        "Take files, or a zip archive of them, into the archive (multipart/form-data, parts named file)",
    ),
    Route("POST", "/api/sessions", "open", Right.OPEN, api.open_session, "Open a session on a volume", status=201),
    Route("DELETE", "/api/sessions/{session}", "close", Right.OPEN, api.close_session, "End a session", status=204),
    Route("POST", "/api/sessions/{session}/tickets", "ticket", Right.JOIN, rooms.ticket, "Another ticket", status=201),
    Route(
        "POST",
        "/api/sessions/{session}/invitations",
        "invite",
        Right.INVITE,
        rooms.invite,
        "Make a link into this room",
        status=201,
    ),
    Route(
        "GET",
        "/api/sessions/{session}/invitations",
        "invitations",
        Right.INVITE,
        rooms.links,
        "Links into this room that are good",
    ),
    Route(
        "DELETE",
        "/api/sessions/{session}/invitations/{invitation}",
        "revoke",
        Right.INVITE,
        rooms.revoke,
        "Take a link back",
        status=204,
    ),
    Route("GET", "/join/{token}", "link", Right.NONE, rooms.page, "A link into a room", status=303, content=""),
    Route("POST", "/api/join/look", "look", Right.NONE, rooms.look, "What a link gives"),
    Route("POST", "/api/join", "join", Right.NONE, rooms.join, "Go into a room by a link", status=201),
    Route(
        "GET",
        "/api/sessions/{session}/socket",
        "socket",
        # Whoever opens it has two seconds to show a ticket; a guest's page has no cookie.
        Right.NONE,
        live.socket,
        "Control and pictures (WebSocket; docs/protocol.md)",
        status=101,
        content="",
    ),
)


def document(routes: tuple[Route, ...]) -> dict[str, object]:
    """Return the OpenAPI 3.1 document of these routes."""
    paths: dict[str, dict[str, object]] = {}
    for route in routes:
        path = route.path.replace("{path:.+}", "{path}")
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, path)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tomocast", "version": "1", "description": "Rendering and streaming of medical volumes."},
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Refusal": {
                    "type": "object",
                    "required": ["code", "text"],
                    "properties": {"code": {"type": "string"}, "text": {"type": "string"}},
                }
            },
        },
    }


def _operation(route: Route, path: str) -> dict[str, object]:
    refusal = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}}
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    answer: dict[str, object] = {"description": route.summary}
    if route.content:
        answer["content"] = {route.content: {}}
    return {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names],
        "security": [] if route.right is Right.NONE else [{"token": []}],
        "responses": {str(route.status): answer, "default": {"description": "Refused, in words", **refusal}},
    }


def add_routes(app: web.Application) -> None:
    """Put every route of the table into the application."""
    for route in ROUTES:
        app.router.add_route(route.method, route.path, route.handler, name=route.name)


def rights() -> dict[str, Right]:
    """Return the right of each route by its name."""
    return {route.name: route.right for route in ROUTES}
