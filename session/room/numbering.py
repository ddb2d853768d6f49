"""One page's own counting of what it is sent, whatever stage it looks at. Pure.

Every stage counts its revisions and epochs by itself, and people's inputs are mixed in it. A page is told of numbers
that ascend for it, and of the last of its own inputs that a state or picture contains.
"""

from collections import deque
from dataclasses import replace
from typing import Final

import msgspec

from session.view.ahead import Stands
from session.view.messages import State, ViewBinding
from streaming.picture import PictureTag

# Pictures on their way are of the last few revisions.
_REMEMBERED: Final = 512


class Numbering:
    """Turns a stage's numbers into those of one page, and its streams into the page's."""

    def __init__(self) -> None:
        self._revisions = self._epochs = 0
        self._told_revision = self._told_epoch = 0
        self._sequence = self._sequence_before = 0
        self._inputs: deque[tuple[int, int]] = deque(maxlen=_REMEMBERED)

    def switched(self) -> None:
        """Another stage's numbers follow: they go on where the last ones ended."""
        self._revisions, self._epochs = self._told_revision, self._told_epoch
        self._sequence_before = self._sequence
        self._inputs.clear()

    def applied(self, sequence: int, revision: int) -> None:
        """An input of this page became part of the stage in this revision of it."""
        self._sequence = max(self._sequence, sequence)
        if len(self._inputs) == _REMEMBERED:
            self._sequence_before = self._inputs[0][1]
        self._inputs.append((revision, self._sequence))

    def tag(self, tag: PictureTag, stream: int) -> PictureTag:
        """A picture's tag as this page reads it."""
        epoch, revision = tag.epoch + self._epochs, tag.revision + self._revisions
        self._told_epoch = max(self._told_epoch, epoch)
        self._told_revision = max(self._told_revision, revision)
        sequence = self._contained(tag.revision)
        return replace(tag, stream=stream, epoch=epoch, revision=revision, sequence=sequence)

    def state(self, state: State, bindings: tuple[ViewBinding, ...]) -> State:
        """A state as this page reads it: the views that it shows, in its own order."""
        views = {one.view: one for one in state.views}
        shown = tuple(
            msgspec.structs.replace(views[one.view], epoch=views[one.view].epoch + self._epochs)
            for one in bindings
            if one.view in views
        )
        revision = state.revision + self._revisions
        self._told_revision = max(self._told_revision, revision)
        self._told_epoch = max((self._told_epoch, *(one.epoch for one in shown)))
        return msgspec.structs.replace(state, revision=revision, sequence=self._contained(state.revision), views=shown)

    def stands(self, told: Stands, stream: int) -> Stands:
        """Which slice a stream shows, as this page reads it."""
        revision, sequence = told.revision + self._revisions, self._contained(told.revision)
        epoch = told.epoch + self._epochs
        return msgspec.structs.replace(told, stream=stream, epoch=epoch, revision=revision, sequence=sequence)

    def _contained(self, revision: int) -> int:
        for at, sequence in reversed(self._inputs):
            if at <= revision:
                return sequence
        return self._sequence_before
