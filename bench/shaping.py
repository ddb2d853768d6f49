"""A slow network in front of a server: a TCP proxy with a rate and a round trip.

    python -m bench.shaping HOST PORT [--mbit 20] [--rtt-ms 80]

Prints the port it listens on at 127.0.0.1. Each direction is one bottleneck that all connections share, with a delay
of half a round trip behind it; a new connection's first bytes wait for the handshake, one round trip more. TCP's slow
start is not imitated, nor is loss.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from subprocess import PIPE, Popen

_CHUNK = 16 * 1024
# What may be on its way in one direction of a connection before reading from it pauses.
_IN_FLIGHT = 64


@dataclass(slots=True)
class Bottleneck:
    """One direction of a link: decides when bytes have passed it. Times are seconds, ascending."""

    bytes_per_s: float
    delay_s: float
    free_at: float = 0.0

    def arrival(self, size: int, now: float) -> float:
        """When `size` bytes that are sent now have arrived at the other end."""
        self.free_at = max(self.free_at, now) + size / self.bytes_per_s
        return self.free_at + self.delay_s


class Proxy:
    """Passes connections on to a server through two bottlenecks."""

    def __init__(self, host: str, port: int, mbit: float, rtt_ms: float) -> None:
        """The server's address; megabits a second in each direction; the round trip in milliseconds."""
        self._host, self._port = host, port
        self._handshake_s = rtt_ms / 1000
        self._up = Bottleneck(mbit * 1e6 / 8, rtt_ms / 2000)
        self._down = Bottleneck(mbit * 1e6 / 8, rtt_ms / 2000)

    async def serve(self) -> asyncio.Server:
        """Begin to listen on a free port of 127.0.0.1."""
        return await asyncio.start_server(self._connected, "127.0.0.1", 0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        begun = asyncio.get_running_loop().time()
        there, back = await asyncio.open_connection(self._host, self._port)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_carry(reader, back, self._up, begun + self._handshake_s))
                tasks.create_task(_carry(there, writer, self._down, begun))
        finally:
            back.close()
            writer.close()


async def _carry(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, way: Bottleneck, not_before: float
) -> None:
    """Copy one direction to its end; what was read waits in order until it may arrive."""
    loop = asyncio.get_running_loop()
    flying: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_IN_FLIGHT)

    async def deliver() -> None:
        while True:
            at, data = await flying.get()
            await asyncio.sleep(at - loop.time())
            if not data:
                return
            target.write(data)
            await target.drain()

    async def read() -> None:
        data = b"."
        while data:
            data = await source.read(_CHUNK)
            await flying.put((way.arrival(len(data), max(loop.time(), not_before)), data))

    # Either end may go at any moment; the other direction then ends by itself.
    with contextlib.suppress(ConnectionError):
        await asyncio.gather(read(), deliver())
        if target.can_write_eof():
            target.write_eof()


@contextlib.contextmanager
def shaped(host: str, port: int, *, mbit: float, rtt_ms: float) -> Iterator[str]:
    """The address of a slow way to a server, through a process of its own while the block runs."""
    words = [sys.executable, "-m", "bench.shaping", host, str(port), "--mbit", str(mbit), "--rtt-ms", str(rtt_ms)]
    with Popen(words, stdout=PIPE, text=True) as process:
        try:
            yield f"http://localhost:{int(process.stdout.readline() if process.stdout else 0)}"
        finally:
            process.terminate()


async def _run(proxy: Proxy) -> None:
    server = await proxy.serve()
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="python -m bench.shaping", description="A slow way to a server.")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--mbit", type=float, default=20.0, help="megabits a second in each direction")
    parser.add_argument("--rtt-ms", type=float, default=80.0, help="round trip in milliseconds")
    options = parser.parse_args(arguments)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(Proxy(options.host, options.port, options.mbit, options.rtt_ms)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
