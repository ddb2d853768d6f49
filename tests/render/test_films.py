from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from render.errors import BadRequestError, BadVolumeError
from render.films import FrameCopies, colour_at
from render.kernels import best_available
from render.rays import slice_rays
from render.renderer import Renderer
from render.request import Mode, RenderRequest
from render.views import film_letters, frame_at, standard
from render.volume import Film, Volume, VolumeInfo, VolumeKey, Window

KERNELS = best_available("cpu")
KEY = VolumeKey("1.2.3", 1, 1)


def described(frames: NDArray[Any], scale: tuple[float, float] = (1.0, 1.0), **changes: Any) -> VolumeInfo:
    """Frames [k, j, i] in grey, or [k, j, i, 3] in colour."""
    across, down = scale
    info = VolumeInfo(
        key=KEY,
        label="",
        modality="US",
        columns=frames.shape[2],
        rows=frames.shape[1],
        slices=frames.shape[0],
        matrix=((across, 0.0, 0.0, 0.0), (0.0, down, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0)),
        voxel="uint8",
        film=Film(colour=frames.ndim == 4),
    )
    return replace(info, **{"voxel": frames.dtype.name, **changes})


def film(frames: NDArray[Any], scale: tuple[float, float] = (1.0, 1.0), **changes: Any) -> Volume:
    return Volume(described(frames, scale, **changes), frames, np.ones(len(frames), np.bool_))


def noise(*shape: int, dtype: str = "uint8", largest: int = 256) -> NDArray[Any]:
    return np.random.default_rng(5).integers(0, largest, shape).astype(dtype)


def drawn(volume: Volume, request: RenderRequest) -> NDArray[np.uint8]:
    renderer = Renderer(KERNELS)
    try:
        renderer.prepare(volume)
        return renderer.render(request).pixels
    finally:
        renderer.close()


def bilinear(frame: NDArray[Any], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of a frame at columns `x` and rows `y`, outermost pixels continued, in float64."""
    rows, columns = frame.shape[:2]
    x, y = np.clip(x, 0, columns - 1), np.clip(y, 0, rows - 1)
    i, j = np.minimum(x.astype(int), columns - 2), np.minimum(y.astype(int), rows - 2)
    fx, fy = (x - i)[None, :, None], (y - j)[:, None, None]
    plane = frame.reshape(rows, columns, -1).astype(np.float64)
    upper = plane[np.ix_(j, i)] * (1 - fx) + plane[np.ix_(j, i + 1)] * fx
    lower = plane[np.ix_(j + 1, i)] * (1 - fx) + plane[np.ix_(j + 1, i + 1)] * fx
    return np.asarray(upper * (1 - fy) + lower * fy)


def test_a_colour_frame_of_the_matrixs_size_is_that_frame() -> None:
    frames = noise(4, 30, 41, 3)
    volume = film(frames)
    for k in range(4):
        request = standard(volume.info, "film", 41, 30, position_mm=float(k))
        assert np.array_equal(drawn(volume, request), frames[k])


def test_a_film_opens_at_its_first_frame_and_ends_at_its_last() -> None:
    frames = noise(3, 20, 20, 3)
    volume = film(frames)
    assert np.array_equal(drawn(volume, standard(volume.info, "film", 20, 20)), frames[0])
    assert np.array_equal(drawn(volume, standard(volume.info, "film", 20, 20, position_mm=99.0)), frames[2])


def test_colours_between_pixels_are_linear_and_rounded() -> None:
    frames = noise(2, 24, 31, 3)
    volume = film(frames)
    request = standard(volume.info, "film", 93, 72, position_mm=1.0)
    x, y = (np.arange(93) - 46) / 3 + 15, (np.arange(72) - 35.5) / 3 + 11.5
    expected = bilinear(frames[1], x, y)
    assert np.abs(drawn(volume, request) - expected).max() <= 0.5 + 1e-4


def test_beside_the_picture_it_is_black() -> None:
    volume = film(np.full((1, 10, 10, 3), 200, np.uint8))
    picture = drawn(volume, standard(volume.info, "film", 40, 10))
    assert not picture[:, :15].any()
    assert (picture[:, 15:25] == 200).all()


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32"])
def test_grey_frames_have_the_window_that_the_standard_says(dtype: str) -> None:
    frames = noise(3, 25, 33, dtype=dtype, largest=250)
    volume = film(frames, slope=2.0, intercept=-100.0)
    window = Window(120.0, 240.0)
    request = standard(volume.info, "film", 33, 25, position_mm=2.0, window=window)
    real = frames[2].astype(np.float64) * 2 - 100
    # PS3.3 C.11.2.1.2.1
    expected = np.clip(((real - 119.5) / 239 + 0.5) * 255, 0, 255)
    assert np.abs(drawn(volume, request) - expected).max() <= 0.5 + 1e-3


def test_monochrome1_and_inversion() -> None:
    frames = noise(1, 12, 12)
    window = Window(127.5, 255.0, "LINEAR_EXACT")
    plain, inverted = film(frames), film(frames, inverted=True)
    request = standard(plain.info, "film", 12, 12, window=window)
    assert np.array_equal(drawn(plain, request), frames[0])
    assert np.array_equal(drawn(inverted, request), 255 - frames[0])
    assert np.array_equal(drawn(plain, replace(request, invert=True)), 255 - frames[0])


def test_pixels_that_are_not_square_make_a_picture_that_is_right() -> None:
    frames = noise(1, 10, 20, 3)
    volume = film(frames, scale=(1.0, 2.0))
    picture = drawn(volume, standard(volume.info, "film", 20, 20))
    assert np.array_equal(picture[0], frames[0, 0])
    assert np.array_equal(picture[-1], frames[0, -1])


def test_an_own_window_of_each_frame_is_taken() -> None:
    own = ((Window(10.0, 20.0),), (Window(30.0, 40.0),))
    volume = film(noise(2, 8, 8), windows=own[0], film=Film(windows=own))
    for k in range(2):
        assert standard(volume.info, "film", 8, 8, position_mm=float(k)).window == own[k][0]


def test_a_film_has_no_projection_and_no_slab() -> None:
    volume = film(noise(3, 8, 8))
    request = standard(volume.info, "film", 8, 8)
    for wrong in (replace(request, mode=Mode.MIP), replace(request, mode=Mode.VOLUME), replace(request, slab_mm=2.0)):
        with pytest.raises(BadRequestError, match="film"):
            drawn(volume, wrong)


def test_colours_take_three_bytes_a_pixel_and_no_more() -> None:
    info = described(np.empty((1, 1024, 1024, 3), np.uint8))
    assert replace(info, slices=1000).nbytes == 1000 * 1024 * 1024 * 3


def test_bytes_are_for_films_and_colours_are_bytes() -> None:
    with pytest.raises(BadVolumeError, match="bytes"):
        film(noise(1, 4, 4), film=None)
    with pytest.raises(BadVolumeError, match="bytes"):
        described(noise(1, 4, 4, 3), voxel="uint16")


@pytest.mark.parametrize("colour", [True, False])
def test_frames_are_copied_one_by_one_and_the_oldest_give_way(colour: bool) -> None:
    volume = film(noise(9, 64, 64, *((3,) if colour else ())))
    one = FrameCopies(KERNELS)
    rays = slice_rays(volume.info, standard(volume.info, "film", 64, 64))
    draw = FrameCopies.colors if colour else FrameCopies.grey
    draw(one, volume, rays)
    copies = FrameCopies(KERNELS, kept_bytes=3 * one.nbytes)
    for k in range(9):
        draw(copies, volume, replace(rays, origin=(0.0, 0.0, float(k))))
    assert copies.nbytes == 3 * one.nbytes
    copies.drop(KEY)
    assert copies.nbytes == 0


def test_a_frame_that_comes_later_is_seen() -> None:
    frames = np.zeros((3, 16, 16, 3), np.uint8)
    volume = Volume(described(frames), frames, np.zeros(3, np.bool_))
    renderer = Renderer(KERNELS)
    renderer.prepare(volume)
    request = standard(volume.info, "film", 16, 16, position_mm=1.0)
    before = renderer.render(request)
    assert not before.pixels.any()
    frames[1] = noise(16, 16, 3)
    renderer.slices_arrived(KEY, 1, 2)
    after = renderer.render(request)
    assert np.array_equal(after.pixels, frames[1])
    assert after.loaded_fraction == pytest.approx(1 / 3)
    renderer.close()


def test_the_colour_of_a_pixel() -> None:
    frames = noise(2, 6, 8, 3)
    volume = film(frames, scale=(0.5, 2.0))
    assert colour_at(volume, (3 * 0.5, 4 * 2.0, 1.0)) == tuple(frames[1, 4, 3])
    assert colour_at(volume, (8 * 0.5, 0.0, 1.0)) is None
    assert colour_at(volume, (0.0, 0.0, 2.0)) is None
    volume.loaded[1] = False
    assert colour_at(volume, (0.0, 0.0, 1.0)) is None


def test_letters_come_from_the_patient_orientation_alone() -> None:
    volume = film(noise(1, 8, 8))
    right, down = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
    assert film_letters(volume.info, right, down) == ("", "", "", "")
    chest = replace(volume.info, film=Film(orientation=((1.0, 0.0, 0.0), (0.0, 0.0, -1.0))))
    assert film_letters(chest, right, down) == ("R", "L", "H", "F")
    assert film_letters(chest, (-1.0, 0.0, 0.0), down) == ("L", "R", "H", "F")
    assert film_letters(chest, (0.0, -1.0, 0.0), right) == ("F", "H", "R", "L")


def test_the_frame_that_a_camera_sees() -> None:
    volume = film(noise(5, 8, 8))
    camera = standard(volume.info, "film", 8, 8, position_mm=3.0).camera
    assert frame_at(volume.info, camera) == 3
    assert frame_at(replace(volume.info, film=None, voxel="int16"), camera) == 0
