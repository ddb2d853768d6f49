"""What cannot be read as HTTP is noted, and none of its bytes."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from session.gateway.logs import http_log


@pytest.mark.parametrize(
    "spoiled",
    [
        b"GET /?token=SECRET SECRET HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /?search=" + b"SECRET" * 3000 + b" HTTP/1.1\r\n\r\n",
    ],
)
async def test_a_broken_request_leaves_none_of_its_bytes_in_the_log(
    spoiled: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    runner = web.AppRunner(web.Application(), access_log=None, logger=http_log())
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
        writer.write(spoiled)
        assert b" 400 " in await reader.readline()
        writer.close()
    finally:
        await runner.cleanup()
    assert "request from 127.0.0.1" in caplog.text
    assert "SECRET" not in caplog.text
