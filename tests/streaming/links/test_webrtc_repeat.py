from streaming.links.webrtc_repeat import Repeater
from streaming.loss import LossWatch
from tests.streaming.support import Clock


class Way:
    """A stream of pictures of four packets each."""

    def __init__(self) -> None:
        self.watch, self.clock = LossWatch(), Clock()
        self.repeater = Repeater(self.watch, lambda: 0.08, self.clock)
        self.again: list[int] = []
        self._next = 65530

    async def picture(self) -> list[int]:
        numbers = [(self._next + n) % 65536 for n in range(4)]
        self._next += 4
        for number in numbers:
            self.repeater.leaves(number)

        async def send_again(sequence: int) -> None:
            self.again.append(sequence)

        await self.repeater.picture_left(send_again)
        self.clock.now += 1 / 30
        return numbers


async def test_packets_go_once_while_nothing_is_lost() -> None:
    way = Way()
    for _ in range(40):
        await way.picture()

    assert way.again == []
    assert way.repeater.load == 1.0


async def test_after_losses_the_packets_of_each_picture_go_twice() -> None:
    way = Way()
    for number in range(40):
        sent = await way.picture()
        if number % 8 == 0:
            way.repeater.missed(sent[0])
    numbers = await way.picture()

    assert way.again[-4:] == numbers
    assert way.repeater.load == 2.0


async def test_a_packet_whose_twin_is_on_the_way_is_sent_a_third_time_only_when_asked_for_again() -> None:
    way = Way()
    way.watch.repeats = True
    numbers = await way.picture()

    assert [way.repeater.missed(numbers[1]) for _ in range(2)] == [False, True]


async def test_a_packet_that_was_sent_again_is_on_the_way_for_a_round_trip() -> None:
    way = Way()
    numbers = await way.picture()
    asked = []
    for _ in range(8):
        asked.append(way.repeater.missed(numbers[0]))
        way.clock.now += 0.06

    assert asked == [True, False, True, False, True, False, True, False]


async def test_what_left_before_a_keyframe_is_not_sent_again() -> None:
    way = Way()
    before = await way.picture()
    way.repeater.begins_anew()
    after = await way.picture()

    assert [way.repeater.missed(number) for number in (*before, *after)] == [False] * 4 + [True] * 4


async def test_a_packet_that_is_asked_for_often_counts_as_one() -> None:
    way = Way()
    for number in range(40):
        sent = await way.picture()
        if number == 5:
            for _ in range(10):
                way.repeater.missed(sent[0])

    assert not way.watch.repeats


async def test_what_is_remembered_is_bounded() -> None:
    way = Way()
    way.watch.repeats = True
    for number in range(1000):
        for packet in await way.picture():
            if number % 50 == 0:
                way.repeater.missed(packet)

    assert len(way.repeater._twins) <= 1024
    assert len(way.repeater._missed) <= 1024
    assert len(way.repeater._of_use) <= 1024
    assert len(way.repeater._again_at) <= 1024
