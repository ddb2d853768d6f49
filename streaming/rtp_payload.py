"""H.264 access units as RTP payloads (RFC 6184, packetization-mode 1)."""

from collections.abc import Iterator
from typing import Final

# Leaves room for the RTP header, its extensions, the SRTP tag and TURN framing within 1400 bytes of UDP.
MAX_PAYLOAD_BYTES: Final = 1200

_START_CODE: Final = b"\x00\x00\x01"
_TYPE_MASK: Final = 0x1F
_REF_IDC_MASK: Final = 0x60
_STAP_A: Final = 24
_FU_A: Final = 28
_FU_START: Final = 0x80
_FU_END: Final = 0x40


def nal_units(access_unit: bytes) -> Iterator[bytes]:
    """Yield the NAL units of a byte stream with start codes (ITU-T H.264 Annex B), start codes removed."""
    start = access_unit.find(_START_CODE)
    while start != -1:
        start += len(_START_CODE)
        end = access_unit.find(_START_CODE, start)
        # trailing_zero_8bits and the four-byte start code's first byte belong to no unit; no unit ends in zero (7.4.1).
        unit = access_unit[start : None if end == -1 else end].rstrip(b"\x00")
        if unit:
            yield unit
        start = end


def packetize(access_unit: bytes, max_bytes: int = MAX_PAYLOAD_BYTES) -> tuple[bytes, ...]:
    """Return the RTP payloads of one access unit, in order; the last one carries the marker bit.

    Small units (parameter sets, SEI) travel together as STAP-A (section 5.7.1), large ones in pieces as FU-A (5.8).
    """
    payloads: list[bytes] = []
    together: list[bytes] = []
    for unit in nal_units(access_unit):
        if together and _stap_size([*together, unit]) > max_bytes:
            payloads.append(_stap(together))
            together = []
        if len(unit) > max_bytes:
            payloads += _fragments(unit, max_bytes)
        else:
            together.append(unit)
    if together:
        payloads.append(_stap(together))
    return tuple(payloads)


def _stap_size(units: list[bytes]) -> int:
    return 1 + sum(2 + len(unit) for unit in units)


def _stap(units: list[bytes]) -> bytes:
    if len(units) == 1:
        return units[0]
    importance = max(unit[0] & _REF_IDC_MASK for unit in units)
    return bytes([importance | _STAP_A]) + b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)


def _fragments(unit: bytes, max_bytes: int) -> list[bytes]:
    """Pieces of nearly equal size, so that no packet of a burst is much smaller than the others."""
    body = unit[1:]
    count = -(-len(body) // (max_bytes - 2))
    size = -(-len(body) // count)
    indicator = (unit[0] & ~_TYPE_MASK) | _FU_A
    kind = unit[0] & _TYPE_MASK
    pieces = [body[offset : offset + size] for offset in range(0, len(body), size)]
    last = len(pieces) - 1
    return [
        bytes([indicator, kind | (_FU_START if number == 0 else 0) | (_FU_END if number == last else 0)]) + piece
        for number, piece in enumerate(pieces)
    ]
