"""Which instances are no pictures to be shown yet, said in words."""

from archive.assemble.elements import Elements
from archive.assemble.frames import pixel_format
from archive.assemble.records import PixelFormat
from archive.layout import COLOURS
from archive.rows import InstanceRow
from archive.syntaxes import Codec, transfer_syntax

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_LATER = {
    f"{_STORAGE}66.4": "segmentations are shown in a later version",
    f"{_STORAGE}66.7": "label maps are shown in a later version",
    f"{_STORAGE}66.5": "surface segmentations are shown in a later version",
    f"{_STORAGE}66.1": "spatial registrations are used in a later version",
    f"{_STORAGE}66.3": "deformable registrations are used in a later version",
    f"{_STORAGE}66": "raw data is not shown",
    f"{_STORAGE}481.2": "radiotherapy doses are shown in a later version",
    f"{_STORAGE}481.3": "radiotherapy structure sets are shown in a later version",
    f"{_STORAGE}481.5": "radiotherapy plans are not shown",
    f"{_STORAGE}481.8": "radiotherapy plans are not shown",
    f"{_STORAGE}4.2": "spectroscopy is not shown",
    f"{_STORAGE}77.1.1.1": "videos are not shown",
    f"{_STORAGE}77.1.2.1": "videos are not shown",
    f"{_STORAGE}77.1.4.1": "videos are not shown",
    f"{_STORAGE}104.1": "encapsulated documents are not shown",
    f"{_STORAGE}104.2": "encapsulated documents are not shown",
    f"{_STORAGE}104.3": "encapsulated models are not shown",
}
_LATER_FAMILIES = {
    f"{_STORAGE}88.": "structured reports are shown in a later version",
    f"{_STORAGE}11.": "presentation states are applied in a later version",
    f"{_STORAGE}9.": "waveforms are not shown",
    f"{_STORAGE}481.": "radiotherapy objects are not shown",
}
_MOST_FRAMES = 1 << 16
_ALLOCATED = (1, 8, 12, 16, 32)
_LONGEST_NAME = 16


def refusal(instance: InstanceRow, elements: Elements) -> str:
    """Why nothing of the instance can be shown; empty where its frames can."""
    kind = instance.sop_class_uid
    family = next((why for prefix, why in _LATER_FAMILIES.items() if kind.startswith(prefix)), "")
    if why := _LATER.get(kind, family):
        return why
    syntax = transfer_syntax(instance.transfer_syntax_uid)
    if syntax.codec is Codec.UNSUPPORTED and elements.has_pixels:
        return f"{syntax.name} cannot be decoded"
    return _no_picture(instance, elements)


def _no_picture(instance: InstanceRow, elements: Elements) -> str:
    """What in its header makes the instance no picture that is read."""
    if instance.number_of_frames > _MOST_FRAMES:
        return f"{instance.number_of_frames} frames are more than any real object has"
    pixels = pixel_format(elements)
    missing = [name for name, value in (("Rows", pixels.rows), ("Columns", pixels.columns)) if value <= 0]
    if missing:
        return f"it is no image: {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    if not elements.has_pixels:
        return "it has no pixel data"
    if pixels.number == "integer" and pixels.bits_allocated not in _ALLOCATED:
        return f"{pixels.bits_allocated} bits allocated are not read"
    if pixels.samples not in (1, 3):
        return f"{pixels.samples} samples a pixel are not read"
    return _unknown_colours(pixels)


def _unknown_colours(pixels: PixelFormat) -> str:
    """What its samples would mean, where nobody here knows; empty where somebody does."""
    name = pixels.photometric
    known = name in COLOURS if pixels.samples > 1 else name == "PALETTE COLOR" or not pixels.colour
    samples = "1 sample" if pixels.samples == 1 else f"{pixels.samples} samples"
    return "" if known else f"PhotometricInterpretation {name[:_LONGEST_NAME]} with {samples} a pixel is not read"


def is_mosaic(dataset_image_type: tuple[str, ...]) -> bool:
    """Whether a picture is a whole volume in tiles (a private way of Siemens)."""
    return "MOSAIC" in dataset_image_type
