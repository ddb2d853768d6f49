import pytest

from archive.assemble.records import PixelFormat


@pytest.mark.parametrize(
    ("samples", "photometric", "colour"),
    [
        (1, "MONOCHROME1", False),
        (1, "MONOCHROME2", False),
        (1, "PALETTE COLOR", True),
        (3, "RGB", True),
        (3, "YBR_RCT", True),
    ],
)
def test_what_is_a_colour_picture(samples: int, photometric: str, colour: bool) -> None:
    assert PixelFormat(1, 1, samples, photometric, 8, 8, signed=False).colour is colour
