"""What the kernel is asked for on a connection that carries pictures."""

import asyncio
import contextlib
import socket
from typing import Final

# Loss on a radio link is no congestion: BBR goes on at the rate that was measured, where CUBIC would halve it.
CONGESTION_CONTROL: Final = b"bbr"
# Bytes that wait unsent in the kernel cannot be overtaken by anything newer; what is in flight does not count.
UNSENT_BYTES: Final = 64 * 1024


def prefer_lively(transport: asyncio.BaseTransport | None) -> None:
    """Ask for a congestion control that bears loss, and for little to wait unsent; where the system refuses, neither.

    Both exist on Linux only, and BBR where the administrator allows it (net.ipv4.tcp_allowed_congestion_control).
    """
    wire = transport.get_extra_info("socket") if transport is not None else None
    if wire is None or wire.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    with contextlib.suppress(OSError, AttributeError):
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
    with contextlib.suppress(OSError, AttributeError):
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, CONGESTION_CONTROL)
