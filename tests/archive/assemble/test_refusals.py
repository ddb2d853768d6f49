from typing import Any

import pytest

from archive.assemble.elements import Elements
from archive.assemble.refusals import is_mosaic, refusal
from tests.archive.assemble.samples import EXPLICIT, image, kept, row

STORAGE = "1.2.840.10008.5.1.4.1.1."


def why(syntax: str = EXPLICIT, **attributes: Any) -> str:
    dataset = image(0, **attributes)
    return refusal(row(dataset, syntax), Elements.of_header(kept(dataset)))


def test_an_image_is_not_refused() -> None:
    assert why() == ""
    assert why(SOPClassUID="1.3.46.670589.5.0.1.1") == ""
    assert why(PhotometricInterpretation="PALETTE COLOR") == ""
    assert why(PhotometricInterpretation="YBR_FULL", SamplesPerPixel=3) == ""


@pytest.mark.parametrize(
    ("tail", "word"),
    [
        ("66.4", "segmentations"),
        ("481.2", "doses"),
        ("481.3", "structure sets"),
        ("481.5", "plans"),
        ("481.9", "radiotherapy"),
        ("88.33", "structured reports"),
        ("11.1", "presentation states"),
        ("9.1.1", "waveforms"),
        ("104.1", "documents"),
        ("77.1.1", ""),
        ("77.1.4.1", "videos"),
    ],
)
def test_other_kinds_are_named(tail: str, word: str) -> None:
    found = why(SOPClassUID=STORAGE + tail)
    assert (word in found) if word else (found == "")


@pytest.mark.parametrize(
    ("attributes", "word"),
    [
        ({"Rows": None}, "Rows is missing"),
        ({"Rows": 0, "Columns": None}, "Rows and Columns are missing"),
        ({"BitsAllocated": 24}, "24 bits"),
        ({"SamplesPerPixel": 4}, "4 samples"),
        ({"SamplesPerPixel": 3, "PhotometricInterpretation": "HSV"}, "HSV with 3 samples"),
        ({"SamplesPerPixel": 3, "PhotometricInterpretation": "MONOCHROME2"}, "MONOCHROME2 with 3 samples"),
        ({"PhotometricInterpretation": "RGB"}, "RGB with 1 sample"),
    ],
)
def test_headers_of_no_picture(attributes: dict[str, Any], word: str) -> None:
    assert word in why(**attributes)


def test_an_image_without_pixels_is_none() -> None:
    dataset = image()
    header = kept(dataset)
    assert refusal(row(dataset), Elements.of_header(header[:1].upper() + header[1:])) == "it has no pixel data"


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.4.53", "1.2.840.10008.1.2.4.110", "1.3.9999.1"])
def test_what_no_decoder_reads_is_named(syntax: str) -> None:
    assert "cannot be decoded" in why(syntax)


def test_mosaics() -> None:
    assert is_mosaic(("ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"))
    assert not is_mosaic(("ORIGINAL", "PRIMARY"))
