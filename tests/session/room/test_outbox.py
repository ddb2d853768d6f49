"""Outboxes: in order, bounded, alive."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from session.errors import PeerTooSlowError
from session.room.outbox import MAX_WAITING, Outbox
from tests.session.support import FakeSocket

BEAT = b"beat"


@asynccontextmanager
async def running(socket: FakeSocket, stuck_s: float = 5.0) -> AsyncIterator[tuple[Outbox, "asyncio.Task[None]"]]:
    outbox = Outbox(socket, BEAT, stuck_s=stuck_s)
    task = asyncio.create_task(outbox.run())
    try:
        yield outbox, task
    finally:
        task.cancel()
        await asyncio.wait({task})


async def taken(socket: FakeSocket, condition: Callable[[list[bytes]], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition(socket.sent):
            socket.arrived.clear()
            await socket.arrived.wait()


async def written(socket: FakeSocket, count: int) -> list[bytes]:
    await taken(socket, lambda sent: len([one for one in sent if one != BEAT]) >= count)
    return [one for one in socket.sent if one != BEAT]


async def test_messages_go_out_in_order() -> None:
    socket = FakeSocket()
    async with running(socket) as (outbox, _):
        outbox.post(b"1")
        outbox.post(b"2", "state")
        await outbox.put(b"3")
        assert await written(socket, 3) == [b"1", b"2", b"3"]


async def test_the_host_shows_that_it_lives_when_nothing_else_is_said() -> None:
    socket = FakeSocket()
    async with running(socket):
        await taken(socket, lambda sent: len(sent) >= 2)
    assert set(socket.sent) == {BEAT}


async def test_of_a_kind_only_the_newest_waits() -> None:
    socket = FakeSocket()
    socket.taking.clear()
    async with running(socket) as (outbox, _):
        outbox.post(b"first")
        await asyncio.sleep(0)
        for n in range(1000):
            outbox.post(f"still {n}".encode(), "still 0")
            outbox.post(f"progress {n}".encode(), "progress")
        outbox.post(b"other", "still 1")
        assert outbox.waiting <= 4
        socket.taking.set()
        assert await written(socket, 4) == [b"first", b"still 999", b"progress 999", b"other"]


async def test_states_are_all_sent_until_it_gets_crowded() -> None:
    socket = FakeSocket()
    socket.taking.clear()
    async with running(socket) as (outbox, _):
        for n in range(1000):
            outbox.post(f"{n}".encode(), "state")
        assert outbox.waiting <= 33
        socket.taking.set()
        await taken(socket, lambda sent: b"999" in sent)


async def test_a_peer_that_asks_for_more_than_it_takes_is_given_up() -> None:
    socket = FakeSocket()
    socket.taking.clear()
    async with running(socket) as (outbox, _):
        for _ in range(MAX_WAITING):
            outbox.post(b"pong")
        with pytest.raises(PeerTooSlowError):
            outbox.post(b"pong")


async def test_a_peer_that_takes_nothing_is_given_up() -> None:
    socket = FakeSocket()
    socket.taking.clear()
    async with running(socket, stuck_s=0.05) as (outbox, task):
        waiting = asyncio.create_task(outbox.put(b"picture"))
        await asyncio.wait({task}, timeout=5)
        with pytest.raises(PeerTooSlowError):
            await task
        with pytest.raises(ConnectionError):
            await waiting
        with pytest.raises(ConnectionError):
            await outbox.put(b"another")
        outbox.post(b"nothing happens")
        assert outbox.waiting == 0


async def test_a_broken_connection_fails_what_is_being_written() -> None:
    socket = FakeSocket()
    socket.closed = (1000, "")
    async with running(socket) as (outbox, task):
        first, second = asyncio.create_task(outbox.put(b"a")), asyncio.create_task(outbox.put(b"b"))
        await asyncio.wait({first, second, task}, timeout=5)
        for one in (first, second, task):
            with pytest.raises(ConnectionError):
                await one


async def test_whoever_stopped_waiting_disturbs_nobody() -> None:
    socket = FakeSocket()
    socket.taking.clear()
    async with running(socket) as (outbox, _):
        gone = asyncio.create_task(outbox.put(b"a"))
        await asyncio.sleep(0.01)
        gone.cancel()
        await asyncio.wait({gone})
        socket.taking.set()
        await outbox.put(b"b")
        assert await written(socket, 2) == [b"a", b"b"]
