"""The server's parts: made, and put together in the order in which they need each other."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from archive.archive import Archive
from archive.assemble.source import ArchiveSource
from archive.decoding import DecodePool
from archive.workers import WorkerPool
from render.cache import Tier
from render.kernels import best_available
from render.renderer import Renderer
from session.access.gate import Gate, is_loopback
from session.access.keys import lasting_key
from session.access.tickets import TicketOffice
from session.audit.shown import ShownLedger
from session.audit.trail import Trail
from session.describer import Describer
from session.directory import Directory
from session.errors import ConfigError, SessionError
from session.farm.ahead import Ahead
from session.farm.local import LocalRenderPort
from session.gateway.catalogue import Catalogue
from session.gateway.config import Settings
from session.gateway.events import Changes
from session.gateway.headers import add_headers
from session.gateway.health import Beat
from session.gateway.logs import http_log
from session.gateway.middleware import errors_in_words, only_ours, who_asks
from session.gateway.notices import Notices
from session.gateway.routes import add_routes, rights
from session.gateway.services import SERVICES, Services
from session.gateway.warm import warm_up
from session.metrics import Metrics
from session.node import NodeSupervisor
from session.room.carrier import Peer
from session.room.parts import RoomParts
from session.room.registry import Registry
from session.room.room import Room
from session.view.snapshot import Sealer

MAX_BODY_BYTES: Final = 64 * 1024
STOP_S: Final = 0.5

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Composed:
    """What serves, and what is to be done once it does: work that the first session would wait for."""

    services: Services
    ledger: ShownLedger
    warm_up: Callable[[], None]


async def compose(
    stack: AsyncExitStack,
    settings: Settings,
    metrics: Metrics,
    changes: Changes,
    notices: Notices,
    node: NodeSupervisor,
) -> Composed:
    """Make the parts; ``stack`` ends them.

    Raises:
        SessionError, ArchiveError, RenderError: one of them cannot be made.
    """
    directory = stack.enter_context(Directory(settings.data_dir / "session.sqlite"))
    archive = stack.enter_context(await asyncio.to_thread(Archive, settings.data_dir))
    workers = stack.enter_context(WorkerPool())
    describer = stack.enter_context(Describer())
    catalogue = Catalogue(archive, ArchiveSource(archive, DecodePool(workers), describer=describer))
    notices.received = catalogue.note_received
    kernels = await asyncio.to_thread(best_available, settings.device, settings.threads)
    port = LocalRenderPort(catalogue.source, lambda: Renderer(kernels), dict.fromkeys(Tier, settings.cache_bytes))
    stack.push_async_callback(port.close)
    ledger = ShownLedger(directory.add_shown)
    key, gate = lasting_key(settings.data_dir / "seal.key"), Gate(settings.access_token)
    parts = RoomParts(
        port,
        peer_maker(settings),
        Sealer(key),
        metrics,
        settings.quiet_ms,
        lambda: settings.turn.ice_servers(time.time()) if settings.turn else (),
        note_shown=ledger.note,
    )
    registry = await stack.enter_async_context(Registry(parts, settings.places, ended=note_end(directory, gate)))
    services = Services(
        settings=settings,
        gate=gate,
        tickets=TicketOffice(),
        trail=Trail(directory),
        metrics=metrics,
        beat=Beat(),
        changes=changes,
        catalogue=catalogue,
        port=port,
        ahead=Ahead(port),
        registry=registry,
        node=node,
        rights=rights(),
        device=kernels.name,
        home=secrets.token_hex(8),
        invitation_key=key,
        dicom_port=lambda: notices.port,
    )
    return Composed(services, ledger, lambda: _warm_up(workers, describer))


def _warm_up(workers: WorkerPool, describer: Describer) -> None:
    workers.warm_up()
    describer.warm_up()
    warm_up()


def note_end(directory: Directory, gate: Gate) -> Callable[[Room], Awaitable[None]]:
    """Return what lets a session's guests go and notes its end; a directory that is away holds nobody up."""

    async def ended(room: Room) -> None:
        gate.guests.forget(room.session)
        try:
            await asyncio.to_thread(directory.close_session, room.session, room.lease)
        except SessionError as error:
            _LOG.warning("the end of session %s was not noted: %s", room.session, error)

    return ended


def application(services: Services) -> web.Application:
    """Return the HTTP application over these parts."""
    app = web.Application(middlewares=[errors_in_words, only_ours, who_asks], client_max_size=MAX_BODY_BYTES)
    app[SERVICES] = services
    app.on_response_prepare.append(add_headers)
    add_routes(app)
    return app


def peer_maker(settings: Settings) -> Callable[..., Peer]:
    """Return what makes WebRTC peers that offer media where this server listens."""
    addresses = ("127.0.0.1",) if is_loopback(settings.host) else ()

    def make(**callbacks: Any) -> Peer:
        # A third of a second, which the start need not wait for: `warm_up` has it loaded before a session asks.
        from streaming.links.webrtc import WebRtcPeer

        return WebRtcPeer(addresses=addresses, **callbacks)

    return make


@asynccontextmanager
async def listening(services: Services) -> AsyncIterator[str]:
    """Serve over HTTP while the block runs; gives the address."""
    settings = services.settings
    runner = web.AppRunner(
        application(services), access_log=None, logger=http_log(), shutdown_timeout=STOP_S, handler_cancellation=True
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        try:
            await site.start()
        except OSError as error:
            raise ConfigError(_no_address(settings, error)) from error
        port = runner.addresses[0][1]
        host = "localhost" if is_loopback(settings.host) else settings.host
        yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def _no_address(settings: Settings, error: OSError) -> str:
    # asyncio's own words hide the reason behind what it tried; a name that nobody knows has no number of its own.
    why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
    return f"Cannot listen on {settings.host} port {settings.port}: {why}. Choose another with --host and --port."
