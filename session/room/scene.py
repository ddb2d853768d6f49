"""A stage with the streams that show it and the pages that look at it: the shared one, or one person's own."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from render.request import RenderRequest
from session.room.layout import Layout
from session.room.parts import RoomParts
from session.room.stage import Stage
from session.room.viewer import Viewer
from session.view.operations import ViewName
from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.fanout import Fanout, reduced_rate
from streaming.picture import STREAMS, Still

if TYPE_CHECKING:
    from session.room.participant import Participant

# Between two moving pictures of a view in a room of stills.
STILLS_LEAST_S: Final = 0.25


class Scene:
    """Shows a stage to its pages. `run` is its life; `next_number` numbers the pictures of a whole room."""

    def __init__(
        self, name: str, stage: Stage, parts: RoomParts, *, lease: int, next_number: Callable[[], int], stills: bool
    ) -> None:
        """`name` is that of its streams at the renderer; `stills`: a few pictures a second, each by itself."""
        self.stage, self._parts, self._stills = stage, parts, stills
        self.pages: list[Participant] = []
        self._layout = Layout()
        self.viewers = {
            stream: Viewer(
                stream,
                f"{name}:{stream}",
                stage,
                parts.port,
                self._fanout,
                self,
                lease=lease,
                quiet_s=parts.quiet_ms / 1000,
                least_s=STILLS_LEAST_S if stills else 0.0,
                next_number=next_number,
                executor=parts.executor,
                clock=parts.clock,
            )
            for stream in range(STREAMS)
        }

    async def run(self) -> None:
        """Keep every stream in step with the stage, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for viewer in self.viewers.values():
                tasks.create_task(viewer.run())

    def viewer(self, view: ViewName) -> Viewer | None:
        """The stream that shows a view; None where nobody does."""
        stream = self.stream(view)
        return None if stream is None else self.viewers[stream]

    def stream(self, view: ViewName) -> int | None:
        """The number of the stream that shows a view."""
        return self._layout.stream(view)

    def arrange(self, first: Sequence["Participant"] = ()) -> bool:
        """Show what the pages show now, in the sizes of the `first` ones where they have the view.

        A view that none of those shows keeps the size that it has, and without pages everything stays. Gives whether
        the stage's layout is another one now.
        """
        if not self.pages:
            return False
        everybody = [page.bindings for page in self.pages]
        shown = {binding.view for page in everybody for binding in page}
        kept = [one for one in self.stage.bindings if one.view in shown]
        bindings = self._layout.arrange([*(page.bindings for page in first), kept, *everybody])
        another = bindings != self.stage.bindings
        if another:
            self.stage.bind(bindings, self._parts.clock())
        for page in self.pages:
            page.look()
        return another

    def changed(self) -> None:
        """Tell every page the new truth, and the streams that they may differ from it."""
        state = self.stage.describe(b"")
        for page in self.pages:
            page.tell(state)
        for viewer in self.viewers.values():
            viewer.changed()

    def still(self, still: Still) -> None:
        """See `Audience`."""
        for page in self.pages:
            page.still(still)

    def has(self, stream: int, request: RenderRequest) -> bool:
        """See `Audience`."""
        looking = [page for page in self.pages if page.stream_of(stream) is not None]
        return bool(looking) and all(page.ahead is not None and page.ahead.holds(stream, request) for page in looking)

    def wants_tiles(self, stream: int) -> bool:
        """See `Audience`."""
        return any(page.slow and page.stream_of(stream) is not None for page in self.pages)

    def fault(self, code: str, text: str, view: str) -> None:
        """See `Audience`."""
        for page in self.pages:
            page.fault(code, text, view)

    def stills(self) -> list[Still]:
        """What rests already, for somebody who comes."""
        made = (viewer.current_still() for viewer in self.viewers.values())
        return [still for still in made if still is not None]

    def _fanout(self, stream: int, on_key_wanted: Callable[[], None]) -> Fanout:
        parts = self._parts
        made = partial(Broadcast, stream, executor=parts.executor, on_key_wanted=on_key_wanted)
        jpeg = made(parts.jpeg_encoder, picture_format="jpeg")
        if self._stills:
            return Fanout(jpeg, on_wanted=on_key_wanted)
        return Fanout(
            made(parts.encoder),
            jpeg,
            reduced=made(_reduced(parts.encoder)),
            on_wanted=on_key_wanted,
            executor=parts.executor,
        )


def _reduced(settings: EncoderSettings) -> EncoderSettings:
    return replace(settings, bit_rate=reduced_rate(settings.bit_rate))
