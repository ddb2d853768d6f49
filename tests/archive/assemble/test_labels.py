import pytest

from archive.assemble.labels import phase_label, place


@pytest.mark.parametrize(
    ("trait", "values", "label"),
    [
        ("time", (1.0, 2.0), "time 2 of 2"),
        ("acquired_s", (1.0, 2.0), "time 2 of 2"),
        ("trigger_ms", (0.0, 41.5), "trigger 41.5 ms"),
        ("cardiac_percent", (5.0, 75.0), "75 % of the cycle"),
        ("echo_ms", (4.6, 9.2), "echo 9.2 ms"),
        ("flip_deg", (5.0, 20.0), "flip 20°"),
        ("contrast", ("PRE", "POST"), "contrast post"),
        ("kind", ("A\\M", "A\\P"), "a p"),
        ("acquisition", (1.0, 2.0), "acquisition 2"),
        ("object", ("1.2", "1.3"), "phase 2 of 2"),
        ("echo_ms", (4.6, None), "phase 2 of 2"),
        ("diffusion", ((0.0, 0.0, 0.0, 0.0), (700.0, 1.0, 0.0, 0.0)), "b = 700"),
        ("diffusion", ((700.0, 0.0, 1.0, 0.0), (700.0, 1.0, 0.0, 0.0)), "b = 700, direction 2"),
    ],
)
def test_labels(trait: str, values: tuple[object, object], label: str) -> None:
    assert phase_label([trait], [values[1]], [[value] for value in values]) == label


def test_two_traits_are_both_named() -> None:
    ordered = [[t, e] for t in (1.0, 2.0) for e in (5.0, 9.0)]
    assert phase_label(["time", "echo_ms"], ordered[3], ordered) == "time 4 of 4, echo 9 ms"


def test_directions_are_counted_once_where_other_traits_vary_too() -> None:
    directions = ((700.0, 0.0, 1.0, 0.0), (700.0, 1.0, 0.0, 0.0))
    ordered = [[d, e] for e in (5.0, 9.0) for d in directions]
    assert phase_label(["diffusion", "echo_ms"], ordered[3], ordered) == "b = 700, direction 2, echo 9 ms"


def test_long_words_are_cut() -> None:
    assert len(phase_label(["kind"], ["X" * 500], [["X" * 500], ["Y"]])) == 64


def test_place() -> None:
    assert place([2], [[1], [2], [3]]) == "2 of 3"
