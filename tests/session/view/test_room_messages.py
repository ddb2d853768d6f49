"""The messages of rooms: what is beyond their limits is refused by name."""

from typing import Any

import msgpack
import pytest

from session.errors import MessageError
from session.view import messages as m
from session.view.room_messages import NAME_LENGTH, NOTE_LENGTH, POINTS_AT_ONCE

POINT = [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ({"t": "note", "text": ""}, "text"),
        ({"t": "note", "text": "x" * (NOTE_LENGTH + 1)}, "text"),
        ({"t": "name", "name": "x" * (NAME_LENGTH + 1)}, "name"),
        ({"t": "present", "act": "seize"}, "act"),
        ({"t": "present", "act": "hand", "person": -1}, "person"),
        ({"t": "point", "view": "axial", "at": [1.0, 2.0]}, "at"),
        ({"t": "point", "view": "axial", "at": [1e9, 0.0, 0.0]}, "at"),
        ({"t": "stroke", "stroke": 1, "view": "axial", "points": []}, "points"),
        ({"t": "stroke", "stroke": 1, "view": "axial", "points": [POINT] * (POINTS_AT_ONCE + 1)}, "points"),
        ({"t": "stroke", "stroke": 1, "view": "film", "points": [POINT], "frame": 0}, "frame"),
        ({"t": "erase", "what": "everything"}, "what"),
        ({"t": "away"}, "away"),
        ({"t": "follow", "free": 1}, "free"),
        ({"t": "hello", "version": 1, "ticket": "t", "views": [], "seat": "x" * 65}, "seat"),
    ],
)
def test_what_is_beyond_the_limits_is_refused_by_name(value: dict[str, Any], word: str) -> None:
    with pytest.raises(MessageError, match=word):
        m.decode_client(msgpack.packb(value))
