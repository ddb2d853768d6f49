"""Is the server alive: the event loop's beat, seen from a thread, and how late the loop wakes up."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from session.metrics import Metrics

INTERVAL_S: Final = 0.1
ALIVE_S: Final = 1.0


@dataclass(slots=True)
class Beat:
    """When the event loop last did something; monotonic seconds."""

    last: float = field(default_factory=time.monotonic)

    def alive(self, now: float) -> bool:
        """Return whether the loop moved within the last second."""
        return now - self.last < ALIVE_S


async def watch_loop(beat: Beat, metrics: Metrics) -> None:
    """Run for ever: move the beat and observe the lag."""
    while True:
        before = time.monotonic()
        await asyncio.sleep(INTERVAL_S)
        beat.last = time.monotonic()
        metrics.loop_lag.observe(max(0.0, beat.last - before - INTERVAL_S))
