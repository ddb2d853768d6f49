"""Slices ahead, from the real renderer to a page that is a script."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import av
import numpy as np

from session.view import ahead
from session.view import messages as m
from session.view import operations as o
from tests.session.support import Page, admit_all, local_port, opened, registry_of

AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)


@asynccontextmanager
async def a_page() -> AsyncIterator[Page]:
    async with local_port() as port, registry_of(port) as registry:
        room, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=(AXIAL,)))
        serving = asyncio.create_task(room.serve(page.socket, admit_all))
        await page.until(lambda: page.of(m.StillPicture))
        yield page
        page.leave()
        async with asyncio.timeout(5):
            await serving


def keep_all(page: Page, seen: set[tuple[int, int, str]]) -> None:
    """Say of every new slice that it is held."""
    for one in page.of(ahead.AheadSlice):
        if (one.look, one.place, one.format) not in seen:
            seen.add((one.look, one.place, one.format))
            page.say(ahead.Held(stream=one.stream, look=one.look, place=one.place))


async def test_nothing_is_sent_ahead_to_who_does_not_ask() -> None:
    async with a_page() as page:
        page.say(m.Ping(1))
        await page.until(lambda: page.of(m.Pong))
        assert page.of(ahead.AheadSlice) == []


async def test_a_slice_that_is_held_is_named_instead_of_sent_and_is_the_right_one() -> None:
    async with a_page() as page:
        held: set[tuple[int, int, str]] = set()

        def lossless_next() -> list[ahead.AheadSlice]:
            keep_all(page, held)
            return [one for one in page.of(ahead.AheadSlice) if (one.place, one.format) == (1, "png")]

        page.say(ahead.Ahead(bytes=10_000_000))
        (one,) = (await page.until(lossless_next, within_s=20))[:1]
        page.say(m.Ping(7))
        await page.until(lambda: page.of(m.Pong))
        pictures = len(page.of(m.Picture))
        page.say(m.Input(sequence=1, view="axial", operations=(o.Scroll(1),)))
        await page.until(lambda: page.of(m.State)[-1].sequence == 1)
        (where,) = await page.until(lambda: [told for told in page.of(ahead.Stands) if told.sequence == 1][:1])
        assert (where.place, where.look, where.held) == (1, one.look, True)
        view = page.of(m.State)[-1].views[0]
        assert where.epoch == view.epoch
        assert (one.fields["image"], one.fields["position_mm"]) == (view.image, view.position_mm)

        # The still of the same content is the proof: the slice's pixels are the server's.
        (still,) = await page.until(lambda: [s for s in page.of(m.StillPicture) if s.epoch == view.epoch][:1])
        assert one.sha256 == still.sha256
        pixels = av.CodecContext.create("png", "r").decode(av.Packet(one.data))[0].to_ndarray(format="gray")
        assert hashlib.sha256(np.asarray(pixels, np.uint8).tobytes()).digest() == one.sha256
        assert len(page.of(m.Picture)) == pictures


async def test_who_lacks_what_was_named_gets_the_picture() -> None:
    async with a_page() as page:
        held: set[tuple[int, int, str]] = set()

        def has_next() -> bool:
            keep_all(page, held)
            return any(one.place == 1 for one in page.of(ahead.AheadSlice))

        page.say(ahead.Ahead(bytes=10_000_000))
        await page.until(has_next)
        page.say(m.Ping(7))
        await page.until(lambda: page.of(m.Pong))
        page.say(m.Input(sequence=1, view="axial", operations=(o.Scroll(1),)))
        (where,) = await page.until(lambda: [told for told in page.of(ahead.Stands) if told.sequence == 1][:1])
        page.say(ahead.Missing(stream=0, look=where.look, place=where.place))
        await page.until(lambda: page.of(m.Picture)[-1].epoch == where.epoch)
