import json
import math
from dataclasses import replace
from typing import Any

import pytest

from render.errors import BadRequestError
from render.request import Camera, Mode, Quality, RenderRequest, SlabMode
from render.volume import VoiLut, Window
from tests.render.volumes import KEY

CAMERA = Camera((1.5, -2.0, 3.0), (1.0, 0.0, 0.0), (0.0, 0.6, 0.8), 0.7, 30.0)
REQUEST = RenderRequest(
    KEY,
    640,
    480,
    Mode.SLICE,
    CAMERA,
    Window(40.0, 400.0, "LUT", "from file", VoiLut(-5.0, (0, 1, 7), 8)),
    invert=True,
    slab_mm=12.5,
    slab_mode=SlabMode.MEAN,
    preset="bone",
    quality=Quality.MOVING,
    revision=3,
)


def test_a_request_survives_encoding_equal_and_with_the_same_hash() -> None:
    through_another_process = RenderRequest.decode(json.loads(json.dumps(REQUEST.encode())))
    assert through_another_process == REQUEST
    assert hash(through_another_process) == hash(REQUEST)


def test_any_difference_makes_another_request() -> None:
    assert replace(REQUEST, revision=4) != REQUEST
    assert replace(REQUEST, camera=replace(CAMERA, mm_per_pixel=0.71)) != REQUEST


def test_one_looks_along_right_cross_down() -> None:
    assert replace(CAMERA, down=(0.0, 1.0, 0.0)).forward == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 0},
        {"height": 100_000},
        {"slab_mm": -1.0},
        {"slab_mm": math.nan},
        {"window": Window(math.nan, 400.0)},
        {"window": Window(40.0, -1.0)},
    ],
)
def test_a_picture_that_cannot_exist_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError):
        replace(REQUEST, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"center": (math.inf, 0.0, 0.0)},
        {"right": (2.0, 0.0, 0.0)},
        {"down": (0.6, 0.8, 0.0)},
        {"mm_per_pixel": 0.0},
        {"field_of_view_deg": 180.0},
    ],
)
def test_a_camera_that_cannot_exist_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError):
        replace(CAMERA, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"mode": "x-ray"}, {"volume": {}}, {"camera": None}, {"unknown": 1}, {"window": {"lut": {}}}, {"width": "wide"}],
)
def test_what_is_no_request_is_told_in_one_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError):
        RenderRequest.decode({**REQUEST.encode(), **wrong})
