"""Small DICOM objects for tests, written by pydicom."""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian, ImplicitVRLittleEndian

PIXELS: NDArray[Any] = (np.arange(12 * 10, dtype=np.int16) - 30).reshape(12, 10)
SERIES = "1.2.826.0.1.3680043.2.1125.1"


def slice_dataset(number: int = 1, pixels: NDArray[Any] = PIXELS, **changes: Any) -> Dataset:
    """A CT slice; `changes` set elements by keyword, None deletes them."""
    dataset = Dataset()
    dataset.SOPClassUID = CTImageStorage
    dataset.SOPInstanceUID = f"{SERIES}.{number}"
    dataset.StudyInstanceUID = "1.2.826.0.1.3680043.2.1125"
    dataset.SeriesInstanceUID = SERIES
    dataset.PatientName, dataset.PatientID, dataset.PatientBirthDate, dataset.PatientSex = "Probe^Paula", "P7", "", "F"
    dataset.StudyDate, dataset.StudyTime, dataset.AccessionNumber = "20260102", "101500", "A-55"
    dataset.StudyDescription, dataset.SeriesDescription, dataset.Modality = "Head", "thin", "CT"
    dataset.SeriesNumber, dataset.InstanceNumber = 3, number
    dataset.ImagePositionPatient = [0.0, 0.0, float(number)]
    dataset.Rows, dataset.Columns = pixels.shape[:2]
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = pixels.dtype.itemsize * 8
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(pixels.dtype.kind == "i")
    dataset.add_new(0x7FE00010, "OW", pixels.tobytes() + b"\0" * (pixels.nbytes % 2))
    for keyword, value in changes.items():
        if value is None:
            delattr(dataset, keyword)
        else:
            setattr(dataset, keyword, value)
    return dataset


def bare(dataset: Dataset, syntax: str = ExplicitVRLittleEndian) -> bytes:
    """The data set alone, without preamble and file meta information."""
    uid = UID(syntax)
    buffer = DicomBytesIO()
    buffer.is_implicit_VR = uid == ImplicitVRLittleEndian
    buffer.is_little_endian = uid.is_little_endian
    write_dataset(buffer, dataset)
    return bytes(buffer.getvalue())


def part10(dataset: Dataset, syntax: str = ExplicitVRLittleEndian) -> bytes:
    """A complete file."""
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = UID(syntax)
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    buffer = BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def slice_file(number: int = 1, **changes: Any) -> bytes:
    """A complete file with one CT slice."""
    return part10(slice_dataset(number, **changes))


def element(group: int, number: int, vr: bytes, value: bytes) -> bytes:
    """One explicit little endian element, as hostile as its arguments."""
    head = group.to_bytes(2, "little") + number.to_bytes(2, "little") + vr
    if vr in (b"OB", b"OW", b"SQ", b"UN", b"UT"):
        return head + b"\0\0" + len(value).to_bytes(4, "little") + value
    return head + len(value).to_bytes(2, "little") + value
