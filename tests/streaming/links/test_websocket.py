import asyncio

import pytest

from streaming.links.websocket import WebSocketLink
from streaming.picture import EncodedPicture
from tests.streaming.support import tag


def _picture(number: int) -> EncodedPicture:
    return EncodedPicture(tag(number, 16, 16), b"", key=False, timestamp=number)


async def test_pictures_are_written_in_order() -> None:
    written: list[int] = []

    async def write(picture: EncodedPicture) -> None:
        await asyncio.sleep(0)
        written.append(picture.tag.picture)
        if len(written) == 3:
            link.close()

    link = WebSocketLink(write)
    for number in range(3):
        link.send(_picture(number))
    await link.run()

    assert written == [0, 1, 2]


async def test_a_socket_that_does_not_take_pictures_makes_the_link_not_ready() -> None:
    taken, go_on = asyncio.Event(), asyncio.Event()
    states: list[bool] = []

    async def write(picture: EncodedPicture) -> None:
        states.append(link.ready)
        taken.set()
        await go_on.wait()
        if picture.tag.picture == 2:
            link.close()

    link = WebSocketLink(write)
    running = asyncio.create_task(link.run())
    for number in range(3):
        link.send(_picture(number))
    await taken.wait()
    go_on.set()
    await running

    # While the first, the second and the third picture are being written.
    assert states == [False, True, True]


async def test_an_error_of_the_socket_ends_the_link_and_reaches_its_owner() -> None:
    async def write(picture: EncodedPicture) -> None:
        raise ConnectionResetError("gone")

    link = WebSocketLink(write)
    link.send(_picture(0))

    with pytest.raises(ConnectionResetError, match="gone"):
        await link.run()
    assert not link.ready


async def test_a_closed_link_takes_nothing() -> None:
    written: list[EncodedPicture] = []

    async def write(picture: EncodedPicture) -> None:
        written.append(picture)

    link = WebSocketLink(write)
    link.close()
    link.send(_picture(0))
    await link.run()

    assert not link.ready
    assert written == []


async def test_closing_while_a_picture_is_being_written_is_clean() -> None:
    async def write(picture: EncodedPicture) -> None:
        link.close()
        await asyncio.sleep(0)

    link = WebSocketLink(write)
    link.send(_picture(0))
    link.send(_picture(1))

    await asyncio.wait_for(link.run(), timeout=30)
