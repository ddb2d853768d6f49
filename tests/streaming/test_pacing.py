import pytest

from streaming.pacing import Credit, KeyframeGate, LeakyBucket, credit_limit


def test_at_most_three_pictures_are_on_their_way() -> None:
    credit = Credit()
    for picture in range(3):
        assert credit.available(now=0.0)
        credit.sent(picture, now=0.0)

    assert not credit.available(now=0.0)
    assert credit.unacknowledged == 3


def test_a_longer_way_carries_more_pictures_but_not_any_number() -> None:
    assert [credit_limit(way_s) for way_s in (0.0, 0.03, 0.05, 0.1, 0.15, 0.5, 30.0)] == [3, 3, 4, 5, 7, 8, 8]


def test_a_lower_limit_holds_for_what_was_sent_under_a_higher_one() -> None:
    credit = Credit(limit=8)
    for picture in range(8):
        credit.sent(picture, now=0.0)
    credit.limit = 3

    assert not credit.available(now=0.5)
    credit.sent(8, now=1.0)
    assert credit.unacknowledged == 3


def test_an_acknowledgement_covers_earlier_pictures_and_tells_the_delay() -> None:
    credit = Credit()
    for picture in (10, 11, 12):
        credit.sent(picture, now=picture / 10)

    assert credit.acknowledged(11, now=1.5) == pytest.approx(0.4)
    assert credit.unacknowledged == 1
    assert credit.available(now=1.5)


@pytest.mark.parametrize("picture", [9, 13])
def test_an_acknowledgement_of_something_else_changes_nothing(picture: int) -> None:
    credit = Credit()
    credit.sent(12, now=0.0)

    assert credit.acknowledged(picture, now=1.0) is None
    assert credit.unacknowledged == 1


def test_a_silent_link_is_probed_more_and_more_rarely_and_never_owes_more_than_three() -> None:
    credit = Credit()
    probes = []
    for picture in range(300):
        now = picture / 8
        if credit.available(now):
            credit.sent(picture, now)
            probes.append(now)
        assert credit.unacknowledged <= 3

    assert probes == [0.0, 0.125, 0.25, 1.25, 3.25, 7.25, 15.25, 23.25, 31.25]


def test_an_answer_to_a_probe_makes_the_link_whole_again() -> None:
    credit = Credit()
    for picture in range(3):
        credit.sent(picture, now=0.0)
    assert credit.probe_due(now=1.0)
    credit.sent(3, now=1.0)

    assert credit.acknowledged(3, now=1.1) == pytest.approx(0.1)
    assert credit.unacknowledged == 0
    assert not credit.probe_due(now=9.0)


def test_waiting_counts_from_the_oldest_picture() -> None:
    credit = Credit()
    assert credit.waiting_s(now=5.0) == 0.0
    credit.sent(1, now=1.0)
    credit.sent(2, now=2.0)

    assert credit.waiting_s(now=5.0) == 4.0
    credit.forget()
    assert credit.waiting_s(now=5.0) == 0.0


def test_keyframes_come_once_in_300_ms_and_no_request_is_lost() -> None:
    gate = KeyframeGate()
    assert gate.closed_for(now=10.0) == 0.0
    gate.request()
    gate.sent(now=10.0)
    states = [gate.wanted]
    gate.request()
    gate.request()
    states.append(gate.wanted)

    assert states == [False, True]
    assert gate.closed_for(now=10.1) == pytest.approx(0.2)
    assert gate.closed_for(now=10.4) == 0.0


def test_a_burst_is_spread_to_the_rate() -> None:
    bucket = LeakyBucket(rate=8e6, burst_bytes=2000)

    delays = [bucket.delay(1000, now=0.0) for _ in range(6)]

    assert delays == pytest.approx([0.0, 0.0, 0.001, 0.002, 0.003, 0.004])


def test_silence_saves_up_no_more_than_a_burst() -> None:
    bucket = LeakyBucket(rate=8e6, burst_bytes=2000)
    bucket.delay(1000, now=0.0)

    assert [bucket.delay(1000, now=60.0) for _ in range(3)] == pytest.approx([0.0, 0.0, 0.001])
