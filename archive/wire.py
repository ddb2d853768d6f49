"""Messages between a process and its worker: a small JSON object and bytes beside it.

Nothing that a worker says is unpickled: it has touched a stranger's bytes.
"""

import json
import socket
import struct
import time
from typing import Any

_HEAD = struct.Struct("<II")
LARGEST_MESSAGE = 64 << 20
LARGEST_BLOB = 1 << 30


def send(link: socket.socket, message: dict[str, Any], blob: bytes = b"") -> None:
    """Send one message."""
    text = json.dumps(message).encode()
    link.sendall(_HEAD.pack(len(text), len(blob)) + text)
    if blob:
        link.sendall(blob)


def receive(link: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Receive one message; `deadline` is in `time.monotonic()` seconds.

    Raises:
        EOFError: the other side is gone, or sent something absurd.
        TimeoutError: the deadline passed.
    """
    text_size, blob_size = _HEAD.unpack(_exactly(link, _HEAD.size, deadline))
    if text_size > LARGEST_MESSAGE or blob_size > LARGEST_BLOB:
        raise EOFError
    message = json.loads(bytes(_exactly(link, text_size, deadline)))
    return message, bytes(_exactly(link, blob_size, deadline))


def _exactly(link: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            link.settimeout(left)
        got = link.recv_into(view[filled:])
        if got == 0:
            raise EOFError
        filled += got
    return data
