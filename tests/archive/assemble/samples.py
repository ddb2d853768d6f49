"""Headers made in memory, and files looked at with their voxels loaded."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydicom import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

from archive.assemble.content import SeriesContent, VolumePlan
from archive.assemble.describe import describe
from archive.assemble.elements import Elements
from archive.assemble.folder import OpenedPaths, open_paths
from archive.assemble.phases import Digest
from archive.rows import InstanceRow
from archive.workers import WorkerPool
from render.volume import Volume

CT, SECONDARY, ENHANCED_MR = (f"1.2.840.10008.5.1.4.1.1.{tail}" for tail in ("2", "7", "4.1"))
EXPLICIT = "1.2.840.10008.1.2.1"
Edit = Callable[[int, Dataset], None]


def kept(dataset: Dataset, *, explicit: bool = True, little: bool = True) -> bytes:
    """A data set as `archive.header.header_bytes` keeps it."""
    out = DicomBytesIO()
    out.is_implicit_VR, out.is_little_endian = not explicit, little
    write_dataset(out, dataset)
    return {(True, True): b"e", (False, True): b"i", (True, False): b"b"}[explicit, little] + out.getvalue()


def elements(**attributes: Any) -> Elements:
    """The elements of a data set with these attributes."""
    return Elements.of_header(kept(with_attributes(Dataset(), attributes)))


def with_attributes(dataset: Dataset, attributes: dict[str, Any]) -> Dataset:
    """The data set with attributes set; None takes one away."""
    for keyword, value in attributes.items():
        if value is None:
            dataset.pop(keyword, None)
        else:
            setattr(dataset, keyword, value)
    return dataset


def item(**attributes: Any) -> Dataset:
    """A sequence item."""
    return with_attributes(Dataset(), attributes)


def table(descriptor: Sequence[int], entries: Sequence[int], **attributes: Any) -> Dataset:
    """A look-up table's item."""
    data = b"".join(entry.to_bytes(2, "little") for entry in entries)
    found = item(LUTData=data, **attributes)
    found.add_new("LUTDescriptor", "US", list(descriptor))
    return found


def image(k: int = 0, **attributes: Any) -> Dataset:
    """A CT slice of 8 columns and 6 rows at height `k` mm."""
    dataset = item(
        SOPClassUID=CT,
        SOPInstanceUID=f"1.2.3.{k + 1}",
        SeriesInstanceUID="1.2.3",
        FrameOfReferenceUID="1.2.4",
        Modality="CT",
        SeriesNumber=4,
        InstanceNumber=k + 1,
        ImagePositionPatient=[-10.0, -20.0, float(k)],
        ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
        PixelSpacing=[0.5, 0.75],
        SliceThickness=1,
        Rows=6,
        Columns=8,
        SamplesPerPixel=1,
        PhotometricInterpretation="MONOCHROME2",
        BitsAllocated=16,
        BitsStored=12,
        HighBit=11,
        PixelRepresentation=0,
        RescaleSlope=1,
        RescaleIntercept=-1024,
    )
    return with_attributes(dataset, attributes)


def row(dataset: Dataset, syntax: str = EXPLICIT) -> InstanceRow:
    """The index's row of a data set."""
    uid = str(dataset.SOPInstanceUID)
    frames = int(dataset.get("NumberOfFrames", 1))
    return InstanceRow(Path(f"/nowhere/{uid}"), uid, str(dataset.SOPClassUID), syntax, frames, kept(dataset))


def rows(count: int, edit: Edit | None = None, **attributes: Any) -> list[InstanceRow]:
    """Slices 0 to `count` - 1 of one series."""
    found = []
    for k in range(count):
        dataset = image(k, **attributes)
        if edit:
            edit(k, dataset)
        found.append(row(dataset))
    return found


def content(instances: Sequence[InstanceRow], digest: Digest | None = None) -> SeriesContent:
    """What the instances hold as series 1.2.3 at revision 1."""
    return describe("1.2.3", 1, instances, digest)


def volume(instances: Sequence[InstanceRow], digest: Digest | None = None) -> VolumePlan:
    """The only volume in the instances."""
    (plan,) = content(instances, digest).volumes
    return plan


def codes(plan: VolumePlan) -> set[str]:
    """The codes of a volume's notes."""
    return {note.code for note in plan.info.notes}


def note_of(plan: VolumePlan, code: str) -> str:
    """The text of the only note with this code."""
    (text,) = (note.text for note in plan.info.notes if note.code == code)
    return text


@cache
def worker() -> WorkerPool:
    """One worker process for all tests here (conftest.py ends it): starting it takes longer than most of them."""
    return WorkerPool(1)


def opened(path: Path) -> OpenedPaths:
    """A folder or file; close it."""
    return open_paths([path], worker())


def loaded(paths: OpenedPaths, plan: VolumePlan) -> Volume:
    """The volume with all its voxels."""
    found = Volume.empty(plan.info)

    def progress(step: Any) -> None:
        found.loaded[step.first : step.last] = True

    paths.source.fill(plan.info.key, found.voxels, progress, lambda: False)
    return found
