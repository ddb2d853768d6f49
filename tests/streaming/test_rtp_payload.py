from aiortc.codecs.h264 import h264_depayload
from hypothesis import given
from hypothesis import strategies as st

from streaming.rtp_payload import nal_units, packetize

# A unit's header byte (forbidden bit clear, types 1 to 23) and a body without anything that looks like a start code.
_units = st.builds(
    lambda importance, kind, body: bytes([importance << 5 | kind]) + body,
    st.integers(0, 3),
    st.integers(1, 23),
    st.binary(min_size=1, max_size=5000).map(lambda body: body.replace(b"\x00", b"\x01")),
)


def _access_unit(units: list[bytes]) -> bytes:
    return b"".join(
        (b"\x00\x00\x01" if number % 2 else b"\x00\x00\x00\x01") + unit for number, unit in enumerate(units)
    )


@given(st.lists(_units, max_size=6), st.integers(40, 1500))
def test_a_receiver_gets_back_every_unit_whatever_the_size_of_packets(units: list[bytes], max_bytes: int) -> None:
    payloads = packetize(_access_unit(units), max_bytes)

    assert all(len(payload) <= max_bytes for payload in payloads)
    # Another implementation's depacketizer, as the second opinion.
    assert list(nal_units(b"".join(h264_depayload(payload) for payload in payloads))) == units


def test_parameter_sets_travel_in_one_packet() -> None:
    payloads = packetize(_access_unit([b"\x67sps", b"\x68pps", b"\x65" + bytes([7]) * 3000]))

    # STAP-A with the highest importance of its units (RFC 6184, 5.7.1), then FU-A with start and end bits (5.8).
    assert payloads[0] == b"\x78" + b"\x00\x04\x67sps" + b"\x00\x04\x68pps"
    assert [payload[:2].hex() for payload in payloads[1:]] == ["7c85", "7c05", "7c45"]


def test_fragments_are_of_nearly_equal_size() -> None:
    sizes = [len(payload) for payload in packetize(_access_unit([b"\x41" + bytes([7]) * 1250]), 1200)]

    assert sizes == [627, 627]


def test_nothing_gives_no_packet() -> None:
    assert packetize(b"") == ()
