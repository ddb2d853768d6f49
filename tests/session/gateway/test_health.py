"""The beat tells a stalled loop from a living one."""

from __future__ import annotations

import asyncio
import contextlib
import time

from session.gateway.health import ALIVE_S, INTERVAL_S, Beat, watch_loop
from session.metrics import Metrics


def test_a_loop_that_does_not_move_is_not_alive() -> None:
    beat = Beat(last=10.0)
    assert beat.alive(10.0 + ALIVE_S / 2)
    assert not beat.alive(10.0 + ALIVE_S)


async def test_a_moving_loop_beats_and_its_lag_is_observed() -> None:
    beat, metrics = Beat(last=0.0), Metrics()
    task = asyncio.create_task(watch_loop(beat, metrics))
    await asyncio.sleep(3 * INTERVAL_S)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert beat.alive(time.monotonic())
    assert b"tomocast_loop_lag_seconds_count 0.0" not in metrics.text()
