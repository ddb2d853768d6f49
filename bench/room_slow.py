"""Eight viewers of one room, and what seven of them notice when the eighth's line becomes bad.

The server and seven viewers are in one network namespace, the eighth is in another; the network between them is
emulated (`bench.emulator`, so this needs root) and becomes 1 Mbit/s with 3 % loss. The eighth
asks for lost packets as browsers do. The viewers run at a lower priority than the server. First comes a time with a
good line, then as long a one with the bad line from its first moment; both are compared.
"""

import contextlib
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.emulator import SERVER_ADDRESS, Conditions, emulated
from bench.processes import Process
from bench.report import Row

AIM: Final = "our aim"
BAD: Final = Conditions(mbit=1.0, rtt_ms=40.0, lost_percent=3.0, queue_ms=300.0)
GOOD: Final = Conditions(rtt_ms=20.0)
OTHERS: Final = 7
TOLERANCE: Final = 0.10
MOVED_MS: Final = 1000.0
_WARM_S: Final = 5.0
_FULL_WITHIN_S: Final = 30.0
_NICE: Final = ("nice", "-n", "5")


@dataclass(frozen=True, slots=True)
class Window:
    """What viewers got in a time: pictures and Mbit/s of each on average, and their delays in ms, ascending."""

    pictures_per_s: float
    mbit: float
    delays_ms: Sequence[float]

    def delay_ms(self, share: float) -> float:
        """A quantile of the delays from the hand to the whole picture; 0 where none is known."""
        return self.delays_ms[min(int(share * len(self.delays_ms)), len(self.delays_ms) - 1)] if self.delays_ms else 0.0


def window_of(viewers: Sequence[Sequence[dict[str, float]]], hand: dict[str, float], seconds: float) -> Window:
    """What these viewers saw; `hand` says when the hand moved that a picture contains."""
    sights = [sight for viewer in viewers for sight in viewer]
    each = len(viewers) * seconds
    moved = ((sight, hand.get(str(int(sight["picture"])))) for sight in sights)
    delays = sorted((sight["at"] - at) * 1000 for sight, at in moved if at is not None)
    return Window(len(sights) / each, sum(sight["size"] for sight in sights) * 8e-6 / each, delays)


def rows_of(without: Window, beside: Window, slow: Window, moved_ms: float) -> list[Row]:
    """The comparison; a ratio of 1 is the worst that is good enough."""
    allowed = 1 + TOLERANCE
    rows = [
        Row("slow one moved after", moved_ms, MOVED_MS, AIM, "ms", MOVED_MS / max(moved_ms, 0.001)),
        _kept("pictures of the seven", beside.pictures_per_s, without.pictures_per_s, "1/s"),
        _kept("rate of the seven", beside.mbit, without.mbit, "Mb/s"),
    ]
    for share in (0.5, 0.95):
        before, after = without.delay_ms(share), beside.delay_ms(share)
        name = f"delay of the seven, p{share * 100:.0f}"
        rows.append(Row(name, after, before * allowed, "without it + 10 %", "ms", before * allowed / max(after, 0.001)))
    rows.append(Row("pictures of the slow one", slow.pictures_per_s, 0.0, "", "1/s", 0.0))
    rows.append(Row("delay of the slow one, p95", slow.delay_ms(0.95), 0.0, "", "ms", 0.0))
    return rows


def _kept(name: str, beside: float, without: float, unit: str) -> Row:
    least = without * (1 - TOLERANCE)
    return Row(name, beside, least, "without it - 10 %", unit, beside / max(least, 0.001))


def moved_ms(reduced: Sequence[tuple[float, int]], began: float) -> float:
    """Milliseconds until a page was reduced; infinite where none was."""
    return next((1000 * (at - began) for at, pages in reduced if at >= began and pages), float("inf"))


def measure(seconds: float) -> list[Row]:
    """The rows.

    Raises:
        NotPermittedError: no network can be emulated here.
    """
    with emulated(GOOD) as network, contextlib.ExitStack() as stack:
        server = _started(stack, network.in_server_namespace(_python("bench.room_server", SERVER_ADDRESS)))
        words = _python("bench.room_witnesses", server.first, str(OTHERS), "--presents")
        others = _started(stack, network.in_server_namespace([*_NICE, *words]))
        words = _python("bench.room_witnesses", server.first, "1", "--insists")
        eighth = _started(stack, network.in_browser_namespace([*_NICE, *words]))
        time.sleep(_WARM_S)
        _laps(others, eighth)
        without, _ = _after(others, eighth, seconds)
        _wait_for_full(server)
        _laps(others, eighth)
        began = time.monotonic()
        network.change(BAD)
        beside, slow = _after(others, eighth, seconds)
        moved = moved_ms(server.ask()["reduced"], began)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return rows_of(without, beside, slow, moved)


def _after(others: Process, eighth: Process, seconds: float) -> tuple[Window, Window]:
    time.sleep(seconds)
    mine, its = _laps(others, eighth)
    return window_of(mine["viewers"], mine["hand"], seconds), window_of(its["viewers"], mine["hand"], seconds)


def _wait_for_full(server: Process) -> None:
    """A busy machine may have moved somebody: only from the full quality can one be moved."""
    until = time.monotonic() + _FULL_WITHIN_S
    while server.ask()["reduced"][-1][1] and time.monotonic() < until:
        time.sleep(0.1)


def _laps(others: Process, eighth: Process) -> tuple[dict[str, Any], dict[str, Any]]:
    return others.ask(), eighth.ask()


def _started(stack: contextlib.ExitStack, words: Sequence[str]) -> Process:
    process = Process(words)
    stack.callback(process.end)
    return process


def _python(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]
