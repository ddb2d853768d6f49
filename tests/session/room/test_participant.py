"""One participant's socket: answers, complaints, the last words."""

import asyncio
from dataclasses import replace

import pytest

from session.audit.shown import ShownStill
from session.metrics import Metrics
from session.room.participant import Participant
from session.room.people import People
from session.room.room import Room
from session.view import messages as m
from tests.session.support import Page, admit_all, local_port, no_peers, opened, registry_of

AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)


class FakeScene:
    """A scene that nobody shows."""

    pages: tuple[object, ...] = ()


class FakeRoom:
    """A room without streams that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def act(self, _page: Participant, message: m.Input) -> None:
        self.told.append(message)

    def measured(self, message: m.Measured) -> None:
        self.told.append(message)


def participant(page: Page, room: FakeRoom) -> "tuple[Participant, asyncio.Task[None]]":
    person = People().join("owner", "", "present")
    made = Participant(page.socket, room, FakeScene(), person, no_peers)  # type: ignore[arg-type]
    return made, asyncio.create_task(made.serve())


async def test_a_ping_is_answered_at_once() -> None:
    page = Page()
    _, serving = participant(page, FakeRoom())
    page.say(m.Ping(12))
    assert await page.until(lambda: page.of(m.Pong)) == [m.Pong(12)]
    page.leave()
    await serving
    assert page.socket.closed == (m.CLOSE_ENDED, "")


async def test_what_was_measured_is_passed_on() -> None:
    page, room = Page(), FakeRoom()
    _, serving = participant(page, room)
    measured = m.Measured(transport="webrtc", event_to_photon_p50_ms=20, event_to_photon_p95_ms=40, fps=30)
    page.say(measured)
    page.say(m.Ping(1))
    await page.until(lambda: page.of(m.Pong))
    assert room.told == [measured]
    page.leave()
    await serving


async def test_the_last_words_are_said_before_the_socket_closes() -> None:
    page = Page()
    made, serving = participant(page, FakeRoom())
    await asyncio.sleep(0)
    made.end(m.CLOSE_FAILED, "The disk is gone.", "session")
    made.end(m.CLOSE_ENDED, "ignored")
    await serving
    page.read()
    assert page.of(m.Fault) == [m.Fault(code="session", text="The disk is gone.", fatal=True)]
    assert page.socket.closed == (m.CLOSE_FAILED, "The disk is gone.")


async def test_last_words_that_nobody_reads_hold_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("session.room.participant._LAST_WORDS_S", 0.02)
    page = Page()
    page.socket.taking.clear()
    made, serving = participant(page, FakeRoom())
    made.end(m.CLOSE_FAILED, "The disk is gone.", "session")
    async with asyncio.timeout(5):
        await serving
    assert page.socket.closed == (m.CLOSE_FAILED, "The disk is gone.")


async def test_a_connection_that_breaks_is_no_error() -> None:
    page = Page()
    page.socket.closed = (1006, "")
    made, serving = participant(page, FakeRoom())
    made.post(m.Pong(1))
    async with asyncio.timeout(5):
        await serving


async def test_complaints_come_no_faster_than_one_can_read() -> None:
    page = Page()
    _, serving = participant(page, FakeRoom())
    for _ in range(200):
        page.say_bytes(b"\xc1")
    page.say(m.Ping(1))
    await page.until(lambda: page.of(m.Pong))
    assert 0 < len(page.of(m.Fault)) < 30
    page.leave()
    await serving


async def test_stills_and_waiting_are_counted_and_which_still_it_was_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    async with local_port() as port, registry_of(port) as registry:
        kept: list[ShownStill] = []
        registry._parts = replace(registry._parts, note_shown=kept.append)
        room, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=(AXIAL,)))
        serving = asyncio.create_task(room.serve(page.socket, admit_all))
        still = (await page.until(lambda: page.of(m.StillPicture)))[0]
        page.say(m.Shown(stream=0, picture=still.picture, verified=True))
        page.say(m.Shown(stream=0, picture=still.picture, verified=False))
        page.say(m.Shown(stream=0, picture=still.picture + 1000, verified=True))
        page.say(m.Measured(transport="websocket", event_to_photon_p50_ms=30, event_to_photon_p95_ms=60, fps=29))
        page.say(m.Ping(1))
        await page.until(lambda: page.of(m.Pong))
        text = metrics_of(room).text().decode()
        assert 'tomocast_stills_total{outcome="verified"} 2.0' in text
        assert 'tomocast_stills_total{outcome="unverified"} 1.0' in text
        assert 'tomocast_event_to_photon_seconds_count{transport="websocket"} 1.0' in text
        # Of the picture that was never sent nothing is kept.
        sent = ("owner", room.session, "1.2", "1.2.3", 1, "axial", still.picture, still.sha256.hex())
        assert kept == [ShownStill(*sent, verified=True), ShownStill(*sent, verified=False)]
        assert caplog.messages == [f"session {room.session}: a still of axial did not arrive as it was sent"]
        page.leave()
        await serving


def metrics_of(room: Room) -> Metrics:
    return room._parts.metrics
