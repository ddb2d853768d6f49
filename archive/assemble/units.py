"""What real values are counted in (PS3.3 C.11.1.1.2, C.8.9.1.1.3, C.7.6.16.2.11)."""

from archive.assemble import attributes
from archive.assemble.functional import FrameHeader
from archive.assemble.notes import Code, note
from render.volume import Note

HOUNSFIELD = "HU"
BECQUEREL = "Bq/ml"
SUV_BODY_WEIGHT = "SUVbw"

_RESCALE_TYPES = {
    "HU": HOUNSFIELD,
    "OD": "10^-3 OD",
    "MGML": "mg/ml",
    "Z_EFF": "Z_eff",
    "ED": "10^23 electrons/ml",
    "EDW": "electrons relative to water",
    "HU_MOD": "HU (modified)",
    "PCT": "%",
}
_LONGEST = 32
_UNSPECIFIED = frozenset(("", "US", "UNSPECIFIED", "NORMALIZED", "ARBITRARY", "A.U.", "AU"))
_PET_UNITS = {
    "BQML": BECQUEREL,
    "CNTS": "counts",
    "CPS": "counts/s",
    "NONE": "",
    "CM2": "cm2",
    "PCNT": "%",
    "MGMINML": "mg/min/ml",
    "UMOLMINML": "umol/min/ml",
    "MLMING": "ml/min/g",
    "MLG": "ml/g",
    "1CM": "1/cm",
    "UMOLML": "umol/ml",
    "PROPCNTS": "proportional to counts",
    "PROPCPS": "proportional to counts/s",
    "MLMINML": "ml/min/ml",
    "MLML": "ml/ml",
    "GML": SUV_BODY_WEIGHT,
    "STDDEV": "standard deviations",
    "CM2ML": "SUVbsa",
}
_SUV_TYPES = {"BW": SUV_BODY_WEIGHT, "BSA": "SUVbsa", "LBM": "SUVlbm", "LBMJAMES128": "SUVlbm", "IBW": "SUVibw"}
_UCUM = {
    "[hnsf'U]": HOUNSFIELD,
    "{SUVbw}g/ml": SUV_BODY_WEIGHT,
    "{SUVlbm}g/ml": "SUVlbm",
    "{SUVbsa}cm2/ml": "SUVbsa",
    "{SUVibw}g/ml": "SUVibw",
    "1": "",
    "{counts}": "counts",
    "{counts}/s": "counts/s",
}


def unit_of(header: FrameHeader, modality: str) -> tuple[str, tuple[Note, ...]]:
    """The unit of a frame's rescaled values, empty where it has none, and what is doubtful about it."""
    if modality == "PT":
        return _pet_unit(header), ()
    lut = attributes.first_item(header.elements, "ModalityLUTSequence")
    declared = attributes.code(lut, "ModalityLUTType") if lut is not None else header.code("RescaleType")
    if declared.upper() not in _UNSPECIFIED:
        return _RESCALE_TYPES.get(declared.upper(), declared[:_LONGEST]), ()
    mapped = real_world_unit(header)
    if mapped is not None:
        return mapped, ()
    if modality != "CT" or declared:
        return "", ()
    if lut is None and header.number("RescaleSlope") is None and header.number("RescaleIntercept") is None:
        return "", (note(Code.UNITS, "There is no rescale to Hounsfield units: values are shown as stored."),)
    return HOUNSFIELD, ()


def _pet_unit(header: FrameHeader) -> str:
    units = attributes.code(header.elements, "Units").upper()
    if units == "GML":
        return _SUV_TYPES.get(attributes.code(header.elements, "SUVType").upper(), SUV_BODY_WEIGHT)
    if units:
        return _PET_UNITS.get(units, units[:_LONGEST])
    mapped = real_world_unit(header)
    if mapped is not None:
        return mapped
    declared = header.code("RescaleType").upper()
    return "" if declared in _UNSPECIFIED else _PET_UNITS.get(declared, declared[:_LONGEST])


def real_world_unit(header: FrameHeader) -> str | None:
    """The unit of a real world value mapping (PS3.3 C.7.6.16.2.11) that is the frame's own rescale; None otherwise."""
    item = header.macro("RealWorldValueMappingSequence")
    unit = None if item is None else attributes.first_item(item, "MeasurementUnitsCodeSequence")
    if item is None or unit is None:
        return None
    slope, intercept = header.number("RescaleSlope"), header.number("RescaleIntercept")
    declared = (1.0 if slope is None else slope, intercept or 0.0)
    if declared != tuple(attributes.number(item, f"RealWorldValue{part}") for part in ("Slope", "Intercept")):
        return None
    value = attributes.code(unit, "CodeValue")
    return _UCUM.get(value, value[:_LONGEST])
