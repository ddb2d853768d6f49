import asyncio
import itertools
import re
from collections.abc import Callable

import numpy as np
import pytest
from aiortc.rtcdtlstransport import RTCDtlsParameters, RTCDtlsTransport
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.errors import LinkClosedError, OfferError
from streaming.links import webrtc
from streaming.links.webrtc import WebRtcLink, WebRtcPeer
from streaming.picture import EncodedPicture, PictureTag, Pixels
from tests.streaming.links.peers import LIMIT_S, LOOPBACK, PLAYOUT_DELAY_ID, Call, a_browser, a_call
from tests.streaming.support import grey_levels, planes, psnr, scene, tag

_SOFTWARE = EncoderSettings(hardware=False)


class Channel:
    """A broadcast attached to one stream of a call; the browser acknowledges everything at once."""

    def __init__(self, call: Call, stream: int, settings: EncoderSettings = _SOFTWARE) -> None:
        self._call = call
        self._stream = stream
        self.broadcast = Broadcast(stream, settings)
        self._link = call.peer.links[stream]
        self.broadcast.add(self._link)
        self._numbers = itertools.count()

    async def show(self, pixels: Pixels) -> PictureTag:
        """Send a picture and wait until all of it has arrived."""
        height, width = pixels.shape[:2]
        picture = await self.broadcast.send(pixels, tag(next(self._numbers), width, height, self._stream))
        assert picture is not None
        ssrc, browser = self._call.ssrc(self._stream), self._call.browser
        expected = picture.tag.picture + 1
        await browser.until(lambda: len(browser.pictures(ssrc)) == expected)
        self.broadcast.acknowledge(self._link, picture.tag.picture)
        return picture.tag


def _peer(on_closed: Callable[[], None] = lambda: None) -> WebRtcPeer:
    return WebRtcPeer(
        on_sent=lambda *_: None, on_keyframe_request=lambda _: None, on_closed=on_closed, addresses=LOOPBACK
    )


async def test_pictures_flow_on_all_six_streams_and_change_their_size_on_the_way() -> None:
    async with a_call() as call:
        for stream in range(6):
            channel = Channel(call, stream)
            shown = [scene(stream + number, 160 if number < 3 else 242) for number in range(6)]
            for pixels in shown:
                await channel.show(pixels)

            for pixels in shown[:-1]:
                assert psnr(planes(await call.browser.frame(stream))[: pixels.shape[0]], pixels) > 28
            channel.broadcast.close()


async def test_the_timestamp_told_is_the_timestamp_on_the_wire() -> None:
    async with a_call(streams=2) as call:
        for stream in (1, 0, 1):
            channel = Channel(call, stream)
            call.browser.packets.clear()
            call.sent.clear()
            tags = [await channel.show(scene(number, 640, 480)) for number in range(4)]
            channel.broadcast.close()

            assert [sent for sent, _ in call.sent] == tags
            assert [timestamp for _, timestamp in call.sent] == call.browser.pictures(call.ssrc(stream))
            assert len(call.browser.packets) > len(tags)


async def test_every_packet_asks_for_no_playout_delay() -> None:
    async with a_call(streams=1) as call:
        channel = Channel(call, 0)
        await channel.show(scene(0))
        channel.broadcast.close()

        assert f"a=extmap:{PLAYOUT_DELAY_ID} http://www.webrtc.org/experiments/rtp-hdrext/playout-delay" in call.answer
        assert {packet.extensions[PLAYOUT_DELAY_ID] for packet in call.browser.packets} == {b"\0\0\0"}


async def test_constrained_baseline_h264_with_retransmission_is_settled_on() -> None:
    async with a_call(streams=1) as call:
        lines = call.answer.splitlines()
        first = next(line for line in lines if line.startswith("m=video")).split()[3]

        assert f"a=rtpmap:{first} H264/90000" in lines
        assert any("profile-level-id=42e01f" in line and f"fmtp:{first} " in line for line in lines)
        assert any(line.endswith(f"apt={first}") for line in lines)
        assert "VP8" not in call.answer


async def test_a_picture_loss_indication_leads_to_a_keyframe_of_that_stream() -> None:
    async with a_call(streams=3) as call:
        channel = Channel(call, 2, EncoderSettings(hardware=False, fixed_qp=20))
        await channel.show(scene(0))

        await call.browser.receivers[2]._send_rtcp_pli(call.ssrc(2))
        assert await asyncio.wait_for(call.key_requests.get(), LIMIT_S) == 2
        channel.broadcast.request_keyframe(call.peer.links[2])
        await asyncio.sleep(0.3)
        await channel.show(scene(1))
        channel.broadcast.close()

        assert channel.broadcast.stats.keyframes == 2


async def test_all_grey_levels_arrive_exactly_at_another_decoder() -> None:
    async with a_call(streams=1) as call:
        channel = Channel(call, 0)
        for _ in range(3):
            await channel.show(grey_levels())
        channel.broadcast.close()
        frames = [await call.browser.frame(0) for _ in range(2)]

    assert np.array_equal(planes(frames[-1])[:256], grey_levels())


async def test_small_messages_go_both_ways_on_the_quick_channel_and_pictures_beside_it() -> None:
    async with a_call(streams=2, quick=True) as call:
        channel, heard = call.browser.quick, asyncio.Queue[bytes]()
        assert channel is not None
        channel.on("message", heard.put_nowait)
        if channel.readyState != "open":
            opened = asyncio.Event()
            channel.on("open", opened.set)
            await asyncio.wait_for(opened.wait(), LIMIT_S)
        channel.send("words are none")
        channel.send(bytes(5000))
        channel.send(b"a\0b")

        # What is too large or no bytes is left out.
        assert await asyncio.wait_for(call.told.get(), LIMIT_S) == b"a\0b"
        assert call.peer.tell(b"c\xff")
        assert await asyncio.wait_for(heard.get(), LIMIT_S) == b"c\xff"
        pictures = Channel(call, 1)
        await pictures.show(scene(0))
        pictures.broadcast.close()
        await call.peer.close()
        assert not call.peer.tell(b"too late")


@pytest.mark.parametrize("ordered", [True, False], ids=["in order", "repeated"])
async def test_a_channel_on_which_messages_wait_for_others_is_not_used(ordered: bool) -> None:
    async with a_browser(1) as browser:
        told = asyncio.Queue[bytes]()
        channel = browser.connection.createDataChannel("other", ordered=ordered)
        peer = WebRtcPeer(
            on_sent=lambda *_: None, on_keyframe_request=lambda _: None, on_told=told.put_nowait, addresses=LOOPBACK
        )
        opened = asyncio.Event()
        channel.on("open", opened.set)
        await browser.accept(await peer.answer(await browser.offer()))
        await asyncio.wait_for(opened.wait(), LIMIT_S)

        assert not peer.tell(b"a")
        await peer.close()


async def test_a_link_is_ready_while_the_connection_lives() -> None:
    async with a_call(streams=1) as call:
        (link,) = call.peer.links
        states = [link.ready, call.peer.state]
        await call.peer.close()
        states += [link.ready, call.peer.state]

    assert states == [True, "connected", False, "closed"]
    assert call.closed.is_set()


async def test_a_browser_that_leaves_closes_the_peer() -> None:
    async with a_call() as call:
        await call.browser.connection.close()

        await asyncio.wait_for(call.closed.wait(), LIMIT_S)
        assert call.peer.state == "closed"


async def test_nothing_is_left_after_closing() -> None:
    before = asyncio.all_tasks()
    async with a_call() as call:
        channel = Channel(call, 0)
        await channel.show(scene(0))
        channel.broadcast.close()
    await call.peer.close()

    assert asyncio.all_tasks() == before


async def test_closing_while_connecting_ends_the_waiting() -> None:
    before = asyncio.all_tasks()
    async with a_browser() as browser:
        peer = _peer()
        await peer.answer(await browser.offer())
        waiting = asyncio.create_task(peer.connected())
        await asyncio.sleep(0.05)
        await peer.close()

        assert await waiting is False
    assert asyncio.all_tasks() == before


async def test_a_connection_that_comes_up_while_it_is_closed_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its senders start when they have been told to stop already; nothing would ever end them."""
    before = asyncio.all_tasks()
    up, closing = asyncio.Event(), asyncio.Event()
    start, stop = RTCDtlsTransport.start, RTCDtlsTransport.stop
    async with a_browser(quick=True) as browser:
        peer = _peer()
        await peer.answer(await browser.offer())
        mine = peer._connection.getTransceivers()[0].sender.transport

        async def start_and_wait(transport: RTCDtlsTransport, parameters: RTCDtlsParameters) -> None:
            await start(transport, parameters)
            if transport is mine:
                up.set()
                await closing.wait()

        async def stop_later(transport: RTCDtlsTransport) -> None:
            if transport is mine:
                closing.set()
                await asyncio.sleep(0.05)
            await stop(transport)

        monkeypatch.setattr(RTCDtlsTransport, "start", start_and_wait)
        monkeypatch.setattr(RTCDtlsTransport, "stop", stop_later)
        await browser.accept(peer._connection.localDescription.sdp)
        await asyncio.wait_for(up.wait(), LIMIT_S)
        await asyncio.wait_for(peer.close(), LIMIT_S)

    assert asyncio.all_tasks() == before


async def test_a_browser_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webrtc, "_CONNECT_WITHIN_S", 0.1)
    closed = asyncio.Event()
    async with a_browser() as browser:
        peer = _peer(closed.set)
        await peer.answer(await browser.offer())

        assert await asyncio.wait_for(peer.connected(), LIMIT_S) is False
        assert closed.is_set()
        await peer.close()


async def test_a_closed_peer_answers_nothing() -> None:
    peer = _peer()
    await peer.close()

    with pytest.raises(LinkClosedError, match="closed"):
        await peer.answer("v=0")
    assert await peer.connected() is False


async def test_a_peer_that_is_closed_while_it_answers_says_so() -> None:
    before = asyncio.all_tasks()
    async with a_browser() as browser:
        peer = _peer()
        answering = asyncio.create_task(peer.answer(await browser.offer()))
        await asyncio.sleep(0)
        await peer.close()

        with pytest.raises(LinkClosedError, match="while it answered"):
            await answering
        await peer.close()
    assert asyncio.all_tasks() == before


async def test_one_offer_is_answered_once() -> None:
    async with a_call(streams=1) as call:
        with pytest.raises(OfferError, match="already"):
            await call.peer.answer("v=0")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda offer: offer.split("m=")[0], "0 media sections"),
        (lambda offer: offer.replace("recvonly", "sendrecv"), "sendrecv video"),
        (lambda offer: offer.replace("a=group:BUNDLE", "a=group:LS"), "max-bundle"),
        (lambda offer: offer.replace("H264", "H265"), "cannot be used"),
        (lambda offer: offer.replace("a=ice-pwd", "a=ice"), "ICE"),
        (lambda offer: re.sub(r"m=video \d+", "m=video nine", offer), "cannot be used"),
    ],
    ids=["no media", "two ways", "no bundle", "no H.264", "no password", "no port"],
)
async def test_an_offer_of_another_form_is_refused_in_words(change: Callable[[str], str], complaint: str) -> None:
    async with a_browser(streams=2) as browser:
        offer = await browser.offer()
    peer = _peer()

    with pytest.raises(OfferError, match=complaint):
        await peer.answer(change(offer))
    await peer.close()


_OFFER_LINES = (
    "v=0", "a=group:BUNDLE 0", "m=video 9 UDP/TLS/RTP/SAVPF 97", "a=mid:0", "a=recvonly", "a=rtcp-mux",
    "a=rtpmap:97 H264/90000", "a=fmtp:97 packetization-mode=1", "a=ice-ufrag:abcd", "a=ice-pwd:0123456789012345678901",
    "a=setup:actpass", "a=candidate:1 1 udp 1 127.0.0.1 9 typ host", "a=ssrc:1", "a=extmap:x", "c=IN IP4",
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_OFFER_LINES) | st.text(max_size=30), max_size=20))
def test_no_offer_raises_anything_else(lines: list[str]) -> None:
    async def attempt() -> None:
        peer = _peer()
        try:
            await peer.answer("\r\n".join([*lines, ""]))
        except OfferError:
            pass
        finally:
            await peer.close()

    asyncio.run(attempt())


async def test_a_hand_over_holds_three_pictures_and_tells_each_once() -> None:
    told: list[tuple[int, int]] = []
    link = WebRtcLink(0, lambda sent, timestamp: told.append((sent.picture, timestamp)))
    link.open = True
    for number in range(3):
        assert link.ready
        link.send(EncodedPicture(tag(number, 16, 16), b"\0\0\1\x65a", key=True, timestamp=100 + number))
    assert not link.ready

    assert await link.next_picture() == ([b"\x65a"], 100)
    link.packet_leaves(1, 7100)
    link.packet_leaves(2, 7100)

    assert told == [(0, 7100)]
    assert link.ready


async def test_a_link_that_is_not_open_keeps_nothing() -> None:
    link = WebRtcLink(0, lambda *_: None)
    link.send(EncodedPicture(tag(0, 16, 16), b"\0\0\1\x65a", key=True, timestamp=0))

    assert not link.ready
    link.open = True
    assert link._pictures == type(link._pictures)()
