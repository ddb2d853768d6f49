"""A server with nothing but one room, in this process or as a process of its own.

    python -m bench.room_server HOST

Prints the address of the room's socket, and for each line that it is given one line of figures (see `Figures`).
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from aiohttp import web
from numpy.typing import NDArray

from render.cache import LoadProgress
from render.volume import VolumeKey
from session.access.principal import Principal, Role
from session.gateway.compose import peer_maker
from session.gateway.config import Settings
from session.gateway.socket import WebSocketParticipant, new_socket
from session.metrics import Metrics
from session.room.parts import RoomParts
from session.room.registry import Registry
from session.room.room import Room
from session.view import messages as m
from session.view.snapshot import Sealer
from tests.session.support import INFO, SyntheticSource, local_port, opened

_LOOK_S = 0.01


class GrainySource(SyntheticSource):
    """Slices with the grain of a low-dose CT, so that pictures are as large as real ones."""

    def fill(
        self,
        _key: VolumeKey,
        voxels: NDArray[Any],
        progress: Callable[[LoadProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """See `VolumeSource`."""
        grain = np.random.default_rng(1)
        for k in range(len(voxels)):
            if cancelled():
                return
            coarse = grain.normal(200.0, 150.0, (voxels.shape[1] // 4, voxels.shape[2] // 4))
            voxels[k] = np.kron(coarse, np.ones((4, 4)))
            progress(LoadProgress(k, k + 1, k + 1, len(voxels), (k + 1) * voxels[k].nbytes, voxels.nbytes))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a server did until now: its clock, processor seconds, encodings, and when how many pages were reduced."""

    at: float
    cpu_s: float
    encoded: int
    reduced: list[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Served:
    """A room, where its socket is, and the registry that it is in."""

    room: Room
    address: str
    registry: Registry


@asynccontextmanager
async def serving(host: str = "127.0.0.1") -> AsyncIterator[Served]:
    """A room of 60 slices; whoever comes with `presents=yes` may present, the others may look."""
    info = replace(INFO, columns=512, rows=512, slices=60)
    async with local_port(GrainySource(info)) as port:
        parts = RoomParts(port, peer_maker(Settings(Path(), host=host)), Sealer(bytes(32)), Metrics())
        async with Registry(parts, 8) as registry:
            room = registry.create(opened(info))
            runner = web.AppRunner(_application(room), access_log=None)
            await runner.setup()
            try:
                await web.TCPSite(runner, host, 0).start()
                yield Served(room, f"ws://{host}:{runner.addresses[0][1]}/socket", registry)
            finally:
                await runner.cleanup()


def _application(room: Room) -> web.Application:
    async def socket(request: web.Request) -> web.StreamResponse:
        wire = new_socket()
        await wire.prepare(request)

        async def admit(_hello: m.Hello) -> Principal:
            presents = request.query.get("presents") == "yes"
            role = Role.READER if presents else Role.GUEST
            return Principal("viewer", role, room_role="present" if presents else "look")

        await room.serve(WebSocketParticipant(wire, request.transport), admit)
        return wire

    app = web.Application()
    app.router.add_get("/socket", socket)
    return app


async def _serve(host: str) -> None:
    async with serving(host) as served, asyncio.TaskGroup() as tasks:
        reduced: list[tuple[float, int]] = [(time.monotonic(), 0)]
        watching = tasks.create_task(_watch(served.room, reduced))
        print(served.address, flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            figures = Figures(time.monotonic(), time.process_time(), served.room.encoded, reduced)
            print(json.dumps(asdict(figures)), flush=True)
        watching.cancel()


async def _watch(room: Room, reduced: list[tuple[float, int]]) -> None:
    while True:
        if room.reduced != reduced[-1][1]:
            reduced.append((time.monotonic(), room.reduced))
        await asyncio.sleep(_LOOK_S)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
