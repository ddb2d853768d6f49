"""How pictures reach one participant: over the WebSocket, over a real WebRTC connection, and from one to the other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

import pytest

from session.errors import MessageError
from session.room.carrier import Carrier, Peer, picture_message, sent_message
from session.view import messages as m
from session.view import operations as o
from streaming.errors import OfferError
from streaming.links.webrtc import WebRtcPeer
from streaming.picture import EncodedPicture, PictureTag
from tests.session.support import Page, admit_all, local_port, opened, registry_of
from tests.streaming.links.peers import LOOPBACK, a_browser

TAG = PictureTag(stream=2, picture=7, epoch=5, revision=4, sequence=3, lease=1, width=65, height=47)
FIELDS: dict[str, Any] = {
    "stream": 2,
    "picture": 7,
    "epoch": 5,
    "revision": 4,
    "sequence": 3,
    "lease": 1,
    "width": 65,
    "height": 47,
}
AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)


def loopback_peer(**callbacks: Any) -> Peer:
    return WebRtcPeer(addresses=LOOPBACK, **callbacks)


@asynccontextmanager
async def a_page(make_peer: Callable[..., Peer]) -> AsyncIterator[Page]:
    async with local_port() as port, registry_of(port, make_peer=make_peer) as registry:
        room, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=(AXIAL,)))
        serving = asyncio.create_task(room.serve(page.socket, admit_all))
        yield page
        page.leave()
        async with asyncio.timeout(5):
            await serving


def test_a_picture_and_its_announcement_carry_the_whole_tag() -> None:
    picture = EncodedPicture(TAG, b"\0\0\1", key=True, timestamp=1)
    assert picture_message(picture) == m.Picture(**FIELDS, key=True, data=b"\0\0\1")
    assert sent_message(TAG, 99) == m.PictureSent(**FIELDS, rtp=99)


async def test_pictures_are_announced_and_inputs_taken_on_the_quick_channel() -> None:
    async with a_page(loopback_peer) as page, a_browser(quick=True) as browser:
        heard: list[Any] = []
        opened = asyncio.Event()
        assert browser.quick is not None
        browser.quick.on("message", lambda data: heard.append(m.decode_server(data)))
        browser.quick.on("open", opened.set)
        await page.until(lambda: page.of(m.StillPicture))
        page.say(m.Offer(await browser.offer()))
        (answer,) = await page.until(lambda: page.of(m.Answer))
        await browser.accept(answer.sdp)
        async with asyncio.timeout(10):
            await opened.wait()
        page.say(m.Transport(use="webrtc"))
        page.say(m.Input(sequence=1, view="axial", operations=(o.Scroll(1),)))
        await page.until(lambda: page.of(m.PictureSent) and page.of(m.PictureSent)[-1].sequence == 1)

        # The second input comes quickly only, and twice; what is shown is said there, too.
        second = m.Input(sequence=2, view="axial", operations=(o.Scroll(1),))
        browser.quick.send(m.encode(m.Quick(inputs=(second,), acks=((0, page.of(m.PictureSent)[-1].picture),))))
        browser.quick.send(m.encode(m.Quick(inputs=(second,))))
        await page.until(lambda: page.of(m.PictureSent)[-1].sequence == 2)

        surely = [(one.stream, one.picture, one.epoch, one.sequence, one.rtp) for one in page.of(m.PictureSent)]
        async with asyncio.timeout(10):
            while len(heard) < len(surely):
                await asyncio.sleep(0.01)
    newest = [message.pictures[-1] for message in heard]
    assert sorted((row[0], row[1], row[2], row[4], row[8]) for row in newest) == surely
    assert all(len(message.pictures) <= 3 for message in heard)


async def test_what_the_way_carries_is_said_and_begun_with() -> None:
    async with local_port() as port, registry_of(port, make_peer=loopback_peer) as registry:
        room, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=(AXIAL,), bit_rate=2_000_000))
        serving = asyncio.create_task(room.serve(page.socket, admit_all))
        await page.until(lambda: page.of(m.Picture))
        page.say(m.Ping(id=1))
        (pong,) = await page.until(lambda: page.of(m.Pong))
        page.leave()
        async with asyncio.timeout(5):
            await serving
    # The test's page acknowledges nothing or little: it is near what it began with, not the usual start of 6 Mbit/s.
    assert 300_000 <= pong.bit_rate < 4_000_000


async def test_pictures_change_over_to_webrtc_and_back_and_none_is_lost() -> None:
    async with a_page(loopback_peer) as page, a_browser() as browser:
        await page.until(lambda: page.of(m.StillPicture))
        page.say(m.Offer(await browser.offer()))
        (answer,) = await page.until(lambda: page.of(m.Answer))
        await browser.accept(answer.sdp)
        await page.until(lambda: browser.connection.connectionState == "connected")
        over_socket = len(page.of(m.Picture))

        page.say(m.Transport(use="webrtc"))
        announced = (await page.until(lambda: page.of(m.PictureSent)))[-1]
        await browser.until(lambda: announced.rtp in [packet.timestamp for packet in browser.packets])
        # The same content, as a keyframe on the new path.
        assert announced.epoch == page.of(m.Picture)[-1].epoch
        page.say(m.Ack(stream=0, picture=announced.picture))

        page.say(m.Input(sequence=9, view="axial", operations=(o.Scroll(1),)))
        await page.until(lambda: page.of(m.PictureSent)[-1].sequence == 9)
        assert len(page.of(m.Picture)) == over_socket
        await page.until(lambda: page.of(m.StillPicture)[-1].sequence == 9)

        page.say(m.Transport(use="websocket"))
        await page.until(lambda: len(page.of(m.Picture)) > over_socket)
        assert page.of(m.Picture)[over_socket].key


async def test_when_webrtc_ends_the_socket_carries_on() -> None:
    async with a_page(loopback_peer) as page:
        async with a_browser() as browser:
            page.say(m.Offer(await browser.offer()))
            (answer,) = await page.until(lambda: page.of(m.Answer))
            await browser.accept(answer.sdp)
            await page.until(lambda: browser.connection.connectionState == "connected")
            page.say(m.Transport(use="webrtc"))
            await page.until(lambda: page.of(m.PictureSent))
            before = len(page.of(m.Picture))
        await page.until(lambda: len(page.of(m.Picture)) > before)
        assert page.of(m.Picture)[before].key


async def test_an_offer_that_is_none_is_refused_in_words() -> None:
    async with a_page(loopback_peer) as page:
        page.say(m.Offer("v=0\r\n"))
        (fault,) = await page.until(lambda: page.of(m.Fault))
        assert fault.code == "offer"
        await page.until(lambda: page.of(m.StillPicture))


async def test_ten_offers_a_minute_are_answered() -> None:
    class Refusing:
        """Answers nothing."""

        links = ()

        async def answer(self, offer: str) -> str:
            raise OfferError("not that one")

        async def connected(self) -> bool:
            return False

        def tell(self, data: bytes) -> bool:
            return False

        async def close(self) -> None:
            """Nothing to end."""

    async with a_page(lambda **_callbacks: Refusing()) as page:
        for _ in range(12):
            page.say(m.Offer("v=0\r\n"))
        faults = await page.until(lambda: len(page.of(m.Fault)) == 12 and page.of(m.Fault))
        assert [fault.code for fault in faults].count("offer") == 10
        assert [fault.code for fault in faults].count("message") == 2


class FakePeer:
    """Answers with the offer, and remembers whether it was closed."""

    links = ()
    closed = False

    async def answer(self, offer: str) -> str:
        return offer

    async def connected(self) -> bool:
        return False

    def tell(self, data: bytes) -> bool:
        return False

    async def close(self) -> None:
        self.closed = True


async def test_a_new_offer_ends_the_connection_before_it() -> None:
    peers: list[FakePeer] = []

    def make(**_callbacks: Any) -> FakePeer:
        peers.append(FakePeer())
        return peers[-1]

    async with a_page(make) as page:
        page.say(m.Offer("first"))
        page.say(m.Offer("second"))
        answers = await page.until(lambda: len(page.of(m.Answer)) == 2 and page.of(m.Answer))
        assert [answer.sdp for answer in answers] == ["first", "second"]
        assert [peer.closed for peer in peers] == [True, False]
    assert peers[-1].closed


async def test_a_connection_ends_also_where_whoever_waits_for_its_end_is_gone() -> None:
    class Slow(FakePeer):
        closing, go_on = asyncio.Event(), asyncio.Event()

        async def close(self) -> None:
            self.closing.set()
            await self.go_on.wait()
            self.closed = True

    peers: list[Slow] = []

    def make(**_callbacks: Any) -> Slow:
        peers.append(Slow())
        return peers[-1]

    async def write(_picture: m.Picture) -> None:
        raise AssertionError

    carrier = Carrier(make, label=lambda tag, _stream: tag, write=write, announce=lambda _: None)
    await carrier.answer("first")
    second = asyncio.create_task(carrier.answer("second"))
    await peers[0].closing.wait()
    second.cancel()
    await asyncio.wait({second})
    Slow.go_on.set()
    await asyncio.sleep(0.01)
    assert peers[0].closed


async def test_webrtc_cannot_be_used_before_it_is_connected() -> None:
    async def write(_picture: m.Picture) -> None:
        """Nothing is sent here."""

    carrier = Carrier(WebRtcPeer, label=lambda tag, _stream: tag, write=write, announce=lambda _sent: None)
    with pytest.raises(MessageError, match="not connected"):
        await carrier.use("webrtc")
    carrier.acknowledge(3, 1)
    carrier.request_key(3)
    await carrier.close()


class StuckPeer(FakePeer):
    """Its checks are never answered; it ends only when it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self._over = asyncio.Event()

    async def connected(self) -> bool:
        await self._over.wait()
        return False

    async def close(self) -> None:
        self._over.set()
        await super().close()


def newest_shows(page: Page, sequence: int) -> bool:
    pictures = page.of(m.Picture)
    return bool(pictures) and pictures[-1].sequence == sequence


async def test_pictures_go_on_over_the_socket_while_webrtc_checks_in_vain() -> None:
    async with a_page(lambda **_: StuckPeer()) as page:
        page.say(m.Offer("an offer"))
        await page.until(lambda: page.of(m.Answer))
        page.say(m.Transport(use="webrtc"))
        for sequence in (1, 2, 3):
            page.say(m.Input(sequence=sequence, view="axial", operations=(o.Scroll(1),)))
            await page.until(partial(newest_shows, page, sequence))
            page.say(m.Ack(stream=0, picture=page.of(m.Picture)[-1].picture))
        await page.until(lambda: page.of(m.StillPicture)[-1:] and page.of(m.StillPicture)[-1].sequence == 3)
        assert page.of(m.PictureSent) == []
        page.say(m.Transport(use="websocket"))
    assert page.of(m.Fault) == []


class Looked:
    """A view that somebody looks at, and its stream; remembers what rates it was told."""

    def __init__(self) -> None:
        self.broadcast = self
        self.begun: list[float] = []
        self.starts: list[int | None] = []
        self.rate: int | None = None

    def add(self, _link: object, start: int | None) -> None:
        self.starts.append(start)

    def remove(self, _link: object) -> None:
        """Nobody looks any more."""

    def rate_of(self, _link: object) -> int | None:
        return self.rate

    def begin_with(self, _link: object, bit_rate: float) -> None:
        self.begun.append(bit_rate)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_the_first_answers_tell_the_rate_to_begin_with() -> None:
    async def write(_picture: m.Picture) -> None:
        """Nothing is sent here."""

    clock, looked = Clock(), Looked()
    carrier = Carrier(
        lambda **_: FakePeer(), label=lambda tag, _: tag, write=write, announce=lambda _: None, clock=clock
    )
    carrier.attach()
    carrier.look({0: cast("Any", looked)})
    for picture, size, answered_s in ((1, 20_000, 0.1), (2, 270_000, 0.6)):
        carrier.sent_surely(0, picture, size)
        clock.now += answered_s
        carrier.shown(0, picture)
        clock.now += 1.0

    # 250 kB more took half a second longer, that is 4 Mbit/s; somewhat less to be sure.
    assert looked.begun == [pytest.approx(3.4e6)]
    carrier.look({})
    carrier.look({0: cast("Any", looked)})
    # Whoever looks at another view begins with it, too.
    assert looked.starts == [None, pytest.approx(3.4e6)]
    await carrier.close()


async def test_where_the_rate_is_known_no_answer_changes_it() -> None:
    async def write(_picture: m.Picture) -> None:
        """Nothing is sent here."""

    clock, looked = Clock(), Looked()
    carrier = Carrier(
        lambda **_: FakePeer(),
        label=lambda tag, _: tag,
        write=write,
        announce=lambda _: None,
        start_bit_rate=9_000_000,
        clock=clock,
    )
    carrier.attach()
    carrier.look({0: cast("Any", looked)})
    for picture, size in ((1, 20_000), (2, 270_000)):
        carrier.sent_surely(0, picture, size)
        clock.now += size / 500_000
        carrier.shown(0, picture)

    assert looked.starts == [9_000_000]
    assert looked.begun == []
    await carrier.close()


@pytest.mark.parametrize(
    ("known", "rate", "slow"),
    [
        (None, None, False),
        # What the controller begins with where nothing is known says nothing.
        (None, 6_000_000, False),
        (None, 4_000_000, True),
        (7_000_000, 7_000_000, True),
        (7_000_000, 9_000_000, False),
    ],
)
async def test_a_way_is_slow_only_where_that_is_known(known: int | None, rate: int | None, slow: bool) -> None:
    async def write(_picture: m.Picture) -> None:
        """Nothing is sent here."""

    looked = Looked()
    looked.rate = rate
    carrier = Carrier(
        lambda **_: FakePeer(),
        label=lambda tag, _: tag,
        write=write,
        announce=lambda _: None,
        start_bit_rate=known,
    )
    carrier.attach()
    carrier.look({0: cast("Any", looked)})

    assert carrier.slow is slow
    await carrier.close()
