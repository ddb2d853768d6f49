"""What stays open: the change feed of the start page and the media socket of a session."""

from __future__ import annotations

import time

from aiohttp import web

from session.access.principal import Principal, Right, Role, allowed
from session.audit.trail import DEFENCE_HELD, Event
from session.errors import TicketError
from session.gateway.middleware import PRINCIPAL, services_of
from session.gateway.services import trace
from session.gateway.socket import WebSocketParticipant, new_socket
from session.view.messages import Hello
from streaming.links.tcp import prefer_lively


async def events(request: web.Request) -> web.StreamResponse:
    """Tell the page whenever studies came or changed (server-sent events)."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    await response.write(b"retry: 1000\n\n")
    async for changed in services_of(request).changes.follow():
        await response.write(b'data: {"type": "studies"}\n\n' if changed else b": still here\n\n")
    return response


async def socket(request: web.Request) -> web.StreamResponse:
    """Serve one participant of a session until the socket closes; the ticket is the first thing it says."""
    services, session = services_of(request), request.match_info["session"]
    room = services.registry.room(session)
    wire = new_socket()
    try:
        await wire.prepare(request)
    except ConnectionError:
        # Gone before the first word: aiohttp finds that out once more, and nobody is there to be told.
        return wire
    prefer_lively(request.transport)

    async def admit(hello: Hello) -> Principal:
        try:
            principal = services.tickets.redeem(hello.ticket, session, time.monotonic())
        except TicketError:
            services.metrics.refused.labels("ticket").inc()
            await trace(services, Event.BAD_TICKET, request[PRINCIPAL].name, session, outcome=DEFENCE_HELD)
            raise
        if principal.role is Role.GUEST:
            guest = services.gate.guests.by_name(principal.name, time.monotonic())
            if guest is None:
                raise TicketError("Your invitation has ended.")
            principal = guest
        decision = allowed(principal, Right.JOIN, room.study_uid, session)
        if not decision.yes:
            raise TicketError(decision.reason)
        await trace(services, Event.VIEW_OPENED, principal.name, room.study_uid)
        return principal

    await room.serve(WebSocketParticipant(wire, request.transport), admit)
    return wire
