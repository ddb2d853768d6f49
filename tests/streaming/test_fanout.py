import asyncio
from functools import partial

import numpy as np

from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.fanout import Fanout
from streaming.picture import EncodedPicture, PictureFormat
from tests.streaming.support import Clock, ScriptedLink, tag

JPEG = b"\xff\xd8"


class Stage:
    """A view in both formats, with links and time of the test."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.wanted = 0
        made = partial(Broadcast, 0, EncoderSettings(hardware=False), clock=self.clock, on_key_wanted=self._want)
        self.fanout = Fanout(
            made(), made(picture_format="jpeg"), reduced=made(), on_wanted=self._want, clock=self.clock
        )
        self._number = 0

    def _want(self) -> None:
        self.wanted += 1

    def attach(self, kind: PictureFormat, *, answers: bool = True) -> ScriptedLink:
        link = ScriptedLink(format=kind)
        if answers:
            link.on_picture = partial(self.answer, link)
        self.fanout.add(link)
        return link

    def answer(self, link: ScriptedLink, picture: EncodedPicture) -> None:
        self.fanout.acknowledge(link, picture.tag.picture)

    async def send(self, level: int = 0) -> EncodedPicture | None:
        self._number += 1
        self.clock.now += 1 / 32
        return await self.fanout.send(np.full((16, 32), level, np.uint8), tag(self._number, 32, 16))

    async def resend(self) -> EncodedPicture | None:
        self._number += 1
        return await self.fanout.resend(tag(self._number, 32, 16))


async def test_each_link_gets_pictures_of_its_format_only() -> None:
    stage = Stage()
    video, jpeg = stage.attach("h264"), stage.attach("jpeg")

    for _ in range(3):
        await stage.send()

    assert stage.fanout.links == (video, jpeg)
    assert video.numbers == jpeg.numbers == [1, 2, 3]
    assert [one.format for one in video.pictures] == ["h264"] * 3
    assert all(one.format == "jpeg" and one.key and one.data.startswith(JPEG) for one in jpeg.pictures)


async def test_a_format_that_nobody_takes_is_not_encoded() -> None:
    stage = Stage()
    video = stage.attach("h264")
    await stage.send()
    jpeg = stage.attach("jpeg")
    stage.fanout.remove(video)

    assert [await stage.send() for _ in range(2)] == jpeg.pictures
    assert video.numbers == [1]
    stage.fanout.remove(jpeg)
    assert not stage.fanout.wants_picture()
    assert await stage.send() is None


async def test_a_format_without_credit_gets_the_view_when_it_has_some() -> None:
    stage = Stage()
    stage.attach("h264")
    jpeg = stage.attach("jpeg", answers=False)
    for _ in range(4):
        await stage.send()
    assert jpeg.numbers == [1, 2, 3]
    await asyncio.sleep(0)
    before = stage.wanted

    stage.answer(jpeg, jpeg.pictures[-1])

    assert stage.wanted == before + 1
    # What it had last is not what the view shows: the owner has to render it.
    assert await stage.resend() is None
    await stage.send()
    assert jpeg.numbers == [1, 2, 3, 6]
    again = await stage.resend()
    assert again is not None
    assert jpeg.numbers[-1] == 7


async def test_the_rate_and_the_keyframes_of_a_link_are_those_of_its_format() -> None:
    stage = Stage()
    video, jpeg = stage.attach("h264"), stage.attach("jpeg")
    await stage.send()
    await stage.send()
    assert [one.key for one in video.pictures] == [True, False]

    stage.fanout.request_keyframe(jpeg)
    await stage.send()
    stage.clock.now += 1
    stage.fanout.request_keyframe(video)
    await stage.send()

    assert [one.key for one in video.pictures] == [True, False, False, True]
    assert stage.fanout.rate_of(jpeg) == stage.fanout.rate_of(video)
    stage.fanout.close()
    assert stage.fanout.links == ()


async def test_a_slow_link_among_others_gets_smaller_pictures_within_a_second_and_the_others_do_not_notice() -> None:
    stage = Stage()
    fast, slow = stage.attach("h264"), stage.attach("h264", answers=False)
    began = stage.clock.now
    while not stage.fanout.is_reduced(slow):
        await stage.send()
        assert stage.clock.now - began < 1.0
    before = len(fast.pictures)
    for _ in range(4):
        await stage.send()
    assert [(one.tag.width, one.tag.height) for one in slow.pictures[-2:]] == [(16, 8)] * 2
    assert {(one.tag.width, one.tag.height) for one in fast.pictures} == {(32, 16)}
    assert len(fast.pictures) == before + 4
    first = next(one for one in slow.pictures if one.tag.width == 16)
    assert first.key
    assert first.tag.epoch == fast.pictures[-1].tag.epoch


async def test_all_links_of_a_quality_share_one_encoding() -> None:
    stage = Stage()
    links = [stage.attach("h264") for _ in range(8)]
    for _ in range(5):
        await stage.send()
    assert stage.fanout.pictures == 5
    assert all(link.pictures == links[0].pictures for link in links)


async def test_the_slow_one_gets_full_pictures_again_when_nobody_else_is_there() -> None:
    stage = Stage()
    fast, slow = stage.attach("h264"), stage.attach("h264", answers=False)
    while not stage.fanout.is_reduced(slow):
        await stage.send()
    stage.fanout.remove(fast)
    await stage.send()
    assert not stage.fanout.is_reduced(slow)
    assert (slow.pictures[-1].tag.width, slow.pictures[-1].key) == (32, True)


async def test_a_keyframe_for_the_slow_one_is_of_its_size() -> None:
    stage = Stage()
    fast, slow = stage.attach("h264"), stage.attach("h264", answers=False)
    while not stage.fanout.is_reduced(slow):
        await stage.send()
    slow.on_picture = partial(stage.answer, slow)
    await stage.send()
    stage.clock.now += 1.0
    stage.fanout.request_keyframe(slow)
    assert await stage.resend() is not None
    assert (slow.pictures[-1].tag.width, slow.pictures[-1].key) == (16, True)
    assert fast.pictures[-1].tag.width == 32
