"""Eight who look at one view, one of them suddenly behind a bad line: simulated in packets, without any clock."""

from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.fanout import Fanout, reduced_rate
from streaming.picture import EncodedPicture, Pixels
from tests.streaming.network_model import EVENT_S, PACKET_BYTES, SCREEN_S, Bottleneck, Simulation
from tests.streaming.support import Clock, ScriptedLink, tag

PIXELS = np.zeros((16, 32), np.uint8)
CEILING = 12_000_000
GOOD, ROUND_TRIP_S = 50e6, 0.02
WARM_S, BAD_AT_S, END_S = 5.0, 15.0, 25.0


class PlainEncoder:
    """Spends the bits of the time between two pictures, as a rate-controlled encoder does."""

    name = "plain"

    def __init__(self, width: int, height: int, settings: EncoderSettings) -> None:
        self.coded_width, self.coded_height, self._bit_rate = width, height, settings.bit_rate

    def encode(self, pixels: Pixels, timestamp: int, *, key: bool) -> bytes:
        return bytes(int(self._bit_rate * EVENT_S / 8))

    def repeat(self, timestamp: int) -> bytes:
        return bytes(int(self._bit_rate * EVENT_S / 8))

    def set_bit_rate(self, bit_rate: int) -> None:
        self._bit_rate = bit_rate

    def close(self) -> None:
        """Nothing to give back."""


@dataclass(eq=False)
class Screen(ScriptedLink):
    """One of the eight: when each picture was shown, how long after it was sent, and how many bits it had."""

    shown: list[tuple[float, float, int]] = field(default_factory=list)

    def bits_per_s(self, begin: float, end: float) -> float:
        return sum(bits for at, _, bits in self.shown if begin <= at < end) / (end - begin)

    def pictures_per_s(self, begin: float, end: float) -> float:
        return sum(begin <= at < end for at, _, _ in self.shown) / (end - begin)

    def delay_s(self, begin: float, end: float) -> float:
        """The 95th percentile."""
        delays = sorted(delay for at, delay, _ in self.shown if begin <= at < end)
        return delays[int(0.95 * len(delays))]

    def longest_gap_s(self, begin: float, end: float) -> float:
        times = [begin, *(at for at, _, _ in self.shown if begin <= at < end), end]
        return max(later - earlier for earlier, later in pairwise(times))


class Room:
    """The real fan-out and controllers behind eight simulated lines."""

    def __init__(self) -> None:
        self.simulation, self.clock = Simulation(), Clock(0.0)
        made = partial(Broadcast, 0, clock=self.clock, on_key_wanted=lambda: None, opener=PlainEncoder)
        self.fanout = Fanout(
            made(EncoderSettings(CEILING)),
            reduced=made(EncoderSettings(reduced_rate(CEILING))),
            on_wanted=lambda: None,
            clock=self.clock,
        )
        self.lines = [Bottleneck(GOOD, ROUND_TRIP_S) for _ in range(8)]
        self.screens = [Screen() for _ in self.lines]
        for screen, line in zip(self.screens, self.lines, strict=True):
            screen.on_picture = partial(self._travel, screen, line)
            self.fanout.add(screen)
        self.reduced_at: float | None = None

    async def run(self, bad_at: float = float("inf")) -> None:
        """A hand moves 30 times a second; from `bad_at` on the last line has 1 Mbit/s and loses 3 %."""
        number = 0
        while self.clock.now < END_S:
            if self.clock.now >= bad_at:
                self.lines[-1].bit_rate, self.lines[-1].lost = 1e6, 0.03
            number += 1
            await self.fanout.send(PIXELS, tag(number, 32, 16))
            if self.reduced_at is None and self.fanout.is_reduced(self.screens[-1]):
                self.reduced_at = self.clock.now
            self._pass(EVENT_S)

    def _pass(self, seconds: float) -> None:
        until = self.clock.now + seconds
        self.simulation.run(until)
        self.clock.now = until

    def _travel(self, screen: Screen, line: Bottleneck, picture: EncodedPicture) -> None:
        """Its packets cross the line; a lost one is asked for and comes again."""
        sent, size = self.clock.now, len(picture.data)
        left = -(-size // PACKET_BYTES)

        def packet() -> None:
            now = self.simulation.now
            arrives = line.arrival(PACKET_BYTES, now)
            if arrives is None:
                self.simulation.at(now + line.round_trip_s + 0.02, packet)
            else:
                self.simulation.at(arrives, came)

        def came() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                self.simulation.at(self.simulation.now + line.dice.uniform(0, SCREEN_S), shown)

        def shown() -> None:
            now = self.simulation.now
            screen.shown.append((now, now - sent, 8 * size))
            self.simulation.at(now + line.round_trip_s / 2, acknowledged)

        def acknowledged() -> None:
            self.clock.now = self.simulation.now
            self.fanout.acknowledge(screen, picture.tag.picture)

        for index in range(left):
            self.simulation.at(sent + index * PACKET_BYTES * 8 / 40e6, packet)


@pytest.mark.parametrize("bad_at", [0.0, BAD_AT_S])
async def test_whoever_is_behind_a_bad_line_gets_smaller_pictures_within_a_second(bad_at: float) -> None:
    room = Room()
    await room.run(bad_at)
    assert room.reduced_at is not None
    assert room.reduced_at - bad_at < 1.0


async def test_seven_do_not_notice_that_the_eighth_has_a_bad_line() -> None:
    without, beside = Room(), Room()
    await without.run()
    await beside.run(BAD_AT_S)
    for before, after in list(zip(without.screens, beside.screens, strict=True))[:7]:
        assert after.bits_per_s(BAD_AT_S, END_S) > 0.9 * before.bits_per_s(BAD_AT_S, END_S)
        assert after.pictures_per_s(BAD_AT_S, END_S) > 0.9 * before.pictures_per_s(BAD_AT_S, END_S)
        assert after.delay_s(BAD_AT_S, END_S) < 1.1 * before.delay_s(BAD_AT_S, END_S)
        assert after.longest_gap_s(BAD_AT_S, END_S) < 2.5 * EVENT_S


async def test_the_eighth_has_pictures_all_the_same_and_they_are_not_late() -> None:
    room = Room()
    await room.run(WARM_S)
    slow = room.screens[-1]
    assert slow.pictures_per_s(BAD_AT_S, END_S) > 8
    assert slow.delay_s(BAD_AT_S, END_S) < 1.0
    assert {one.tag.width for one in slow.pictures if one.tag.picture > 30 * BAD_AT_S} == {16}
