import asyncio

import aioice.ice
import pytest
from aiortc import RTCRtpSender
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpParameters
from aiortc.rtp import HeaderExtensions, RtcpByePacket, RtpPacket, unpack_header_extensions

from streaming.encoders import EncoderSettings
from streaming.encoders.h264 import X264Encoder
from streaming.links import webrtc_adaptations as adaptations
from streaming.pacing import LeakyBucket
from streaming.picture import EncodedPicture
from tests.streaming.links.peers import LIMIT_S, a_call
from tests.streaming.support import scene, tag


def test_h264_in_constrained_baseline_comes_first_and_vp8_not_at_all() -> None:
    codecs = adaptations.h264_only()

    assert codecs[0].parameters["profile-level-id"] == "42e01f"
    assert {codec.parameters["packetization-mode"] for codec in codecs if codec.mimeType == "video/H264"} == {"1"}
    assert codecs[-1].mimeType == "video/rtx"
    assert "video/VP8" in {codec.mimeType for codec in RTCRtpSender.getCapabilities("video").codecs}
    assert "video/VP8" not in {codec.mimeType for codec in codecs}


def _extensions(*uris: str) -> adaptations.PlayoutDelayExtensions:
    extensions = adaptations.PlayoutDelayExtensions()
    extensions.configure(
        RTCRtpParameters(
            headerExtensions=[RTCRtpHeaderExtensionParameters(id=3 + n, uri=u) for n, u in enumerate(uris)]
        )
    )
    return extensions


def test_packets_carry_the_playout_delay_beside_the_other_extensions() -> None:
    extensions = _extensions(adaptations.PLAYOUT_DELAY, adaptations._MID, adaptations._SEND_TIME)

    profile, value = extensions.set(HeaderExtensions(mid="2", abs_send_time=0x010203))

    assert profile == 0xBEDE
    assert dict(unpack_header_extensions(profile, value)) == {3: b"\0\0\0", 4: b"2", 5: b"\x01\x02\x03"}


def test_packets_to_a_browser_that_does_not_know_it_stay_as_they_are() -> None:
    extensions = _extensions(adaptations._MID)

    assert dict(unpack_header_extensions(*extensions.set(HeaderExtensions(mid="0")))) == {3: b"0"}


async def test_more_than_a_large_picture_is_kept_for_retransmission() -> None:
    encoder = X264Encoder(640, 480, EncoderSettings(fixed_qp=1))
    data = encoder.encode(scene(0, 640, 480), 0, key=True)
    picture = EncodedPicture(tag(0, 640, 480), data, key=True, timestamp=0)
    assert len(picture.payloads) > 140

    async with a_call(streams=1) as call:
        sender = call.peer._connection.getSenders()[0]
        history = sender._RTCRtpSender__rtp_history  # type: ignore[attr-defined]
        call.peer.links[0].send(picture)
        await call.browser.until(lambda: len(history) == len(picture.payloads))
        # The browser asks for the first packet once more.
        first = min(packet.sequence_number for packet in history.values())
        await call.browser.receivers[0]._send_rtcp_nack(sender._ssrc, [first])
        await call.browser.until(lambda: any(packet.ssrc == sender._rtx_ssrc for packet in call.browser.packets))

        assert len({packet.timestamp for packet in call.browser.packets}) == 1


class _Transport:
    """Takes bytes as a DTLS transport does."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def _send_rtp(self, data: bytes) -> None:
        self.taken.append(data)


class _Bucket(LeakyBucket):
    """Asks for a delay before every third packet."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def delay(self, size: int, now: float) -> float:
        self.asked.append(size)
        return 0.004 if len(self.asked) % 3 == 0 else 0.0


async def test_packets_wait_as_the_bucket_says_and_reports_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    transport, bucket, left = _Transport(), _Bucket(), []
    adaptations.pace(transport, bucket, lambda *one: left.append(one))  # type: ignore[arg-type]
    packet = RtpPacket(payload_type=108, sequence_number=1, timestamp=4711)
    packet.ssrc = 42
    packet.payload = b"x" * 100
    report = bytes(RtcpByePacket(sources=[42]))

    for _ in range(3):
        await transport._send_rtp(packet.serialize())
    await transport._send_rtp(report)

    assert left == [(42, 1, 4711)] * 3
    assert slept == [0.004]
    assert bucket.asked == [112] * 3
    assert transport.taken[-1] == report


async def test_keyframe_requests_and_pictures_go_through_the_sender() -> None:
    # The sender's own way from a PLI packet to here is tested with a connection in test_webrtc.
    sender, requests = RTCRtpSender.__new__(RTCRtpSender), []

    async def next_picture() -> tuple[list[bytes], int]:
        return [b"a", b"b"], 9

    adaptations.forward_keyframe_requests(sender, lambda: requests.append(1))
    adaptations.feed(sender, next_picture)
    sender._send_keyframe()
    frame = await asyncio.wait_for(sender._next_encoded_frame(None), LIMIT_S)  # type: ignore[arg-type]

    assert requests == [1]
    assert frame is not None
    assert (frame.payloads, frame.timestamp) == ([b"a", b"b"], 9)


async def test_the_browser_is_answered_as_told_and_packets_go_again_unasked() -> None:
    async with a_call(streams=1) as call:
        sender = call.peer._connection.getSenders()[0]
        assert adaptations.round_trip_s(sender) == 0.0
        refused: list[int] = []

        def refuse(sequence: int) -> bool:
            refused.append(sequence)
            return False

        send_again = adaptations.answer_losses(sender, refuse)
        data = X264Encoder(64, 48, EncoderSettings()).encode(scene(0, 64, 48), 0, key=True)
        call.peer.links[0].send(EncodedPicture(tag(0, 64, 48), data, key=True, timestamp=0))
        history = sender._RTCRtpSender__rtp_history  # type: ignore[attr-defined]
        await call.browser.until(lambda: len(call.browser.packets) > 0)
        (number,) = {packet.sequence_number for packet in history.values() if packet.marker}
        await call.browser.receivers[0]._send_rtcp_nack(sender._ssrc, [number])
        while not refused:
            await asyncio.sleep(0.01)
        again = [packet for packet in call.browser.packets if packet.ssrc == sender._rtx_ssrc]
        await send_again(number)
        await call.browser.until(lambda: any(packet.ssrc == sender._rtx_ssrc for packet in call.browser.packets))

    assert refused == [number]
    assert again == []


def test_hidden_addresses_and_the_end_mark_are_left_out_of_an_offer() -> None:
    offer = (
        "v=0\r\n"
        "a=candidate:1 1 udp 2113937151 5e9d3f0c-0a52.local 51000 typ host\r\n"
        "a=candidate:2 1 udp 1677729535 192.0.2.7 51000 typ srflx\r\n"
        "a=end-of-candidates\r\n"
        "a=mid:0\r\n"
    )

    assert adaptations.without_names(offer).split("\r\n") == [
        "v=0",
        "a=candidate:2 1 udp 1677729535 192.0.2.7 51000 typ srflx",
        "a=mid:0",
        "",
    ]


def test_an_offer_cannot_send_the_server_to_any_number_of_addresses() -> None:
    offer = "".join(f"a=candidate:{n} 1 udp 1 192.0.2.{n} 9 typ host\r\n" for n in range(200))

    assert adaptations.without_names(offer).count("a=candidate") == 32


def test_candidates_come_from_the_chosen_addresses_and_from_all_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adaptations, "_found", lambda *_: ["192.0.2.9"])

    with adaptations.candidates_from(("127.0.0.1", "192.0.2.1")):
        chosen = aioice.ice.get_host_addresses(use_ipv4=True, use_ipv6=True)

    assert chosen == ["127.0.0.1", "192.0.2.1"]
    assert aioice.ice.get_host_addresses(use_ipv4=True, use_ipv6=True) == ["192.0.2.9"]


def test_a_machine_without_a_network_offers_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adaptations, "_found", lambda *_: [])

    assert aioice.ice.get_host_addresses(use_ipv4=True, use_ipv6=True) == ["127.0.0.1"]
