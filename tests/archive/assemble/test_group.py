from typing import Any

import pytest
from pydicom import Dataset

from archive.assemble.elements import Elements
from archive.assemble.frames import frame_records
from archive.assemble.group import groups, stackable
from archive.assemble.records import FrameRecord
from tests.archive.assemble.samples import image, kept, row


def record(dataset: Dataset) -> FrameRecord:
    (found,) = frame_records(row(dataset), Elements.of_header(kept(dataset)))
    return found


def sizes(*datasets: Dataset) -> list[int]:
    return [len(group) for group in groups([record(dataset) for dataset in datasets])]


def test_spellings_of_one_orientation_and_spacing_are_one() -> None:
    assert sizes(
        image(0),
        image(1, ImageOrientationPatient=["1.000000", "-0.0", "0.0005", "0", "1", "-0.0005"]),
        image(2, ImageOrientationPatient=["2", "0", "0", "0", "0.999", "0"]),
        image(3, PixelSpacing=["0.500004", "0.750000"]),
    ) == [4]


@pytest.mark.parametrize(
    "attributes",
    [
        {"Rows": 7},
        {"Columns": 9},
        {"PixelSpacing": [0.5001, 0.75]},
        {"PixelSpacing": [0.75, 0.5]},
        {"PixelSpacing": None},
        {"ImageOrientationPatient": [1, 0, 0, 0, 0.99999, 0.002]},
        {"ImageOrientationPatient": [0, 1, 0, 1, 0, 0]},
        {"PhotometricInterpretation": "MONOCHROME1"},
        {"RescaleType": "Z_EFF"},
        {"StackID": "2"},
    ],
)
def test_what_differs_does_not_go_together(attributes: dict[str, Any]) -> None:
    assert sizes(image(0), image(1, **attributes), image(2)) == [2, 1]


@pytest.mark.parametrize(
    "attributes",
    [
        {"SeriesNumber": 9},
        {"InstanceNumber": 1},
        {"SliceLocation": 55},
        {"SliceThickness": 7},
        {"SpacingBetweenSlices": 9},
        {"FrameOfReferenceUID": "9.9"},
        {"RescaleSlope": 2},
        {"BitsStored": 16},
    ],
)
def test_what_says_nothing_of_geometry_divides_nothing(attributes: dict[str, Any]) -> None:
    assert sizes(image(0), image(1, **attributes)) == [2]


def test_neighbours_across_a_cells_border_are_found() -> None:
    # 0.03 lies between two cells of the grid that makes grouping linear.
    tilted = [[1, 0, 0, 0, (1 - z * z) ** 0.5, z] for z in (0.0298, 0.0302)]
    assert sizes(*(image(k, ImageOrientationPatient=value) for k, value in enumerate(tilted))) == [2]


@pytest.mark.parametrize(
    "attributes",
    [
        {"ImagePositionPatient": None},
        {"ImageOrientationPatient": None},
        {"PhotometricInterpretation": "RGB", "SamplesPerPixel": 3},
        {"PhotometricInterpretation": "PALETTE COLOR"},
    ],
)
def test_what_cannot_be_a_slice(attributes: dict[str, Any]) -> None:
    assert stackable(record(image()))
    assert not stackable(record(image(**attributes)))
