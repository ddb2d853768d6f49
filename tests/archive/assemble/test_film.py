from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.encaps import encapsulate
from pydicom.pixels.processing import apply_color_lut, convert_color_space
from pydicom.tag import Tag
from pydicom.uid import (
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
    UltrasoundMultiFrameImageStorage,
)

from archive.assemble.content import FilmPlan
from tests.archive.assemble.samples import CT, SECONDARY, content, image, item, loaded, opened, row
from tests.archive.samples import part10, slice_dataset
from tests.data import shared_data

BARE = {"ImagePositionPatient": None, "ImageOrientationPatient": None}
SCREEN: dict[str, Any] = {
    **BARE,
    "SOPClassUID": SECONDARY,
    "Modality": "OT",
    "BitsAllocated": 8,
    "BitsStored": 8,
    "HighBit": 7,
    "RescaleSlope": None,
    "RescaleIntercept": None,
}
RGB = {**SCREEN, "SamplesPerPixel": 3, "PhotometricInterpretation": "RGB", "PlanarConfiguration": 0}


def reels_of(*datasets: Dataset) -> tuple[FilmPlan, ...]:
    return content([row(dataset) for dataset in datasets]).reels


def test_a_multi_frame_object_is_a_film_with_its_time() -> None:
    (film,) = reels_of(image(0, NumberOfFrames=34, FrameTime=40, PreferredPlaybackSequencing=1, **BARE))
    info = film.volume.info
    assert (film.kind, info.slices, info.label, info.calibrated) == ("film", 34, "34 frames", True)
    assert info.film is not None
    assert (info.film.frame_ms, info.film.loops, info.film.colour) == (40.0, False, False)
    assert info.matrix == ((0.75, 0.0, 0.0, 0.0), (0.0, 0.5, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0))
    assert [source.frame for source in film.frames] == list(range(34))


def test_pictures_alike_are_pages_in_the_order_of_their_numbers() -> None:
    pages = [image(k, InstanceNumber=9 - k, FrameTime=40, **RGB) for k in range(4)]
    (reel,) = reels_of(*pages)
    assert (reel.kind, reel.volume.info.label, reel.colour) == ("pages", "4 pictures", True)
    assert [source.path.name for source in reel.frames] == [f"1.2.3.{k}" for k in (4, 3, 2, 1)]
    assert reel.volume.info.film is not None
    assert reel.volume.info.film.frame_ms == 0


@pytest.mark.parametrize(
    "other",
    [
        {**RGB, "Rows": 7},
        SCREEN,
        {**RGB, "PixelSpacing": [1, 1]},
        {**RGB, "PatientOrientation": ["P", "F"]},
    ],
)
def test_pictures_unlike_are_items_of_their_own(other: dict[str, Any]) -> None:
    found = reels_of(image(0, **RGB), image(1, **other))
    assert [reel.kind for reel in found] == ["picture", "picture"]
    assert [reel.volume.info.key.number for reel in found] == [1, 2]


def test_films_and_pictures_are_numbered_after_the_volumes() -> None:
    slices = [row(image(k)) for k in range(3)]
    still, cine = row(image(7, **RGB)), row(image(8, NumberOfFrames=5, **RGB))
    found = content([*slices, still, cine])
    assert [plan.info.key.number for plan in found.items] == [1, 2, 3]
    assert [reel.kind for reel in found.reels] == ["film", "picture"]
    assert (found.pictures, len(found.films)) == (1, 1)


def test_a_radiograph_is_a_picture_with_letters_and_the_detectors_millimetres() -> None:
    chest = image(
        0,
        **{**BARE, "PixelSpacing": None},
        Modality="DX",
        ImagerPixelSpacing=[0.2, 0.1],
        PatientOrientation=["L", "F"],
        ViewPosition="PA",
        PhotometricInterpretation="MONOCHROME1",
        WindowCenter=2000,
        WindowWidth=4000,
    )
    (reel,) = reels_of(chest)
    info = reel.volume.info
    assert (reel.kind, info.label, info.inverted, info.calibrated) == ("picture", "picture, PA", True, True)
    assert info.spacing_mm == (0.1, 0.2, 1.0)
    assert [note.code for note in info.notes] == ["projection-spacing"]
    assert info.film is not None
    assert info.film.orientation == ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
    assert [(window.center, window.width) for window in info.windows] == [(2000.0, 4000.0)]


def test_without_spacing_there_are_pixels_and_a_note() -> None:
    (reel,) = reels_of(image(0, **{**RGB, "PixelSpacing": None}))
    assert not reel.volume.info.calibrated
    assert [note.code for note in reel.volume.info.notes] == ["uncalibrated"]


def test_windows_that_differ_stay_with_their_pages() -> None:
    pages = [image(k, WindowCenter=100 * k, WindowWidth=50, **BARE) for k in range(3)]
    (reel,) = reels_of(*pages)
    info = reel.volume.info
    assert [info.windows_at(k)[0].center for k in range(3)] == [0.0, 100.0, 200.0]
    (same,) = reels_of(*(image(k, WindowCenter=40, WindowWidth=50, **BARE) for k in range(3)))
    assert same.volume.info.film is not None
    assert same.volume.info.film.windows == ()


def test_bytes_without_a_window_are_shown_as_they_are() -> None:
    (reel,) = reels_of(image(0, **SCREEN))
    (window,) = reel.volume.info.windows
    assert (window.center, window.width, window.function) == (127.5, 255.0, "LINEAR_EXACT")
    assert reel.volume.info.voxel == "uint8"
    (words,) = reels_of(image(0, **BARE))
    assert words.volume.info.windows == ()


def test_a_thousand_frames_in_colour_take_three_bytes_a_pixel() -> None:
    (reel,) = reels_of(image(0, NumberOfFrames=1000, **{**RGB, "Rows": 1024, "Columns": 1024}))
    assert reel.volume.info.nbytes == 3 * 1024 * 1024 * 1000


def test_an_ultrasound_region_gives_millimetres() -> None:
    region = item(PhysicalUnitsXDirection=3, PhysicalUnitsYDirection=3, PhysicalDeltaX=0.05, PhysicalDeltaY=0.05)
    (reel,) = reels_of(image(0, **{**RGB, "PixelSpacing": None}, SequenceOfUltrasoundRegions=[region]))
    assert reel.volume.info.calibrated
    assert reel.volume.info.spacing_mm == (0.5, 0.5, 1.0)


def test_a_ct_slice_of_no_plane_keeps_its_hounsfield_units() -> None:
    (reel,) = reels_of(image(0, SOPClassUID=CT, **BARE))
    assert (reel.volume.info.unit, reel.volume.info.intercept) == ("HU", -1024.0)
    assert reel.why == "no position in the patient"


# --- pixels ----------------------------------------------------------------------------------------------------------

Picture = NDArray[np.uint8]


def pattern(frames: int, rows: int = 24, columns: int = 40) -> Picture:
    """Smooth colours, another in each frame."""
    k, j, i = np.meshgrid(np.arange(frames), np.arange(rows), np.arange(columns), indexing="ij")
    return np.stack([i * 6, j * 10, (k * 60 + i * 2) % 256], axis=-1).astype(np.uint8)


def cine(frames: Picture, **changes: Any) -> Dataset:
    """A multi-frame ultrasound object of these frames in RGB."""
    dataset = slice_dataset(
        pixels=frames[0, ..., 0],
        SOPClassUID=UltrasoundMultiFrameImageStorage,
        Modality="US",
        ImagePositionPatient=None,
    )
    dataset.NumberOfFrames, dataset.SamplesPerPixel, dataset.PlanarConfiguration = len(frames), 3, 0
    dataset.PhotometricInterpretation = "RGB"
    dataset.PixelData = frames.tobytes()
    for keyword, value in changes.items():
        setattr(dataset, keyword, value)
    return dataset


def voxels_of(folder: Path, data: bytes) -> NDArray[Any]:
    """The film in a file of these bytes, as it is loaded."""
    (folder / "film.dcm").write_bytes(data)
    with opened(folder) as paths:
        (found,) = paths.contents()
        (reel,) = found.reels
        return loaded(paths, reel.volume).voxels


def as_pydicom_has_it(path: Path) -> NDArray[Any]:
    """The frames as RGB by pydicom's own conversions."""
    dataset = dcmread(path)
    if dataset.PhotometricInterpretation != "PALETTE COLOR":
        return dataset.pixel_array
    picture = apply_color_lut(dataset.pixel_array, dataset)
    return picture if picture.dtype == np.uint8 else (picture >> 8).astype(np.uint8)


def test_plain_and_planar_rgb(tmp_path: Path) -> None:
    frames = pattern(3)
    assert np.array_equal(voxels_of(tmp_path, part10(cine(frames))), frames)
    planar = cine(frames, PlanarConfiguration=1, PixelData=np.moveaxis(frames, -1, 1).tobytes())
    assert np.array_equal(voxels_of(tmp_path, part10(planar)), frames)


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless, JPEGLSLossless])
def test_lossless_syntaxes(tmp_path: Path, syntax: str) -> None:
    frames = pattern(3, 64, 80)
    dataset = cine(frames)
    part10(dataset)
    dataset.compress(syntax, generate_instance_uid=False)
    assert np.array_equal(voxels_of(tmp_path, part10(dataset, syntax)), frames)


def test_ybr_full_in_rle(tmp_path: Path) -> None:
    dataset = cine(convert_color_space(pattern(2), "RGB", "YBR_FULL"), PhotometricInterpretation="YBR_FULL")
    part10(dataset)
    dataset.compress(RLELossless, generate_instance_uid=False)
    found = voxels_of(tmp_path, part10(dataset, RLELossless))
    assert np.array_equal(found, as_pydicom_has_it(tmp_path / "film.dcm"))
    assert np.abs(found.astype(int) - pattern(2)).max() <= 2


def test_jpeg_baseline_with_halved_colours(tmp_path: Path) -> None:
    frames = pattern(3, 32, 64)
    dataset = cine(frames, PhotometricInterpretation="YBR_FULL_422", LossyImageCompression="01")
    dataset.PixelData = encapsulate([jpeg(frame) for frame in frames])
    dataset["PixelData"].is_undefined_length = True
    found = voxels_of(tmp_path, part10(dataset, JPEGBaseline8Bit))
    assert np.array_equal(found, as_pydicom_has_it(tmp_path / "film.dcm"))
    assert np.abs(found.astype(int) - frames).mean() < 6


def jpeg(frame: Picture) -> bytes:
    out = BytesIO()
    Image.fromarray(frame).save(out, "JPEG", quality=95, subsampling="4:2:2")
    return out.getvalue()


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, RLELossless])
def test_palettes(tmp_path: Path, syntax: str) -> None:
    indices = np.random.default_rng(3).integers(0, 256, (4, 20, 30)).astype(np.uint8)
    dataset = slice_dataset(
        pixels=indices[0],
        SOPClassUID=UltrasoundMultiFrameImageStorage,
        ImagePositionPatient=None,
        NumberOfFrames=4,
        PhotometricInterpretation="PALETTE COLOR",
        PixelData=indices.tobytes(),
    )
    colours = np.random.default_rng(4).integers(0, 1 << 16, (3, 256)).astype(np.uint16)
    for colour, entries in zip(("Red", "Green", "Blue"), colours, strict=True):
        dataset.add_new(Tag(f"{colour}PaletteColorLookupTableDescriptor"), "US", [256, 0, 16])
        setattr(dataset, f"{colour}PaletteColorLookupTableData", entries.tobytes())
    part10(dataset)
    if syntax == RLELossless:
        dataset.compress(syntax, generate_instance_uid=False)
    found = voxels_of(tmp_path, part10(dataset, syntax))
    assert np.array_equal(found, as_pydicom_has_it(tmp_path / "film.dcm"))
    assert np.array_equal(found, np.moveaxis((colours >> 8).astype(np.uint8)[:, indices], 0, -1))


@pytest.mark.parametrize(
    "parts",
    [
        ("multiframe", "cine", "us_echo_34f_jpeg_ybr422.dcm"),
        ("multiframe", "cine", "us_palette_rle_2f.dcm"),
        ("multiframe", "cine", "mr_heart_16f.dcm"),
        ("multiframe", "enhanced-mr", "emri_small_RLE.dcm"),
        ("odd", "color", "US-YBR_FULL_422-EVRLE.dcm"),
        ("odd", "color", "US1_J2KR.dcm"),
        ("odd", "color", "TestPattern_Palette.dcm"),
        ("odd", "color", "TestPattern_JPEG-Baseline_YBR422.dcm"),
        ("odd", "color", "color-pl.dcm"),
        ("odd", "pixels", "US_no_pixel_spacing.dcm"),
        ("odd", "pixels", "CR_MONOCHROME1_RG3_J2KI.dcm"),
        ("odd", "pixels", "vlut_04.dcm"),
    ],
)
def test_real_films_and_pictures_have_pydicoms_pixels(parts: tuple[str, ...]) -> None:
    path = shared_data(*parts)
    with opened(path) as paths:
        (found,) = paths.contents()
        (reel,) = found.reels
        voxels = loaded(paths, reel.volume).voxels
    expected = as_pydicom_has_it(path)
    assert np.array_equal(voxels, expected.reshape(voxels.shape))


def test_frames_come_from_the_first_on(tmp_path: Path) -> None:
    (tmp_path / "film.dcm").write_bytes(part10(cine(pattern(5))))
    with opened(tmp_path) as paths:
        (found,) = paths.contents()
        (reel,) = found.reels
        came: list[int] = []
        voxels = np.zeros(reel.volume.info.shape, np.uint8)
        key = reel.volume.info.key
        paths.source.fill(key, voxels, lambda step: came.append(step.first), lambda: len(came) == 3)
    assert came == [0, 1, 2]
