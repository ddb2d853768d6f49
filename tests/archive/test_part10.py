import zlib
from io import BytesIO

import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from archive.errors import ArchiveError, LimitExceededError, MalformedError, NotDicomError
from archive.facts import read_facts
from archive.header import decode_header
from archive.layout import read_layout
from archive.part10 import dataset_start, file_meta, looks_like_dicom, open_file
from tests.archive.samples import bare, part10, slice_dataset, slice_file
from tests.data import shared_data

PLAIN = [ExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian]


@pytest.mark.parametrize("syntax", [*PLAIN, DeflatedExplicitVRLittleEndian])
def test_a_complete_file_is_read_as_it_says(syntax: str) -> None:
    file = open_file(part10(slice_dataset(), syntax))
    assert (file.syntax.uid, file.has_meta, file.bare) == (syntax, True, False)
    assert (file.raw(0x00100020) or b"").strip() == b"P7"
    assert file.raw(0x00990099) is None


@pytest.mark.parametrize("syntax", PLAIN)
def test_a_bare_data_set_is_recognised_by_its_first_element(syntax: str) -> None:
    data = bare(slice_dataset(), syntax)
    assert looks_like_dicom(data[:160])
    file = open_file(data)
    assert (file.syntax.uid, file.has_meta, file.bare, file.start) == (syntax, False, True, 0)


def test_file_meta_without_a_preamble_and_with_a_wrong_group_length_is_read() -> None:
    data = bytearray(slice_file()[128 + 4 :])
    data[8:12] = b"\xff\xff\xff\x7f"
    file = open_file(bytes(data))
    assert (file.syntax.uid, file.has_meta, file.bare) == (ExplicitVRLittleEndian, False, False)


def test_a_syntax_that_the_first_element_contradicts_is_corrected() -> None:
    data = slice_file()
    start = dataset_start(data)
    file = open_file(data[:start] + bare(slice_dataset(), ImplicitVRLittleEndian))
    assert (file.syntax.uid, file.has_meta) == (ImplicitVRLittleEndian, False)


@pytest.mark.parametrize(
    "data",
    [b"", b"x", b"#!/bin/sh\necho hello world\n" * 20, b"\x89PNG\r\n\x1a\n" + bytes(300), b"\xff\xd8\xff\xe0" * 99],
)
def test_other_files_are_not_dicom(data: bytes) -> None:
    assert not looks_like_dicom(data[:160])
    with pytest.raises(NotDicomError):
        open_file(data)


def test_what_only_starts_like_a_data_set_is_not_dicom() -> None:
    data = b"\x08\x00\x05\x00CS\xff\x7f" + b"text" * 50
    assert looks_like_dicom(data)
    with pytest.raises(NotDicomError):
        open_file(data)


def test_a_dicomdir_is_no_instance() -> None:
    with pytest.raises(NotDicomError, match="DICOMDIR"):
        open_file(shared_data("odd", "headers", "DICOMDIR").read_bytes())


def test_compressed_pixels_without_a_syntax_are_refused() -> None:
    dataset = bare(slice_dataset(PixelData=None))
    pixels = b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
    with pytest.raises(MalformedError, match="no transfer syntax"):
        open_file(dataset + pixels)


def deflated(content: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    squeezed = compressor.compress(content) + compressor.flush()
    return file_meta("1.2", "1.3", DeflatedExplicitVRLittleEndian) + squeezed


def test_a_deflate_bomb_is_refused() -> None:
    bomb = deflated(bare(slice_dataset()) + b"\0" * (200 << 20))
    assert len(bomb) < 1 << 20
    with pytest.raises(LimitExceededError, match="bomb"):
        open_file(bomb)


@pytest.mark.parametrize("cut", [10, 400])
def test_a_deflated_data_set_that_is_cut_or_broken_is_refused(cut: int) -> None:
    data = part10(slice_dataset(), DeflatedExplicitVRLittleEndian)
    start = dataset_start(data)
    with pytest.raises(MalformedError, match="deflated"):
        open_file(data[: start + cut])
    with pytest.raises(ArchiveError):
        open_file(data[:start] + b"\xff" * 100)


def test_our_file_meta_is_read_by_pydicom() -> None:
    data = file_meta("1.2.840.10008.5.1.4.1.1.2", "1.2.3", ImplicitVRLittleEndian, "STORESCU")
    data += bare(slice_dataset(), ImplicitVRLittleEndian)
    dataset = pydicom.dcmread(BytesIO(data))
    assert dataset.file_meta.TransferSyntaxUID == ImplicitVRLittleEndian
    assert dataset.file_meta.MediaStorageSOPInstanceUID == "1.2.3"
    assert dataset.file_meta.SourceApplicationEntityTitle == "STORESCU"
    assert dataset.PatientID == "P7"
    assert open_file(data).has_meta


def test_broken_file_meta_is_refused() -> None:
    for cut in (140, 150, 200, 300):
        with pytest.raises(MalformedError):
            open_file(slice_file()[:cut])


@given(
    st.lists(st.tuples(st.integers(0, 900), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6),
    st.one_of(st.none(), st.integers(0, 900)),
    st.sampled_from(PLAIN),
)
@settings(max_examples=300)
def test_spoilt_files_raise_nothing_but_errors_of_ours(
    changes: list[tuple[int, bytes]], cut: int | None, syntax: str
) -> None:
    data = bytearray(part10(slice_dataset(), syntax))
    for at, spoilt in changes:
        data[at : at + len(spoilt)] = spoilt
    try:
        file = open_file(bytes(data[:cut]))
        facts = read_facts(file)
        decode_header(facts.header)
        read_layout(file)
    except ArchiveError as error:
        assert "Probe" not in str(error)  # noqa: PT017  (most spoilt files are read, which is fine)
