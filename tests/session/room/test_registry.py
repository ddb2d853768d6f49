"""The rooms of a server: admission in words, idle ends, closing."""

import asyncio

import pytest

from session.errors import PlacesTakenError, UsageError
from session.room.room import Room
from session.view import messages as m
from tests.session.support import Page, admit_all, local_port, opened, registry_of


async def test_rooms_are_found_by_their_session_until_they_are_closed() -> None:
    async with local_port() as port, registry_of(port) as registry:
        room = registry.create(opened())
        assert registry.room(room.session) is room
        assert (registry.count, room.lease, room.study_uid) == (1, 1, "1.2")
        await registry.close(room.session)
        await registry.close(room.session)
        assert registry.count == 0
        with pytest.raises(UsageError, match="open the study again"):
            registry.room(room.session)


async def test_sessions_cannot_be_guessed() -> None:
    async with local_port() as port, registry_of(port) as registry:
        names = {registry.create(opened()).session for _ in range(4)}
        assert len(names) == 4
        assert all(len(name) == 32 for name in names)


async def test_a_full_server_says_so() -> None:
    async with local_port() as port, registry_of(port, places=2) as registry:
        first = registry.create(opened())
        registry.create(opened())
        with pytest.raises(PlacesTakenError, match=r"All places are taken \(2 of 2\)"):
            registry.create(opened())
        await registry.close(first.session)
        registry.create(opened())


async def test_closing_a_session_tells_whoever_is_in_it() -> None:
    async with local_port() as port, registry_of(port) as registry:
        room, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=()))
        serving = asyncio.create_task(room.serve(page.socket, admit_all))
        await page.until(lambda: page.of(m.State))
        await registry.close(room.session)
        async with asyncio.timeout(5):
            await serving
        page.read()
        assert page.of(m.Fault)[-1].fatal
        assert page.socket.closed == (m.CLOSE_ENDED, "The session was closed.")


async def test_an_empty_room_ends_after_a_while_and_an_attended_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("session.room.registry._SWEEP_S", 0.01)
    async with local_port() as port, registry_of(port, idle_s=0.05) as registry:
        attended, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=()))
        serving = asyncio.create_task(attended.serve(page.socket, admit_all))
        empty = registry.create(opened())
        await page.until(lambda: registry.count == 1)
        with pytest.raises(UsageError):
            registry.room(empty.session)
        assert registry.room(attended.session) is attended
        page.leave()
        await serving
        await page.until(lambda: registry.count == 0)


async def test_a_room_that_everybody_left_yields_its_place_when_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("session.room.registry._SWEEP_S", 0.01)
    async with local_port() as port, registry_of(port, places=2) as registry:
        attended, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=()))
        serving = asyncio.create_task(attended.serve(page.socket, admit_all))
        await page.until(lambda: page.of(m.State))
        left = registry.create(opened())
        with pytest.raises(PlacesTakenError) as full:
            registry.admit()
        monkeypatch.setattr("session.room.registry._KEPT_S", 0.0)
        await asyncio.sleep(0.05)
        assert registry.room(left.session) is left, "nobody needs its place"
        registry.admit(full.value.waiting)
        registry.create(opened())
        await page.until(lambda: left not in registry.rooms_of(left.volume))
        assert registry.room(attended.session) is attended
        page.leave()
        await serving


async def test_the_volume_is_given_back_with_the_room() -> None:
    async with local_port() as port:
        async with registry_of(port) as registry:
            room = registry.create(opened())
            page = Page()
            page.say(m.Hello(version=1, ticket="t", views=()))
            serving = asyncio.create_task(room.serve(page.socket, admit_all))
            await page.until(lambda: page.of(m.Progress) and page.of(m.Progress)[-1].done)
            page.leave()
            await serving
        assert port.frames_out == 0


async def test_the_end_of_each_room_is_told_once_whatever_ended_it() -> None:
    told: list[str] = []

    async def ended(room: Room) -> None:
        told.append(room.session)

    async with local_port() as port, registry_of(port, ended=ended) as registry:
        first, second = (registry.create(opened()).session for _ in range(2))
        await registry.close(first)
        await registry.close(first)
        assert told == [first]
    assert told == [first, second]
