from typing import cast, get_args

import pytest

from render import geometry, views
from render.request import Mode
from render.views import View, letters, plane_axes, plane_center, scrolled, slice_number, standard, step_mm
from render.volume import Window
from render.window import AUTOMATIC
from tests.render.volumes import AXIAL, CORONAL, OBLIQUE, SAGITTAL, TILTED, info

PLANES: dict[View, tuple[str, str, str, str]] = {
    "axial": ("R", "L", "A", "P"),
    "coronal": ("R", "L", "H", "F"),
    "sagittal": ("A", "P", "H", "F"),
}
MATRICES = {"axial": AXIAL, "coronal": CORONAL, "sagittal": SAGITTAL, "tilted": TILTED, "oblique": OBLIQUE}


@pytest.mark.parametrize("acquisition", MATRICES)
@pytest.mark.parametrize("view", PLANES)
def test_patient_planes_have_their_letters_however_the_series_was_acquired(view: View, acquisition: str) -> None:
    right, down, normal = plane_axes(info(8, 9, 10, MATRICES[acquisition]), view)
    assert letters(right, down) == PLANES[view]
    assert normal == {"axial": (0, 0, 1), "coronal": (0, 1, 0), "sagittal": (1, 0, 0)}[view]


def test_one_looks_from_the_feet_from_the_front_and_from_the_left() -> None:
    described = info(8, 9, 10)
    forward = {view: standard(described, view, 64, 64).camera.forward for view in PLANES}
    assert forward == {"axial": (0, 0, 1), "coronal": (0, 1, 0), "sagittal": (-1, 0, 0)}


def test_the_acquired_plane_goes_by_the_matrix() -> None:
    right, down, normal = plane_axes(info(8, 9, 10, TILTED), "acquired")
    assert right == pytest.approx((1.0, 0.0, 0.0))
    assert down == pytest.approx((0.0, 0.9483, -0.3173), abs=1e-4)
    assert normal == pytest.approx((0.0, 0.3173, 0.9483), abs=1e-4)
    assert letters(right, down) == ("R", "L", "AH", "PF")


def test_letters_name_two_directions_only_where_it_is_oblique() -> None:
    s = 0.5**0.5
    assert letters((s, s, 0.0), (0.0, 0.0, -1.0))[1] in ("LP", "PL")
    assert letters((0.99, 0.1, 0.09), (0.0, 0.67, -0.74))[1:] == ("L", "HA", "FP")
    assert letters((3**-0.5, 3**-0.5, 3**-0.5), (s, -s, 0.0))[0].isalpha()
    assert len(letters((3**-0.5, 3**-0.5, 3**-0.5), (s, -s, 0.0))[0]) == 2


@pytest.mark.parametrize("acquisition", MATRICES)
def test_a_picture_as_large_as_the_matrix_covers_the_acquired_slice(acquisition: str) -> None:
    described = info(8, 9, 11, MATRICES[acquisition])
    camera = standard(described, "acquired", 8, 9).camera
    assert camera.mm_per_pixel == pytest.approx(described.spacing_mm[0], rel=1e-4)
    assert geometry.to_index(described.matrix, camera.center) == pytest.approx((3.5, 4.0, 5.0))


def test_whole_planes_are_fitted_with_square_millimetres() -> None:
    described = info(100, 60, 40)  # 50 x 30 x 80 mm
    assert standard(described, "axial", 200, 200).camera.mm_per_pixel == pytest.approx(0.25)
    assert standard(described, "coronal", 200, 200).camera.mm_per_pixel == pytest.approx(0.4)
    assert standard(described, "sagittal", 100, 400).camera.mm_per_pixel == pytest.approx(0.3)


def test_an_oblique_volume_is_fitted_by_its_shadow() -> None:
    described = info(10, 20, 30, OBLIQUE)
    corners = [
        geometry.to_patient(OBLIQUE, (i - 0.5, j - 0.5, k - 0.5)) for i in (0, 10) for j in (0, 20) for k in (0, 30)
    ]
    for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.6, 0.0, 0.8)):
        shadow = [geometry.dot(corner, axis) for corner in corners]
        assert views.extent_mm(described, axis) == pytest.approx(max(shadow) - min(shadow))


def test_positions_count_from_the_patient_origin_towards_head_back_and_left() -> None:
    described = info(8, 9, 10)
    for view, axis in (("axial", 2), ("coronal", 1), ("sagittal", 0)):
        plane = cast(View, view)
        camera = standard(described, plane, 64, 64, position_mm=-7.25).camera
        assert camera.center[axis] == pytest.approx(-7.25)
        assert views.position_mm(plane, camera) == pytest.approx(-7.25)


def test_acquired_positions_count_along_the_slice_normal() -> None:
    described = info(8, 9, 10, TILTED)
    origin = geometry.dot(geometry.column(TILTED, 3), described.normal)
    camera = standard(described, "acquired", 8, 9, position_mm=origin + 4 * described.spacing_mm[2]).camera
    assert slice_number(described, camera) == (5, 10)
    assert views.position_mm("acquired", camera) == pytest.approx(origin + 4 * described.spacing_mm[2])
    assert geometry.to_index(TILTED, camera.center) == pytest.approx((3.5, 4.0, 4.0)), "in the middle of its own slice"


def test_without_a_position_a_parallel_plane_shows_the_slice_nearest_to_the_middle() -> None:
    described = info(8, 9, 10)
    assert slice_number(described, standard(described, "axial", 8, 9).camera) in ((5, 10), (6, 10))
    assert plane_center(described, (0.0, 1.0, 0.0))[1] == pytest.approx(views.volume_center(described)[1])


def test_a_position_within_rounding_of_a_slice_is_that_slice_and_half_way_is_none() -> None:
    described = info(8, 9, 10)  # slices every 2 mm from -300
    near = standard(described, "axial", 8, 9, position_mm=-293.98).camera
    assert geometry.to_index(AXIAL, near.center)[2] == 3.0
    half_way = standard(described, "axial", 8, 9, position_mm=-293.0).camera
    assert geometry.to_index(AXIAL, half_way.center)[2] == pytest.approx(3.5)
    assert slice_number(described, half_way) is None
    assert slice_number(described, standard(described, "coronal", 8, 9).camera) is None


def test_slices_are_counted_as_acquired_where_the_volume_is_resampled() -> None:
    described = info(8, 9, 10, source_slices=(0.0, 1.0, 2.5, 6.0, 9.0))
    camera = standard(described, "axial", 8, 9, position_mm=-300.0 + 2 * 2.5).camera
    assert slice_number(described, camera) == (3, 5)
    assert slice_number(described, standard(described, "axial", 8, 9, position_mm=-296.0).camera) is None


def test_the_scroll_step_is_a_slice_or_a_voxel_along_the_normal() -> None:
    described = info(8, 9, 10)
    assert step_mm(described, (0.0, 0.0, 1.0)) == pytest.approx(2.0)
    assert step_mm(described, (1.0, 0.0, 0.0)) == pytest.approx(0.5)
    assert 0.5 < step_mm(described, (0.0, 0.5**0.5, 0.5**0.5)) < 2.0
    assert step_mm(info(8, 9, 10, TILTED), info(8, 9, 10, TILTED).normal) == pytest.approx(3 * 0.9483, abs=1e-3)


def test_scrolling_visits_every_acquired_slice_and_stops_at_the_ends() -> None:
    described = info(8, 9, 10, source_slices=(0.0, 1.0, 2.5, 6.0, 9.0))
    normal = (0.0, 0.0, 1.0)
    position, visited = -300.0, [-300.0]
    for _ in range(6):
        position = scrolled(described, normal, position, 1)
        visited.append(position)
    assert visited == pytest.approx([-300.0, -298.0, -295.0, -288.0, -282.0, -282.0, -282.0])
    assert scrolled(described, normal, -282.0, -2) == pytest.approx(-295.0)
    assert scrolled(described, normal, -297.0, 1) == pytest.approx(-295.0), "from between two slices to the next one"
    assert scrolled(described, normal, -297.0, -1) == pytest.approx(-298.0)
    assert scrolled(described, normal, -297.0, -100) == pytest.approx(-300.0)


def test_scrolling_along_a_normal_against_the_stack_goes_the_other_way() -> None:
    described = info(8, 9, 10, SAGITTAL)  # k runs to the right, the position to the left
    x = geometry.column(SAGITTAL, 3)[0]
    assert scrolled(described, (1.0, 0.0, 0.0), x - 6.0, 1) == pytest.approx(x - 4.0)
    assert scrolled(described, (1.0, 0.0, 0.0), x - 5.0, -1) == pytest.approx(x - 6.0)


def test_scrolling_across_the_slices_goes_by_voxels_within_the_volume() -> None:
    described = info(8, 9, 10)
    assert scrolled(described, (0.0, 1.0, 0.0), 21.0, 2) == pytest.approx(22.0)
    assert scrolled(described, (0.0, 1.0, 0.0), 21.0, 50) == pytest.approx(24.0)
    assert views.position_range(described, (0.0, 1.0, 0.0)) == pytest.approx((20.0, 24.0))


def test_projections_look_from_the_front_unless_turned() -> None:
    described = info(100, 60, 40)
    mip, turned = standard(described, "mip", 64, 64), standard(described, "volume", 64, 64, azimuth_deg=90.0)
    assert (mip.mode, mip.camera.forward, mip.camera.field_of_view_deg) == (Mode.MIP, (0, 1, 0), 0.0)
    assert (turned.mode, turned.camera.field_of_view_deg) == (Mode.VOLUME, 30.0)
    assert turned.camera.forward == pytest.approx((1.0, 0.0, 0.0)), "from the patient's right"
    assert standard(described, "volume", 64, 64, elevation_deg=90.0).camera.forward == pytest.approx((0.0, 0.0, -1.0))
    assert turned.preset == "bone"


@pytest.mark.parametrize(
    ("azimuth", "elevation", "text"),
    [
        (0, 0, "anterior"),
        (22, 8, "right anterior 22, cranial 8"),
        (-40, -5, "left anterior 40, caudal 5"),
        (90, 0, "right"),
        (-135, 30, "left posterior 45, cranial 30"),
        (180, 0, "posterior"),
        (10, 90, "cranial"),
    ],
)
def test_where_the_eye_is_can_be_said_in_words(azimuth: float, elevation: float, text: str) -> None:
    camera = standard(info(8, 9, 10), "volume", 64, 64, azimuth_deg=azimuth, elevation_deg=elevation).camera
    assert views.seen_from(camera) == text


def test_views_open_with_the_data_sets_window_or_a_measured_one() -> None:
    own = Window(-450.0, 2000.0)
    assert standard(info(8, 9, 10, windows=(own, Window(1, 2))), "axial", 8, 9).window == own
    assert standard(info(8, 9, 10), "axial", 8, 9).window is AUTOMATIC
    assert standard(info(8, 9, 10), "axial", 8, 9, window=Window(1.0, 2.0)).window == Window(1.0, 2.0)
    assert standard(info(8, 9, 10, modality="CT", unit="HU"), "mip", 8, 9).window.label == "projection"


def test_every_view_has_a_standard_request() -> None:
    assert {standard(info(8, 9, 10, OBLIQUE), view, 64, 48).mode for view in get_args(View)} == set(Mode)
