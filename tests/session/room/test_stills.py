"""Stills: the exact picture, its hash, and its frame given back."""

import asyncio
import io
import threading

import numpy as np
import pytest
from PIL import Image

from render.errors import BadRequestError
from render.frame import Frame
from render.request import RenderRequest
from render.views import standard
from session.room import stills
from session.room.stills import make_still
from streaming.encoders.still import pixel_hash
from streaming.picture import PictureTag, Still
from tests.session.support import INFO, KEY, local_port

REQUEST = standard(INFO, "coronal", 65, 47)
TAG = PictureTag(stream=1, picture=2, epoch=3, revision=4, sequence=5, lease=1, width=65, height=47)


async def test_a_still_is_the_renderers_picture_to_the_bit() -> None:
    async with local_port() as port:
        await port.load(KEY)
        async for _ in port.watch(KEY):
            pass
        with await port.still(REQUEST) as frame:
            pixels = frame.pixels.copy()
        still = await make_still(port, REQUEST, TAG)
        assert port.frames_out == 0
    assert still.tag == TAG
    assert still.sha256 == pixel_hash(pixels)
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(still.data))), pixels)


class OnePicture:
    """A port with a picture that counts its releases."""

    def __init__(self) -> None:
        self.released = 0

    async def still(self, request: RenderRequest) -> Frame:
        def release() -> None:
            self.released += 1

        return Frame(np.zeros((47, 65), np.uint8), request, on_release=release)


async def test_a_frame_is_given_back_only_when_the_encoder_has_done(monkeypatch: pytest.MonkeyPatch) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(pixels: object, tag: PictureTag, *, tiled: bool) -> Still:
        began.set()
        assert go_on.wait(5)
        return Still(tag, "png", b"", b"", 1)

    monkeypatch.setattr(stills, "encode_still", slow)
    port = OnePicture()
    making = asyncio.create_task(make_still(port, REQUEST, TAG))  # type: ignore[arg-type]
    await asyncio.to_thread(began.wait, 5)
    making.cancel()
    await asyncio.sleep(0.01)
    assert port.released == 0
    go_on.set()
    await asyncio.wait({making})
    assert making.cancelled()
    assert port.released == 1


async def test_what_cannot_be_rendered_is_said() -> None:
    class Refusing(OnePicture):
        async def still(self, request: RenderRequest) -> Frame:
            raise BadRequestError("no such preset")

    with pytest.raises(BadRequestError):
        await make_still(Refusing(), REQUEST, TAG)  # type: ignore[arg-type]
