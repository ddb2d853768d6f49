"""What each modality's information object asks for beyond geometry and pixels (PS3.3 A.3, A.4, A.21)."""

from typing import Any

from pydicom import Dataset
from pydicom.uid import UID, CTImageStorage, MRImageStorage, PositronEmissionTomographyImageStorage

SOP_CLASSES: dict[str, UID] = {
    "CT": CTImageStorage,
    "MR": MRImageStorage,
    "PT": PositronEmissionTomographyImageStorage,
}

_CT: dict[str, Any] = {
    "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
    "RescaleType": "HU",
    "KVP": 120,
    "XRayTubeCurrent": 240,
    "ExposureTime": 500,
    "ConvolutionKernel": "STANDARD",
    "WindowCenter": 40,
    "WindowWidth": 400,
}

_MR: dict[str, Any] = {
    "ImageType": ["ORIGINAL", "PRIMARY", "OTHER"],
    "ScanningSequence": "GR",
    "SequenceVariant": "NONE",
    "ScanOptions": "",
    "MRAcquisitionType": "3D",
    "RepetitionTime": 8,
    "EchoTime": 3,
    "EchoTrainLength": 1,
    "MagneticFieldStrength": 3,
}

_PT: dict[str, Any] = {
    "ImageType": ["ORIGINAL", "PRIMARY"],
    "Units": "BQML",
    "CountsSource": "EMISSION",
    "SeriesType": ["WHOLE BODY", "IMAGE"],
    "CollimatorType": "RING",
    "CorrectedImage": ["ATTN", "DECY"],
    "DecayCorrection": "START",
    "DecayFactor": 1,
    "FrameReferenceTime": 0,
    "ActualFrameDuration": 180000,
    "PatientSize": 1.75,
    "PatientWeight": 70,
}


def _radiopharmaceutical() -> Dataset:
    fdg = Dataset()
    fdg.Radiopharmaceutical = "Fluorodeoxyglucose"
    fdg.RadiopharmaceuticalStartTime = "080000"
    fdg.RadionuclideTotalDose = 3.5e8
    fdg.RadionuclideHalfLife = 6586.2
    fdg.RadionuclidePositronFraction = 0.97
    radionuclide = Dataset()
    radionuclide.CodeValue, radionuclide.CodingSchemeDesignator = "77004003", "SCT"
    radionuclide.CodeMeaning = "^18^Fluorine"
    fdg.RadionuclideCodeSequence = [radionuclide]
    return fdg


def describe_modality(dataset: Dataset, modality: str, index: int, slices: int) -> None:
    """Add what the modality asks for in image `index` (from 0) of `slices`.

    Raises:
        ValueError: for a modality without a template here.
    """
    if modality not in SOP_CLASSES:
        raise ValueError(f"modality {modality!r} has no template; choose one of {', '.join(SOP_CLASSES)}")
    dataset.Modality = modality
    dataset.SOPClassUID = SOP_CLASSES[modality]
    for keyword, value in {"CT": _CT, "MR": _MR, "PT": _PT}[modality].items():
        setattr(dataset, keyword, value)
    if modality == "PT":
        # Stands in for PatientPosition, which is absent beside it.
        dataset.PatientOrientationCodeSequence = []
        dataset.PatientGantryRelationshipCodeSequence = []
        dataset.NumberOfSlices = slices
        dataset.ImageIndex = index + 1
        dataset.RadiopharmaceuticalInformationSequence = [_radiopharmaceutical()]
    else:
        dataset.PatientPosition = "HFS"
