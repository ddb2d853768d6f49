"""Upper layer PDUs on a socket (PS3.8 section 9.3): bounded in size and in time before a byte is kept."""

import contextlib
import errno
import socket
import struct
import time
from enum import IntEnum

from archive.errors import PeerGoneError, ProtocolError

_HEADER = struct.Struct(">BBL")
_POLL_S = 2
_SEND_S = 20
_LINGER_S = 0.3


class PduType(IntEnum):
    """PDU types (PS3.8 table 9-11 and following)."""

    ASSOCIATE_RQ = 1
    ASSOCIATE_AC = 2
    ASSOCIATE_RJ = 3
    DATA = 4
    RELEASE_RQ = 5
    RELEASE_RP = 6
    ABORT = 7


class AbortReason(IntEnum):
    """Why the provider aborts (PS3.8 table 9-26)."""

    NOT_SPECIFIED = 0
    UNRECOGNIZED_PDU = 1
    UNEXPECTED_PDU = 2
    UNRECOGNIZED_PARAMETER = 4
    UNEXPECTED_PARAMETER = 5
    INVALID_PARAMETER = 6


RELEASE_RP = b"\x06\x00\x00\x00\x00\x04\x00\x00\x00\x00"


def abort_pdu(reason: int) -> bytes:
    """An A-ABORT of the service provider."""
    return struct.pack(">BBLBBBB", PduType.ABORT, 0, 4, 0, 0, 2, reason)


class PduSocket:
    """PDUs in and out of one connection. The buffer is as large as the largest PDU that may come."""

    def __init__(self, link: socket.socket, largest: int) -> None:
        self._link = link
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.setblocking(True)  # noqa: FBT003
        # Kernel time-outs: a deadline is looked at every few seconds and costs no call while bytes flow.
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", _POLL_S, 0))
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", _SEND_S, 0))
        self._buffer = memoryview(bytearray(0))
        self.allow(largest)

    def allow(self, largest: int) -> None:
        """Take PDUs of up to `largest` bytes after their header from now on."""
        self._buffer = memoryview(bytearray(largest))

    def receive(self, silence_s: float, pdu_s: float) -> tuple[int, memoryview]:
        """The next PDU's type and body; the body is void after the next call.

        Waits up to `silence_s` for it to begin, and up to `pdu_s` for all of it to come.

        Raises:
            PeerGoneError: the connection is closed, or a deadline passed.
            ProtocolError: it is none, or larger than allowed; nothing of its body is read.
        """
        header = memoryview(bytearray(6))
        self._fill(header[:1], time.monotonic() + silence_s)
        deadline = time.monotonic() + pdu_s
        self._fill(header[1:], deadline)
        kind, _, length = _HEADER.unpack(header)
        if not PduType.ASSOCIATE_RQ <= kind <= PduType.ABORT:
            raise ProtocolError(f"unknown PDU type {kind}", AbortReason.UNRECOGNIZED_PDU)
        if length > len(self._buffer):
            raise ProtocolError(f"a PDU of {length} bytes", AbortReason.INVALID_PARAMETER)
        body = self._buffer[:length]
        self._fill(body, deadline)
        return kind, body

    def send(self, data: bytes) -> None:
        """Send bytes.

        Raises:
            PeerGoneError: the peer is gone or does not read.
        """
        try:
            self._link.sendall(data)
        except OSError:
            raise PeerGoneError("the connection broke while answering") from None

    def abort(self, reason: int) -> None:
        """Send A-ABORT as the service provider; what the peer still sends is thrown away for a moment."""
        with contextlib.suppress(OSError):
            self._link.sendall(abort_pdu(reason))
            self._link.shutdown(socket.SHUT_WR)
            # A close with unread bytes would be a reset, and take the A-ABORT with it.
            self._link.settimeout(_LINGER_S)
            for _ in range(8):
                if not self._link.recv(65536):
                    break

    def close(self) -> None:
        """Close the connection."""
        self._link.close()

    def _fill(self, view: memoryview, deadline: float) -> None:
        filled = 0
        while filled < len(view):
            try:
                got = self._link.recv_into(view[filled:])
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EWOULDBLOCK):
                    raise PeerGoneError("the connection broke") from None
                got = -1
            if got == 0:
                raise PeerGoneError("the peer hung up")
            filled += max(got, 0)
            if filled < len(view) and time.monotonic() > deadline:
                raise PeerGoneError("the peer took too long")
