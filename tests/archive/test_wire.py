import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from archive import wire

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    one, other = socket.socketpair()
    yield one, other
    one.close()
    other.close()


def test_a_message_and_its_bytes_arrive_whole(pair: Pair) -> None:
    blob = bytes(range(256)) * 4000
    sender = threading.Thread(target=wire.send, args=(pair[0], {"a": [1, "ü"]}, blob))
    sender.start()
    assert wire.receive(pair[1], time.monotonic() + 30) == ({"a": [1, "ü"]}, blob)
    sender.join()


def test_a_deadline_passes_even_when_bytes_trickle(pair: Pair) -> None:
    pair[0].sendall(struct.pack("<II", 100, 0) + b"half")
    with pytest.raises(TimeoutError):
        wire.receive(pair[1], time.monotonic() + 0.05)
    with pytest.raises(TimeoutError):
        wire.receive(pair[1], time.monotonic() - 1)


def test_an_absurd_size_or_a_closed_link_is_an_end(pair: Pair) -> None:
    pair[0].sendall(struct.pack("<II", 0xFFFFFFFF, 0))
    with pytest.raises(EOFError):
        wire.receive(pair[1])
    pair[0].close()
    with pytest.raises(EOFError):
        wire.receive(pair[1])
