"""For whoever watches the server: alive, ready, figures."""

from __future__ import annotations

import asyncio
import time

from aiohttp import web

from session.gateway.middleware import services_of


async def healthz(request: web.Request) -> web.Response:
    """Answer 200 while the event loop moves."""
    alive = services_of(request).beat.alive(time.monotonic())
    return web.json_response({"alive": alive}, status=200 if alive else 503)


async def readyz(request: web.Request) -> web.Response:
    """Answer 200 when the databases answer and the DICOM node runs."""
    services = services_of(request)
    checks = {
        "sessions": await asyncio.to_thread(services.trail.directory.answers),
        "archive": await services.catalogue.answers(),
        "node": services.node.alive,
    }
    return web.json_response(checks, status=200 if all(checks.values()) else 503)


async def metrics(request: web.Request) -> web.Response:
    """Serve the figures in Prometheus' exposition format."""
    services = services_of(request)
    services.registry.measure()
    return web.Response(body=services.metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})
