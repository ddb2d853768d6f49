import numpy as np
import pytest

from render import transfer
from render.errors import BadRequestError
from render.kernels.table import TransferTable
from render.transfer import Scale, default_preset, preset, preset_names, value_scale
from tests.render.volumes import volume

EVERY = sorted({name for modality in ("CT", "MR", "PT", "NM") for name in preset_names(modality)})


def test_modalities_have_their_presets() -> None:
    assert preset_names("CT") == ("bone", "vessels", "soft", "lung", "skin")
    assert default_preset("CT") == "bone"
    assert all(name.startswith("mr-") for name in preset_names("MR"))
    assert preset_names("XX") == ("surface",)


@pytest.mark.parametrize("name", EVERY)
def test_every_preset_makes_a_table_and_lights_it(name: str) -> None:
    look = preset(name)
    scale = Scale(100.0, 2.0)
    points = look.stored_points(scale)
    assert [point[0] for point in points] == [100.0 + 2.0 * point[0] for point in look.points]
    table = TransferTable.from_points(points, 0.8, pre_integrated=True)
    assert table.opacity.max() > 0
    shading = look.shading(scale)
    assert shading.gs == pytest.approx(look.light.opacity_by_gradient / 2.0)
    assert shading.flat == pytest.approx(1.0 / (2.0 * look.light.flat_below))
    assert look.points[0][4] == 0, "what is darkest must be clear, or the volume is a box of fog"


def test_an_unknown_preset_is_told_with_those_there_are() -> None:
    with pytest.raises(BadRequestError, match="bone"):
        preset("bones")


def test_real_scales_follow_slope_and_intercept() -> None:
    scale = value_scale(preset("bone"), volume(np.zeros((2, 2, 2), np.uint16), slope=0.5, intercept=-1000.0))
    assert (scale.zero, scale.unit) == (2000.0, 2.0)


def test_relative_scales_follow_the_values_of_the_volume() -> None:
    voxels = np.arange(8000, dtype=np.int16).reshape(20, 20, 20)
    scale = value_scale(preset("mr-surface"), volume(voxels))
    assert (scale.zero, scale.zero + scale.unit) == pytest.approx(tuple(np.percentile(voxels, (1, 99.5))), abs=1)


def test_relative_scales_of_one_single_value_are_a_scale_still() -> None:
    assert value_scale(preset("mr-surface"), volume(np.full((2, 2, 2), 9, np.int16))).unit == 1.0
    empty = volume(np.zeros((2, 2, 2), np.int16))
    empty.loaded[:] = False
    assert value_scale(preset("surface"), empty).unit == 1.0


def test_reading_the_presets_finds_them_beside_the_code() -> None:
    assert set(EVERY) <= set(transfer._presets())
