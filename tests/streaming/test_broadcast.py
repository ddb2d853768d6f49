import asyncio
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pytest

from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.errors import EncoderError, PixelsError
from streaming.picture import EncodedPicture, Pixels
from tests.streaming.support import Clock, Decoder, ScriptedLink, psnr, scene, tag


@dataclass
class ScriptedEncoder:
    """Records what it is asked; its access units tell picture size and kind."""

    width: int
    height: int
    name: str = "scripted"
    coded_width: int = 0
    coded_height: int = 0
    asked: list[tuple[str, int]] = field(default_factory=list)
    rates: list[int] = field(default_factory=list)
    closed: bool = False
    fails: bool = False
    before: Callable[[], object] = lambda: None

    def encode(self, pixels: Pixels, timestamp: int, *, key: bool) -> bytes:
        self.before()
        if self.fails:
            raise EncoderError("broken")
        self.asked.append(("key" if key else "delta", timestamp))
        return b"key" if key else b"delta"

    def repeat(self, timestamp: int) -> bytes:
        self.asked.append(("repeat", timestamp))
        return b"key"

    def set_bit_rate(self, bit_rate: int) -> None:
        self.rates.append(bit_rate)

    def close(self) -> None:
        self.closed = True


class Stage:
    """A broadcast with scripted encoders, links and time."""

    def __init__(self, settings: EncoderSettings = EncoderSettings()) -> None:  # noqa: B008
        self.clock = Clock()
        self.encoders: list[ScriptedEncoder] = []
        self.key_wanted = asyncio.Event()
        self.broadcast = Broadcast(0, settings, opener=self._open, clock=self.clock, on_key_wanted=self.key_wanted.set)
        self._number = 0

    def _open(self, width: int, height: int, settings: EncoderSettings) -> ScriptedEncoder:
        self.encoders.append(ScriptedEncoder(width, height))
        return self.encoders[-1]

    async def send(self, width: int = 32, height: int = 16) -> EncodedPicture | None:
        self._number += 1
        self.clock.now += 1 / 32
        return await self.broadcast.send(np.zeros((height, width), np.uint8), tag(self._number, width, height))

    def attach(self, *, answers: bool) -> ScriptedLink:
        link = ScriptedLink()
        if answers:
            link.on_picture = partial(self._answer, link)
        self.broadcast.add(link)
        return link

    def _answer(self, link: ScriptedLink, picture: EncodedPicture) -> None:
        self.broadcast.acknowledge(link, picture.tag.picture)

    def kinds(self, link: ScriptedLink) -> list[bool]:
        return [picture.key for picture in link.pictures]


async def test_one_encoding_serves_all_links() -> None:
    stage = Stage()
    links = [stage.attach(answers=True) for _ in range(4)]

    for _ in range(5):
        await stage.send()

    assert len(stage.encoders[0].asked) == 5
    assert all(link.pictures == links[0].pictures for link in links)
    assert stage.broadcast.stats.pictures == 5
    assert stage.broadcast.stats.handed_over == 20


async def test_nothing_is_encoded_for_nobody() -> None:
    stage = Stage()

    assert not stage.broadcast.wants_picture()
    assert await stage.send() is None
    assert stage.encoders == []


async def test_a_link_begins_with_a_keyframe_and_gets_nothing_before() -> None:
    stage = Stage()
    first = stage.attach(answers=True)
    await stage.send()
    late = stage.attach(answers=True)

    for _ in range(15):
        await stage.send()

    assert late.pictures[0].key
    # The keyframe for the first link was 31 ms before: the next one waits for its 300 ms.
    assert late.numbers == first.numbers[10:]
    assert stage.broadcast.stats.keyframes == 2


async def test_a_link_that_never_acknowledges_is_paused_and_disturbs_nobody() -> None:
    stage = Stage()
    good, silent = stage.attach(answers=True), stage.attach(answers=False)

    for _ in range(30):
        await stage.send()

    assert silent.numbers == [1, 2, 3]
    assert good.numbers == list(range(1, 31))
    assert stage.broadcast.stats.keyframes == 1


async def test_a_silent_link_alone_stops_the_stream_until_it_answers() -> None:
    stage = Stage()
    link = stage.attach(answers=False)
    sent = [await stage.send() is not None for _ in range(6)]

    assert sent == [True, True, True, False, False, False]
    assert not stage.broadcast.wants_picture()

    stage.broadcast.acknowledge(link, 2)

    assert stage.broadcast.wants_picture()
    # Nothing was encoded meanwhile: no reference is missing, no keyframe needed.
    picture = await stage.send()
    assert picture is not None
    assert not picture.key


async def test_a_link_that_missed_pictures_continues_with_a_keyframe() -> None:
    stage = Stage()
    stage.attach(answers=True)
    slow = stage.attach(answers=False)
    for _ in range(20):
        await stage.send()

    stage.broadcast.acknowledge(slow, 3)
    await stage.send()

    assert slow.numbers == [1, 2, 3, 21]
    assert stage.kinds(slow) == [True, False, False, True]


async def test_a_link_whose_socket_is_full_is_passed_over() -> None:
    stage = Stage()
    stage.attach(answers=True)
    full = stage.attach(answers=True)
    await stage.send()
    full.ready = False
    for _ in range(12):
        await stage.send()
    full.ready = True
    await stage.send()

    assert full.numbers == [1, 14]
    assert full.pictures[1].key


async def test_every_link_can_decode_what_it_gets_whatever_gets_lost() -> None:
    stage, dice = Stage(), random.Random(3)
    stage.attach(answers=True)
    erratic = [ScriptedLink() for _ in range(3)]
    for link in erratic:
        stage.broadcast.add(link)

    sent: list[int] = []
    for _ in range(400):
        picture = await stage.send()
        assert picture is not None
        sent.append(picture.tag.picture)
        for link in erratic:
            link.ready = dice.random() < 0.9
            if link.pictures and dice.random() < 0.5:
                stage.broadcast.acknowledge(link, dice.choice(link.numbers[-3:]))

    for link in erratic:
        assert len(link.pictures) > 50
        for before, after in zip(link.pictures, link.pictures[1:], strict=False):
            # A picture refers to the one before it: both must have come, or it is a new beginning.
            assert after.key or after.tag.picture == before.tag.picture + 1


async def test_requests_for_keyframes_are_bundled_to_one_in_300_ms() -> None:
    stage = Stage()
    link = stage.attach(answers=True)
    for _ in range(30):
        stage.broadcast.request_keyframe(link)
        await stage.send()

    # Pictures come every 31 ms.
    assert [picture.tag.picture for picture in link.pictures if picture.key] == [1, 11, 21]


async def test_a_request_at_rest_is_told_once_the_300_ms_are_over() -> None:
    stage = Stage()
    link = stage.attach(answers=True)
    await stage.send()
    stage.key_wanted.clear()
    stage.broadcast.request_keyframe(link)
    assert not stage.key_wanted.is_set()
    stage.clock.now += 0.3

    await asyncio.wait_for(stage.key_wanted.wait(), timeout=30)
    again = await stage.broadcast.resend(tag(9, 32, 16))

    assert again is not None
    assert again.key
    assert link.numbers == [1, 9]
    assert [kind for kind, _ in stage.encoders[0].asked] == ["key", "repeat"]


async def test_a_link_that_asks_for_a_new_beginning_gets_its_credit_back() -> None:
    stage = Stage()
    link = stage.attach(answers=False)
    for _ in range(3):
        await stage.send()
    stage.clock.now += 0.3

    stage.broadcast.request_keyframe(link)
    picture = await stage.send()

    assert picture is not None
    assert picture.key


async def test_a_link_that_lost_all_it_was_sent_begins_anew_more_slowly() -> None:
    stage = Stage()
    link = stage.attach(answers=False)
    rates = []
    for _ in range(3):
        rates.append(stage.broadcast.rate_of(link) or 0)
        for _ in range(3):
            await stage.send()
        stage.clock.now += 1.1
        stage.broadcast.request_keyframe(link)

    assert rates[0] > 1.6 * rates[1] > 1.6 * 1.6 * rates[2]


async def test_a_picture_of_another_size_cannot_be_resent() -> None:
    stage = Stage()
    stage.attach(answers=True)
    assert await stage.broadcast.resend(tag(1, 32, 16)) is None
    await stage.send()

    assert await stage.broadcast.resend(tag(2, 64, 16)) is None


async def test_a_new_size_opens_a_new_encoder_and_begins_with_a_keyframe() -> None:
    stage = Stage()
    link = stage.attach(answers=True)
    await stage.send()
    await stage.send(64, 48)

    assert [(encoder.width, encoder.height) for encoder in stage.encoders] == [(32, 16), (64, 48)]
    assert stage.encoders[0].closed
    assert stage.kinds(link) == [True, True]


async def test_timestamps_ascend_even_when_the_clock_stands() -> None:
    stage = Stage()
    link = stage.attach(answers=True)
    await stage.send()
    stage.clock.now -= 1.0
    await stage.send()

    first, second = (picture.timestamp for picture in link.pictures)
    assert second == first + 1


async def test_the_slowest_link_sets_the_rate_until_it_leaves() -> None:
    stage = Stage(EncoderSettings(bit_rate=8_000_000))
    stage.attach(answers=True)
    slow = stage.attach(answers=False)
    rates = []
    for number in range(1, 200):
        await stage.send()
        rates.append(stage.broadcast.stats.bit_rate)
        # Each picture takes a little longer: a queue builds up.
        stage.clock.now += min(0.002 * number, 0.3)
        stage.broadcast.acknowledge(slow, number)
    stage.broadcast.remove(slow)
    await stage.send()

    assert min(rates) < 2_000_000
    assert stage.broadcast.stats.bit_rate == 8_000_000
    assert stage.encoders[0].rates[-1] == 8_000_000


async def test_a_fixed_quantiser_knows_no_rate() -> None:
    stage = Stage(EncoderSettings(fixed_qp=10))
    stage.attach(answers=True)
    await stage.send()

    assert stage.encoders[0].rates == []


async def test_a_failed_encoder_is_replaced() -> None:
    stage = Stage()
    link = stage.attach(answers=True)
    await stage.send()
    stage.encoders[0].fails = True

    with pytest.raises(EncoderError, match="broken"):
        await stage.send()
    stage.clock.now += 0.3
    await stage.send()

    assert stage.encoders[0].closed
    assert len(stage.encoders) == 2
    assert stage.kinds(link) == [True, True]


async def test_pixels_are_not_given_back_before_the_encoder_has_read_them() -> None:
    stage = Stage()
    stage.attach(answers=True)
    await stage.send()
    entered, leave = threading.Event(), threading.Event()

    def block() -> None:
        entered.set()
        leave.wait(30)

    stage.encoders[0].before = block
    sending = asyncio.create_task(stage.send())
    await asyncio.to_thread(entered.wait, 30)
    sending.cancel()
    await asyncio.sleep(0.01)

    assert not sending.done()
    leave.set()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_after_a_cancelled_picture_nobody_gets_one_that_refers_to_it() -> None:
    stage = Stage()
    link = stage.attach(answers=True)
    await stage.send()
    cancelled = asyncio.create_task(stage.send())
    await asyncio.sleep(0)
    cancelled.cancel()
    await asyncio.wait([cancelled])
    stage.clock.now += 0.3
    await stage.send()

    assert link.numbers == [1, 3]
    assert stage.kinds(link) == [True, True]


@pytest.mark.parametrize(
    ("pixels", "complaint"),
    [
        (np.zeros((16, 32), np.float32), "uint8"),
        (np.zeros((16, 30), np.uint8), "the tag says 32 x 16, the pixels are 30 x 16"),
    ],
)
async def test_pixels_that_do_not_fit_are_refused(pixels: Pixels, complaint: str) -> None:
    stage = Stage()
    stage.attach(answers=True)

    with pytest.raises(PixelsError, match=complaint):
        await stage.broadcast.send(pixels, tag(1, 32, 16))


async def test_a_closed_broadcast_holds_nothing() -> None:
    stage = Stage()
    link = stage.attach(answers=True)
    await stage.send()
    stage.broadcast.request_keyframe(link)
    stage.key_wanted.clear()

    stage.broadcast.close()
    await asyncio.sleep(0.35)

    assert stage.broadcast.links == ()
    assert stage.encoders[0].closed
    assert not stage.key_wanted.is_set()


async def test_real_pictures_decode_on_every_link_from_its_first_picture_on() -> None:
    clock = Clock()
    broadcast = Broadcast(2, EncoderSettings(hardware=False), clock=clock)
    early, late = ScriptedLink(), ScriptedLink()
    for link in (early, late):
        link.on_picture = lambda picture, link=link: broadcast.acknowledge(link, picture.tag.picture)
    broadcast.add(early)
    for number in range(24):
        if number == 4:
            broadcast.add(late)
        width = 320 if number < 16 else 281
        clock.now += 1 / 32
        await broadcast.send(scene(number, width), tag(number, width, 240))
    broadcast.close()

    assert late.numbers == list(range(10, 24))
    for link in (early, late):
        decoder = Decoder()
        for picture in link.pictures:
            number, width = picture.tag.picture, picture.tag.width
            assert psnr(decoder.luma(picture.data)[:240, :width], scene(number, width)) > 30


async def test_a_link_on_which_everything_goes_twice_gets_pictures_of_half_the_rate() -> None:
    clock = Clock()
    broadcast = Broadcast(0, EncoderSettings(hardware=False, bit_rate=8_000_000), clock=clock)
    link = ScriptedLink(load=2.0, on_picture=lambda one: broadcast.acknowledge(link, one.tag.picture))
    broadcast.add(link, start=8_000_000)
    await broadcast.send(scene(0), tag(0, 320, 240))
    broadcast.close()

    assert broadcast.stats.bit_rate == 4_000_000


async def test_a_browser_that_asks_at_rest_only_because_it_hears_nothing_gets_nothing() -> None:
    stage = Stage()
    link = stage.attach(answers=True)
    await stage.send()
    stage.clock.now += 3.0
    stage.broadcast.request_keyframe(link)
    await stage.send()

    assert [picture.key for picture in link.pictures] == [True, False]


@pytest.mark.parametrize("answers", [True, False], ids=["soon after a picture", "with a picture not shown"])
async def test_a_browser_that_may_have_lost_a_picture_gets_a_keyframe(answers: bool) -> None:
    stage = Stage()
    link = stage.attach(answers=answers)
    await stage.send()
    stage.clock.now += 0.5 if answers else 3.0
    stage.broadcast.request_keyframe(link)
    await stage.send()

    assert [picture.key for picture in link.pictures] == [True, True]
