import msgpack
import pytest

from session.errors import MessageError
from session.view import messages as m

SCROLL = {"t": "input", "sequence": 1, "view": "axial", "operations": [{"t": "scroll", "steps": 1}]}


def read(**fields: object) -> m.ClientMessage:
    return m.decode_client(msgpack.packb({"t": "quick", **fields}))


def test_inputs_and_what_was_shown_are_said_at_once() -> None:
    message = read(inputs=[SCROLL, {**SCROLL, "sequence": 2}], acks=[[0, 7]])

    assert isinstance(message, m.Quick)
    assert [one.sequence for one in message.inputs] == [1, 2]
    assert message.acks == ((0, 7),)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"inputs": [SCROLL] * 5}, "inputs"),
        ({"inputs": [{"t": "ack", "stream": 0, "picture": 1}]}, "inputs"),
        ({"acks": [[6, 1]]}, "acks"),
        ({"acks": [[0, -1]]}, "acks"),
        ({"acks": [[0]]}, "acks"),
        ({"acks": [[0, 1]] * 7}, "acks"),
    ],
)
def test_other_things_are_refused(fields: dict[str, object], word: str) -> None:
    with pytest.raises(MessageError, match=word):
        read(**fields)


def test_the_newest_announcements_fit_into_one_packet() -> None:
    row = (5, 2**31, 2**31, 2**31, 2**31, 2**15, 4096, 4096, 2**32 - 1)

    assert len(m.encode(m.PicturesSent((row,) * 3))) < 200
