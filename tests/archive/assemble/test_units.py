from typing import Any

import pytest

from archive.assemble.functional import FrameHeader
from archive.assemble.units import unit_of
from tests.archive.assemble.samples import elements, item, table


def unit(modality: str, **attributes: Any) -> str:
    return unit_of(FrameHeader(elements(**attributes)), modality)[0]


RESCALED = {"RescaleSlope": 1, "RescaleIntercept": 0}


@pytest.mark.parametrize(
    ("modality", "rescale_type", "expected"),
    [
        ("CT", None, "HU"),
        ("CT", "HU", "HU"),
        ("CT", "US", ""),
        ("CT", "MGML", "mg/ml"),
        ("CT", "Z_EFF", "Z_eff"),
        ("CT", "PCT", "%"),
        ("CT", "my unit", "my unit"),
        ("MR", None, ""),
        ("MR", "US", ""),
        ("MR", "normalized", ""),
        ("OT", None, ""),
    ],
)
def test_rescale_types(modality: str, rescale_type: str | None, expected: str) -> None:
    assert unit(modality, **RESCALED, RescaleType=rescale_type) == expected


def test_a_ct_without_rescale_is_not_called_hounsfield() -> None:
    found, notes = unit_of(FrameHeader(elements()), "CT")
    assert found == ""
    assert [note.code for note in notes] == ["units"]


def test_a_modality_table_says_its_own_unit() -> None:
    lut_item = table([1, 0, 16], [1], ModalityLUTType="OD")
    assert unit("CR", ModalityLUTSequence=[lut_item]) == "10^-3 OD"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"Units": "BQML"}, "Bq/ml"),
        ({"Units": "CNTS"}, "counts"),
        ({"Units": "GML"}, "SUVbw"),
        ({"Units": "GML", "SUVType": "LBM"}, "SUVlbm"),
        ({"Units": "CM2ML"}, "SUVbsa"),
        ({"Units": "NONE"}, ""),
        ({"Units": "XYZ"}, "XYZ"),
        ({"RescaleType": "BQML"}, "Bq/ml"),
        ({}, ""),
    ],
)
def test_units_of_pet(attributes: dict[str, Any], expected: str) -> None:
    assert unit("PT", **attributes) == expected


def mapping(code: str, slope: float = 2.0) -> list[Any]:
    units = [item(CodeValue=code, CodingSchemeDesignator="UCUM")]
    return [item(RealWorldValueSlope=slope, RealWorldValueIntercept=0.0, MeasurementUnitsCodeSequence=units)]


def test_a_real_world_mapping_gives_the_unit_where_it_is_the_rescale() -> None:
    agreeing = {"RescaleSlope": 2, "RescaleIntercept": 0, "RescaleType": "US"}
    assert unit("CT", **agreeing, RealWorldValueMappingSequence=mapping("ml/100ml/s")) == "ml/100ml/s"
    assert unit("CT", **agreeing, RealWorldValueMappingSequence=mapping("ml/100ml/s", slope=3.0)) == ""
    assert unit("MR", RealWorldValueMappingSequence=mapping("mm2/s", slope=1.0)) == "mm2/s"
    assert unit("MR", RealWorldValueMappingSequence=mapping("mm2/s", slope=4.0)) == ""
    assert unit("MR", RealWorldValueMappingSequence=mapping("1", slope=1.0)) == ""
    assert unit("PT", RealWorldValueMappingSequence=mapping("{SUVbw}g/ml", slope=1.0)) == "SUVbw"
