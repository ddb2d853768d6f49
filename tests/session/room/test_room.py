"""A room end to end: a scripted page, the real port, kernels and encoder."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

import msgpack
import numpy as np
import pytest
from numpy.typing import NDArray

from render.errors import BadVolumeError
from render.frame import Frame
from render.renderer import Renderer
from render.request import RenderRequest
from render.views import standard
from render.volume import Volume, VolumeInfo
from session.access.principal import Principal
from session.errors import TicketError
from session.room.registry import Registry
from session.room.room import Room
from session.view import messages as m
from session.view import operations as o
from session.view.operations import Operation, ViewName
from streaming.encoders.still import pixel_hash
from tests.session.support import (
    INFO,
    Page,
    SyntheticSource,
    admit_all,
    local_port,
    make_renderer,
    opened,
    registry_of,
    voxels_of,
)

AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)
LAYOUT = (
    AXIAL,
    m.ViewBinding(view="coronal", stream=1, width=64, height=64),
    m.ViewBinding(view="sagittal", stream=2, width=65, height=63),
    m.ViewBinding(view="volume", stream=3, width=80, height=60),
)


@asynccontextmanager
async def page_in(
    room: Room, views: tuple[m.ViewBinding, ...] = (AXIAL,), snapshot: bytes | None = None
) -> AsyncIterator[Page]:
    """A page that takes part in a room."""
    page = Page()
    page.say(m.Hello(version=1, ticket="t", views=views, snapshot=snapshot))
    serving = asyncio.create_task(room.serve(page.socket, admit_all))
    try:
        yield page
    finally:
        page.leave()
        async with asyncio.timeout(5):
            await serving


@asynccontextmanager
async def attended(
    source: SyntheticSource | None = None,
    views: tuple[m.ViewBinding, ...] = (AXIAL,),
    renderer: type[Renderer] | None = None,
) -> AsyncIterator[tuple[Registry, Room, Page]]:
    """A server with one room and one page in it."""

    def make() -> Renderer:
        made = make_renderer()
        made.__class__ = renderer or Renderer
        return made

    info = next(iter((source or SyntheticSource()).infos.values()))
    async with local_port(source, make) as port, registry_of(port) as registry:
        room = registry.create(opened(info))
        async with page_in(room, views) as page:
            yield registry, room, page


def rendered(request: RenderRequest, info: VolumeInfo = INFO) -> NDArray[np.uint8]:
    """What the renderer alone makes of a request."""
    renderer = make_renderer()
    volume = Volume.empty(info)
    volume.voxels[:] = voxels_of(info)
    volume.loaded[:] = True
    renderer.prepare(volume)
    return renderer.render(request).pixels


def still_of(page: Page, stream: int, after: int = -1) -> m.StillPicture | None:
    """The newest still of a stream with an epoch above one."""
    return next((one for one in reversed(page.of(m.StillPicture)) if one.stream == stream and one.epoch > after), None)


async def rested(page: Page) -> m.StillPicture:
    """The still of a stage that nothing but a hand changes any more: its volume has come and has been measured.

    That comes a moment after the first still, and is another revision, with another picture or the same.
    """
    await page.until(lambda: still_of(page, 0))
    await page.until(lambda: not any(_follows_loading(task) for task in asyncio.all_tasks()))
    page.say(m.Ping(77))
    await page.until(lambda: any(pong.id == 77 for pong in page.of(m.Pong)))
    return await page.until(lambda: still_of(page, 0, page.state().views[0].epoch - 1))  # type: ignore[no-any-return]


def _follows_loading(task: "asyncio.Task[object]") -> bool:
    return getattr(task.get_coro(), "__qualname__", "") == "Room._follow_loading"


def act(page: Page, view: ViewName, *operations: Operation, sequence: int = 1) -> None:
    page.say(m.Input(sequence=sequence, view=view, operations=operations))


def answered(page: Page, sequence: int) -> bool:
    return any(state.sequence == sequence for state in page.of(m.State))


def stills_sent(page: Page, count: int) -> bool:
    return len(page.of(m.StillPicture)) == count


async def test_hello_brings_welcome_state_pictures_and_the_exact_still() -> None:
    async with attended() as (_, _, page):
        still = await page.until(lambda: still_of(page, 0))
        assert [type(one) for one in page.seen[:2]] == [m.Welcome, m.State]
        assert page.of(m.State)[0].revision == 1
        expected = rendered(standard(INFO, "axial", 64, 48))
        assert still.sha256 == pixel_hash(expected)
        assert (still.width, still.height, still.channels) == (64, 48, 1)
        assert np.abs(page.screen[0].astype(int) - expected).max() <= 3
        picture = page.of(m.Picture)[0]
        assert picture.key
        assert (picture.lease, still.lease) == (1, 1)
        assert still.epoch == page.of(m.Picture)[-1].epoch


async def test_every_view_of_a_layout_has_its_stream() -> None:
    async with attended(views=LAYOUT) as (_, _, page):
        await page.until(lambda: all(still_of(page, stream) for stream in range(4)))
        for view, stream, width, height in (("coronal", 1, 64, 64), ("sagittal", 2, 65, 63), ("volume", 3, 80, 60)):
            still = still_of(page, stream)
            assert still is not None
            assert still.sha256 == pixel_hash(rendered(standard(INFO, view, width, height)))  # type: ignore[arg-type]
        assert page.screen[2].shape == (63, 65)
        final = page.of(m.StillPicture)[-1]
        assert {one.stream: one.channels for one in page.of(m.StillPicture)}[3] == 3
        assert final.format == "png"


async def test_scrolling_shows_the_next_slice_and_proves_it() -> None:
    async with attended() as (_, _, page):
        first = await rested(page)
        act(page, "axial", o.Scroll(3), sequence=41)
        still = await page.until(lambda: still_of(page, 0, first.epoch))
        state = page.of(m.State)[-1]
        position = state.views[0].position_mm
        assert position is not None
        expected = rendered(standard(INFO, "axial", 64, 48, position_mm=position))
        assert still.sha256 == pixel_hash(expected)
        assert np.abs(page.screen[0].astype(int) - expected).max() <= 3
        moving = page.of(m.Picture)[-1]
        assert (moving.sequence, still.sequence, state.sequence) == (41, 41, 41)
        assert moving.revision == still.revision == state.revision
        assert moving.epoch == still.epoch == state.views[0].epoch


async def test_nothing_is_rendered_when_nothing_changed() -> None:
    count = [0]

    class Counting(Renderer):
        def render(self, request: RenderRequest) -> Frame:
            count[0] += 1
            return super().render(request)

    async with attended(views=LAYOUT, renderer=Counting) as (_, _, page):
        await page.until(lambda: all(still_of(page, stream) for stream in range(4)))
        before, pictures = count[0], len(page.of(m.Picture))
        act(page, "axial", o.Pan(0, 0), sequence=5)
        page.say(m.Ping(7))
        await page.until(lambda: page.of(m.Pong))
        await asyncio.sleep(0.2)
        page.read()
        assert count[0] == before
        assert len(page.of(m.Picture)) == pictures
        assert page.of(m.State)[-1].sequence == 5


async def test_only_the_views_that_change_are_rendered() -> None:
    async with attended(views=LAYOUT) as (_, _, page):
        await page.until(lambda: all(still_of(page, stream) for stream in range(4)))
        epochs = {one.stream: one.epoch for one in page.of(m.StillPicture)}
        act(page, "axial", o.Scroll(1))
        await page.until(lambda: still_of(page, 0, epochs[0]))
        assert all(still_of(page, stream, epochs[stream]) is None for stream in (1, 2, 3))
        views = {view.view: view for view in page.of(m.State)[-1].views}
        assert views["coronal"].epoch == epochs[1]
        assert views["coronal"].lines != page.of(m.State)[0].views[1].lines


async def test_while_the_renderer_is_busy_the_latest_input_wins() -> None:
    rendering, go_on = threading.Event(), threading.Event()
    go_on.set()

    class Slow(Renderer):
        def render(self, request: RenderRequest) -> Frame:
            rendering.set()
            assert go_on.wait(10)
            return super().render(request)

    async with attended(renderer=Slow) as (_, _, page):
        first = await rested(page)
        go_on.clear()
        rendering.clear()
        before = len(page.of(m.Picture))
        act(page, "axial", o.Scroll(1), sequence=1)
        await asyncio.to_thread(rendering.wait, 5)
        for n in range(2, 11):
            act(page, "axial", o.Scroll(1), sequence=n)
        await page.until(lambda: page.of(m.State)[-1].sequence == 10)
        go_on.set()
        await page.until(lambda: still_of(page, 0, first.epoch))
        sequences = [one.sequence for one in page.of(m.Picture)[before:]]
        assert sequences == [1, 10]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (msgpack.packb({"t": "fly"}), "fly"),
        (msgpack.packb({"t": "ack", "stream": 0, "picture": 1, "decode_ms": float("nan")}), "finite"),
        (bytes(m.MAX_MESSAGE_BYTES + 1), "larger"),
        (b"\xc1", "MessagePack"),
        (m.encode(m.Hello(version=1, ticket="t", views=())), "already"),
        (m.encode(m.Transport(use="webrtc")), "not connected"),
        (m.encode(m.Input(sequence=1, view="coronal", operations=(o.Scroll(1),))), "not on the screen"),
        (m.encode(m.Input(sequence=1, view="axial", operations=(o.Rotate(1, 1),))), "volume view"),
        (m.encode(m.Views(views=(AXIAL, AXIAL))), "once"),
        (m.encode(m.Probe(id=1, view="sagittal", x=0, y=0)), "not on the screen"),
    ],
    ids=["unknown", "nan", "oversized", "garbage", "hello", "transport", "view", "operation", "layout", "probe"],
)
async def test_what_cannot_be_used_is_said_and_the_session_lives(data: bytes, word: str) -> None:
    async with attended() as (_, _, page):
        first = await page.until(lambda: still_of(page, 0))
        page.say_bytes(data)
        fault = await page.until(lambda: page.of(m.Fault))
        assert word in fault[0].text
        assert not fault[0].fatal
        act(page, "axial", o.Scroll(1), sequence=2)
        await page.until(lambda: still_of(page, 0, first.epoch))
        assert page.socket.closed is None


async def test_a_flood_of_messages_is_thinned_and_said_in_a_few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("session.room.participant.MESSAGES_AT_ONCE", 100)
    monkeypatch.setattr("session.room.participant.MESSAGES_PER_S", 0.0)
    async with attended() as (_, _, page):
        await page.until(lambda: still_of(page, 0))
        for n in range(300):
            page.say(m.Ping(n))
        await page.until(lambda: any(one.code == "rate" for one in page.of(m.Fault)))
        await page.until(page.socket.to_server.empty)
        assert 80 < len(page.of(m.Pong)) <= 100
        assert len(page.of(m.Fault)) < 40
        assert page.socket.closed is None


async def test_a_client_that_never_reads_is_given_up_and_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("session.room.participant.STUCK_S", 0.2)
    async with attended() as (_, room, page):
        await page.until(lambda: still_of(page, 0))
        page.socket.taking.clear()
        for n in range(400):
            act(page, "axial", o.Scroll(1 if n % 2 else -1), sequence=n + 1)
        async with asyncio.timeout(5):
            while page.socket.closed is None:
                page.socket.arrived.clear()
                await page.socket.arrived.wait()
        assert page.socket.closed[0] == m.CLOSE_TOO_SLOW
        assert room.participants == 0


async def test_a_client_that_never_acknowledges_gets_three_pictures() -> None:
    async with attended() as (_, _, page):
        page.acknowledging = False
        await page.until(lambda: page.of(m.Picture))
        for n in range(10):
            act(page, "axial", o.Scroll(1), sequence=n + 1)
            await page.until(partial(answered, page, n + 1))
            await asyncio.sleep(0.02)
        page.read()
        assert len(page.of(m.Picture)) <= 3


async def test_a_still_that_came_wrong_is_sent_again_three_times() -> None:
    async with attended() as (_, _, page):
        await page.until(lambda: still_of(page, 0))
        for sent in range(2, 5):
            page.say(m.Shown(stream=0, picture=1, verified=False))
            await page.until(partial(stills_sent, page, sent))
        page.say(m.Shown(stream=0, picture=1, verified=False))
        page.say(m.Ping(1))
        await page.until(lambda: page.of(m.Pong))
        assert len(page.of(m.StillPicture)) == 4
        assert len({one.sha256 for one in page.of(m.StillPicture)}) == 1


async def test_a_key_request_brings_the_same_picture_as_a_keyframe() -> None:
    async with attended() as (_, _, page):
        await page.until(lambda: still_of(page, 0))
        last = page.of(m.Picture)[-1]
        page.say(m.KeyRequest(stream=0))
        await page.until(lambda: page.of(m.Picture)[-1].picture > last.picture)
        again = page.of(m.Picture)[-1]
        assert again.key
        assert again.epoch == last.epoch


async def test_a_new_size_is_a_new_picture_in_its_exact_size() -> None:
    async with attended() as (_, _, page):
        first = await page.until(lambda: still_of(page, 0))
        page.say(m.Views(views=(m.ViewBinding(view="axial", stream=0, width=99, height=51),)))
        still = await page.until(lambda: still_of(page, 0, first.epoch))
        assert (still.width, still.height) == (99, 51)
        assert still.sha256 == pixel_hash(rendered(standard(INFO, "axial", 99, 51)))
        assert page.screen[0].shape == (51, 99)


async def test_values_under_the_pointer_come_from_voxels() -> None:
    async with attended() as (_, _, page):
        await page.until(lambda: still_of(page, 0))
        page.say(m.Probe(id=3, view="axial", x=10, y=7))
        (value,) = await page.until(lambda: page.of(m.Value))
        k = round((value.position_mm[2] - 100) / 2)
        assert value.position_mm == pytest.approx((-20.0, -13.0, 100 + 2 * k))
        assert (value.id, value.unit) == (3, "HU")
        assert value.value == pytest.approx(k * 20 + 7 * 3 + 10 * 2 - 400)


async def test_a_slabs_maximum_has_no_depth_and_no_value() -> None:
    async with attended() as (_, _, page):
        await page.until(lambda: still_of(page, 0))
        modes = ((o.SetSlabMode("max"), False), (o.SetSlabMode("min"), False), (o.SetSlabMode("mean"), True))
        for n, (mode, has_value) in enumerate(modes, 1):
            act(page, "axial", o.Slab(6), mode, sequence=n)
            page.say(m.Probe(id=n, view="axial", x=10, y=7))
            await page.until(partial(valued, page, n))
            assert (page.of(m.Value)[-1].value is not None) is has_value, mode


def valued(page: Page, count: int) -> bool:
    return len(page.of(m.Value)) == count


async def test_pictures_come_while_the_volume_loads_and_the_still_when_its_slices_are_there() -> None:
    source = SyntheticSource()
    go_on = threading.Event()
    source.before_slice = lambda k: k in (15, 16) or go_on.wait(10)
    async with attended(source, views=LAYOUT) as (_, _, page):
        await page.until(lambda: still_of(page, 0))
        # In depth there is too little yet.
        await page.until(lambda: {one.stream for one in page.of(m.Picture)} == {0, 1, 2})
        await asyncio.sleep(0.15)
        page.read()
        assert {one.stream for one in page.of(m.StillPicture)} == {0}
        assert page.of(m.Progress)[-1].runs == ((15, 17),)
        assert not page.of(m.Progress)[-1].done
        go_on.set()
        await page.until(lambda: all(still_of(page, stream) for stream in range(4)))
        assert page.of(m.Progress)[-1].done
        still = still_of(page, 3)
        assert still is not None
        assert still.sha256 == pixel_hash(rendered(standard(INFO, "volume", 80, 60)))


async def test_no_picture_is_sent_before_anything_of_it_has_come() -> None:
    source = SyntheticSource()
    go_on = threading.Event()
    source.before_slice = lambda _slice: go_on.wait(10)
    async with attended(source, views=LAYOUT) as (_, _, page):
        await page.until(lambda: page.of(m.Progress))
        await asyncio.sleep(0.2)
        page.read()
        assert page.of(m.Picture) == [], "a first picture that is black says less than none"
        go_on.set()
        await page.until(lambda: all(still_of(page, stream) for stream in range(4)))


async def test_a_volume_that_cannot_be_read_ends_the_session_in_words() -> None:
    source = SyntheticSource()

    def fail(_slice: int) -> None:
        raise BadVolumeError("Slice 3 is broken off.")

    source.before_slice = fail
    async with attended(source) as (_, room, page):
        await page.until(lambda: page.socket.closed)
        assert page.of(m.Fault)[-1].text == "Slice 3 is broken off."
        assert page.of(m.Fault)[-1].fatal
        assert page.socket.closed is not None
        assert page.socket.closed[0] == m.CLOSE_FAILED
        async with page_in(room) as late:
            await late.until(lambda: late.socket.closed)
            assert late.of(m.Fault)[-1].text == "Slice 3 is broken off."


async def test_a_renderer_that_fails_once_is_replaced_and_the_view_is_as_it_was() -> None:
    failures = [1]

    class Fragile(Renderer):
        def render(self, request: RenderRequest) -> Frame:
            if failures:
                failures.pop()
                raise OSError("illegal address")
            return super().render(request)

    async with attended(renderer=Fragile) as (_, _, page):
        still = await page.until(lambda: still_of(page, 0))
        assert still.sha256 == pixel_hash(rendered(standard(INFO, "axial", 64, 48)))
        assert "renderer" in {one.code for one in page.of(m.Fault)}


async def test_coming_back_finds_the_room_as_it_was() -> None:
    async with attended() as (_, room, page):
        await page.until(lambda: still_of(page, 0))
        act(page, "axial", o.Scroll(4), o.SetWindow(100, 500), sequence=77)
        await page.until(lambda: page.of(m.State)[-1].sequence == 77)
        left = page.of(m.State)[-1]
        snapshot = (await page.until(lambda: page.of(m.Snapshot)))[-1].snapshot
        page.leave()
        await page.until(lambda: page.socket.closed)
        async with page_in(room, snapshot=snapshot) as back:
            await back.until(lambda: still_of(back, 0))
            view = back.of(m.State)[-1].views[0]
            assert view.window == left.views[0].window
            assert view.position_mm == left.views[0].position_mm
            # A new socket counts its inputs anew.
            (picture,) = await back.until(lambda: back.of(m.Picture))
            assert picture.sequence == 0


async def test_a_snapshot_brings_the_view_into_a_room_that_nobody_has_touched() -> None:
    async with attended() as (registry, _room, page):
        act(page, "axial", o.SetWindow(100, 500), sequence=1)
        await page.until(lambda: page.of(m.State) and page.of(m.State)[-1].sequence == 1)
        before = len(page.of(m.Snapshot))
        snapshot = (await page.until(lambda: page.of(m.Snapshot)[before:]))[-1].snapshot
        # Another session on the same volume, after a restart of the server for instance.
        fresh = registry.create(opened())
        async with page_in(fresh, snapshot=snapshot) as other:
            state = (await other.until(lambda: other.of(m.State)))[-1]
            assert state.views[0].window is not None
            assert state.views[0].window.center == 100
        stranger = registry.create(opened())
        async with page_in(stranger, snapshot=snapshot[:-1] + b"x") as third:
            fault = (await third.until(lambda: third.of(m.Fault)))[0]
            assert fault.code == "snapshot"
            await third.until(lambda: still_of(third, 0))


async def test_two_pages_see_the_same_view_and_one_encode_serves_both() -> None:
    async with attended() as (_, room, page):
        await page.until(lambda: still_of(page, 0))
        async with page_in(room) as second:
            still = await second.until(lambda: still_of(second, 0))
            await second.until(lambda: 0 in second.screen)
            act(page, "axial", o.Scroll(2), sequence=1)
            mine = await page.until(lambda: still_of(page, 0, still.epoch))
            theirs = await second.until(lambda: still_of(second, 0, still.epoch))
            assert mine.sha256 == theirs.sha256
            assert (mine.sequence, theirs.sequence) == (1, 0)
            await page.until(lambda: page.of(m.Picture)[-1].epoch == mine.epoch)
            await second.until(lambda: second.of(m.Picture)[-1].epoch == mine.epoch)
            assert page.of(m.Picture)[-1].data == second.of(m.Picture)[-1].data


@pytest.mark.parametrize(
    ("first", "word"),
    [
        (None, "closed before"),
        (m.encode(m.Ping(1)), "hello"),
        (m.encode(m.Hello(version=2, ticket="t", views=())), "version 2"),
        (b"\xc1", "MessagePack"),
    ],
    ids=["gone", "ping", "version", "garbage"],
)
async def test_whoever_does_not_say_hello_is_asked_who_they_are(first: bytes | None, word: str) -> None:
    async with local_port() as port, registry_of(port) as registry:
        room, page = registry.create(opened()), Page()
        page.socket.to_server.put_nowait(first)
        await room.serve(page.socket, admit_all)
        page.read()
        assert page.socket.closed is not None
        assert page.socket.closed[0] == m.CLOSE_WHO_ARE_YOU
        assert word in page.of(m.Fault)[0].text


async def test_silence_for_two_seconds_is_no_hello(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("session.room.entry.HELLO_WITHIN_S", 0.02)
    async with local_port() as port, registry_of(port) as registry:
        page = Page()
        await registry.create(opened()).serve(page.socket, admit_all)
        assert page.socket.closed is not None
        assert page.socket.closed[0] == m.CLOSE_WHO_ARE_YOU


async def test_a_bad_ticket_is_refused() -> None:
    async def refuse(_hello: m.Hello) -> Principal:
        raise TicketError("This ticket has expired. Open the study again.")

    async with local_port() as port, registry_of(port) as registry:
        page = Page()
        page.say(m.Hello(version=1, ticket="old", views=()))
        await registry.create(opened()).serve(page.socket, refuse)
        page.read()
        assert page.of(m.Fault) == [
            m.Fault(code="hello", text="This ticket has expired. Open the study again.", fatal=True)
        ]
        assert page.socket.closed is not None
        assert page.socket.closed[0] == m.CLOSE_WHO_ARE_YOU


async def test_a_single_slice_shows_itself_and_says_why_nothing_else() -> None:
    info = replace(INFO, slices=1)
    async with attended(SyntheticSource(info), views=LAYOUT) as (_, _, page):
        still = await page.until(lambda: still_of(page, 0))
        assert still.sha256 == pixel_hash(rendered(standard(info, "axial", 64, 48), info))
        views = {view.view: view.empty for view in page.of(m.State)[-1].views}
        assert views["axial"] == ""
        assert "One slice only" in views["coronal"]
        assert {one.stream for one in page.of(m.Picture)} == {0}
