"""What has come of a room's volume, shown in every scene while it loads."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from render.errors import RenderError
from render.volume import VolumeKey
from session.errors import SessionError
from session.farm.port import Loading
from session.room.parts import RoomParts
from session.room.scene import Scene
from session.room.welcome import progress_message
from session.view import messages as m
from session.view.subject import Subject

# While a volume loads, pictures of what has come are renewed this often.
_RENEW_S: Final = 0.1


class LoadingNews:
    """Follows the loading of one volume. `run` is its only task."""

    def __init__(
        self,
        parts: RoomParts,
        shared: Scene,
        scenes: Callable[[], Sequence[Scene]],
        *,
        tell: Callable[[m.Progress], None],
        changed: Callable[[Scene], None],
        fail: Callable[[str], None],
    ) -> None:
        """`scenes` are all that show the volume now, `fail` is told why it cannot be loaded."""
        self._parts, self._shared, self._scenes = parts, shared, scenes
        self._tell, self._changed, self._fail = tell, changed, fail

    async def run(self, key: VolumeKey, ready: Callable[[], None]) -> None:
        """Show what has come, a few times a second, and say how far it is; `ready` is called after the first time."""
        try:
            async for loading in self._parts.port.watch(key):
                self._take(loading)
                # Only now: without knowing what has come, everything would seem to be there.
                ready()
                subject = self._shared.stage.subject
                if loading.failed:
                    self._fail(loading.failed)
                elif loading.complete or (subject.automatic is None and loading.slices_done):
                    planes, projection = await self._parts.port.measure(key)
                    self._measured(replace(subject, automatic=planes, automatic_projection=projection))
                await asyncio.sleep(0 if loading.over else _RENEW_S)
        except (SessionError, RenderError) as error:
            self._fail(str(error))

    def _take(self, loading: Loading) -> None:
        self._tell(progress_message(loading))
        for scene in self._scenes():
            if scene.stage.loaded(loading, self._parts.clock()):
                # Epochs have changed with the pictures: overlays belong to them.
                self._changed(scene)

    def _measured(self, subject: Subject) -> None:
        for scene in self._scenes():
            scene.stage.measured(subject, self._parts.clock())
            self._changed(scene)
