"""The server, composed: everything it is made of, in the order in which it starts; it stops in the reverse order."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
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
from session.audit.trail import Event, Trail
from session.describer import Describer
from session.directory import Directory
from session.errors import SessionError
from session.farm.ahead import Ahead
from session.farm.local import LocalRenderPort
from session.gateway.catalogue import Catalogue
from session.gateway.config import Settings
from session.gateway.events import Changes
from session.gateway.headers import add_headers
from session.gateway.health import Beat, watch_loop
from session.gateway.logs import http_log
from session.gateway.middleware import errors_in_words, only_ours, who_asks
from session.gateway.routes import add_routes, rights
from session.gateway.services import SERVICES, Services
from session.gateway.warm import warm_up
from session.metrics import Metrics
from session.node import supervised
from session.room.carrier import Peer
from session.room.parts import RoomParts
from session.room.registry import Registry
from session.room.room import Room
from session.view.snapshot import Sealer

NODE_READY_S: Final = 30.0
MAX_BODY_BYTES: Final = 64 * 1024
STOP_S: Final = 0.5

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: where, and with what."""

    address: str
    aet: str
    dicom_port: int
    device: str


class Notices:
    """What the DICOM node reports: where it listens, and which studies have grown."""

    def __init__(self, changes: Changes) -> None:
        """Pass changes on to open pages."""
        self.port = 0
        self.listening = asyncio.Event()
        self.received: Callable[[str, float], None] = lambda _study, _now: None
        self._changes = changes

    async def take(self, line: bytes) -> None:
        """Read one line of the node; what cannot be read is told in the log and left."""
        try:
            notice: dict[str, Any] = json.loads(line)
        except ValueError:
            _LOG.warning("the DICOM node sent a notice that is none")
            return
        if notice.get("kind") == "listening":
            self.port = int(notice["port"])
            self.listening.set()
        for series in notice.get("series", ()):
            self.received(str(series["study"]), time.monotonic())
        await self._changes.publish()


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Run the whole server while the block runs.

    Raises:
        SessionError, ArchiveError, OSError: it cannot start; what had started is stopped again.
    """
    async with AsyncExitStack() as stack:
        directory = stack.enter_context(Directory(settings.data_dir / "session.sqlite"))
        trail, metrics, changes, beat = Trail(directory), Metrics(), Changes(), Beat()
        catalogue = await _catalogue(stack, settings)
        notices = Notices(changes)
        node = await stack.enter_async_context(
            supervised(lambda socket: node_command(settings, socket), notices.take, metrics.node_restarts.inc)
        )
        notices.received = catalogue.note_received
        kernels = await asyncio.to_thread(best_available, settings.device, settings.threads)
        port = LocalRenderPort(catalogue.source, lambda: Renderer(kernels), dict.fromkeys(Tier, settings.cache_bytes))
        stack.push_async_callback(port.close)
        key = lasting_key(settings.data_dir / "seal.key")
        parts = RoomParts(
            port,
            peer_maker(settings),
            Sealer(key),
            metrics,
            settings.quiet_ms,
            lambda: settings.turn.ice_servers(time.time()) if settings.turn else (),
        )
        gate = Gate(settings.access_token)
        services = Services(
            settings=settings,
            gate=gate,
            tickets=TicketOffice(),
            trail=trail,
            metrics=metrics,
            beat=beat,
            changes=changes,
            catalogue=catalogue,
            port=port,
            ahead=Ahead(port),
            registry=await stack.enter_async_context(Registry(parts, settings.places, ended=note_end(directory, gate))),
            node=node,
            rights=rights(),
            device=kernels.name,
            home=secrets.token_hex(8),
            invitation_key=key,
            dicom_port=lambda: notices.port,
        )
        await _owned(stack, watch_loop(beat, metrics))
        # Pages are served while the node still starts.
        address = await stack.enter_async_context(_listening(application(services), settings))
        await _wait_for_node(notices)
        await asyncio.to_thread(trail.add, Event.STARTED, "system")
        stack.callback(trail.add, Event.STOPPED, "system")
        await _owned(stack, asyncio.to_thread(warm_up))
        yield Running(address, settings.aet, notices.port, kernels.name)


async def _catalogue(stack: AsyncExitStack, settings: Settings) -> Catalogue:
    """Open the archive, the workers that decode, and the process that describes."""
    archive = stack.enter_context(await asyncio.to_thread(Archive, settings.data_dir))
    workers = stack.enter_context(WorkerPool())
    workers.warm_up()
    describer = stack.enter_context(Describer())
    describer.warm_up()
    return Catalogue(archive, ArchiveSource(archive, DecodePool(workers), describer=describer))


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


def node_command(settings: Settings, socket: Path) -> Sequence[str]:
    """Return the DICOM node's command line (after the interpreter)."""
    return (
        *("-m", "archive.node", "--data", str(settings.data_dir), "--notify", str(socket)),
        *("--host", settings.dicom_host, "--port", str(settings.dicom_port), "--aet", settings.aet),
        *("--log-level", "warning"),
    )


def peer_maker(settings: Settings) -> Callable[..., Peer]:
    """Return what makes WebRTC peers that offer media where this server listens."""
    addresses = ("127.0.0.1",) if is_loopback(settings.host) else ()

    def make(**callbacks: Any) -> Peer:
        # A third of a second, which the start need not wait for: `warm_up` has it loaded before a session asks.
        from streaming.links.webrtc import WebRtcPeer

        return WebRtcPeer(addresses=addresses, **callbacks)

    return make


async def _owned(stack: AsyncExitStack, work: Any) -> None:
    """Run ``work`` as a task that the stack cancels and awaits."""
    task = asyncio.create_task(work)

    async def end() -> None:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    stack.push_async_callback(end)


async def _wait_for_node(notices: Notices) -> None:
    try:
        async with asyncio.timeout(NODE_READY_S):
            await notices.listening.wait()
    except TimeoutError:
        # Studies that are here can be read all the same; the supervisor goes on trying.
        _LOG.error("the DICOM node does not listen yet; see its messages above")


@asynccontextmanager
async def _listening(app: web.Application, settings: Settings) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, logger=http_log(), shutdown_timeout=STOP_S, handler_cancellation=True)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        port = runner.addresses[0][1]
        host = "localhost" if is_loopback(settings.host) else settings.host
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
