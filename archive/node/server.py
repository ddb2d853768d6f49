"""The node's door: accepts connections, keeps count of them, and closes all when told to stop."""

import contextlib
import logging
import selectors
import socket
import threading
import time
from dataclasses import dataclass, field

from archive.archive import Archive
from archive.node.association import Association, NodeLimits
from archive.node.pdu import AbortReason, PduSocket, abort_pdu
from archive.node.reception import Changed

log = logging.getLogger(__name__)
_BACKLOG = 128
_STACK_BYTES = 512 << 10
_JOIN_S = 0.7


@dataclass(eq=False, slots=True)
class _Guest:
    link: socket.socket
    since: float
    associated: bool = False
    thread: threading.Thread | None = field(default=None)


class Server:
    """Listens and serves each connection in a thread.

    Connections that have not asked for an association are counted apart from associations: when there are too many, the
    oldest of them has to go, so that silent ones never keep a peer out.

    Raises:
        OSError: the address cannot be had.
    """

    def __init__(
        self,
        archive: Archive,
        address: tuple[str, int],
        called_aet: str | None,
        limits: NodeLimits,
        changed: Changed,
    ) -> None:
        self._archive = archive
        self._called_aet = called_aet
        self._limits = limits
        self._changed = changed
        self._guests: set[_Guest] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(address, backlog=_BACKLOG)
        self._listener.setblocking(False)  # noqa: FBT003
        self._wake, self._waker = socket.socketpair()
        self._waker.setblocking(False)  # noqa: FBT003

    @property
    def port(self) -> int:
        """The bound port."""
        return int(self._listener.getsockname()[1])

    def run(self) -> None:
        """Accept until `stop` is called; then all connections are aborted."""
        threading.stack_size(_STACK_BYTES)
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while not any(key.fileobj is self._wake for key, _ in selector.select()):
                self._accept()
        self._listener.close()
        self._close_all()

    def stop(self) -> None:
        """Make `run` return soon; may be called from a signal handler or any thread."""
        self._waker.send(b"\0")

    def _accept(self) -> None:
        try:
            link, _ = self._listener.accept()
        except OSError as error:
            # Gone again, or out of file numbers: the latter must not become a busy loop.
            log.warning("a connection could not be accepted: %s", error.strerror)
            time.sleep(0.05)
            return
        guest = _Guest(link, time.monotonic())
        with self._lock:
            self._guests.add(guest)
            waiting = [one for one in self._guests if not one.associated]
        if len(waiting) > self._limits.unassociated:
            _shut(min(waiting, key=lambda one: one.since).link)
        guest.thread = threading.Thread(target=self._serve, args=(guest,), name="association", daemon=True)
        try:
            guest.thread.start()
        except RuntimeError:
            log.warning("no thread for a connection")
            self._forget(guest)

    def _serve(self, guest: _Guest) -> None:
        try:
            link = PduSocket(guest.link, self._limits.largest_request)
            Association(link, self._archive, self._limits, self._changed).serve(
                self._called_aet, lambda: self._admit(guest)
            )
        except Exception:
            # The thread's edge: one association's fault is not the others'.
            log.exception("an association failed")
        finally:
            self._forget(guest)

    def _admit(self, guest: _Guest) -> bool:
        with self._lock:
            if sum(one.associated for one in self._guests) >= self._limits.associations:
                return False
            guest.associated = True
            return True

    def _forget(self, guest: _Guest) -> None:
        with self._lock:
            self._guests.discard(guest)
        guest.link.close()

    def _close_all(self) -> None:
        with self._lock:
            guests = list(self._guests)
        for guest in guests:
            if guest.associated:
                _say(guest.link, abort_pdu(AbortReason.NOT_SPECIFIED))
            _shut(guest.link)
        deadline = time.monotonic() + _JOIN_S
        for guest in guests:
            if guest.thread is not None:
                guest.thread.join(max(0.0, deadline - time.monotonic()))
        self._wake.close()
        self._waker.close()


def _say(link: socket.socket, data: bytes) -> None:
    """Send a few bytes if that needs no waiting."""
    with contextlib.suppress(OSError):
        link.send(data, socket.MSG_DONTWAIT)


def _shut(link: socket.socket) -> None:
    """Wake whoever reads from it with an end of file."""
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
