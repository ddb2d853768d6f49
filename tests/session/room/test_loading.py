"""What has come of a volume is told and shown; what cannot come ends the room in words."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from render.volume import Window
from session.errors import SessionError
from session.farm.port import Loading
from session.room.loading import LoadingNews
from session.view import messages as m
from session.view.subject import Subject
from tests.session.support import INFO, KEY

PLANES, PROJECTION = Window(40.0, 400.0), Window(300.0, 900.0)


@dataclass
class Stage:
    """Remembers what it was told; each loading is news to it."""

    subject: Subject = field(default_factory=lambda: Subject.of(INFO))
    told: list[Loading] = field(default_factory=list)

    def loaded(self, loading: Loading, _now: float) -> bool:
        self.told.append(loading)
        return True

    def measured(self, subject: Subject, _now: float) -> None:
        self.subject = subject


class Told:
    """A room's ends of the news."""

    def __init__(self, *loadings: Loading, error: Exception | None = None) -> None:
        self.progress: list[m.Progress] = []
        self.failed: list[str] = []
        self.changed: list[object] = []
        self.ready = 0
        self.scenes: list[Any] = [SimpleNamespace(stage=Stage()), SimpleNamespace(stage=Stage())]

        async def watch(_key: object) -> AsyncIterator[Loading]:
            for loading in loadings:
                yield loading
            if error is not None:
                raise error

        async def measure(_key: object) -> tuple[Window, Window]:
            return PLANES, PROJECTION

        self._parts: Any = SimpleNamespace(port=SimpleNamespace(watch=watch, measure=measure), clock=lambda: 1.0)

    async def run(self) -> None:
        def ready() -> None:
            self.ready += 1

        news = LoadingNews(
            self._parts,
            self.scenes[0],
            lambda: self.scenes,
            tell=self.progress.append,
            changed=self.changed.append,
            fail=self.failed.append,
        )
        async with asyncio.timeout(10):
            await news.run(KEY, ready)


def loading(done: int, failed: str = "") -> Loading:
    return Loading(runs=((0, done),) if done else (), slices=2, bytes_done=done, nbytes=2, seconds=0.1, failed=failed)


async def test_every_scene_shows_what_has_come_and_everybody_is_told_how_far_it_is() -> None:
    told = Told(loading(0), loading(2))
    await told.run()
    assert [scene.stage.told for scene in told.scenes] == [[loading(0), loading(2)]] * 2
    assert [one.slices for one in told.progress] == [0, 2]
    assert told.ready == 2
    assert told.failed == []


async def test_the_automatic_windows_come_with_the_first_slice_and_again_with_the_last() -> None:
    told = Told(loading(0), loading(1), loading(2))
    await told.run()
    assert {(one.stage.subject.automatic, one.stage.subject.automatic_projection) for one in told.scenes} == {
        (PLANES, PROJECTION)
    }
    # Twice for each of three loadings, and twice for each of two measurements.
    assert len(told.changed) == 10


async def test_a_volume_that_fails_ends_the_room_with_its_words() -> None:
    told = Told(loading(1, failed="The disk is gone."))
    await told.run()
    assert told.failed == ["The disk is gone."]


async def test_an_error_of_the_port_ends_the_room_with_its_words() -> None:
    told = Told(loading(0), error=SessionError("There is no such volume any more."))
    await told.run()
    assert told.failed == ["There is no such volume any more."]
