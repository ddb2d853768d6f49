"""DIMSE command sets (PS3.7 section 6.3, annex E): always implicit VR little endian, always small."""

import struct
from dataclasses import dataclass
from enum import IntEnum

from archive.errors import ProtocolError
from archive.node.pdu import AbortReason, PduType

LARGEST_COMMAND = 64 << 10
NO_DATA_SET = 0x0101
_RESPONSE = 0x8000
_SOP_CLASS, _FIELD, _MESSAGE_ID, _ANSWERED_ID = 0x0002, 0x0100, 0x0110, 0x0120
_DATA_SET, _STATUS, _COMMENT, _SOP_INSTANCE = 0x0800, 0x0900, 0x0902, 0x1000
_LONGEST_COMMENT = 64


class Operation(IntEnum):
    """Values of the command field."""

    C_STORE = 0x0001
    C_ECHO = 0x0030
    C_CANCEL = 0x0FFF


class Status(IntEnum):
    """What a response says (PS3.4 B.2.3, PS3.7 annex C)."""

    SUCCESS = 0x0000
    INVALID_INSTANCE = 0x0117
    NOT_RECOGNIZED = 0x0211
    OUT_OF_RESOURCES = 0xA700
    MISMATCH = 0xA900
    CANNOT_UNDERSTAND = 0xC000


@dataclass(frozen=True, slots=True)
class Command:
    """A request's command set. UIDs are the bytes that came, without padding; their form is not checked here."""

    operation: int
    message_id: int
    sop_class: bytes
    sop_instance: bytes
    has_data_set: bool


def read_command(data: bytes) -> Command:
    """A command set.

    Raises:
        ProtocolError: it is broken, or lacks the command field or the message ID.
    """
    values = _elements(data)
    try:
        return Command(
            operation=_number(values[_FIELD]),
            message_id=_number(values[_MESSAGE_ID]) if _MESSAGE_ID in values else 0,
            sop_class=values.get(_SOP_CLASS, b"").rstrip(b" \0"),
            sop_instance=values.get(_SOP_INSTANCE, b"").rstrip(b" \0"),
            has_data_set=_number(values[_DATA_SET]) != NO_DATA_SET,
        )
    except (KeyError, struct.error):
        raise ProtocolError("a command set lacks a field", AbortReason.INVALID_PARAMETER) from None


def response(command: Command, status: int, comment: str = "") -> bytes:
    """The command set that answers a request; `comment` becomes the error comment."""
    instance = _padded(_SOP_INSTANCE, command.sop_instance, b"\0") if command.operation == Operation.C_STORE else b""
    body = b"".join(
        (
            _padded(_SOP_CLASS, command.sop_class, b"\0"),
            _short(_FIELD, command.operation | _RESPONSE),
            _short(_ANSWERED_ID, command.message_id),
            _short(_DATA_SET, NO_DATA_SET),
            _short(_STATUS, status),
            _padded(_COMMENT, comment.encode("ascii", "replace")[:_LONGEST_COMMENT], b" ") if comment else b"",
            instance,
        )
    )
    return struct.pack("<HHLL", 0, 0, 4, len(body)) + body


def command_pdu(context: int, command: bytes) -> bytes:
    """A P-DATA PDU with a whole command set in one fragment (PS3.8 9.3.5, annex E.2)."""
    last_of_command = 3
    header = struct.pack(">BBLLBB", PduType.DATA, 0, len(command) + 6, len(command) + 2, context, last_of_command)
    return header + command


def _elements(data: bytes) -> dict[int, bytes]:
    """Group 0 elements by their element number."""
    values: dict[int, bytes] = {}
    position = 0
    while position < len(data):
        if position + 8 > len(data):
            raise ProtocolError("a command set is cut off", AbortReason.INVALID_PARAMETER)
        group, element, length = struct.unpack_from("<HHL", data, position)
        position += 8
        if group != 0 or position + length > len(data):
            raise ProtocolError("a command set is broken", AbortReason.INVALID_PARAMETER)
        values[element] = data[position : position + length]
        position += length
    return values


def _number(value: bytes) -> int:
    return int(struct.unpack("<H", value)[0])


def _short(element: int, value: int) -> bytes:
    return struct.pack("<HHLH", 0, element, 2, value)


def _padded(element: int, value: bytes, padding: bytes) -> bytes:
    value += padding * (len(value) % 2)
    return struct.pack("<HHL", 0, element, len(value)) + value
