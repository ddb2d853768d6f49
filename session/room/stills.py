"""The lossless twin of a view at rest."""

import asyncio
import contextlib
from concurrent.futures import Executor
from functools import partial

from render.request import RenderRequest
from session.farm.port import RenderPort
from streaming.encoders.still import encode_still
from streaming.picture import PictureTag, Still


async def make_still(
    port: RenderPort, request: RenderRequest, tag: PictureTag, executor: Executor | None = None, *, tiled: bool = False
) -> Still:
    """Render a request at full quality and encode it without loss, aside from the event loop; `tiled`: in tiles, too.

    Raises:
        RenderError: the request cannot be rendered.
        RendererLostError: the renderer died.
        StreamingError: the pixels cannot be encoded.
    """
    with await port.still(request) as frame:
        encoding = asyncio.get_running_loop().run_in_executor(
            executor, partial(encode_still, frame.pixels, tag, tiled=tiled)
        )
        try:
            return await asyncio.shield(encoding)
        except asyncio.CancelledError:
            # The thread still reads the pixels: their owner must not have them back before it ends.
            with contextlib.suppress(Exception):
                await encoding
            raise
