"""Audit events are written off the event loop, in order."""

from __future__ import annotations

from session.audit.trail import Event
from session.gateway.services import trace
from tests.session.gateway.conftest import Serve


async def test_an_event_is_there_when_trace_returns(serve: Serve) -> None:
    async with serve() as (_, services):
        await trace(services, Event.SEARCHED, "owner")
        await trace(services, Event.VIEW_OPENED, "owner", "1.2.3")
        rows = services.trail.directory.audit_rows()
    assert [(row["event_id"], row["what"]) for row in rows] == [("110112", None), ("110103", "1.2.3")]
