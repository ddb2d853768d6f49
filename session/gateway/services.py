"""The server's parts, handed to every handler as one frozen object."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from session.access.gate import Gate
from session.access.principal import Right
from session.access.tickets import TicketOffice
from session.audit.trail import DEFENCE_HELD, SUCCESS, Event, Trail
from session.farm.ahead import Ahead
from session.farm.port import RenderPort
from session.gateway.catalogue import Catalogue
from session.gateway.config import Settings
from session.gateway.events import Changes
from session.gateway.health import Beat
from session.metrics import Metrics
from session.node import NodeSupervisor
from session.room.limits import Allowance
from session.room.registry import Registry


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that outlives a request; made by ``app.running`` and closed by it."""

    settings: Settings
    gate: Gate
    tickets: TicketOffice
    trail: Trail
    metrics: Metrics
    beat: Beat
    changes: Changes
    catalogue: Catalogue
    port: RenderPort
    ahead: Ahead
    registry: Registry
    node: NodeSupervisor
    rights: Mapping[str, Right]
    device: str
    home: str
    invitation_key: bytes = field(repr=False)
    dicom_port: Callable[[], int]
    # How much of what is refused is written down: strangers may not fill the disk.
    refusals: Allowance = field(default_factory=lambda: Allowance(at_once=500, per_second=2))


SERVICES: Final = web.AppKey("services", Services)


async def trace(services: Services, event: Event, who: str, what: str | None = None, *, outcome: int = SUCCESS) -> None:
    """Write an audit event without holding up the event loop; of refusals without end only some (metrics count all)."""
    if outcome == DEFENCE_HELD and not services.refusals.take(time.monotonic()):
        return
    await asyncio.to_thread(services.trail.add, event, who, what, outcome)
