"""A DICOM peer on a raw socket that can say anything, and a node to say it to."""

import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from pynetdicom.pdu import A_ASSOCIATE_RQ
from pynetdicom.pdu_primitives import A_ASSOCIATE, ImplementationClassUIDNotification, MaximumLengthNotification
from pynetdicom.presentation import PresentationContext, build_context

from archive.archive import Archive
from archive.node.association import NodeLimits
from archive.node.server import Server

CT = "1.2.840.10008.5.1.4.1.1.2"
VERIFICATION = "1.2.840.10008.1.1"
EXPLICIT = "1.2.840.10008.1.2.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
RELEASE_RQ = b"\x05\0\0\0\0\4\0\0\0\0"
CONTEXTS = ((CT, [EXPLICIT]), (VERIFICATION, [EXPLICIT]), (CT, [DEFLATED]))


def request(contexts: Sequence[tuple[str, list[str]]] = CONTEXTS, called: str = "TOMOCAST") -> bytes:
    """An A-ASSOCIATE-RQ; contexts get the odd numbers from 1 on."""
    primitive = A_ASSOCIATE()
    primitive.application_context_name = "1.2.840.10008.3.1.1.1"
    primitive.calling_ae_title, primitive.called_ae_title = "PEER", called
    length = MaximumLengthNotification()
    length.maximum_length_received = 16384
    implementation = ImplementationClassUIDNotification()
    implementation.implementation_class_uid = "1.2.3.4"
    primitive.user_information = [length, implementation]
    offered: list[PresentationContext] = []
    for number, (abstract, syntaxes) in enumerate(contexts):
        context = build_context(abstract, syntaxes)
        context.context_id = 2 * number + 1
        offered.append(context)
    primitive.presentation_context_definition_list = offered
    pdu = A_ASSOCIATE_RQ()
    pdu.from_primitive(primitive)
    return bytes(pdu.encode())


def pdata(*values: tuple[int, int, bytes]) -> bytes:
    """A P-DATA PDU of presentation data values: context, control byte, bytes."""
    body = b"".join(struct.pack(">LBB", len(data) + 2, context, control) + data for context, control, data in values)
    return struct.pack(">BBL", 4, 0, len(body)) + body


def command(operation: int, sop_class: str, sop_instance: str | bytes = "", *, data_set: bool = True) -> bytes:
    """A command set."""
    instance = sop_instance.encode() if isinstance(sop_instance, str) else sop_instance

    def element(number: int, value: bytes) -> bytes:
        value += b"\0" * (len(value) % 2)
        return struct.pack("<HHL", 0, number, len(value)) + value

    body = element(2, sop_class.encode()) + element(0x100, struct.pack("<H", operation))
    body += element(0x110, struct.pack("<H", 7)) + element(0x800, struct.pack("<H", 1 if data_set else 0x101))
    body += element(0x1000, instance) if instance else b""
    return element(0, struct.pack("<L", len(body))) + body


class Peer:
    """One connection to the node."""

    def __init__(self, port: int) -> None:
        self.link = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.link.close()

    def send(self, data: bytes) -> None:
        self.link.sendall(data)

    def receive(self) -> tuple[int, bytes]:
        """The next PDU, or (0, b"") at the end."""
        header = self._exactly(6)
        if len(header) < 6:
            return 0, b""
        return header[0], self._exactly(int.from_bytes(header[2:], "big"))

    def associate(self, **how: Any) -> tuple[int, bytes]:
        self.send(request(**how))
        return self.receive()

    def ask(self, context: int, asked: bytes, data: bytes | None = None, step: int = 10_000) -> int:
        """Send a command and perhaps a data set in steps; returns the status of the answer."""
        self.send(pdata((context, 3, asked)))
        for start in range(0, len(data or b""), step):
            part = (data or b"")[start : start + step]
            self.send(pdata((context, 2 if start + step >= len(data or b"") else 0, part)))
        if data == b"":
            self.send(pdata((context, 2, b"")))
        kind, answer = self.receive()
        assert kind == 4, f"PDU {kind} instead of an answer"
        at = answer.index(b"\0\0\0\x09\2\0\0\0") + 8
        return int.from_bytes(answer[at : at + 2], "little")

    def store(self, data: bytes, uid: str | bytes, sop_class: str = CT, context: int = 1) -> int:
        return self.ask(context, command(1, sop_class, uid), data)

    def echo(self) -> int:
        return self.ask(3, command(0x30, VERIFICATION, data_set=False))

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            try:
                part = self.link.recv(size - len(data))
            except ConnectionError:
                return data
            if not part:
                return data
            data += part
        return data


class RunningNode:
    """A node in a thread of the test."""

    def __init__(self, archive: Archive, server: Server) -> None:
        self.archive = archive
        self.server = server
        self.changes: list[tuple[str, str, int]] = []

    def peer(self) -> Peer:
        return Peer(self.server.port)

    def is_alive(self) -> bool:
        """Whether another peer is served."""
        with self.peer() as peer:
            return peer.associate()[0] == 2 and peer.echo() == 0


@contextmanager
def running(folder: Path, limits: NodeLimits | None = None, called: str | None = None) -> Iterator[RunningNode]:
    """A node with an archive in a folder."""
    with Archive(folder) as archive:
        changes: list[tuple[str, str, int]] = []

        def changed(study_uid: str, series_uid: str, revision: int) -> None:
            changes.append((study_uid, series_uid, revision))

        server = Server(archive, ("127.0.0.1", 0), called, limits or NodeLimits(), changed)
        node = RunningNode(archive, server)
        node.changes = changes
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield node
        finally:
            server.stop()
            thread.join()
