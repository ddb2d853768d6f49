"""A view of 1024x1024 that comes to rest on a slow line: how long until it is without loss, and what newer input waits.

The wheel is turned by one step. Some time after, while the view without loss is on its way, it is turned again: the
picture of that step must not wait for all of it.
"""

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench import network as bench
from bench.emulator import Conditions, Network
from bench.report import Row

_ROUNDS: Final = 10
# The server's quiet time, its rendering, and a part of the way of 260 kB at 5 Mbit/s.
_INTO_THE_STILL_MS: Final = 300


def at_rest(network: Network, folder: Path, _: float) -> list[Row]:
    """On 5 Mbit/s and 20 ms."""
    network.change(Conditions(mbit=5, rtt_ms=20, queue_ms=100))
    rested: list[float] = []
    interrupted: list[float] = []
    with bench.page_in(network, folder, "?transport=websocket") as page:
        bench.open_single(page)
        page.wait_for_function(bench.LOSSLESS)
        for _round in range(_ROUNDS):
            page.evaluate("network.step(100)")
            rested.append(page.evaluate("network.rested()"))
        for _round in range(_ROUNDS):
            page.evaluate("network.step(100)")
            page.wait_for_timeout(_INTO_THE_STILL_MS)
            interrupted.append(page.evaluate("network.step(-100)"))
            page.wait_for_function(bench.LOSSLESS)
    network.change(Conditions())
    return _rows(rested, interrupted)


def _rows(rested: Sequence[float], interrupted: Sequence[float]) -> list[Row]:
    return [
        bench.less("still-5mbit-after-p50", statistics.median(rested), 0.0),
        bench.less("still-5mbit-interrupted-p50", statistics.median(interrupted), 0.0),
        bench.less("still-5mbit-interrupted-worst", max(interrupted), 250.0),
    ]
