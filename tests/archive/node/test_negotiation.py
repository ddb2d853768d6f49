import os

import pytest
from pynetdicom import AllStoragePresentationContexts
from pynetdicom.pdu import A_ASSOCIATE_AC

from archive.errors import ProtocolError
from archive.node.negotiation import Accepted, Rejection, negotiate, preferred, reject
from tests.archive.node.peer import CT, EXPLICIT, VERIFICATION, request

IMPLICIT = "1.2.840.10008.1.2"
BIG = "1.2.840.10008.1.2.2"
J2K = "1.2.840.10008.1.2.4.90"
FIND = "1.2.840.10008.5.1.4.1.2.2.1"


def ask(contexts: list[tuple[str, list[str]]], called: str | None = None) -> Accepted | Rejection:
    return negotiate(request(contexts)[6:], called, 131072)


def test_storage_verification_and_unknown_classes_are_accepted_and_others_are_not() -> None:
    answer = ask(
        [(CT, [EXPLICIT]), (VERIFICATION, [IMPLICIT]), ("1.3.12.2.1107.5.9.1", ["1.2.3.99"]), (FIND, [EXPLICIT])]
    )
    assert isinstance(answer, Accepted)
    assert sorted(answer.contexts) == [1, 3, 5]
    assert answer.contexts[5].transfer_syntax == "1.2.3.99"
    assert answer.calling_aet == "PEER"
    pdu = A_ASSOCIATE_AC()
    pdu.decode(answer.answer)
    primitive = pdu.to_primitive()
    assert [context.result for context in primitive.presentation_context_definition_results_list] == [0, 0, 0, 3]
    assert primitive.maximum_length_received == 131072
    assert primitive.called_ae_title == "TOMOCAST"


def test_every_storage_class_of_the_standard_is_accepted() -> None:
    answer = ask([(str(context.abstract_syntax), [EXPLICIT]) for context in AllStoragePresentationContexts[:128]])
    assert isinstance(answer, Accepted)
    assert len(answer.contexts) == 128


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([BIG, IMPLICIT, EXPLICIT], EXPLICIT),
        ([J2K, IMPLICIT], IMPLICIT),
        ([BIG, J2K], J2K),
        (["1.2.3.99", BIG], BIG),
        (["1.2.3.98", "1.2.3.99"], "1.2.3.98"),
    ],
)
def test_plain_syntaxes_are_preferred(offered: list[str], chosen: str) -> None:
    assert preferred(offered) == chosen


def test_rejections() -> None:
    good = [(CT, [EXPLICIT])]
    assert isinstance(ask(good, "TOMOCAST"), Accepted)
    assert ask(good, "SOMEONE") is Rejection.CALLED_AET
    foreign = request(good).replace(b"1.2.840.10008.3.1.1.1", b"1.2.840.10008.3.1.1.9")
    assert negotiate(foreign[6:], None, 1) is Rejection.APPLICATION_CONTEXT
    old = bytearray(request(good)[6:])
    old[1] = 0
    assert negotiate(bytes(old), None, 1) is Rejection.PROTOCOL_VERSION
    assert reject(Rejection.CALLED_AET) == b"\3\0\0\0\0\4\0\1\1\7"


def test_nonsense_is_a_protocol_error_and_never_anything_else() -> None:
    whole = request()[6:]
    for cut in range(0, len(whole), 7):
        try:
            negotiate(whole[:cut], None, 131072)
        except ProtocolError:
            continue
    for _ in range(50):
        with pytest.raises(ProtocolError):
            negotiate(os.urandom(200), None, 131072)
