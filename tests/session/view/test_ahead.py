import msgpack
import pytest

from session.errors import MessageError
from session.view import ahead
from session.view import messages as m


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ({"t": "ahead", "bytes": -1}, "bytes"),
        ({"t": "ahead", "bytes": 2**31}, "bytes"),
        ({"t": "held", "stream": 6, "look": 1, "place": 1}, "stream"),
        ({"t": "held", "stream": 0, "look": -1, "place": 1}, "look"),
        ({"t": "missing", "stream": 0, "look": 1, "place": 2**40}, "place"),
    ],
)
def test_what_is_out_of_range_is_refused_by_name(value: dict[str, object], word: str) -> None:
    with pytest.raises(MessageError, match=word):
        m.decode_client(msgpack.packb(value))


def test_places_may_lie_before_the_first() -> None:
    message = m.decode_client(msgpack.packb({"t": "held", "stream": 0, "look": 1, "place": -9}))

    assert message == ahead.Held(stream=0, look=1, place=-9)
