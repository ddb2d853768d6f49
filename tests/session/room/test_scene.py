"""A scene puts its pages' layouts together and lets each look at its own views."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Any

from session.metrics import Metrics
from session.room.parts import RoomParts
from session.room.scene import Scene
from session.room.stage import Stage
from session.view.messages import ViewBinding
from session.view.snapshot import Sealer
from session.view.subject import Subject
from streaming.encoders import EncoderSettings
from tests.session.support import INFO, local_port, no_peers

BIG, SMALL = (ViewBinding("axial", 0, 600, 400),), (ViewBinding("axial", 3, 300, 200),)


class FakePage:
    """A page that counts how often it was told to look."""

    def __init__(self, bindings: tuple[ViewBinding, ...]) -> None:
        self.bindings, self.looks, self.told = bindings, 0, 0

    def look(self) -> None:
        self.looks += 1

    def tell(self, _state: Any) -> None:
        self.told += 1


@asynccontextmanager
async def a_scene(*pages: FakePage, stills: bool = False) -> AsyncIterator[Any]:
    async with local_port() as port:
        parts = RoomParts(port, no_peers, Sealer(b"k" * 32), Metrics(), encoder=EncoderSettings(bit_rate=8_000_000))
        stage = Stage(Subject.of(INFO))
        made: Any = Scene("s", stage, parts, lease=1, next_number=partial(next, count(1)), stills=stills)
        made.pages.extend(pages)
        yield made


def size(scene: Any) -> tuple[int, int]:
    binding = scene.stage.binding("axial")
    return binding.width, binding.height


async def test_the_first_ones_say_how_large_and_what_is_shown_keeps_its_size() -> None:
    tablet, laptop = FakePage(SMALL), FakePage(BIG)
    async with a_scene(tablet, laptop) as scene:
        assert scene.arrange()
        assert size(scene) == (300, 200)
        assert scene.arrange([laptop])
        assert size(scene) == (600, 400)
        scene.pages.remove(laptop)
        assert not scene.arrange()
        assert size(scene) == (600, 400)
        scene.pages.clear()
        assert not scene.arrange()
        assert size(scene) == (600, 400)
        assert tablet.looks == 3


async def test_a_view_that_nobody_shows_any_more_is_let_go() -> None:
    one, two = FakePage(BIG), FakePage((ViewBinding("volume", 0, 64, 64),))
    async with a_scene(one, two) as scene:
        scene.arrange()
        assert scene.viewer("volume") is scene.viewers[1]
        scene.pages.remove(two)
        assert scene.arrange()
        assert scene.viewer("volume") is None


async def test_everybody_is_told() -> None:
    pages = [FakePage(BIG), FakePage(SMALL)]
    async with a_scene(*pages) as scene:
        scene.arrange()
        scene.changed()
        assert [page.told for page in pages] == [1, 1]
        assert scene.stills() == []
