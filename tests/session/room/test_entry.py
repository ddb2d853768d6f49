"""The first and the last words with a page."""

import asyncio

import pytest

from session.errors import MessageError
from session.room import entry
from session.room.entry import read_hello, refuse
from session.view import messages as m
from tests.session.support import FakeSocket

HELLO = m.Hello(version=1, ticket="t", views=())


async def test_a_hello_is_read() -> None:
    socket = FakeSocket()
    socket.to_server.put_nowait(m.encode(HELLO))
    assert await read_hello(socket) == HELLO


async def test_silence_is_no_hello(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "HELLO_WITHIN_S", 0.02)
    with pytest.raises(MessageError, match="two seconds"):
        await read_hello(FakeSocket())


async def test_whoever_is_refused_is_told_why() -> None:
    socket = FakeSocket()
    await refuse(socket, m.CLOSE_FAILED, "volume", "It is gone.")
    assert m.decode_server(socket.sent[0]) == m.Fault(code="volume", text="It is gone.", fatal=True)
    assert socket.closed == (m.CLOSE_FAILED, "It is gone.")


async def test_one_who_takes_nothing_is_closed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "HELLO_WITHIN_S", 0.02)
    socket = FakeSocket()
    socket.taking.clear()
    async with asyncio.timeout(5):
        await refuse(socket, m.CLOSE_ENDED, "full", "Full.")
    assert socket.closed == (m.CLOSE_ENDED, "Full.")
