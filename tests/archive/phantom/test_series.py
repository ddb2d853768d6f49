from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from archive.phantom.series import CORONAL, Grid, Identity, Pixels, pattern, stable_uid, write_series

SYNTAXES = [
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
    RLELossless,
    JPEGLSLossless,
    JPEG2000Lossless,
]


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda uid: uid.keyword)
@pytest.mark.parametrize("pixels", [Pixels(), Pixels(signed=False, bits_stored=12)], ids=["int16", "uint12"])
def test_another_reader_gets_the_values_back(tmp_path: Path, syntax: str, pixels: Pixels) -> None:
    files = write_series(tmp_path, slices=2, transfer_syntax=syntax, pixels=pixels)
    for plane, file in zip(pattern(2, 32, 40), files, strict=True):
        dataset = pydicom.dcmread(file)
        assert dataset.file_meta.TransferSyntaxUID == syntax
        np.testing.assert_array_equal(dataset.pixel_array, plane)


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_series(tmp_path / name, slices=2) for name in ("a", "b"))
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_series_of_one_study_share_patient_study_and_frame_but_no_uid_of_their_own(tmp_path: Path) -> None:
    a, b = (
        pydicom.dcmread(write_series(tmp_path, slices=1, identity=Identity(series=series))[0]) for series in ("a", "b")
    )
    for keyword in ("PatientID", "StudyInstanceUID", "FrameOfReferenceUID"):
        assert a[keyword] == b[keyword]
    assert a.SeriesInstanceUID != b.SeriesInstanceUID
    assert a.SOPInstanceUID != b.SOPInstanceUID


def test_positions_follow_the_normal(tmp_path: Path) -> None:
    files = write_series(tmp_path, slices=3, spacing=(0.5, 0.75, 2), origin=(1, 2, 3), orientation=CORONAL)
    dataset = pydicom.dcmread(files[2])
    assert dataset.PixelSpacing == [0.75, 0.5]
    assert dataset.SliceThickness == 2
    assert dataset.ImagePositionPatient == [1, 6, 3]


def test_offsets_place_slices_freely(tmp_path: Path) -> None:
    files = write_series(tmp_path, slices=3, offsets=[0, 1, 5])
    assert [pydicom.dcmread(file).ImagePositionPatient[2] for file in files] == [0, 1, 5]


def test_a_tilted_gantry_turns_the_slices_but_not_the_table() -> None:
    grid = Grid(tilt_deg=30, spacing=(1, 1, 4))
    assert grid.cosines() == pytest.approx((1, 0, 0, 0, np.sqrt(3) / 2, 0.5))
    assert grid.position(2) == (0, 0, 8)


def test_the_tilt_is_written_down(tmp_path: Path) -> None:
    dataset = pydicom.dcmread(write_series(tmp_path, slices=1, tilt_deg=12)[0])
    assert dataset.GantryDetectorTilt == 12


def test_edit_has_the_last_word(tmp_path: Path) -> None:
    def move(k: int, dataset: Dataset) -> None:
        dataset.InstanceNumber = 7 - k

    files = write_series(tmp_path, slices=2, edit=move)
    assert [pydicom.dcmread(file).InstanceNumber for file in files] == [7, 6]


def test_pixel_format_is_as_asked(tmp_path: Path) -> None:
    pixels = Pixels(signed=False, bits_allocated=8, bits_stored=8, slope=2, intercept=-5, padding=0, inverted=True)
    voxels = np.arange(6, dtype=np.uint8).reshape(1, 2, 3)
    dataset = pydicom.dcmread(write_series(tmp_path, voxels=voxels, pixels=pixels, series_uid="1.2.3")[0])
    assert (dataset.RescaleSlope, dataset.RescaleIntercept) == (2, -5)
    assert dataset.PhotometricInterpretation == "MONOCHROME1"
    assert dataset.PixelPaddingValue == 0
    assert dataset.SeriesInstanceUID == "1.2.3"
    np.testing.assert_array_equal(dataset.pixel_array, voxels[0])


def test_values_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"0\.\.600 do not fit into 8 stored bits"):
        write_series(tmp_path, voxels=np.array([[[0, 600]]]), pixels=Pixels(signed=False, bits_stored=8))


def test_stable_uids_are_valid_and_differ() -> None:
    one, other = stable_uid("a", 1), stable_uid("a", 2)
    assert one.is_valid
    assert one != other
    assert one == stable_uid("a", 1)
