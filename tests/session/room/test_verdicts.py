from session.room.verdicts import STILL_RETRIES, Verdicts
from session.view.messages import Shown
from tests.streaming.support import tag

HASH = b"h" * 32


def test_a_word_is_of_the_still_that_was_sent_under_that_number() -> None:
    verdicts = Verdicts()
    verdicts.sent(tag(7, 64, 48, stream=1), "coronal", HASH)
    still = verdicts.said(Shown(stream=1, picture=7, verified=True))
    assert still is not None
    assert (still.view, still.picture, still.sha256) == ("coronal", 7, HASH)


def test_what_was_never_sent_is_nobodys_word() -> None:
    verdicts = Verdicts()
    verdicts.sent(tag(7, 64, 48, stream=1), "coronal", HASH)
    assert verdicts.said(Shown(stream=0, picture=7, verified=True)) is None
    assert verdicts.said(Shown(stream=1, picture=8, verified=True)) is None


def test_each_still_is_spoken_of_as_often_as_it_may_be_sent() -> None:
    verdicts = Verdicts()
    verdicts.sent(tag(7, 64, 48), "axial", HASH)
    said = [verdicts.said(Shown(stream=0, picture=7, verified=False)) is not None for _ in range(10)]
    assert said == [True] * (1 + STILL_RETRIES) + [False] * (9 - STILL_RETRIES)


def test_a_still_that_came_wrong_is_sent_again_a_few_times_and_the_next_one_anew() -> None:
    verdicts = Verdicts()
    for epoch in (1, 2):
        assert [verdicts.again(0, epoch) for _ in range(5)] == [True, True, True, False, False]


def test_only_the_newest_stills_are_remembered() -> None:
    verdicts = Verdicts()
    for picture in range(1000):
        verdicts.sent(tag(picture, 64, 48), "axial", HASH)
        verdicts.again(0, picture)
    assert verdicts.said(Shown(stream=0, picture=1, verified=True)) is None
    assert verdicts.said(Shown(stream=0, picture=999, verified=True)) is not None
    assert len(verdicts._sent) <= 64
    assert len(verdicts._resent) == 1
