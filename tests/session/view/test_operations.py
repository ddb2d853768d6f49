"""Operations: each has a tag of its own, and the ranges that whoever applies them relies on."""

from typing import Any, get_args

import msgspec
import pytest

from session.view import operations as o


def test_every_operation_has_a_tag_of_its_own() -> None:
    tags = [kind.__struct_config__.tag for kind in get_args(o.Operation)]
    assert len(set(tags)) == len(tags) == 25


@pytest.mark.parametrize(
    "value",
    [
        {"t": "zoom", "factor": 0.01, "x": 0, "y": 0},
        {"t": "zoom", "factor": 100, "x": 0, "y": 0},
        {"t": "window", "center": 0, "width": 0},
        {"t": "window", "center": 2e7, "width": 1},
        {"t": "slab", "mm": -1},
        {"t": "slab", "mm": 501},
        {"t": "tilt", "degrees": 3601},
        {"t": "tilt", "degrees": 1, "plane": "volume"},
        {"t": "flip", "axis": "depth"},
        {"t": "quarter", "turns": 4},
        {"t": "preset", "name": "x" * 65},
        {"t": "orient", "seen_from": "behind"},
        {"t": "scroll", "steps": "1"},
        {"t": "scroll", "steps": 1, "fast": True},
    ],
)
def test_values_outside_their_range_are_none(value: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, o.Operation)
