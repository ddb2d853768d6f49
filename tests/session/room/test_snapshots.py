import asyncio
import contextlib
from typing import Any

import pytest

from session.room import snapshots
from session.room.snapshots import Snapshots
from session.view import messages as m


class Somebody:
    """Keeps what is posted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.posted: list[tuple[Any, str]] = []

    def post(self, message: Any, kind: str) -> None:
        self.posted.append((message, kind))


async def test_many_changes_make_one_snapshot_for_each_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "EVERY_S", 0.02)
    people: list[Any] = [Somebody("a"), Somebody("b")]
    state = [0]

    def seal(one: Any) -> bytes:
        return f"{one.name} {state[0]}".encode()

    giving = Snapshots(lambda: people, seal)
    running = asyncio.create_task(giving.run())
    try:
        for number in range(10):
            state[0] = number
            giving.changed()
            await asyncio.sleep(0)
        async with asyncio.timeout(5):
            while not people[1].posted:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.06)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    assert [one.posted for one in people] == [[(m.Snapshot(f"{name} 9".encode()), "snapshot")] for name in "ab"]
