"""Own scenes: how many, for how long."""

import asyncio
from functools import partial
from typing import Any

import pytest

from session.errors import FreeError, MessageError
from session.room.freedom import KEPT_S, MOST, Freedom
from session.room.people import People
from session.room.stage import Stage
from session.view.messages import Input, ViewBinding
from session.view.operations import Scroll
from session.view.subject import Subject
from tests.session.support import INFO


class FakeScene:
    """A scene that lives until cancelled."""

    def __init__(self, name: str, stage: Stage) -> None:
        self.name, self.stage = name, stage

    async def run(self) -> None:
        await asyncio.Event().wait()


class FakePage:
    """A page that remembers what it looks at."""

    def __init__(self) -> None:
        self.scene: Any = None

    def watch(self, scene: Any) -> None:
        self.scene = scene


class Room:
    """Freedom with its tasks."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[None]] = []
        self.people = People()
        self.freedom = Freedom(FakeScene, self._run)  # type: ignore[arg-type]
        self.shared = Stage(Subject.of(INFO))

    def _run(self, scene: Any) -> asyncio.Task[None]:
        self.tasks.append(asyncio.create_task(scene.run()))
        return self.tasks[-1]

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def test_all_pages_of_a_person_go_along_and_come_back() -> None:
    room, pages = Room(), [FakePage(), FakePage()]
    person = room.people.join("a", "", "look")
    scene = room.freedom.begin(person, pages, room.shared, 1.0)  # type: ignore[arg-type]
    assert [page.scene for page in pages] == [scene, scene]
    assert room.freedom.scene(person) is scene
    shared: Any = FakeScene("", room.shared)
    assert room.freedom.end(person, pages, shared)  # type: ignore[arg-type]
    assert [page.scene for page in pages] == [shared, shared]
    assert room.freedom.scene(person) is None
    assert not room.freedom.end(person, pages, shared)  # type: ignore[arg-type]
    await asyncio.wait(room.tasks)
    assert room.tasks[0].cancelled()


async def test_what_makes_somebody_free_is_done_in_the_shared_sizes_or_not_at_all() -> None:
    room, page = Room(), FakePage()
    room.shared.bind((ViewBinding(view="axial", stream=0, width=64, height=48),), 0.0)
    person = room.people.join("a", "", "look")
    wrong = partial(Stage.act, message=Input(sequence=1, view="coronal", operations=(Scroll(2),)), now=1.0)
    with pytest.raises(MessageError):
        room.freedom.begin(person, [page], room.shared, 1.0, wrong)  # type: ignore[list-item]
    assert room.freedom.scene(person) is None
    assert page.scene is None
    right = partial(Stage.act, message=Input(sequence=1, view="axial", operations=(Scroll(2),)), now=1.0)
    scene = room.freedom.begin(person, [page], room.shared, 1.0, right)  # type: ignore[list-item]
    assert scene.stage.touched
    assert not room.shared.touched
    await room.close()


async def test_there_are_so_many_and_those_who_are_gone_make_way() -> None:
    room = Room()
    people = [room.people.join("x", f"{n}", "look") for n in range(MOST + 1)]
    for person in people[:MOST]:
        room.freedom.begin(person, [], room.shared, 1.0)
    with pytest.raises(FreeError, match=f"{MOST} people"):
        room.freedom.begin(people[MOST], [], room.shared, 1.0)
    room.people.leave(people[2], 2.0)
    room.freedom.begin(people[MOST], [], room.shared, 3.0)
    assert room.freedom.scene(people[2]) is None
    assert len(room.freedom.scenes) == MOST
    await room.close()


async def test_whoever_comes_back_in_time_finds_their_own_scene() -> None:
    room = Room()
    person = room.people.join("x", "1", "look")
    scene = room.freedom.begin(person, [], room.shared, 1.0)
    room.people.leave(person, 10.0)
    room.freedom.sweep(10.0 + KEPT_S)
    assert room.freedom.scene(person) is scene
    room.freedom.sweep(10.1 + KEPT_S)
    assert room.freedom.scene(person) is None
    await room.close()
