from io import BytesIO

import pytest
from pydicom.filereader import read_dataset

from archive.errors import ProtocolError
from archive.node.dimse import Command, Operation, Status, command_pdu, read_command, response
from tests.archive.node.peer import CT, command


def test_a_command_set_is_read() -> None:
    read = read_command(command(1, CT, "1.2.3"))
    assert read == Command(Operation.C_STORE, 7, CT.encode(), b"1.2.3", has_data_set=True)
    assert not read_command(command(0x30, CT, data_set=False)).has_data_set


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\0", b"\0\0\2\0\xff\xff\xff\xff", command(1, CT)[:-9], b"\x08\0\0\1\2\0\0\0\1\0", b"\0\0\0\1\1\0\0\0\1"],
)
def test_broken_command_sets_abort(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_command(data)


def test_a_response_is_what_pydicom_reads() -> None:
    asked = read_command(command(1, CT, "1.2.345"))
    data = response(asked, Status.CANNOT_UNDERSTAND, "it ends inside (7FE0,0010)" + "x" * 100)
    answer = read_dataset(BytesIO(data), is_implicit_VR=True, is_little_endian=True)
    assert answer.CommandGroupLength == len(data) - 12
    assert (answer.CommandField, answer.Status, answer.MessageIDBeingRespondedTo) == (0x8001, 0xC000, 7)
    assert (answer.AffectedSOPClassUID, answer.AffectedSOPInstanceUID) == (CT, "1.2.345")
    assert answer.CommandDataSetType == 0x0101
    assert len(answer.ErrorComment) == 64


def test_a_command_goes_out_as_one_fragment() -> None:
    pdu = command_pdu(5, b"abcd")
    assert pdu == b"\4\0\0\0\0\x0a\0\0\0\6\5\3abcd"
