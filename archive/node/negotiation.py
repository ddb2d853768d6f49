"""Which associations and presentation contexts are accepted (PS3.8 section 7.1, PS3.7 annex D)."""

import logging
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from pynetdicom.pdu import A_ASSOCIATE_AC, A_ASSOCIATE_RQ
from pynetdicom.pdu_primitives import (
    A_ASSOCIATE,
    ImplementationClassUIDNotification,
    ImplementationVersionNameNotification,
    MaximumLengthNotification,
)
from pynetdicom.presentation import PresentationContext
from pynetdicom.service_class import ServiceClass, StorageServiceClass, VerificationServiceClass
from pynetdicom.sop_class import uid_to_service_class

from archive.errors import ProtocolError
from archive.node.pdu import AbortReason, PduType
from archive.part10 import IMPLEMENTATION_NAME, IMPLEMENTATION_UID
from archive.syntaxes import EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, Codec, transfer_syntax

# It logs what peers send, names of people included.
logging.getLogger("pynetdicom").setLevel(logging.CRITICAL + 1)

_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1"
_ACCEPTED, _NO_ABSTRACT, _NO_TRANSFER = 0, 3, 4


class Rejection(Enum):
    """Result, source and reason of an A-ASSOCIATE-RJ (PS3.8 table 9-21)."""

    APPLICATION_CONTEXT = (1, 1, 2)
    CALLED_AET = (1, 1, 7)
    PROTOCOL_VERSION = (1, 2, 2)
    BUSY = (2, 3, 2)


@dataclass(frozen=True, slots=True)
class Context:
    """An accepted presentation context."""

    abstract_syntax: str
    transfer_syntax: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """An association as it was agreed on: the answer to send, and what may come."""

    answer: bytes
    contexts: dict[int, Context]
    calling_aet: str


def reject(rejection: Rejection) -> bytes:
    """An A-ASSOCIATE-RJ PDU."""
    return struct.pack(">BBLBBBB", PduType.ASSOCIATE_RJ, 0, 4, 0, *rejection.value)


def negotiate(body: bytes, called_aet: str | None, largest_pdu: int) -> Accepted | Rejection:
    """Answer an A-ASSOCIATE-RQ, given its bytes after the header.

    `called_aet` is the title that peers must call, or None when any will do.

    Raises:
        ProtocolError: it cannot be read.
    """
    try:
        return _decide(_read(body), body, called_aet, largest_pdu)
    except Exception as error:
        # pynetdicom raises whatever its parser trips over.
        raise ProtocolError("an A-ASSOCIATE-RQ that cannot be read", AbortReason.INVALID_PARAMETER) from error


def _decide(asked: A_ASSOCIATE, body: bytes, called_aet: str | None, largest_pdu: int) -> Accepted | Rejection:
    if asked.application_context_name != _APPLICATION_CONTEXT:
        return Rejection.APPLICATION_CONTEXT
    if not int.from_bytes(body[:2], "big") & 1:
        return Rejection.PROTOCOL_VERSION
    if called_aet is not None and str(asked.called_ae_title).strip() != called_aet:
        return Rejection.CALLED_AET
    contexts: dict[int, Context] = {}
    results: list[PresentationContext] = []
    for offered in asked.presentation_context_definition_list:
        syntaxes = [str(uid) for uid in offered.transfer_syntax]
        result = _judge(str(offered.abstract_syntax), syntaxes)
        chosen = preferred(syntaxes) if result == _ACCEPTED else (syntaxes or [IMPLICIT_LITTLE.uid])[0]
        if result == _ACCEPTED:
            contexts[int(offered.context_id or 0)] = Context(str(offered.abstract_syntax), chosen)
        results.append(_result(offered, chosen, result))
    return Accepted(_accept(asked, results, largest_pdu), contexts, str(asked.calling_ae_title).strip())


def preferred(syntaxes: Iterable[str]) -> str:
    """Which of the offered transfer syntaxes to take: plain ones first, then what we can decode, then any."""

    def rank(uid: str) -> int:
        if uid == EXPLICIT_LITTLE.uid:
            return 0
        if uid == IMPLICIT_LITTLE.uid:
            return 1
        if uid == EXPLICIT_BIG.uid:
            return 3
        return 2 if transfer_syntax(uid).codec is not Codec.UNSUPPORTED else 4

    return min(syntaxes, key=rank)


def _read(body: bytes) -> A_ASSOCIATE:
    request = A_ASSOCIATE_RQ()
    request.decode(struct.pack(">BBL", PduType.ASSOCIATE_RQ, 0, len(body)) + body)
    return request.to_primitive()


def _judge(abstract_syntax: str, syntaxes: list[str]) -> int:
    """Verification and storage are provided; a class that nobody knows is taken for a private storage class."""
    service = uid_to_service_class(abstract_syntax)
    if service not in (StorageServiceClass, VerificationServiceClass, ServiceClass):
        return _NO_ABSTRACT
    return _ACCEPTED if syntaxes else _NO_TRANSFER


def _result(offered: PresentationContext, syntax: str, result: int) -> PresentationContext:
    context = PresentationContext()
    context.context_id = offered.context_id
    context.abstract_syntax = offered.abstract_syntax
    context.transfer_syntax = [syntax]
    context.result = result
    return context


def _accept(asked: A_ASSOCIATE, results: list[PresentationContext], largest_pdu: int) -> bytes:
    answer = A_ASSOCIATE()
    answer.application_context_name = asked.application_context_name
    answer.calling_ae_title = asked.calling_ae_title
    answer.called_ae_title = asked.called_ae_title
    answer.result, answer.result_source = 0, 1
    largest = MaximumLengthNotification()
    largest.maximum_length_received = largest_pdu
    implementation = ImplementationClassUIDNotification()
    implementation.implementation_class_uid = IMPLEMENTATION_UID
    version = ImplementationVersionNameNotification()
    version.implementation_version_name = IMPLEMENTATION_NAME
    answer.user_information = [largest, implementation, version]
    answer.presentation_context_definition_results_list = results
    pdu = A_ASSOCIATE_AC()
    pdu.from_primitive(answer)
    return bytes(pdu.encode())
