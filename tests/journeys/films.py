"""Films and pictures for the journeys: the middle of each frame is one colour or value, which tells its number."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    UID,
    ExplicitVRLittleEndian,
    SecondaryCaptureImageStorage,
    UltrasoundMultiFrameImageStorage,
    XRayAngiographicImageStorage,
    generate_uid,
)

ROWS, COLUMNS = 96, 128
FRAME_MS: Final = 200.0
# Far apart, so that video with loss cannot make one of another.
COLOURS: Final = (
    (200, 30, 30),
    (30, 200, 30),
    (30, 30, 200),
    (200, 200, 30),
    (200, 30, 200),
    (30, 200, 200),
    (240, 240, 240),
    (110, 110, 110),
)
VALUES: Final = (200, 700, 1200, 1700, 2200, 2700)


def write_ultrasound(folder: Path) -> Path:
    """A colour film of eight frames at its own time, RGB, not calibrated."""
    frames = np.zeros((len(COLOURS), ROWS, COLUMNS, 3), np.uint8)
    frames[:, 16:80, 16:112] = np.array(COLOURS, np.uint8)[:, None, None]
    dataset = film_object("Echo^Film", UltrasoundMultiFrameImageStorage, "US", "RGB", frames)
    dataset.NumberOfFrames = len(COLOURS)
    dataset.FrameTime = FRAME_MS
    dataset.FrameIncrementPointer = 0x00181063
    return save(dataset, folder / "ultrasound.dcm")


def write_angiogram(folder: Path) -> Path:
    """A grey film of twelve bits; its window shows 0 to 3000."""
    frames = np.zeros((len(VALUES), ROWS, COLUMNS), np.uint16)
    frames[:, 16:80, 16:112] = np.array(VALUES, np.uint16)[:, None, None]
    dataset = film_object("Angio^Film", XRayAngiographicImageStorage, "XA", "MONOCHROME2", frames)
    dataset.NumberOfFrames = len(VALUES)
    dataset.FrameTime = FRAME_MS
    dataset.FrameIncrementPointer = 0x00181063
    dataset.WindowCenter, dataset.WindowWidth = 1500, 3000
    return save(dataset, folder / "angiogram.dcm")


def write_screen(folder: Path) -> Path:
    """A single picture in YBR_FULL: four fields of colour."""
    picture = np.zeros((ROWS, COLUMNS, 3), np.uint8)
    picture[:48, :64], picture[:48, 64:] = (120, 90, 200), (180, 60, 110)
    picture[48:, :64], picture[48:, 64:] = (60, 170, 120), (210, 128, 128)
    dataset = film_object("Screen^Page", SecondaryCaptureImageStorage, "OT", "YBR_FULL", picture)
    return save(dataset, folder / "screen.dcm")


def film_object(name: str, sop_class: UID, modality: str, photometric: str, pixels: NDArray[np.generic]) -> Dataset:
    """What every film and picture has; pixels [frame, row, column] or with colours, the frame left out of pictures."""
    dataset = Dataset()
    dataset.SOPClassUID, dataset.SOPInstanceUID = sop_class, generate_uid(entropy_srcs=[name])
    dataset.StudyInstanceUID = generate_uid(entropy_srcs=[name, "study"])
    dataset.SeriesInstanceUID = generate_uid(entropy_srcs=[name, "series"])
    dataset.PatientName, dataset.PatientID = name, name.partition("^")[0].upper()
    dataset.StudyDate, dataset.Modality, dataset.SeriesNumber, dataset.InstanceNumber = "20260131", modality, 1, 1
    at = pixels.ndim - (2 if photometric == "MONOCHROME2" else 3)
    dataset.Rows, dataset.Columns = pixels.shape[at : at + 2]
    dataset.PhotometricInterpretation = photometric
    dataset.SamplesPerPixel = 1 if photometric == "MONOCHROME2" else 3
    if dataset.SamplesPerPixel == 3:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = 8 * pixels.dtype.itemsize
    dataset.BitsStored = 12 if pixels.dtype.itemsize == 2 else 8
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = 0
    dataset.PixelData = pixels.tobytes()
    return dataset


def save(dataset: Dataset, path: Path) -> Path:
    """Write it as a DICOM file."""
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(path, enforce_file_format=True)
    return path
