"""How pictures come to a browser without video, and in a room of still pictures."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import numpy as np
import pytest
from PIL import Image

from session.errors import PlacesTakenError
from session.room.room import Room
from session.room.scene import STILLS_LEAST_S
from session.view import messages as m
from session.view import operations as o
from streaming.picture import PictureFormat
from tests.session.support import Page, admit_all, local_port, opened, registry_of

AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)


@asynccontextmanager
async def page_in(room: Room, pictures: PictureFormat) -> AsyncIterator[Page]:
    page = Page()
    page.say(m.Hello(version=1, ticket="t", views=(AXIAL,), pictures=pictures))
    serving = asyncio.create_task(room.serve(page.socket, admit_all))
    try:
        yield page
    finally:
        page.leave()
        async with asyncio.timeout(5):
            await serving


def scroll(page: Page, n: int) -> None:
    page.say(m.Input(sequence=n, view="axial", operations=(o.Scroll(steps=1.0),)))


def has_come(page: Page, sequence: int) -> bool:
    return page.of(m.Picture)[-1].sequence == page.of(m.StillPicture)[-1].sequence == sequence


def shown(message: m.Picture) -> np.ndarray:
    with Image.open(io.BytesIO(message.data)) as image:
        return np.asarray(image.convert("L"))[: message.height, : message.width]


async def test_each_page_of_a_room_gets_pictures_as_its_browser_can_show_them() -> None:
    async with local_port() as port, registry_of(port) as registry:
        room = registry.create(opened())
        async with page_in(room, "h264") as video, page_in(room, "jpeg") as stills:
            for page in (video, stills):
                await page.until(partial(page.of, m.StillPicture))
            scroll(video, 1)
            await video.until(partial(has_come, video, 1))
            await stills.until(lambda: stills.of(m.StillPicture)[-1].epoch == video.of(m.StillPicture)[-1].epoch)
            assert {one.format for one in video.of(m.Picture)} == {"h264"}
            assert {one.format for one in stills.of(m.Picture)} == {"jpeg"}
            last, still = stills.of(m.Picture)[-1], stills.of(m.StillPicture)[-1]
            assert last.key
            assert (last.epoch, last.width, last.height) == (still.epoch, 64, 48)
            with Image.open(io.BytesIO(still.data)) as exact:
                assert np.abs(shown(last).astype(int) - np.asarray(exact)).mean() < 3


async def test_a_room_of_stills_takes_no_place_and_has_no_video() -> None:
    async with local_port() as port, registry_of(port, places=1) as registry:
        registry.create(opened())
        with pytest.raises(PlacesTakenError) as full:
            registry.admit()
        registry.admit(full.value.waiting, stills=True)
        room = registry.create(opened(), stills=True)
        assert registry.count == 1
        with pytest.raises(PlacesTakenError, match=r"All places for stills are taken \(1 of 1\)"):
            registry.admit(stills=True)
        # Whoever left the line for it holds nobody up there.
        with pytest.raises(PlacesTakenError, match="You are next\\."):
            registry.admit()
        async with page_in(room, "h264") as page:
            await page.until(lambda: page.of(m.StillPicture))
            assert {one.format for one in page.of(m.Picture)} == {"jpeg"}
            page.say(m.Offer(sdp="v=0\r\n"))
            await page.until(lambda: page.of(m.Fault))
            assert "still pictures" in page.of(m.Fault)[-1].text


async def test_pictures_of_a_room_of_stills_come_a_few_a_second_and_the_newest_of_them() -> None:
    async with local_port() as port, registry_of(port) as registry:
        room = registry.create(opened(), stills=True)
        async with page_in(room, "jpeg") as page:
            await page.until(lambda: page.of(m.StillPicture))
            before, began = len(page.of(m.Picture)), time.monotonic()
            for n in range(1, 13):
                scroll(page, n)
                await asyncio.sleep(0.04)
            await page.until(lambda: page.of(m.Picture)[-1].sequence == 12)
            took = time.monotonic() - began
            assert len(page.of(m.Picture)) - before <= 1 + took / STILLS_LEAST_S
