"""A room end to end: a scripted page, the real port, kernels and encoder."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
from numpy.typing import NDArray

from render.request import RenderRequest
from render.views import standard
from render.volume import Volume
from session.room.registry import Registry
from session.room.room import Room
from session.view import messages as m
from streaming.encoders.still import pixel_hash
from tests.session.support import INFO, Page, admit_all, local_port, make_renderer, opened, registry_of, voxels_of

AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)
LAYOUT = (
    AXIAL,
    m.ViewBinding(view="coronal", stream=1, width=64, height=64),
    m.ViewBinding(view="sagittal", stream=2, width=65, height=63),
    m.ViewBinding(view="volume", stream=3, width=80, height=60),
)


@asynccontextmanager
async def attended(registry: Registry, views: tuple[m.ViewBinding, ...] = (AXIAL,)) -> AsyncIterator[tuple[Room, Page]]:
    """A room with one page in it."""
    room, page = registry.create(opened()), Page()
    page.say(m.Hello(version=1, ticket="t", views=views))
    serving = asyncio.create_task(room.serve(page.socket, admit_all))
    try:
        yield room, page
    finally:
        page.leave()
        await serving


def rendered(request: RenderRequest) -> NDArray[np.uint8]:
    renderer = make_renderer()
    volume = Volume.empty(INFO)
    volume.voxels[:] = voxels_of()
    volume.loaded[:] = True
    renderer.prepare(volume)
    return renderer.render(request).pixels


async def test_hello_brings_welcome_state_pictures_and_the_exact_still() -> None:
    async with local_port() as port, registry_of(port) as registry, attended(registry) as (_, page):
        still = await page.until(lambda: page.of(m.StillPicture))
        assert [type(one) for one in page.seen[:2]] == [m.Welcome, m.State]
        expected = rendered(standard(INFO, "axial", 64, 48))
        assert still[0].sha256 == pixel_hash(expected)
        assert np.abs(page.screen[0].astype(int)[:48] - expected).max() <= 3
