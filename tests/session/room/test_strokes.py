"""Strokes: pieces of one, limits, and taking them back."""

import pytest

from session.errors import StrokeError
from session.room import strokes as module
from session.room.people import People, Person
from session.room.strokes import Strokes
from session.view.room_messages import POINTS_AT_ONCE, Stroke

POINT = (1.0, 2.0, 3.0)


def person(name: str = "ann") -> Person:
    people = People()
    if name != "ann":
        people.join("ann", "ann", "point")
    return people.join(name, name, "point", name=name.title())


def stroke(number: int, points: int = 1, *, done: bool = False, frame: int | None = None) -> Stroke:
    return Stroke(number, "axial", (POINT,) * points, frame, done)


def test_points_are_put_behind_each_other_until_it_is_done() -> None:
    strokes, ann = Strokes(), person()
    told = strokes.draw(ann, stroke(1, 2))
    assert (told.person, told.stroke, told.name, told.colour, told.view, len(told.points)) == (
        1,
        1,
        "Ann",
        1,
        "axial",
        2,
    )
    assert strokes.draw(ann, stroke(1, 3, done=True)).done
    (whole,) = strokes.all()
    assert (len(whole.points), whole.done) == (5, True)
    with pytest.raises(StrokeError, match="finished"):
        strokes.draw(ann, stroke(1))


def test_a_stroke_belongs_to_its_view_and_frame() -> None:
    strokes, ann = Strokes(), person()
    strokes.draw(ann, stroke(1, frame=4))
    with pytest.raises(StrokeError):
        strokes.draw(ann, stroke(1, frame=5))
    assert strokes.all()[0].frame == 4


def test_long_strokes_are_told_in_pieces() -> None:
    strokes, ann = Strokes(), person()
    for _ in range(3):
        strokes.draw(ann, stroke(1, 200))
    strokes.draw(ann, stroke(1, 1, done=True))
    pieces = strokes.all()
    assert [len(one.points) for one in pieces] == [POINTS_AT_ONCE, POINTS_AT_ONCE, 601 - 2 * POINTS_AT_ONCE]
    assert [one.done for one in pieces] == [False, False, True]


def test_one_takes_back_ones_own() -> None:
    strokes, ann, bob = Strokes(), person(), person("bob")
    for number in (1, 2, 3):
        strokes.draw(ann, stroke(number))
        strokes.draw(bob, stroke(number))
    assert strokes.erase_last(ann) == [(1, 3)]
    assert strokes.erase_of(bob) == [(2, 1), (2, 2), (2, 3)]
    assert strokes.erase_last(bob) == []
    assert strokes.erase_all() == [(1, 1), (1, 2)]
    assert strokes.all() == []


@pytest.mark.parametrize(
    ("limit", "most", "words"),
    [
        ("MOST_POINTS", 3, "at most 3 points"),
        ("MOST_POINTS_IN_ALL", 3, "too many points"),
        ("MOST", 2, "There are 2"),
        ("MOST_OF_A_PERSON", 2, "You have drawn 2"),
    ],
)
def test_limits_are_said_in_words_and_nothing_is_added(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, words: str
) -> None:
    monkeypatch.setattr(module, limit, most)
    strokes, ann = Strokes(), person()
    strokes.draw(ann, stroke(1))
    strokes.draw(ann, stroke(2))
    with pytest.raises(StrokeError, match=words):
        strokes.draw(ann, stroke(3, 4) if "POINTS" in limit else stroke(3))
    assert len(strokes.all()) == 2
