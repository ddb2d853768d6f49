"""Messages: golden bytes, every type in both directions, and everything that must be refused."""

import json
import math
from typing import Any, get_args

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from session.errors import MessageError
from session.view import messages as m
from session.view import operations as o
from tests.golden import write

GOLDEN = json.loads(write.GOLDEN.read_text(encoding="utf-8"))
SCROLL = {"t": "scroll", "steps": 1}
ZOOM_0 = {"t": "zoom", "factor": 0, "x": 0, "y": 0}


def pack(value: Any) -> bytes:
    packed: bytes = msgpack.packb(value)
    return packed


def test_the_golden_file_is_what_the_table_writes() -> None:
    assert write.GOLDEN.read_text(encoding="utf-8") == write.text()


@pytest.mark.parametrize("entry", GOLDEN, ids=lambda entry: f"{entry['from']} {entry['name']}")
def test_golden_bytes_read_back_to_their_value(entry: dict[str, Any]) -> None:
    decode = m.decode_client if entry["from"] == "client" else m.decode_server
    message = decode(bytes.fromhex(entry["hex"]))
    assert m.encode(message).hex() == entry["hex"]


def test_the_golden_file_holds_every_type_and_operation() -> None:
    for sender, union in (("client", m.ClientMessage), ("server", m.ServerMessage)):
        tags = {entry["value"]["t"] for entry in GOLDEN if entry["from"] == sender}
        assert tags == {kind.__struct_config__.tag for kind in get_args(union)}
    inputs = [entry["value"]["operations"] for entry in GOLDEN if entry["value"]["t"] == "input"]
    tags = {operation["t"] for operations in inputs for operation in operations}
    assert tags == {kind.__struct_config__.tag for kind in get_args(o.Operation)}


def test_integers_are_taken_where_numbers_are_meant() -> None:
    """JavaScript packs 1.0 as the integer 1."""
    message = m.decode_client(
        pack({"t": "input", "sequence": 1, "view": "axial", "operations": [{"t": "pan", "dx": 1, "dy": -2}]})
    )
    assert message == m.Input(sequence=1, view="axial", operations=(o.Pan(dx=1.0, dy=-2.0),))


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ({"t": "fly"}, "fly"),
        ({"sequence": 1}, "t"),
        ({"t": "ping", "id": 1, "more": 2}, "more"),
        ({"t": "ping", "id": -1}, "id"),
        ({"t": "ping", "id": "1"}, "id"),
        ({"t": "hello", "version": 1, "views": []}, "ticket"),
        ({"t": "hello", "version": 1, "ticket": "x" * 5000, "views": []}, "ticket"),
        ({"t": "ack", "stream": 6, "picture": 1}, "stream"),
        ({"t": "ack", "stream": 0, "picture": 1, "decode_ms": math.nan}, "finite"),
        ({"t": "ack", "stream": 0, "picture": 1, "decode_ms": math.inf}, "finite"),
        ({"t": "input", "sequence": 1, "view": "axial", "operations": []}, "operations"),
        ({"t": "input", "sequence": 1, "view": "axial", "operations": [SCROLL] * 65}, "operations"),
        ({"t": "input", "sequence": 1, "view": "left", "operations": [{"t": "invert"}]}, "view"),
        ({"t": "input", "sequence": 1, "view": "axial", "operations": [ZOOM_0]}, "factor"),
        ({"t": "views", "views": [{"view": "axial", "stream": 0, "width": 100000, "height": 10}]}, "width"),
        ({"t": "welcome"}, "welcome"),
        ([1, 2, 3], "object"),
        (7, "object"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_by_name(value: Any, word: str) -> None:
    with pytest.raises(MessageError, match=word):
        m.decode_client(pack(value))


def test_deep_and_large_messages_are_refused_before_they_are_built() -> None:
    deep: Any = 1
    for _ in range(500):
        deep = [deep]
    with pytest.raises(MessageError, match="deep"):
        m.decode_client(pack({"t": "ping", "id": deep}))
    with pytest.raises(MessageError, match="larger"):
        m.decode_client(bytes(m.MAX_MESSAGE_BYTES + 1))
    with pytest.raises(MessageError, match="MessagePack"):
        m.decode_client(bytes.fromhex("dd7fffffff"))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_an_error(data: bytes) -> None:
    try:
        m.decode_client(data)
    except MessageError:
        return


@given(st.sampled_from(GOLDEN), st.data())
def test_a_damaged_message_is_a_message_or_an_error(entry: dict[str, Any], draw: st.DataObject) -> None:
    data = bytearray(bytes.fromhex(entry["hex"]))
    place = draw.draw(st.integers(0, len(data) - 1))
    data[place] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(0, len(data)))
    for bytes_ in (bytes(data), bytes(data[:cut])):
        try:
            m.decode_client(bytes_)
        except MessageError:
            continue
