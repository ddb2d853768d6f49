"""Packets are counted, and one viewer too many is refused."""

import pytest

from streaming.packets import USUAL_PER_S, PacketMeter, packets_of


@pytest.mark.parametrize(("size", "packets"), [(1, 1), (1200, 1), (1201, 2), (28_000, 24)])
def test_a_pictures_packets(size: int, packets: int) -> None:
    assert packets_of(size) == packets


def test_the_busiest_of_the_last_ten_seconds_counts() -> None:
    meter = PacketMeter()
    for now, packets in ((0.1, 10), (0.9, 20), (1.0, 5), (5.0, 25)):
        meter.sent(packets, now)
    assert meter.per_second(5.5) == 30
    assert meter.per_second(10.0) == 25
    assert meter.per_second(16.0) == 0


def test_the_next_viewer_is_taken_to_send_as_much_as_those_there_are() -> None:
    meter = PacketMeter(most_per_s=1000)
    assert meter.bears_another(0, 0.0)
    meter.sent(800, 0.0)
    assert not meter.bears_another(2, 0.5)
    assert not meter.bears_another(100, 0.5)
    assert meter.bears_another(2, 20.0)
    few = PacketMeter(most_per_s=USUAL_PER_S + 100)
    few.sent(100, 0.0)
    assert few.bears_another(5, 0.0)
    few.sent(1, 0.0)
    assert not few.bears_another(5, 0.0)
