"""Generated DICOM series: any geometry, pixel format and transfer syntax, valid and always the same."""

import math
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from archive.phantom.modalities import describe_modality

Vec3 = tuple[float, float, float]
Orientation = tuple[float, float, float, float, float, float]
Edit = Callable[[int, Dataset], None]

AXIAL: Orientation = (1, 0, 0, 0, 1, 0)
CORONAL: Orientation = (1, 0, 0, 0, 0, -1)
SAGITTAL: Orientation = (0, 1, 0, 0, 0, -1)

# An implementation class of our own (a UUID-derived UID, PS3.5 B.2); the version name tells readers who wrote the file.
_IMPLEMENTATION = UID("2.25.329800735698586629295641978511506172918")
_VERSION_NAME = "TOMOCAST_PHANTOM"


def stable_uid(*names: object) -> UID:
    """A UID that is always the same for the same names (UUID-derived, PS3.5 B.2)."""
    return UID(f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, '/'.join(map(str, names))).int}")


@dataclass(frozen=True)
class Identity:
    """Whose series this is. Everything is invented; all series of one `study` share patient, study and frame."""

    study: str = "sample"
    series: str = "1"
    number: int = 1
    description: str = "Generated"
    study_description: str = "Generated study"
    patient_name: str = "Sample^Patient"
    patient_id: str = "SAMPLE-1"
    birth_date: str = "19700101"
    sex: str = "O"
    date: str = "20260101"
    time: str = "090000"
    accession: str = ""


@dataclass(frozen=True)
class Grid:
    """Where a series' slices lie in the patient.

    Attributes:
        spacing: millimetres between columns' centres, between rows' centres, and between slices.
        origin: patient position (LPS, mm) of the first voxel of slice 0.
        orientation: direction cosines of a row and of a column, as ImageOrientationPatient.
        tilt_deg: gantry tilt: turns the slices about their row direction, while they still follow one another along
            the untilted normal. The stack is then sheared.
        offsets: millimetres along the untilted normal of each slice, where they are not `k * spacing[2]`.
    """

    spacing: Vec3 = (1.0, 1.0, 1.0)
    origin: Vec3 = (0.0, 0.0, 0.0)
    orientation: Orientation = AXIAL
    tilt_deg: float = 0.0
    offsets: tuple[float, ...] | None = None

    def cosines(self) -> Orientation:
        """ImageOrientationPatient of every slice, tilt included."""
        row, column = np.array(self.orientation[:3]), np.array(self.orientation[3:])
        angle = math.radians(self.tilt_deg)
        tilted = column * math.cos(angle) + np.cross(row, column) * math.sin(angle)
        a, b, c = (float(x) for x in row)
        d, e, f = (float(x) for x in tilted)
        return a, b, c, d, e, f

    def position(self, k: int) -> Vec3:
        """ImagePositionPatient of slice `k`."""
        normal = np.cross(self.orientation[:3], self.orientation[3:])
        offset = self.offsets[k] if self.offsets else k * self.spacing[2]
        x, y, z = (float(v) for v in np.array(self.origin) + offset * normal)
        return x, y, z


@dataclass(frozen=True)
class Pixels:
    """How values are stored: real value = stored * `slope` + `intercept`."""

    signed: bool = True
    bits_allocated: int = 16
    bits_stored: int = 16
    slope: float | None = 1.0
    intercept: float = 0.0
    padding: int | None = None
    inverted: bool = False

    def dtype(self) -> np.dtype[np.integer]:
        """The little-endian type of a stored value."""
        return np.dtype(f"<{'i' if self.signed else 'u'}{self.bits_allocated // 8}")


def pattern(slices: int, rows: int, columns: int) -> NDArray[np.int16]:
    """Stored values in [0, 1000] that differ along each axis: a ramp with a bright ball off the middle."""
    k, j, i = np.meshgrid(*(np.linspace(0, 1, n) for n in (slices, rows, columns)), indexing="ij")
    ball = (k - 0.5) ** 2 + (j - 0.4) ** 2 + (i - 0.6) ** 2 < 0.04
    return np.where(ball, 1000, 100 * i + 200 * j + 300 * k).astype(np.int16)


def write_series(
    folder: Path,
    *,
    slices: int = 8,
    rows: int = 32,
    columns: int = 40,
    voxels: NDArray[np.integer] | None = None,
    spacing: Vec3 = (1.0, 1.0, 1.0),
    origin: Vec3 = (0.0, 0.0, 0.0),
    orientation: Orientation = AXIAL,
    tilt_deg: float = 0.0,
    offsets: Sequence[float] | None = None,
    modality: str = "CT",
    pixels: Pixels | None = None,
    identity: Identity | None = None,
    series_uid: str | None = None,
    transfer_syntax: str = ExplicitVRLittleEndian,
    edit: Edit | None = None,
) -> tuple[Path, ...]:
    """Write one series, a file a slice, and return the files in the order of the slices.

    The same arguments always give the same bytes, UIDs included; another `identity.series` gives another series.

    Args:
        folder: where the files go; made if absent.
        slices, rows, columns: the matrix, where `voxels` is not given.
        voxels: stored values [k, j, i]; `pattern` where absent.
        spacing, origin, orientation, tilt_deg, offsets: see `Grid`.
        modality: CT, MR or PT.
        pixels: how values are stored; where absent signed 16 bit, with slope 1 but for MR, which has none.
        identity: patient, study and series.
        series_uid: a SeriesInstanceUID of the caller's choice.
        transfer_syntax: any uncompressed one, deflated, RLE, JPEG-LS or JPEG 2000 (lossless, at least 32 x 32).
        edit: called with the slice's index and its data set just before it is encoded, for whatever is odd.

    Raises:
        ValueError: for an unknown modality, or values that do not fit into `pixels`.
    """
    stored = pattern(slices, rows, columns) if voxels is None else voxels
    grid = Grid(spacing, origin, orientation, tilt_deg, tuple(offsets) if offsets is not None else None)
    kind, who = pixels or Pixels(slope=None if modality == "MR" else 1.0), identity or Identity()
    _check_range(stored, kind)
    folder.mkdir(parents=True, exist_ok=True)
    shared = _shared_attributes(who, grid, series_uid or stable_uid(who.study, who.series))
    files = []
    for k, plane in enumerate(stored):
        dataset = _image(shared, grid, modality, k, len(stored))
        _set_pixels(dataset, plane, kind)
        if edit:
            edit(k, dataset)
        files.append(_save(dataset, folder / f"{who.series}-{k + 1:04d}.dcm", UID(transfer_syntax)))
    return tuple(files)


def _check_range(stored: NDArray[np.integer], kind: Pixels) -> None:
    low = -(1 << (kind.bits_stored - 1)) if kind.signed else 0
    high = low + (1 << kind.bits_stored) - 1
    if stored.min() < low or stored.max() > high:
        raise ValueError(
            f"values {stored.min()}..{stored.max()} do not fit into {kind.bits_stored} stored bits ({low}..{high})"
        )


def _shared_attributes(who: Identity, grid: Grid, series_uid: str) -> Dataset:
    dataset = Dataset()
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.PatientName, dataset.PatientID = who.patient_name, who.patient_id
    dataset.PatientBirthDate, dataset.PatientSex = who.birth_date, who.sex
    dataset.StudyInstanceUID, dataset.StudyID = stable_uid(who.study), "1"
    dataset.StudyDate = dataset.SeriesDate = dataset.AcquisitionDate = dataset.ContentDate = who.date
    dataset.StudyTime = dataset.SeriesTime = dataset.AcquisitionTime = dataset.ContentTime = who.time
    dataset.AccessionNumber, dataset.ReferringPhysicianName = who.accession, ""
    dataset.StudyDescription, dataset.SeriesDescription = who.study_description, who.description
    dataset.SeriesInstanceUID, dataset.SeriesNumber = series_uid, who.number
    dataset.Manufacturer, dataset.ManufacturerModelName = "Tomocast", "Phantom"
    dataset.SoftwareVersions = "1"
    dataset.BodyPartExamined = "CHEST"
    dataset.FrameOfReferenceUID, dataset.PositionReferenceIndicator = stable_uid(who.study, "frame"), ""
    dataset.AcquisitionNumber = 1
    dataset.PixelSpacing = [grid.spacing[1], grid.spacing[0]]
    dataset.SliceThickness = grid.spacing[2]
    dataset.ImageOrientationPatient = [_decimal(x) for x in grid.cosines()]
    if grid.tilt_deg:
        dataset.GantryDetectorTilt = grid.tilt_deg
    return dataset


def _image(shared: Dataset, grid: Grid, modality: str, k: int, slices: int) -> Dataset:
    dataset = Dataset(dict(shared.items()))
    describe_modality(dataset, modality, k, slices)
    dataset.SOPInstanceUID = stable_uid(shared.SeriesInstanceUID, k)
    dataset.InstanceNumber = k + 1
    dataset.ImagePositionPatient = [_decimal(x) for x in grid.position(k)]
    return dataset


def _decimal(value: float) -> str:
    """A decimal string of at most 16 characters (PS3.5 6.2), exact enough for positions and cosines."""
    text = f"{value:.10g}"
    return text if len(text) <= 16 else f"{value:.8g}"


def _set_pixels(dataset: Dataset, plane: NDArray[np.integer], kind: Pixels) -> None:
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME1" if kind.inverted else "MONOCHROME2"
    dataset.Rows, dataset.Columns = plane.shape
    dataset.BitsAllocated, dataset.BitsStored = kind.bits_allocated, kind.bits_stored
    dataset.HighBit = kind.bits_stored - 1
    dataset.PixelRepresentation = int(kind.signed)
    if kind.slope is not None:
        dataset.RescaleSlope, dataset.RescaleIntercept = kind.slope, kind.intercept
    if kind.padding is not None:
        dataset.add_new("PixelPaddingValue", "SS" if kind.signed else "US", kind.padding)
    dataset.PixelData = np.ascontiguousarray(plane, dtype=kind.dtype()).tobytes()
    dataset["PixelData"].VR = "OW" if kind.bits_allocated > 8 else "OB"


def _save(dataset: Dataset, path: Path, syntax: UID) -> Path:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian if syntax.is_encapsulated else syntax
    meta.ImplementationClassUID, meta.ImplementationVersionName = _IMPLEMENTATION, _VERSION_NAME
    little = syntax.is_encapsulated or syntax.is_little_endian
    file = FileDataset(str(path), dataset, preamble=bytes(128), file_meta=meta, is_little_endian=little)
    if syntax.is_encapsulated:
        file.compress(syntax, generate_instance_uid=False)
    elif not little:
        file.PixelData = np.frombuffer(file.PixelData, f"<u{file.BitsAllocated // 8}").byteswap().tobytes()
    file.save_as(path, enforce_file_format=True)
    return path
