"""Options are read strictly: what is not one is named, before anything is done."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import pytest

from session.__main__ import parser
from session.cli import arguments


@pytest.mark.parametrize(("text", "size"), [("512x512", (512, 512)), ("64X16", (64, 16)), ("8192x8192", (8192, 8192))])
def test_sizes(text: str, size: tuple[int, int]) -> None:
    assert arguments.size(text) == size


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((arguments.size, text) for text in ("512", "0x0", "15x16", "8193x16", "-1x5", "axb", "1e3x16")),
        *((arguments.window, text) for text in ("40", "40/", "40/0", "40/-1", "nan/4", "4/inf", "a/b", "1/2/3")),
        *((arguments.point, text) for text in ("1,2", "1,2,3,4", "nan,0,0", "a,b,c", "inf,0,0", "")),
        *((arguments.positive, text) for text in ("0", "-1", "1.5", "x", "")),
        *((arguments.number, text) for text in ("nan", "inf", "-inf", "1e9", "x", "")),
    ],
)
def test_what_is_none_is_named(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"is not|larger than"):
        read(text)


def test_windows_and_points() -> None:
    assert arguments.window("-600/1500") == (-600.0, 1500.0)
    assert arguments.point("-1.5,0,2e1") == (-1.5, 0.0, 20.0)


def test_what_begins_with_a_minus_and_a_digit_is_a_value() -> None:
    """Lung windows and half of the patient lie below zero."""
    rendered = parser().parse_args(["render", "s", "-o", "o.png", "--window", "-600/1500", "--position", "-12.5"])
    assert (rendered.window, rendered.position) == ((-600.0, 1500.0), -12.5)
    probed = parser().parse_args(["probe", "s", "-1,2,3", "4,5,6", "-.5,-2,-3", "--json"])
    assert probed.points == [(-1.0, 2.0, 3.0), (4.0, 5.0, 6.0), (-0.5, -2.0, -3.0)]


def test_numbers() -> None:
    assert arguments.number("-12.5") == -12.5


@pytest.mark.parametrize("option", ["--position", "--slab", "--azimuth", "--elevation"])
def test_a_number_that_is_none_is_wrong_usage(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args(["render", "s", "-o", "o.png", option, "nan"])
    assert stopped.value.code == 2
    assert "'nan' is not a number" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["import", "list", "render", "probe"])
def test_the_archive_can_be_named_for_each_verb(verb: str) -> None:
    rest = {"import": ["p"], "list": [], "render": ["s", "-o", "o.png"], "probe": ["s", "1,2,3"]}[verb]
    assert str(parser().parse_args([verb, *rest, "--data", "/x"]).data) == "/x"


def test_the_demo_has_an_archive_of_its_own_and_any_dicom_port() -> None:
    options = parser().parse_args(["demo"])
    assert options.data is None
    assert options.dicom_port == 0
