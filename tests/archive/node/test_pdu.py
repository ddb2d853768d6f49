import socket
import threading
from collections.abc import Iterator

import pytest

from archive.errors import PeerGoneError, ProtocolError
from archive.node.pdu import AbortReason, PduSocket, abort_pdu

Pair = tuple[PduSocket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        theirs = socket.create_connection(server.getsockname())
        ours, _ = server.accept()
    link = PduSocket(ours, 100)
    yield link, theirs
    link.close()
    theirs.close()


def test_pdus_come_whole_however_they_were_cut(pair: Pair) -> None:
    link, peer = pair

    def trickle() -> None:
        for byte in b"\4\0\0\0\0\5hello\5\0\0\0\0\4\0\0\0\0":
            peer.sendall(bytes([byte]))

    thread = threading.Thread(target=trickle)
    thread.start()
    kind, body = link.receive(30, 30)
    assert (kind, bytes(body)) == (4, b"hello")
    assert link.receive(30, 30)[0] == 5
    thread.join()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x42\0\0\0\0\4", AbortReason.UNRECOGNIZED_PDU),
        (b"GET / HTTP/1.1\r\n", AbortReason.UNRECOGNIZED_PDU),
        (b"\4\0\x40\0\0\0", AbortReason.INVALID_PARAMETER),
        (b"\4\0\0\0\0\x65", AbortReason.INVALID_PARAMETER),
    ],
)
def test_what_is_no_pdu_or_too_large_is_refused_from_its_header(pair: Pair, data: bytes, reason: int) -> None:
    pair[1].sendall(data)
    with pytest.raises(ProtocolError) as caught:
        pair[0].receive(30, 30)
    assert caught.value.reason == reason


def test_larger_pdus_after_they_were_allowed(pair: Pair) -> None:
    pair[0].allow(1000)
    pair[1].sendall(b"\4\0\0\0\3\xe8" + bytes(1000))
    assert len(pair[0].receive(30, 30)[1]) == 1000


@pytest.mark.parametrize("sent", [b"", b"\4\0\0", b"\4\0\0\0\0\x10half"])
def test_silence_and_slowness_end_at_their_deadline(pair: Pair, sent: bytes) -> None:
    pair[1].sendall(sent)
    with pytest.raises(PeerGoneError, match="too long"):
        pair[0].receive(0.1, 0.1)


def test_a_peer_that_hangs_up(pair: Pair) -> None:
    pair[1].close()
    with pytest.raises(PeerGoneError):
        pair[0].receive(30, 30)


def test_an_abort_arrives_although_the_peer_was_still_sending(pair: Pair) -> None:
    pair[1].sendall(b"x" * 50_000)
    thread = threading.Thread(target=pair[0].abort, args=(AbortReason.UNEXPECTED_PDU,))
    thread.start()
    assert pair[1].recv(100) == abort_pdu(2) == b"\7\0\0\0\0\4\0\0\2\2"
    pair[1].close()
    thread.join()
