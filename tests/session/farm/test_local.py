"""The local port with the real renderer: loading, pictures, stills, read-outs, failures, the end."""

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from render.cache import LoadProgress
from render.errors import BadRequestError, MemoryBudgetError, UnknownVolumeError
from render.frame import Frame
from render.renderer import Renderer
from render.request import RenderRequest
from render.views import standard
from render.volume import Film, VolumeInfo, VolumeKey
from session.errors import RendererLostError
from session.farm.local import LocalRenderPort
from tests.session.support import BUDGETS, INFO, KEY, SyntheticSource, local_port, make_renderer, voxels_of

AXIAL = standard(INFO, "axial", 64, 48)


async def loaded(port: LocalRenderPort) -> None:
    await port.load(KEY)
    states = [loading async for loading in port.watch(KEY)]
    assert states[-1].complete


def grey_of_middle() -> NDArray[np.float64]:
    """The default window (0 / 1000) of the slice in the middle, computed apart (PS3.3 C.11.2.1.2)."""
    k = AXIAL.camera.center[2]
    values = voxels_of()[round((k - 100) / 2)].astype(float)
    return np.asarray(np.clip((values + 0.5) / 999 + 0.5, 0, 1) * 255)


async def test_a_picture_of_the_volume() -> None:
    async with local_port() as port:
        assert await port.load(KEY) == INFO
        await loaded(port)
        port.submit("s:axial", AXIAL)
        with await port.next("s:axial") as frame:
            assert frame.request == AXIAL
            assert np.abs(frame.pixels - grey_of_middle()).max() <= 1
            assert port.frames_out == 1
        assert port.frames_out == 0


async def test_loading_is_told_from_the_middle_outwards_and_coalesced() -> None:
    source = SyntheticSource()
    async with local_port(source) as port:
        go_on = threading.Event()
        source.before_slice = lambda k: k == 16 or go_on.wait(5)
        await port.load(KEY)
        watching = port.watch(KEY)
        state = await anext(watching)
        while not state.slices_done:
            state = await anext(watching)
        assert state.runs == ((16, 17),)
        go_on.set()
        states = [state async for state in watching]
        assert states[-1].complete
        assert states[-1].bytes_done == INFO.nbytes
        assert len(states) <= INFO.slices


async def test_an_unknown_volume_and_one_that_does_not_fit() -> None:
    huge = replace(INFO, key=VolumeKey("huge", 1, 1), columns=4096, rows=4096)
    async with local_port(SyntheticSource(huge)) as port:
        with pytest.raises(UnknownVolumeError):
            await port.load(KEY)
        with pytest.raises(MemoryBudgetError, match="does not fit"):
            await port.load(huge.key)
        with pytest.raises(UnknownVolumeError):
            await port.measure(KEY)


async def test_the_latest_request_wins_while_the_renderer_is_busy() -> None:
    rendering, go_on, rendered = threading.Event(), threading.Event(), []

    class Slow(Renderer):
        def render(self, request: RenderRequest) -> Frame:
            rendered.append(request)
            rendering.set()
            assert go_on.wait(5)
            return super().render(request)

    def slow() -> Renderer:
        real = make_renderer()
        real.__class__ = Slow
        return real

    async with local_port(renderer=slow) as port:
        await loaded(port)
        wanted = [standard(INFO, "axial", 64, 48, position_mm=100.0 + 2 * n) for n in range(10)]
        port.submit("a", wanted[0])
        await asyncio.to_thread(rendering.wait, 5)
        for request in wanted[1:]:
            port.submit("a", request)
        go_on.set()
        with await port.next("a") as first:
            assert first.request == wanted[0]
        with await port.next("a") as second:
            assert second.request == wanted[-1]
        assert rendered == [wanted[0], wanted[-1]]


async def test_a_picture_nobody_took_gives_way_to_a_newer_one() -> None:
    async with local_port() as port:
        await loaded(port)
        other = standard(INFO, "coronal", 64, 48)
        port.submit("a", AXIAL)
        (await port.still(AXIAL)).release()
        port.submit("a", other)
        (await port.still(AXIAL)).release()
        with await port.next("a") as frame:
            assert frame.request == other
        assert port.frames_out == 0


async def test_a_still_is_shared_by_those_who_want_the_same() -> None:
    async with local_port() as port:
        await loaded(port)
        frames = await asyncio.gather(*[port.still(AXIAL) for _ in range(3)])
        for frame in frames:
            np.testing.assert_array_equal(frame.pixels, frames[0].pixels)
            frame.release()
        assert port.frames_out == 0


async def test_a_still_that_is_given_up_is_not_rendered() -> None:
    rendering, go_on, rendered = threading.Event(), threading.Event(), []

    class Slow(Renderer):
        def render(self, request: RenderRequest) -> Frame:
            rendered.append(request)
            rendering.set()
            assert go_on.wait(5)
            return super().render(request)

    def slow() -> Renderer:
        real = make_renderer()
        real.__class__ = Slow
        return real

    async with local_port(renderer=slow) as port:
        await loaded(port)
        port.submit("a", AXIAL)
        await asyncio.to_thread(rendering.wait, 5)
        still = asyncio.create_task(port.still(standard(INFO, "coronal", 64, 48)))
        await asyncio.sleep(0)
        still.cancel()
        await asyncio.wait({still})
        go_on.set()
        (await port.next("a")).release()
        port.submit("a", AXIAL)
        (await port.next("a")).release()
        assert rendered == [AXIAL, AXIAL]


async def test_a_picture_that_comes_as_the_waiting_is_given_up_goes_back() -> None:
    async with local_port() as port:
        await loaded(port)
        for wait in (port.next("a"), port.still(AXIAL)):
            waiting = asyncio.create_task(wait)
            await asyncio.sleep(0)
            port.submit("a", AXIAL)
            while not port.frames_out:
                await asyncio.sleep(0)
            # The frame has been handed over, the task has not run since.
            waiting.cancel()
            await asyncio.wait({waiting})
            assert waiting.cancelled()
            assert port.frames_out == 0
            port.forget("a")


async def test_a_bad_request_is_told_to_who_made_it() -> None:
    async with local_port() as port:
        await loaded(port)
        port.submit("a", replace(standard(INFO, "volume", 64, 48), preset="ghost"))
        with pytest.raises(BadRequestError, match="ghost"):
            await port.next("a")
        port.submit("a", AXIAL)
        (await port.next("a")).release()


async def test_a_lost_renderer_is_told_and_replaced() -> None:
    broken = [True]

    class Fragile(Renderer):
        def render(self, request: RenderRequest) -> Frame:
            if broken.pop() if broken else False:
                raise OSError("illegal address")
            return super().render(request)

    def fragile() -> Renderer:
        real = make_renderer()
        real.__class__ = Fragile
        return real

    async with local_port(renderer=fragile) as port:
        await loaded(port)
        port.submit("a", AXIAL)
        with pytest.raises(RendererLostError):
            await port.next("a")
        port.submit("a", AXIAL)
        with await port.next("a") as frame:
            assert np.abs(frame.pixels - grey_of_middle()).max() <= 1


async def test_values_come_from_source_voxels() -> None:
    async with local_port() as port:
        await loaded(port)
        on_voxel, between, outside = (-30.0 + 10, -20.0 + 7, 100.0 + 6), (-30.0, -20.0, 101.0), (900.0, 0.0, 0.0)
        values = await port.probe(KEY, [on_voxel, between, outside])
        assert values[:2] == pytest.approx((3 * 20 + 7 * 3 + 10 * 2 - 400, 10 - 400))
        assert values[2] is None


async def test_the_automatic_windows_are_measured() -> None:
    async with local_port() as port:
        await loaded(port)
        planes, projection = await port.measure(KEY)
        values = voxels_of()
        low, high = np.percentile(values, (1, 99))
        assert planes.width == pytest.approx(high - low, rel=0.02)
        assert projection.center > planes.center


async def test_a_forgotten_stream_gets_nothing_and_keeps_nothing() -> None:
    async with local_port() as port:
        await loaded(port)
        port.submit("a", AXIAL)
        port.forget("a")
        (await port.still(AXIAL)).release()
        waiting = asyncio.create_task(port.next("a"))
        await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()
        await asyncio.wait({waiting})


async def test_a_load_that_is_given_up_while_memory_is_taken_holds_nothing() -> None:
    port = LocalRenderPort(SyntheticSource(), make_renderer, BUDGETS)
    hold = port._volumes.hold
    begun, given_up, held = threading.Event(), threading.Event(), threading.Event()

    def slowly(info: VolumeInfo) -> None:
        begun.set()
        given_up.wait(5)
        hold(info)
        assert port._volumes._holds
        held.set()

    port._volumes.hold = slowly  # type: ignore[method-assign]
    loading = asyncio.create_task(port.load(KEY))
    async with asyncio.timeout(5):
        while not begun.is_set():
            await asyncio.sleep(0.001)
        loading.cancel()
        await asyncio.wait({loading})
        given_up.set()
        while not held.is_set() or port._volumes._holds:
            await asyncio.sleep(0.001)
    await port.close()


async def test_the_end_comes_quickly_and_to_everybody() -> None:
    before = threading.active_count()
    source = SyntheticSource()
    source.before_slice = lambda _slice: time.sleep(0.01)
    port = LocalRenderPort(source, make_renderer, BUDGETS)
    await port.load(KEY)
    waiting = [asyncio.create_task(port.next("a"))]
    await asyncio.sleep(0)
    await port.close()
    await port.close()
    with pytest.raises(RendererLostError):
        await waiting[0]
    with pytest.raises(RendererLostError):
        await port.still(AXIAL)
    with pytest.raises(RendererLostError):
        await port.load(KEY)
    # The kernels' own pool may live on; render, loader and read-out threads do not.
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name in ("render", "volume-loader") or name.startswith("read-out")]
    assert threading.active_count() <= before + 2


async def test_a_volume_released_while_it_is_watched_ends_the_watching() -> None:
    source = SyntheticSource()
    go_on = threading.Event()
    source.before_slice = lambda _slice: go_on.wait(5)
    async with local_port(source) as port:
        await port.load(KEY)
        watching = port.watch(KEY)
        await anext(watching)
        port.release(KEY)
        with pytest.raises(UnknownVolumeError):
            async with asyncio.timeout(5):
                await anext(watching)
        go_on.set()


class FilmSource(SyntheticSource):
    """Two colour frames, of which only the first comes."""

    def fill(
        self,
        key: VolumeKey,
        voxels: NDArray[Any],
        progress: Callable[[LoadProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        voxels[0] = COLOURS
        progress(LoadProgress(0, 1, 1, 2, COLOURS.nbytes, 2 * COLOURS.nbytes))


COLOURS = np.random.default_rng(0).integers(0, 256, (48, 64, 3)).astype(np.uint8)
FILM = replace(
    INFO, slices=2, voxel="uint8", film=Film(colour=True), matrix=((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)), windows=()
)


async def test_a_films_frame_its_colours_and_those_that_have_not_come() -> None:
    async with local_port(FilmSource(FILM)) as port:
        await port.load(KEY)
        async for loading in port.watch(KEY):
            if loading.has(0, 1):
                break
        with await port.still(standard(FILM, "film", 64, 48)) as frame:
            assert np.array_equal(frame.pixels, COLOURS)
        assert await port.colour(KEY, (5.0, 7.0, 0.0)) == tuple(COLOURS[7, 5])
        assert await port.colour(KEY, (5.0, 7.0, 1.0)) is None
        assert await port.colour(KEY, (-1.0, 7.0, 0.0)) is None
        with pytest.raises(UnknownVolumeError):
            await port.colour(VolumeKey("9.9", 1, 1), (0.0, 0.0, 0.0))
