import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from streaming.links.tcp import CONGESTION_CONTROL, UNSENT_BYTES, prefer_lively

AVAILABLE = Path("/proc/sys/net/ipv4/tcp_available_congestion_control")


class Wire:
    """A transport around a socket, or around nothing."""

    def __init__(self, wire: Any) -> None:
        self._wire = wire

    def get_extra_info(self, name: str) -> Any:
        return self._wire if name == "socket" else None


@pytest.mark.skipif(not hasattr(socket, "TCP_CONGESTION"), reason="needs Linux")
def test_a_connection_bears_loss_and_holds_little_back() -> None:
    with socket.socket() as wire:
        prefer_lively(Wire(wire))  # type: ignore[arg-type]

        assert wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT) == UNSENT_BYTES
        if CONGESTION_CONTROL.decode() in AVAILABLE.read_text().split():
            chosen = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16)
            assert chosen.rstrip(b"\0") == CONGESTION_CONTROL


def test_what_the_system_refuses_is_no_error() -> None:
    class Refusing:
        family = socket.AF_INET

        def setsockopt(self, *_: object) -> None:
            raise OSError("not here")

    prefer_lively(Wire(Refusing()))  # type: ignore[arg-type]
    prefer_lively(Wire(None))  # type: ignore[arg-type]
    prefer_lively(None)
    prefer_lively(asyncio.BaseTransport())
