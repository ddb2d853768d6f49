from typing import Any

import pytest

from archive.assemble.motion import Motion, motion_of, orientation_of
from tests.archive.assemble.samples import elements


@pytest.mark.parametrize(
    ("attributes", "milliseconds"),
    [
        ({}, 0.0),
        ({"FrameTime": 33.3}, 33.3),
        ({"FrameTime": 40, "CineRate": 10}, 40.0),
        ({"FrameTimeVector": [0, 20, 30, 40]}, 30.0),
        ({"FrameTimeVector": [0]}, 0.0),
        ({"RecommendedDisplayFrameRate": 25}, 40.0),
        ({"CineRate": 10}, 100.0),
        ({"FrameTime": 0, "CineRate": 10}, 100.0),
        ({"FrameTime": -5}, 0.0),
        ({"CineRate": 0}, 0.0),
        ({"FrameTime": 1e9, "RecommendedDisplayFrameRate": 20}, 50.0),
    ],
)
def test_the_mean_time_of_a_frame(attributes: dict[str, Any], milliseconds: float) -> None:
    assert motion_of(elements(**attributes)) == Motion(pytest.approx(milliseconds), loops=True)  # type: ignore[arg-type]


def test_sweeping_does_not_loop() -> None:
    assert motion_of(elements(PreferredPlaybackSequencing=0)).loops
    assert not motion_of(elements(PreferredPlaybackSequencing=1)).loops


def test_directions_by_their_letters() -> None:
    assert orientation_of(elements(PatientOrientation=["L", "F"])) == ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
    assert orientation_of(elements(PatientOrientation=["A", "F"])) == ((0.0, -1.0, 0.0), (0.0, 0.0, -1.0))
    found = orientation_of(elements(PatientOrientation=["AL", "FP"]))
    assert found is not None
    row, column = found
    assert row[1] < -0.8 < 0.4 < row[0]
    assert column[2] < -0.8 < 0.4 < column[1]


@pytest.mark.parametrize("letters", [None, ["L"], ["L", "R"], ["L", "X"], ["L", ""], ["LR", "F"], ["LPHF", "F"]])
def test_what_is_no_pair_of_directions_is_none(letters: list[str] | None) -> None:
    assert orientation_of(elements(PatientOrientation=letters)) is None
