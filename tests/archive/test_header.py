from pathlib import Path

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from archive.errors import LimitExceededError, MalformedError, NotDicomError, StoreError
from archive.facts import read_facts
from archive.header import decode_header, header_bytes, map_file
from archive.part10 import open_file
from tests.archive.samples import part10, slice_dataset
from tests.data import shared_data


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian])
def test_the_kept_header_is_the_data_set_without_what_is_bulky_or_private(syntax: str) -> None:
    dataset = slice_dataset(number=4)
    dataset.IconImageSequence = Sequence([Dataset()])
    dataset.add_new(0x60003000, "OW", b"\1\0" * 100)
    block = dataset.private_block(0x0029, "SOMEBODY", create=True)
    block.add_new(1, "LO", "private")
    dataset.add_new(0x00204000, "LT", "x" * ((1 << 20) + 2) if syntax == ImplicitVRLittleEndian else "x" * 10)
    dataset.VOILUTSequence = Sequence([Dataset()])
    header = header_bytes(open_file(part10(dataset, syntax)))
    kept = decode_header(header)
    assert [float(value) for value in kept.ImagePositionPatient] == [0, 0, 4]
    assert (kept.Rows, kept.PatientID, len(kept.VOILUTSequence)) == (12, "P7", 1)
    assert not {"PixelData", "IconImageSequence", "OverlayData"} & set(kept.dir())
    assert (0x0029, 0x1001) not in kept
    assert ("ImageComments" in kept) == (syntax != ImplicitVRLittleEndian)
    assert len(header) < 1500


@pytest.mark.parametrize(("pixels", "kept"), [(bytes(240), b"e"), (b"", b"E"), (None, b"E")])
def test_the_kept_header_says_whether_there_were_pixels(pixels: bytes | None, kept: bytes) -> None:
    header = header_bytes(open_file(part10(slice_dataset(PixelData=pixels))))
    assert header[:1] == kept
    assert decode_header(header).Rows == 12


def test_bytes_that_are_no_kept_header_are_refused() -> None:
    with pytest.raises(MalformedError):
        decode_header(b"?nonsense")


def test_names_keep_their_groups() -> None:
    header = decode_header(header_bytes(open_file(shared_data("odd", "charset", "chrH31.dcm").read_bytes())))
    assert header.PatientName.ideographic == "山田^太郎"


def test_what_would_break_a_parser_never_reaches_it() -> None:
    with pytest.raises(LimitExceededError, match="nested"):
        open_file(shared_data("malformed", "deeply_nested_sequence.dcm").read_bytes())


def test_missing_and_empty_files_are_errors_of_ours(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="gone"):
        map_file(tmp_path / "gone")
    (tmp_path / "empty").touch()
    with pytest.raises(NotDicomError, match="empty"):
        map_file(tmp_path / "empty")


def test_closing_never_fails_while_somebody_still_looks(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    with map_file(tmp_path / "x") as data:
        view = memoryview(data)
    assert bytes(view) == b"abc"


@pytest.mark.parametrize("charset", [b"NO SUCH   ", b"\0\0\0_IR 100", b"\xff" * 10])
def test_a_character_set_that_does_not_exist_spoils_nothing(charset: bytes) -> None:
    data = part10(slice_dataset(SpecificCharacterSet="ISO_IR 100")).replace(b"ISO_IR 100", charset)
    dataset = decode_header(header_bytes(open_file(data)))
    assert (dataset.Modality, dataset.Rows) == ("CT", 12)
    assert read_facts(open_file(data)).patient_name == "Probe^Paula"


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
def test_long_look_up_tables_are_kept(syntax: str) -> None:
    table = Dataset()
    table.LUTDescriptor = [0, 0, 16]
    table.add_new(0x00283006, "OW", bytes(131072))
    header = header_bytes(open_file(part10(slice_dataset(ModalityLUTSequence=Sequence([table])), syntax)))
    assert len(decode_header(header).ModalityLUTSequence[0].LUTData) == 131072
