"""What lies between a page and its server: the session's socket, whose messages can be changed, seen and held."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from PIL import Image
from playwright.sync_api import Page, WebSocketRoute

Values = dict[str, Any]


class Wire:
    """The socket of one page. Set `alter` to change what the server says, `held` to let nothing pass."""

    def __init__(self, page: Page) -> None:
        self.held = False
        self.alter: Callable[[Values], Values] = lambda message: message
        self.said: list[Values] = []
        """What the page said."""
        self.heard: list[Values] = []
        """What the server said, as the page got it."""
        self._once: dict[str, Callable[[Values], Values]] = {}
        page.route_web_socket(re.compile(r"/socket$"), self._opened)

    def instead(self, kind: str, make: Callable[[Values], Values]) -> None:
        """The next message of a kind from the server is exchanged for another."""
        self._once[kind] = make

    def _opened(self, page: WebSocketRoute) -> None:
        if self.held:
            page.on_message(lambda _: None)
            return
        server = page.connect_to_server()
        page.on_message(lambda message: self._from_page(server, message))
        server.on_message(lambda message: self._from_server(page, message))

    def _from_page(self, server: WebSocketRoute, message: str | bytes) -> None:
        if self.held:
            return
        self.said.append(_values(message))
        server.send(message)

    def _from_server(self, page: WebSocketRoute, message: str | bytes) -> None:
        if self.held:
            return
        was = _values(message)
        now = self._once.pop(was["t"], self.alter)(was)
        self.heard.append(now)
        page.send(message if now is was else msgspec.msgpack.encode(now))


def _values(message: str | bytes) -> Values:
    assert isinstance(message, bytes)
    found: Values = msgspec.msgpack.decode(message)
    return found


def with_another_pixel(png: bytes) -> bytes:
    """A sound PNG of which one pixel differs in its lowest bit."""
    with Image.open(io.BytesIO(png)) as image:
        pixels = np.array(image)
    pixels[pixels.shape[0] // 2, pixels.shape[1] // 2] ^= 1
    changed = io.BytesIO()
    Image.fromarray(pixels).save(changed, "png")
    return changed.getvalue()


def is_exact(message: Values, stream: int) -> bool:
    """Whether it is a still of this stream, or a part of one: a way that seems slow gets tiles."""
    return message["t"] in {"still", "tile"} and message["stream"] == stream


def with_another_byte(data: bytes) -> bytes:
    """The same bytes with one in the middle flipped, as a broken line would: most PNG do not decode any more."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
