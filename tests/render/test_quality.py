from render.quality import THRESHOLDS, MovingQuality


def fed(quality: MovingQuality, *times: float) -> int:
    for ms in times:
        quality.measured(ms)
    return quality.setting


def test_it_begins_fine_and_one_late_picture_is_chance() -> None:
    quality = MovingQuality(THRESHOLDS, 33.0)
    assert quality.setting == 16
    assert fed(quality, 80.0, 20.0, 80.0) == 16


def test_it_gets_coarser_while_the_budget_breaks_and_ends_at_half_size() -> None:
    quality = MovingQuality(THRESHOLDS, 33.0)
    assert fed(quality, 40.0, 40.0) == THRESHOLDS[1]
    assert fed(quality, *[100.0] * 20) == THRESHOLDS[-1] == 255


def test_it_gets_finer_only_after_a_while_of_comfort() -> None:
    quality = MovingQuality(THRESHOLDS, 33.0)
    fed(quality, 40.0, 40.0)
    assert fed(quality, *[10.0] * 5) == THRESHOLDS[1]
    assert fed(quality, 10.0) == 16
    assert fed(quality, *[10.0] * 50) == 16


def test_just_within_the_budget_it_stays() -> None:
    quality = MovingQuality(THRESHOLDS, 33.0)
    fed(quality, 40.0, 40.0)
    assert fed(quality, *[30.0] * 50) == THRESHOLDS[1]
