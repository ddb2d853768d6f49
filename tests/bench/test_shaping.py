"""The slow network of the client's benchmark is as slow as it says."""

from __future__ import annotations

import asyncio

import pytest

from bench.shaping import Bottleneck, Proxy


def test_bytes_wait_for_those_before_them_and_then_for_the_way() -> None:
    way = Bottleneck(bytes_per_s=1000, delay_s=0.04)
    assert way.arrival(100, now=1.0) == pytest.approx(1.14)
    assert way.arrival(100, now=1.0) == pytest.approx(1.24)
    assert way.arrival(100, now=5.0) == pytest.approx(5.14)


def test_what_is_sent_comes_back_whole_and_not_before_its_time() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read())
        await writer.drain()
        writer.close()

    async def through() -> tuple[bytes, float]:
        async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
            proxy = Proxy("127.0.0.1", server.sockets[0].getsockname()[1], mbit=8, rtt_ms=20)
            async with await proxy.serve() as slow:
                loop = asyncio.get_running_loop()
                begun = loop.time()
                reader, writer = await asyncio.open_connection("127.0.0.1", slow.sockets[0].getsockname()[1])
                writer.write(bytes(range(256)) * 200)
                writer.write_eof()
                data = await reader.read()
                writer.close()
                return data, loop.time() - begun

    data, seconds = asyncio.run(through())
    assert data == bytes(range(256)) * 200
    # The handshake, both ways, and 51.2 kB at 1 MB/s there and back again.
    assert seconds >= 0.04
