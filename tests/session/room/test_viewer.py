"""One stream in step with the stage, at a renderer and links that are scripts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np

from render.errors import BadRequestError
from render.frame import Frame
from render.request import Quality, RenderRequest
from session.errors import RendererLostError
from session.room.stage import Stage
from session.room.viewer import Viewer
from session.view import messages as m
from session.view import operations as o
from session.view.subject import Subject
from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.fanout import Fanout
from streaming.picture import EncodedPicture, PictureFormat, Still
from tests.session.support import INFO

AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)


class FakePort:
    """Renders grey at once; `failures` are raised instead, one a picture."""

    def __init__(self) -> None:
        self.asked: list[RenderRequest] = []
        self.failures: list[Exception] = []
        self.frames_out = 0
        self.forgotten = False

    def submit(self, stream: str, request: RenderRequest) -> None:
        self.asked.append(request)

    async def next(self, stream: str) -> Frame:
        return self._frame(self.asked[-1])

    async def still(self, request: RenderRequest) -> Frame:
        self.asked.append(request)
        return self._frame(request)

    def forget(self, stream: str) -> None:
        self.forgotten = True

    def _frame(self, request: RenderRequest) -> Frame:
        if self.failures:
            raise self.failures.pop(0)
        self.frames_out += 1
        return Frame(np.full((request.height, request.width), 77, np.uint8), request, on_release=self._back)

    def _back(self) -> None:
        self.frames_out -= 1


class FakeLink:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.ready = True
        self.load = 1.0
        self.format: PictureFormat = "h264"
        self.pictures: list[EncodedPicture] = []
        self.arrived = asyncio.Event()

    def send(self, picture: EncodedPicture) -> None:
        self.pictures.append(picture)
        self.arrived.set()


class Scene:
    """A viewer with everything around it."""

    def __init__(self) -> None:
        self.stage = Stage(Subject.of(INFO))
        self.port, self.link = FakePort(), FakeLink()
        self.stills: list[Still] = []
        self.slow = False
        self.had: list[RenderRequest] = []
        self.faults: list[tuple[str, str, str]] = []
        self.happened = asyncio.Event()
        self.viewer = Viewer(
            0,
            "s:0",
            self.stage,
            self.port,  # type: ignore[arg-type]
            lambda stream, wanted: Fanout(
                Broadcast(stream, EncoderSettings(hardware=False), on_key_wanted=wanted), on_wanted=wanted
            ),
            self,
            lease=1,
            quiet_s=0.03,
        )

    def still(self, still: Still) -> None:
        self.stills.append(still)
        self.happened.set()

    def has(self, stream: int, request: RenderRequest) -> bool:
        return stream == 0 and request in self.had

    def wants_tiles(self, stream: int) -> bool:
        return self.slow

    def fault(self, code: str, text: str, view: str) -> None:
        self.faults.append((code, text, view))
        self.happened.set()

    def bind(self) -> None:
        self.stage.bind((AXIAL,), asyncio.get_running_loop().time())
        self.viewer.changed()

    def scroll(self, sequence: int) -> None:
        message = m.Input(sequence=sequence, view="axial", operations=(o.Scroll(1),))
        self.stage.act(message, asyncio.get_running_loop().time())
        self.viewer.changed()

    async def until_still(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.stills) < count:
                self.happened.clear()
                await self.happened.wait()

    async def until_picture(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.link.pictures) < count:
                self.link.arrived.clear()
                await self.link.arrived.wait()


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    made = Scene()
    running = asyncio.create_task(made.viewer.run())
    try:
        yield made
        assert not running.done()
    finally:
        running.cancel()
        await asyncio.wait({running})
        assert made.port.forgotten
        assert made.port.frames_out == 0
        assert made.viewer.broadcast.links == ()


async def test_a_moving_picture_first_then_the_still_at_full_quality() -> None:
    async with scene() as made:
        made.viewer.add(made.link)
        made.bind()
        await made.until_still(1)
        assert [request.quality for request in made.port.asked] == [Quality.MOVING, Quality.FULL]
        moving, still = made.link.pictures[0].tag, made.stills[0].tag
        assert (moving.epoch, moving.revision, moving.picture) == (still.epoch, still.revision, 1)
        assert still.picture > moving.picture
        assert made.viewer.current_still() is made.stills[0]


async def test_the_still_has_tiles_while_somebody_s_way_is_slow() -> None:
    async with scene() as made:
        made.viewer.add(made.link)
        made.bind()
        await made.until_still(1)
        made.slow = True
        made.scroll(1)
        await made.until_still(2)
        assert made.stills[0].tiles == ()
        assert [(tile.width, tile.height) for tile in made.stills[1].tiles] == [(AXIAL.width, AXIAL.height)]


async def test_nobody_there_nothing_rendered() -> None:
    async with scene() as made:
        made.bind()
        await asyncio.sleep(0.08)
        assert made.port.asked == []


async def test_a_view_without_a_binding_shows_nothing() -> None:
    async with scene() as made:
        made.viewer.add(made.link)
        await asyncio.sleep(0.08)
        assert made.port.asked == []
        assert made.viewer.current_still() is None


async def test_the_still_waits_until_the_hand_has_rested() -> None:
    async with scene() as made:
        made.viewer.add(made.link)
        made.bind()
        for n in range(1, 6):
            made.scroll(n)
            await made.until_picture(n)
            made.viewer.acknowledge(made.link, made.link.pictures[-1].tag.picture)
        await made.until_still(1)
        await asyncio.sleep(0.05)
        assert len(made.stills) == 1
        assert made.stills[0].tag.revision == 6


async def test_a_still_that_is_out_of_date_is_current_no_more() -> None:
    async with scene() as made:
        made.viewer.add(made.link)
        made.bind()
        await made.until_still(1)
        made.scroll(1)
        assert made.viewer.current_still() is None
        await made.until_still(2)


async def test_a_link_without_credit_gets_nothing_and_the_newest_when_it_has() -> None:
    async with scene() as made:
        made.viewer.add(made.link)
        made.bind()
        for n in range(1, 8):
            made.scroll(n)
            await asyncio.sleep(0.02)
        held_back = len(made.link.pictures)
        assert held_back <= 3
        made.viewer.acknowledge(made.link, made.link.pictures[-1].tag.picture)
        await made.until_picture(held_back + 1)
        assert made.link.pictures[-1].tag.revision == 8


async def test_a_newcomer_gets_a_keyframe_of_what_is_shown_without_rendering() -> None:
    async with scene() as made:
        made.viewer.add(made.link)
        made.bind()
        await made.until_still(1)
        made.viewer.acknowledge(made.link, made.link.pictures[-1].tag.picture)
        asked, second = len(made.port.asked), FakeLink()
        made.viewer.add(second)
        async with asyncio.timeout(5):
            await second.arrived.wait()
        assert second.pictures[0].key
        assert len(made.port.asked) == asked
        made.viewer.remove(second)
        assert made.viewer.broadcast.links == (made.link,)


async def test_a_lost_renderer_is_said_once_and_asked_again() -> None:
    async with scene() as made:
        made.port.failures = [RendererLostError("gone"), RendererLostError("gone again")]
        made.viewer.add(made.link)
        made.bind()
        await made.until_still(1)
        assert [code for code, _, _ in made.faults] == ["renderer"]
        assert len(made.link.pictures) == 1


async def test_a_picture_that_cannot_be_made_is_said_and_not_tried_for_ever() -> None:
    async with scene() as made:
        made.port.failures = [BadRequestError("no such preset")]
        made.viewer.add(made.link)
        made.bind()
        async with asyncio.timeout(5):
            await made.happened.wait()
        await asyncio.sleep(0.05)
        assert made.faults == [("picture", "no such preset", "axial")]
        assert len(made.port.asked) == 1
        made.scroll(1)
        await made.until_still(1)


async def test_a_still_that_cannot_be_made_is_said_too() -> None:
    async with scene() as made:
        made.viewer.add(made.link)
        made.bind()
        await made.until_picture(1)
        made.port.failures = [BadRequestError("no memory for it")]
        async with asyncio.timeout(5):
            await made.happened.wait()
        assert made.faults == [("picture", "no memory for it", "axial")]
        assert made.stills == []
