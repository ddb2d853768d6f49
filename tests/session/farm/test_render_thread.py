"""The render thread: one picture at a time, and a fresh renderer after a failure."""

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from render.errors import BadRequestError, MemoryBudgetError
from render.frame import Frame
from render.request import RenderRequest
from render.views import standard
from render.volume import Volume, VolumeKey
from session.errors import RendererLostError
from session.farm.render_thread import Outcome, RenderThread
from session.farm.schedule import Job
from tests.session.support import INFO, KEY

REQUEST = standard(INFO, "axial", 64, 48)


class FakeRenderer:
    """Renders black, or does what a test tells it to."""

    def __init__(self) -> None:
        self.prepared: list[VolumeKey] = []
        self.closed = False
        self.on_render: Callable[[RenderRequest], None] = lambda _request: None
        self.on_prepare: Callable[[], None] = lambda: None
        self.between: Callable[[], None] = lambda: None

    def prepare(self, volume: Volume) -> None:
        self.on_prepare()
        self.prepared.append(volume.info.key)

    def slices_arrived(self, key: VolumeKey, first: int, last: int) -> None:
        self.prepared.append(VolumeKey(f"{first}-{last}", key.number, key.revision))

    def drop(self, key: VolumeKey) -> None:
        self.prepared.remove(key)

    def render(self, request: RenderRequest) -> Frame:
        self.on_render(request)
        return Frame(np.zeros((request.height, request.width), np.uint8), request)

    def making(self, request: RenderRequest) -> Generator[None, None, Frame]:
        """In three parts."""
        yield
        self.between()
        yield
        return self.render(request)

    def close(self) -> None:
        self.closed = True


class Bench:
    """A thread with the renderers it made and the outcomes it gave."""

    def __init__(self, held: list[Volume]) -> None:
        self.made: list[FakeRenderer] = []
        self.outcomes: queue.Queue[tuple[Job, Outcome]] = queue.Queue()
        self.refused: queue.Queue[tuple[VolumeKey, str]] = queue.Queue()
        self.equip: Callable[[FakeRenderer], None] = lambda _renderer: None
        self.thread = RenderThread(
            self._make,  # type: ignore[arg-type]
            lambda: held,
            lambda job, outcome: self.outcomes.put((job, outcome)),
            lambda key, why: self.refused.put((key, why)),
        )

    def _make(self) -> FakeRenderer:
        renderer = FakeRenderer()
        self.equip(renderer)
        self.made.append(renderer)
        return renderer

    def outcome(self) -> Outcome:
        return self.outcomes.get(timeout=5)[1]


@contextmanager
def bench(*held: Volume) -> Iterator[Bench]:
    made = Bench(list(held))
    try:
        yield made
    finally:
        made.thread.stop()
        assert made.thread.join(5)


def fail(error: Exception) -> Callable[..., Any]:
    def raise_it(*_arguments: Any) -> None:
        raise error

    return raise_it


def test_pictures_come_out() -> None:
    with bench() as made:
        made.thread.submit("a", REQUEST)
        job, outcome = made.outcomes.get(timeout=5)
        assert job == Job(REQUEST, "a")
        assert isinstance(outcome, Frame)
        made.thread.want_still(REQUEST)
        assert made.outcomes.get(timeout=5)[0] == Job(REQUEST, None)
        assert len(made.made) == 1


def test_a_request_that_cannot_be_rendered_is_answered_and_the_renderer_stays() -> None:
    with bench() as made:
        made.equip = lambda renderer: setattr(renderer, "on_render", fail(BadRequestError("no such preset")))
        made.thread.submit("a", REQUEST)
        assert isinstance(made.outcome(), BadRequestError)
        made.thread.submit("a", REQUEST)
        made.outcome()
        assert len(made.made) == 1


def test_after_a_failure_a_fresh_renderer_holds_what_the_last_one_held() -> None:
    with bench(Volume.empty(INFO)) as made:
        made.equip = lambda renderer: setattr(renderer, "on_render", fail(OSError("illegal address")))
        made.thread.submit("a", REQUEST)
        assert isinstance(made.outcome(), RendererLostError)
        made.equip = lambda _renderer: None
        made.thread.submit("a", REQUEST)
        assert isinstance(made.outcome(), Frame)
        lost, fresh = made.made
        assert lost.closed
        assert fresh.prepared == [KEY]


def test_a_volume_that_does_not_fit_is_refused_in_words() -> None:
    with bench() as made:
        made.equip = lambda renderer: setattr(renderer, "on_prepare", fail(MemoryBudgetError("no room")))
        made.thread.prepare(Volume.empty(INFO))
        assert made.refused.get(timeout=5) == (KEY, "no room")


def test_a_failure_at_slices_makes_the_next_renderer_fresh() -> None:
    with bench() as made:
        made.equip = lambda renderer: setattr(renderer, "slices_arrived", fail(OSError("gone")))
        made.thread.slices_arrived(KEY, 1, 2)
        made.thread.submit("a", REQUEST)
        assert isinstance(made.outcome(), Frame)
        assert [renderer.closed for renderer in made.made] == [True, False]


def test_volumes_are_taken_up_before_pictures_and_given_up() -> None:
    with bench() as made:
        made.thread.prepare(Volume.empty(INFO))
        made.thread.slices_arrived(KEY, 3, 4)
        made.thread.submit("a", REQUEST)
        made.outcome()
        slices = VolumeKey("3-4", 1, 1)
        assert made.made[0].prepared == [KEY, slices]
        made.thread.slices_arrived(KEY, 4, 5)
        made.thread.drop(KEY)
        made.thread.submit("a", REQUEST)
        made.outcome()
        assert made.made[0].prepared[:1] == [slices]
        assert KEY not in made.made[0].prepared


def test_dropping_before_anything_was_rendered_makes_no_renderer() -> None:
    with bench() as made:
        made.thread.drop(KEY)
    assert made.made == []


def test_it_ends_after_the_picture_it_is_at_and_closes_its_renderer() -> None:
    with bench() as made:
        began, go_on = threading.Event(), threading.Event()

        def slow(_request: RenderRequest) -> None:
            began.set()
            assert go_on.wait(5)

        made.equip = lambda renderer: setattr(renderer, "on_render", slow)
        made.thread.submit("a", REQUEST)
        made.thread.submit("b", REQUEST)
        assert began.wait(5)
        made.thread.stop()
        assert not made.thread.join(0.01)
        go_on.set()
        assert made.thread.join(5)
        assert made.outcomes.qsize() == 1
        assert made.made[0].closed


@pytest.mark.parametrize("error", [OSError("at close"), BadRequestError("at close")])
def test_a_renderer_that_cannot_even_be_closed_is_left_behind(error: Exception) -> None:
    with bench() as made:

        def equip(renderer: FakeRenderer) -> None:
            setattr(renderer, "on_render", fail(OSError("gone")))  # noqa: B010 - a method replaced on purpose
            setattr(renderer, "close", fail(error))  # noqa: B010

        made.equip = equip
        made.thread.submit("a", REQUEST)
        assert isinstance(made.outcome(), RendererLostError)
        made.equip = lambda _renderer: None
        made.thread.submit("a", REQUEST)
        assert isinstance(made.outcome(), Frame)


def test_a_moving_picture_is_made_between_the_parts_of_a_still() -> None:
    with bench() as here:
        here.equip = lambda renderer: setattr(renderer, "between", lambda: here.thread.submit("a", REQUEST))
        here.thread.want_still(REQUEST)
        first, second = here.outcomes.get(timeout=5), here.outcomes.get(timeout=5)
        assert (first[0].stream, second[0].stream) == ("a", None)
        assert isinstance(first[1], Frame)
        assert isinstance(second[1], Frame)
        assert len(here.made) == 1


def test_a_still_that_nobody_wants_any_more_is_left_unfinished() -> None:
    with bench() as here:
        here.equip = lambda renderer: setattr(renderer, "between", lambda: here.thread.forget_still(REQUEST))
        here.thread.want_still(REQUEST)
        assert isinstance(here.outcome(), RendererLostError)
        here.thread.submit("a", REQUEST)
        assert isinstance(here.outcome(), Frame)
        assert not here.made[0].closed, "nothing has failed"


def test_a_still_whose_volume_went_away_between_two_parts_is_made_anew() -> None:
    def gone(renderer: FakeRenderer) -> None:
        def fail() -> None:
            here.thread.submit("a", REQUEST)
            renderer.between = broken

        renderer.between = fail

    def broken() -> None:
        raise BadRequestError("closed")

    with bench() as here:
        here.equip = gone
        here.thread.want_still(REQUEST)
        assert isinstance(here.outcome(), Frame)
        assert isinstance(here.outcome(), Frame)
