"""What is loaded ahead: one volume, for a while, and never in the way of one that is opened."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import cast

from render.volume import VolumeKey
from session.farm.ahead import Ahead
from session.farm.port import RenderPort
from tests.session.support import KEY

OTHER = replace(KEY, number=2)


class Holds:
    """A port that remembers what was given back."""

    def __init__(self) -> None:
        self.released: list[VolumeKey] = []

    def release(self, key: VolumeKey) -> None:
        self.released.append(key)


async def test_the_newest_is_held_and_given_back_after_its_time() -> None:
    port = Holds()
    ahead = Ahead(cast("RenderPort", port), kept_s=0.02)
    ahead.take(KEY)
    ahead.take(OTHER)
    assert port.released == [KEY]
    while len(port.released) < 2:
        await asyncio.sleep(0.005)
    assert port.released == [KEY, OTHER]
    ahead.give_up()
    assert port.released == [KEY, OTHER], "once only"


async def test_another_volume_that_is_opened_takes_its_place() -> None:
    port = Holds()
    ahead = Ahead(cast("RenderPort", port))
    ahead.take(KEY)
    ahead.opening(KEY)
    assert port.released == []
    ahead.opening(OTHER)
    assert port.released == [KEY]
