"""Tiles of stills: how many are on their way, and that they give way to what is newer."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from session.room import tiles as module
from session.room.tiles import FEWEST_BYTES, TileSender, TileWindow, still_message, tile_messages
from session.view import messages as m
from session.view import operations as o
from streaming.encoders import still as encoder
from streaming.encoders.still import encode_still, pixel_hash
from streaming.picture import PictureTag
from tests.session.support import Page, admit_all, local_port, opened, registry_of

TAG = PictureTag(stream=1, picture=7, epoch=5, revision=4, sequence=3, lease=1, width=700, height=600)
STILL = encode_still(np.random.default_rng(1).integers(0, 256, (600, 700), np.uint8), TAG, tiled=True)
SLOW = 2_000_000


def tiles_of(picture: int, stream: int = 1) -> list[m.Tile]:
    return tile_messages(STILL, replace(TAG, picture=picture, stream=stream))


def test_the_messages_carry_the_whole_tag_and_every_tile() -> None:
    whole, tiles = still_message(STILL, TAG), tile_messages(STILL, TAG)

    assert (whole.picture, whole.width, whole.sha256, whole.data) == (7, 700, STILL.sha256, STILL.data)
    assert [(one.picture, one.epoch, one.width, one.height, one.tiles) for one in tiles] == [(7, 5, 700, 600, 9)] * 9
    assert sum(one.columns * one.rows for one in tiles) == 700 * 600
    assert [one.sha256 for one in tiles] == [one.sha256 for one in STILL.tiles]


def test_so_many_bytes_are_on_their_way_as_keep_it_busy() -> None:
    window = TileWindow()

    assert window.free(SLOW, 0.0)
    window.sent(1, FEWEST_BYTES, 0.0)
    assert not window.free(SLOW, 0.0)
    assert not window.answered(2, 0.3)
    assert window.answered(1, 0.4)
    # An answer takes 0.4 s: 100 kB pass in that time, and somewhat more may be on its way.
    window.sent(3, 2 * FEWEST_BYTES, 1.0)
    assert window.free(SLOW, 1.0)
    window.sent(3, FEWEST_BYTES, 1.0)
    assert not window.free(SLOW, 1.0)


def test_who_never_answers_is_not_waited_for_for_ever() -> None:
    window = TileWindow()
    window.sent(1, FEWEST_BYTES, 0.0)

    assert not window.free(SLOW, 1.9)
    assert window.free(SLOW, 2.1)
    assert window.bytes == 0


@dataclass
class Sending:
    """A sender whose socket takes everything, and the pictures that the streams rest on."""

    resting: dict[int, int]
    written: list[m.Tile] = field(default_factory=list)
    sender: TileSender = field(init=False)

    def __post_init__(self) -> None:
        self.sender = TileSender(self.write, lambda stream, at: self.resting.get(stream) == at, lambda: SLOW)

    async def write(self, tile: m.Tile) -> None:
        self.written.append(tile)

    async def settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def answer_all(self) -> None:
        answered = 0
        while answered < len(self.written):
            self.sender.answered(self.written[answered].picture)
            answered += 1
            await self.settle()


@asynccontextmanager
async def sending(**resting: int) -> AsyncIterator[Sending]:
    made = Sending({int(name[1:]): picture for name, picture in resting.items()})
    running = asyncio.create_task(made.sender.run())
    try:
        yield made
    finally:
        running.cancel()
        await asyncio.wait({running})


async def test_the_next_tiles_wait_for_answers_and_all_of_them_come_in_order() -> None:
    async with sending(s1=7) as made:
        made.sender.send(tiles_of(7))
        await made.settle()
        assert 0 < len(made.written) < len(STILL.tiles)

        await made.answer_all()
        assert made.written == tiles_of(7)


async def test_what_is_out_of_date_goes_no_further() -> None:
    async with sending(s1=7) as made:
        made.sender.send(tiles_of(7))
        await made.settle()
        before = len(made.written)
        made.resting[1] = 8
        await made.answer_all()
        assert len(made.written) == before

        made.sender.send(tiles_of(8))
        await made.answer_all()
        assert made.written[before:] == tiles_of(8)


async def test_what_is_less_urgent_waits_until_no_tile_does() -> None:
    async with sending(s1=7) as made:
        await made.sender.idle()
        made.sender.send(tiles_of(7))
        waiting = asyncio.create_task(made.sender.idle())
        await made.settle()
        assert not waiting.done()
        await made.answer_all()
        assert waiting.done()

        made.sender.send(tiles_of(7))
        waiting = asyncio.create_task(made.sender.idle())
        await made.settle()
        assert not waiting.done()
        made.sender.drop(1)
        await made.settle()
        assert waiting.done()


async def test_one_view_is_finished_before_the_next_begins() -> None:
    async with sending(s1=7, s2=9) as made:
        made.sender.send(tiles_of(7))
        made.sender.send(tiles_of(9, stream=2))
        await made.settle()
        await made.answer_all()
        assert made.written == [*tiles_of(7), *tiles_of(9, stream=2)]


async def test_a_stream_that_gets_its_still_otherwise_drops_its_tiles() -> None:
    async with sending(s1=7) as made:
        made.sender.send(tiles_of(7))
        made.sender.drop(1)
        made.sender.drop(2)
        await made.settle()
        assert made.written == []


@pytest.mark.parametrize(("bit_rate", "tiled"), [(SLOW, True), (50_000_000, False)])
async def test_a_page_on_a_slow_way_gets_its_still_in_tiles(
    bit_rate: int, tiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "TILE_SIDE", 16)
    monkeypatch.setattr(module, "FEWEST_BYTES", 1)
    binding = m.ViewBinding(view="axial", stream=0, width=64, height=48)
    async with local_port() as port, registry_of(port) as registry:
        room, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=(binding,), bit_rate=bit_rate))
        serving = asyncio.create_task(room.serve(page.socket, admit_all))
        if tiled:
            await page.until(lambda: len(page.of(m.Tile)) == 12)
            before = assembled(page.of(m.Tile))
            page.say(m.Input(sequence=1, view="axial", operations=(o.Scroll(1),)))
            await page.until(lambda: len(page.of(m.Tile)) == 24)
            assert page.of(m.StillPicture) == []
            assert not np.array_equal(assembled(page.of(m.Tile)[12:]), before)
        else:
            (still,) = await page.until(lambda: page.of(m.StillPicture))
            assert (still.width, still.height) == (64, 48)
            assert page.of(m.Tile) == []
        page.leave()
        async with asyncio.timeout(5):
            await serving


def assembled(tiles: list[m.Tile]) -> NDArray[np.uint8]:
    """One still put together from its tiles, each proved."""
    whole = np.zeros((tiles[0].height, tiles[0].width), np.uint8)
    for tile in tiles:
        pixels = np.array(Image.open(io.BytesIO(tile.data)))
        assert pixel_hash(pixels) == tile.sha256
        whole[tile.y : tile.y + tile.rows, tile.x : tile.x + tile.columns] = pixels
    return whole
