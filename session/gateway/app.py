"""The server, from its start to its end: in the order in which it starts; it stops in the reverse order.

What takes long to import is imported inside: the DICOM node, a process of its own, starts before that and beside it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from session.gateway.config import Settings
from session.gateway.events import Changes
from session.gateway.notices import Notices, node_command
from session.metrics import Metrics
from session.node import supervised

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: where, and with what. The DICOM port is 0 while the node does not listen."""

    address: str
    aet: str
    dicom_port: int
    device: str


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Run the whole server while the block runs.

    Raises:
        SessionError, ArchiveError, RenderError, OSError: it cannot start; what had started is stopped again.
    """
    async with AsyncExitStack() as stack:
        metrics, changes = Metrics(), Changes()
        notices = Notices(changes)

        def died() -> None:
            metrics.node_restarts.inc()
            notices.died()

        node = await stack.enter_async_context(
            supervised(lambda socket: node_command(settings, socket), notices.take, died)
        )
        from session.audit.trail import Event
        from session.gateway.compose import compose, listening
        from session.gateway.health import watch_loop

        made = await compose(stack, settings, metrics, changes, notices, node)
        services = made.services
        await _owned(stack, watch_loop(services.beat, metrics))
        await _owned(stack, made.ledger.run())
        # Pages are served while the node still starts.
        address = await stack.enter_async_context(listening(services))
        await notices.settled()
        await asyncio.to_thread(services.trail.add, Event.STARTED, "system")
        stack.callback(services.trail.add, Event.STOPPED, "system")
        await _owned(stack, asyncio.to_thread(made.warm_up))
        yield Running(address, settings.aet, notices.port, services.device)


async def _owned(stack: AsyncExitStack, work: Coroutine[Any, Any, None]) -> None:
    """Run ``work`` as a task that the stack cancels and awaits; where it fails the server goes on without it."""
    task = asyncio.create_task(work)
    task.add_done_callback(_tell_failure)

    async def end() -> None:
        task.cancel()
        await asyncio.wait({task})

    stack.push_async_callback(end)


def _tell_failure(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _LOG.error("a task of the server failed", exc_info=error)
