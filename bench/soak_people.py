"""Those who come and go in a soak: each is somebody that a server meets in a hospital, well or badly behaved.

    python -m bench.soak_people ADDRESS

For each line that it is given, everybody comes once, at the same time, and leaves; then it prints a line of JSON:
how many pictures came, by who came, and how many did not come through.
"""

import asyncio
import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.rtcrtpreceiver import RTCRtpReceiver

from session.view import messages as m
from session.view import operations as o
from streaming.links.webrtc_adaptations import attempts_ended

VIEWS: Final = (m.ViewBinding("axial", 0, 320, 240), m.ViewBinding("coronal", 1, 160, 240))
FAILED: Final = "failed"
_STAY_S: Final = 2.0
_HAND_HZ: Final = 30
_WITHIN_S: Final = 30.0


class Person:
    """Somebody with a page. What they do is one of the functions below."""

    def __init__(self, client: aiohttp.ClientSession, address: str, series: str) -> None:
        self.client, self.address, self.series = client, address, series
        self.pictures = 0
        self._sequence = itertools.count(1)

    async def open(self) -> dict[str, Any]:
        """A new session: its name, a ticket, and where its socket is."""
        async with self.client.post(f"{self.address}/api/sessions", json={"series": self.series}) as response:
            return await _answer(response, 201)

    async def ticket(self, session: str) -> dict[str, Any]:
        """Another ticket for a session."""
        async with self.client.post(f"{self.address}/api/sessions/{session}/tickets") as response:
            return await _answer(response, 201)

    async def close(self, session: str) -> None:
        """Leave a session for good: it ends where nobody else is in it, and may have ended."""
        async with self.client.delete(f"{self.address}/api/sessions/{session}") as response:
            if response.status not in {204, 404}:
                response.raise_for_status()

    async def enter(self, place: dict[str, Any]) -> aiohttp.ClientWebSocketResponse:
        """The socket of a place, greeted."""
        socket = await self.client.ws_connect(place["socket"], max_msg_size=0)
        await socket.send_bytes(m.encode(m.Hello(version=1, ticket=place["ticket"], views=VIEWS)))
        return socket

    async def look(
        self, socket: aiohttp.ClientWebSocketResponse, peer: RTCPeerConnection | None = None, stay_s: float = _STAY_S
    ) -> None:
        """Turn the wheel and acknowledge what comes, for a while."""
        hand = asyncio.create_task(self._scroll(socket))
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(stay_s):
                    await self._listen(socket, peer)
        finally:
            hand.cancel()
            await asyncio.wait({hand})

    async def _scroll(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        with suppress(ConnectionError):
            await self._turn(socket)

    async def _turn(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        for number in self._sequence:
            steps = 1.0 if number % 20 < 10 else -1.0
            await socket.send_bytes(m.encode(m.Input(number, "axial", (o.Scroll(steps),))))
            await asyncio.sleep(1 / _HAND_HZ)

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse, peer: RTCPeerConnection | None) -> None:
        async for raw in socket:
            message = m.decode_server(raw.data)
            if isinstance(message, m.Answer) and peer is not None:
                await peer.setRemoteDescription(RTCSessionDescription(message.sdp, "answer"))
                await socket.send_bytes(m.encode(m.Transport("webrtc")))
            elif isinstance(message, m.Picture | m.PictureSent):
                self.pictures += 1
                await socket.send_bytes(m.encode(m.Ack(message.stream, message.picture)))

    async def offer(self, socket: aiohttp.ClientWebSocketResponse) -> RTCPeerConnection:
        """A peer whose offer is on the way."""
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        for _ in VIEWS:
            peer.addTransceiver("video", direction="recvonly")
        await peer.setLocalDescription(await peer.createOffer())
        await socket.send_bytes(m.encode(m.Offer(peer.localDescription.sdp)))
        return peer


async def reads(person: Person) -> None:
    """Looks over the WebSocket and leaves properly."""
    place = await person.open()
    socket = await person.enter(place)
    await person.look(socket)
    await socket.close()
    await person.close(place["session"])


async def reads_over_webrtc(person: Person) -> None:
    """Looks over WebRTC and leaves properly."""
    place = await person.open()
    socket = await person.enter(place)
    peer = await person.offer(socket)
    await person.look(socket, peer)
    await socket.close()
    await _hang_up(peer)
    await person.close(place["session"])


async def reloads(person: Person) -> None:
    """Loads the page again, twice, each time with another ticket for the same session."""
    place = await person.open()
    for _ in range(3):
        socket = await person.enter(place)
        await person.look(socket, stay_s=_STAY_S / 3)
        await socket.close()
        place = await person.ticket(place["session"])
    await person.close(place["session"])


async def never_reads(person: Person) -> None:
    """Takes nothing from the socket while the hand moves, and then is cut off."""
    place = await person.open()
    socket = await person.enter(place)
    connection = socket._conn
    if connection is not None and connection.transport is not None:
        connection.transport.pause_reading()
    hand = asyncio.create_task(person._scroll(socket))
    await asyncio.sleep(_STAY_S)
    hand.cancel()
    await asyncio.wait({hand})
    _abort(socket)
    await person.close(place["session"])


async def vanishes(person: Person) -> None:
    """Is gone from one moment to the next, over WebRTC, without a word to the socket or to the peer."""
    place = await person.open()
    socket = await person.enter(place)
    peer = await person.offer(socket)
    await person.look(socket, peer, _STAY_S / 2)
    _abort(socket)
    await asyncio.sleep(_STAY_S / 2)
    await _hang_up(peer)
    await person.close(place["session"])


async def meets(person: Person) -> None:
    """Opens a room that two others come into, and leaves it for good while they look; then they go, too."""
    place = await person.open()
    tickets = [place, await person.ticket(place["session"]), await person.ticket(place["session"])]
    sockets = [await person.enter(one) for one in tickets]
    looking = [asyncio.create_task(person.look(socket)) for socket in sockets]
    await asyncio.sleep(_STAY_S / 2)
    await sockets[0].close()
    await person.close(place["session"])
    await asyncio.wait(looking)
    for socket in sockets:
        await socket.close()
    await person.close(place["session"])


async def leaves_at_the_door(person: Person) -> None:
    """Opens a session and a socket, and goes before saying who they are."""
    place = await person.open()
    socket = await person.client.ws_connect(place["socket"])
    _abort(socket)
    await person.close(place["session"])


KINDS: Final[tuple[Callable[[Person], Coroutine[Any, Any, None]], ...]] = (
    reads,
    reads_over_webrtc,
    reloads,
    never_reads,
    vanishes,
    meets,
    leaves_at_the_door,
)


async def _hang_up(peer: RTCPeerConnection) -> None:
    await peer.close()
    await attempts_ended(peer)


def _abort(socket: aiohttp.ClientWebSocketResponse) -> None:
    connection = socket._conn
    if connection is not None and connection.transport is not None:
        connection.transport.abort()


async def _answer(response: aiohttp.ClientResponse, status: int) -> dict[str, Any]:
    if response.status != status:
        raise RuntimeError(f"{response.url.path} answered {response.status}: {await response.text()}")
    found: dict[str, Any] = await response.json()
    return found


async def _drop(_self: Any, _packet: Any, arrival_time_ms: int) -> None:
    """Take a packet and do nothing with it."""


async def _series(client: aiohttp.ClientSession, address: str) -> str:
    async with client.get(f"{address}/api/studies") as response:
        study = (await _answer(response, 200))["studies"][0]["uid"]
    async with client.get(f"{address}/api/studies/{study}") as response:
        return str((await _answer(response, 200))["series"][0]["uid"])


async def come(address: str) -> Counter[str]:
    """Everybody comes once; the pictures that each kind of them got, and how many `FAILED`."""
    pictures: Counter[str] = Counter()
    # A connection for each: nobody's broken one is another's.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True, limit=0)) as client:
        series = await _series(client, address)

        async def one(kind: Callable[[Person], Coroutine[Any, Any, None]]) -> None:
            person = Person(client, address, series)
            try:
                async with asyncio.timeout(_WITHIN_S):
                    await kind(person)
            except (OSError, TimeoutError, aiohttp.ClientError) as error:
                # A busy machine may be too late for a socket's two seconds; what they leave behind counts all the same.
                print(f"{kind.__name__} did not come through: {error!r}", file=sys.stderr)
                pictures[FAILED] += 1
            pictures[kind.__name__] = person.pictures

        async with asyncio.TaskGroup() as tasks:
            for kind in KINDS:
                tasks.create_task(one(kind))
    return pictures


async def _main(address: str) -> None:
    RTCRtpReceiver._handle_rtp_packet = _drop  # type: ignore[method-assign,assignment]
    print("here", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await come(address)), flush=True)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
