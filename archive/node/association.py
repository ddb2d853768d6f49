"""One association: from the request to the release, in a thread of its own."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from archive.archive import Archive
from archive.errors import PeerGoneError, ProtocolError
from archive.node.dimse import LARGEST_COMMAND, Command, Operation, Status, command_pdu, read_command, response
from archive.node.negotiation import Accepted, Rejection, negotiate, reject
from archive.node.pdu import RELEASE_RP, AbortReason, PduSocket, PduType
from archive.node.reception import Changed, Reception, Verdict

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NodeLimits:
    """What a peer may ask of the node. Times are in seconds; sizes in bytes after a PDU's header."""

    associations: int = 64
    unassociated: int = 64
    largest_pdu: int = 128 << 10
    largest_request: int = 64 << 10
    artim_s: float = 10.0
    pdu_s: float = 30.0
    idle_s: float = 300.0


class Association:
    """Serves one peer until it releases, aborts, breaks the protocol or falls silent."""

    def __init__(self, link: PduSocket, archive: Archive, limits: NodeLimits, changed: Changed) -> None:
        self._link = link
        self._archive = archive
        self._limits = limits
        self._changed = changed
        self._agreed: Accepted | None = None
        self._command = bytearray()
        self._current: tuple[int, Command] | None = None
        self._reception: Reception | None = None

    def serve(self, called_aet: str | None, admitted: Callable[[], bool]) -> None:
        """Serve the peer. `admitted` is asked once the request has come, and says whether there is room."""
        try:
            if self._agree(called_aet, admitted):
                while self._next():
                    pass
        except ProtocolError as error:
            log.warning("an association is aborted: %s", error)
            self._link.abort(error.reason)
        except PeerGoneError as error:
            log.info("an association ended: %s", error)
        finally:
            if self._reception is not None:
                self._reception.drop()

    def _agree(self, called_aet: str | None, admitted: Callable[[], bool]) -> bool:
        kind, body = self._link.receive(self._limits.artim_s, self._limits.artim_s)
        if kind != PduType.ASSOCIATE_RQ:
            raise ProtocolError("the first PDU is no association request", AbortReason.UNEXPECTED_PDU)
        answer = negotiate(bytes(body), called_aet, self._limits.largest_pdu)
        if isinstance(answer, Accepted) and not admitted():
            answer = Rejection.BUSY
        if isinstance(answer, Rejection):
            log.info("an association is rejected: %s", answer.name)
            self._link.send(reject(answer))
            return False
        self._link.allow(self._limits.largest_pdu)
        self._link.send(answer.answer)
        self._agreed = answer
        return True

    def _next(self) -> bool:
        """Handle one PDU; says whether the association goes on."""
        kind, body = self._link.receive(self._limits.idle_s, self._limits.pdu_s)
        if kind == PduType.DATA:
            self._data(body)
            return True
        if kind == PduType.RELEASE_RQ:
            self._link.send(RELEASE_RP)
            return False
        if kind == PduType.ABORT:
            return False
        raise ProtocolError(f"a PDU of type {kind} inside the association", AbortReason.UNEXPECTED_PDU)

    def _data(self, body: memoryview) -> None:
        """The presentation data values of a P-DATA PDU (PS3.8 9.3.5.1)."""
        position = 0
        while position < len(body):
            length = int.from_bytes(body[position : position + 4], "big")
            end = position + 4 + length
            if length < 2 or end > len(body):
                raise ProtocolError("a fragment's length is wrong", AbortReason.INVALID_PARAMETER)
            context, control = body[position + 4], body[position + 5]
            if self._agreed is None or context not in self._agreed.contexts:
                raise ProtocolError("a presentation context that was not accepted", AbortReason.INVALID_PARAMETER)
            fragment, is_last = body[position + 6 : end], bool(control & 2)
            if control & 1:
                self._command_fragment(context, fragment, is_last=is_last)
            else:
                self._data_fragment(context, fragment, is_last=is_last)
            position = end

    def _command_fragment(self, context: int, fragment: memoryview, *, is_last: bool) -> None:
        if self._current is not None:
            raise ProtocolError("a command inside of a data set", AbortReason.UNEXPECTED_PARAMETER)
        self._command += fragment
        if len(self._command) > LARGEST_COMMAND:
            raise ProtocolError("an endless command set", AbortReason.INVALID_PARAMETER)
        if not is_last:
            return
        command = read_command(bytes(self._command))
        self._command.clear()
        if command.has_data_set:
            self._begin(context, command)
        elif command.operation == Operation.C_ECHO:
            self._answer(context, command, Verdict(Status.SUCCESS))
        elif command.operation == Operation.C_STORE:
            self._answer(context, command, Verdict(Status.CANNOT_UNDERSTAND, "there is no data set"))
        elif command.operation != Operation.C_CANCEL:
            self._answer(context, command, Verdict(Status.NOT_RECOGNIZED))

    def _begin(self, context: int, command: Command) -> None:
        """A data set follows."""
        self._current = (context, command)
        if command.operation == Operation.C_STORE and self._agreed is not None:
            agreed = self._agreed.contexts[context]
            self._reception = Reception(self._archive, command, agreed, self._agreed.calling_aet)

    def _data_fragment(self, context: int, fragment: memoryview, *, is_last: bool) -> None:
        if self._current is None or self._current[0] != context:
            raise ProtocolError("a data set without its command", AbortReason.UNEXPECTED_PARAMETER)
        if self._reception is not None:
            self._reception.write(fragment)
        if not is_last:
            return
        command, reception = self._current[1], self._reception
        self._current = self._reception = None
        verdict = reception.finish(self._changed) if reception is not None else Verdict(Status.NOT_RECOGNIZED)
        self._answer(context, command, verdict)

    def _answer(self, context: int, command: Command, verdict: Verdict) -> None:
        self._link.send(command_pdu(context, response(command, verdict.status, verdict.comment)))
