"""Those of a room who look freely, each on a stage of their own, within limits."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from session.errors import FreeError
from session.room.people import Person
from session.room.scene import Scene
from session.room.stage import Stage

if TYPE_CHECKING:
    from session.room.participant import Participant

# Each costs the server as much as a room of its own.
MOST: Final = 4
# Whoever lost their connection finds their own view again for so long.
KEPT_S: Final = 60.0
_SWEEP_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Own:
    person: Person
    scene: Scene
    task: asyncio.Task[None]


class Freedom:
    """Opens and closes people's own scenes."""

    def __init__(self, make: Callable[[str, Stage], Scene], run: Callable[[Scene], asyncio.Task[None]]) -> None:
        """`make` makes a scene with this name, `run` begins its life."""
        self._make, self._run = make, run
        self._own: dict[int, _Own] = {}

    @property
    def scenes(self) -> list[Scene]:
        """Everybody's own scenes."""
        return [own.scene for own in self._own.values()]

    def scene(self, person: Person) -> Scene | None:
        """Where this person looks freely; None when they follow."""
        own = self._own.get(person.number)
        return own.scene if own is not None else None

    def begin(
        self,
        person: Person,
        pages: "list[Participant]",
        shared: Stage,
        now: float,
        first: Callable[[Stage], None] = lambda _: None,
    ) -> Scene:
        """This person looks freely, from what the shared stage shows now; all of their pages go along.

        `first` is what they did: while the stage has the shared one's sizes still, in which it was done.

        Raises:
            FreeError: too many do already.
            MessageError: `first` cannot be done; nothing has happened then.
        """
        self._make_way()
        stage = shared.branch(now)
        first(stage)
        scene = self._make(str(person.number), stage)
        self._own[person.number] = _Own(person, scene, self._run(scene))
        for page in pages:
            page.watch(scene)
        return scene

    def end(self, person: Person, pages: "list[Participant]", shared: Scene) -> bool:
        """This person follows again; false when they did all along."""
        own = self._own.pop(person.number, None)
        if own is None:
            return False
        for page in pages:
            page.watch(shared)
        own.task.cancel()
        return True

    async def run(self, clock: Callable[[], float]) -> None:
        """Sweep now and then until cancelled."""
        while True:
            await asyncio.sleep(_SWEEP_S)
            self.sweep(clock())

    def sweep(self, now: float) -> None:
        """Forget the scenes of people who have been gone for long."""
        for own in tuple(self._own.values()):
            if not own.person.here and now - own.person.left_at > KEPT_S:
                self._close(own)

    def _make_way(self) -> None:
        if len(self._own) < MOST:
            return
        gone = next((own for own in self._own.values() if not own.person.here), None)
        if gone is None:
            raise FreeError(f"{MOST} people look freely already: follow the presenter until one of them does.")
        self._close(gone)

    def _close(self, own: _Own) -> None:
        del self._own[own.person.number]
        own.task.cancel()
