"""Likeness, and bytes at an equal one."""

import numpy as np
import pytest

from bench.likeness import at_equal_likeness, jpeg, ssim


def slices(count: int, contrast: float = 60.0) -> list[np.ndarray]:
    """Pictures of soft shapes with grain that move a little."""
    y, x = np.mgrid[0:128, 0:128]
    grain = np.random.default_rng(1)
    return [
        np.clip(128 + contrast * np.sin((x + 2 * k) / 9) * np.cos(y / 7) + grain.normal(0, 6, x.shape), 0, 255).astype(
            np.uint8
        )
        for k in range(count)
    ]


def test_a_picture_is_like_itself_and_less_like_a_blurred_one() -> None:
    picture = slices(1)[0]
    assert ssim(picture, picture) == pytest.approx(1.0)
    assert ssim(np.roll(picture, 2, axis=1), picture) < 0.9


def test_bytes_are_compared_where_both_look_alike() -> None:
    shown = slices(6)
    row = at_equal_likeness("test", shown)
    assert row.peer == pytest.approx(jpeg(shown)[0])
    assert row.ratio == pytest.approx(row.peer / row.ours)
    assert 0 < row.ours < 128 * 128
