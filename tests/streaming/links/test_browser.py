"""Both links into a real browser: what is on its screen, number by number."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.links import Link
from streaming.links.webrtc import WebRtcPeer
from streaming.links.websocket import WebSocketLink
from streaming.picture import EncodedPicture, PictureTag, Pixels
from tests.streaming.links.peers import LIMIT_S, LOOPBACK
from tests.streaming.support import grey_levels, tag

_CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not _CHROMIUM.exists(), reason="needs Chromium as /usr/bin/chromium"),
]

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
_PAGE = Path(__file__).with_name("browser_page.html")
_PLAIN = EncoderSettings(hardware=False)


class Server:
    """Serves the page, answers its offer, and sends what the test shows."""

    def __init__(self) -> None:
        self.broadcasts = [Broadcast(stream, _PLAIN) for stream in range(6)]
        self.sent: dict[int, PictureTag] = {}
        self.peer: WebRtcPeer | None = None
        self.closed = asyncio.Event()
        self._numbers = [0] * 6

    def application(self) -> web.Application:
        application = web.Application()
        application.add_routes([
            web.get("/", self._page),
            web.post("/offer", self._answer),
            web.get("/pictures", self._pictures),
        ])  # fmt: skip
        return application

    async def show(self, stream: int, pixels: Pixels) -> PictureTag:
        self._numbers[stream] += 1
        height, width = pixels.shape[:2]
        picture = await self.broadcasts[stream].send(pixels, tag(self._numbers[stream], width, height, stream))
        assert picture is not None
        return picture.tag

    def acknowledge(self, link: Link, shown: PictureTag) -> None:
        self.broadcasts[shown.stream].acknowledge(link, shown.picture)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(_PAGE)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.peer = WebRtcPeer(
            on_sent=lambda picture, timestamp: self.sent.update({timestamp: picture}),
            on_keyframe_request=lambda stream: self.broadcasts[stream].request_keyframe(),
            on_closed=self.closed.set,
            addresses=LOOPBACK,
        )
        return web.Response(text=await self.peer.answer(await request.text()))

    async def _pictures(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)

        async def write(picture: EncodedPicture) -> None:
            await socket.send_bytes(bytes([picture.key]) + picture.data)

        link = WebSocketLink(write)
        running = asyncio.create_task(link.run())
        self.broadcasts[0].add(link)
        async for _ in socket:
            pass
        self.broadcasts[0].remove(link)
        link.close()
        await running
        return socket


@asynccontextmanager
async def _open_page() -> AsyncIterator[tuple[Server, Any]]:
    from playwright.async_api import async_playwright

    server = Server()
    runner = web.AppRunner(server.application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
            page = await browser.new_page()
            await page.goto(f"http://127.0.0.1:{runner.addresses[0][1]}/")
            yield server, page
            await browser.close()
    finally:
        if server.peer is not None:
            await server.peer.close()
        for broadcast in server.broadcasts:
            broadcast.close()
        await runner.cleanup()


async def _sent(server: Server, expected: PictureTag) -> None:
    while expected not in server.sent.values():
        await asyncio.sleep(0.005)


async def _shown(page: Any, server: Server, expected: PictureTag) -> dict[str, Any]:
    """Wait until the browser has presented this picture, told by its RTP timestamp."""
    await asyncio.wait_for(_sent(server, expected), LIMIT_S)
    (timestamp,) = [rtp for rtp, picture in server.sent.items() if picture == expected]
    frame = await page.wait_for_function(
        "([stream, rtp]) => SHOWN.find(frame => frame.stream === stream && frame.rtp === rtp)",
        arg=[expected.stream, timestamp],
        timeout=LIMIT_S * 1000,
    )
    value: dict[str, Any] = await frame.json_value()
    return value


def _colour_patches(side: int) -> Pixels:
    """256 colours that move together, as a shaded volume's do."""
    grey = grey_levels(side).astype(float)
    return np.ascontiguousarray(np.stack([grey, grey * 0.8, grey * 0.6], axis=2).round().astype(np.uint8))


async def test_six_streams_show_every_grey_level_exactly_over_webrtc() -> None:
    async with _open_page() as (server, page):
        await page.evaluate("connect(6)")
        assert server.peer is not None
        assert await asyncio.wait_for(server.peer.connected(), LIMIT_S)
        for stream, link in enumerate(server.peer.links):
            server.broadcasts[stream].add(link)

        for side in (256, 384):
            for stream, link in enumerate(server.peer.links):
                # The second picture refers to the first: both kinds are looked at.
                for _ in range(2):
                    last = await server.show(stream, grey_levels(side))
                    frame = await _shown(page, server, last)
                    server.acknowledge(link, last)
                    assert (frame["width"], frame["height"]) == (side, side)

                colours = np.array(await page.evaluate(f"patches(videos[{stream}], {side}, {side})"))
                assert np.array_equal(colours, np.arange(256)[:, None].repeat(3, axis=1))

        reports = await page.evaluate("stats()")
        assert sum(report["pliCount"] for report in reports) == 0
        assert {report["keyFramesDecoded"] for report in reports} == {2}


async def test_colours_come_close_over_webrtc() -> None:
    async with _open_page() as (server, page):
        await page.evaluate("connect(1)")
        assert server.peer is not None
        # The browser may be connected a moment before this end is.
        assert await asyncio.wait_for(server.peer.connected(), LIMIT_S)
        server.broadcasts[0].add(server.peer.links[0])
        last = await server.show(0, _colour_patches(384))
        await _shown(page, server, last)
        colours = np.array(await page.evaluate("patches(videos[0], 384, 384)"))

    assert np.abs(colours - _colour_patches(16).reshape(-1, 3)).max() <= 4


async def test_a_page_that_is_closed_closes_the_peer() -> None:
    async with _open_page() as (server, page):
        await page.evaluate("connect(6)")
        await page.evaluate("connection.close()")

        await asyncio.wait_for(server.closed.wait(), LIMIT_S)
        assert server.peer is not None
        assert server.peer.state == "closed"


async def test_webcodecs_shows_every_grey_level_exactly_over_the_websocket() -> None:
    async with _open_page() as (server, page):
        await page.evaluate("listen()")
        for number in range(2):
            await server.show(0, grey_levels(256))
            await page.wait_for_function(f"DECODED.length > {number}", timeout=LIMIT_S * 1000)
        decoded = await page.evaluate("DECODED")

    for frame in decoded:
        assert (frame["format"], frame["fullRange"], frame["matrix"]) == ("I420", True, "bt709")
        assert np.array_equal(frame["patches"], np.arange(256)[:, None].repeat(3, axis=1))
