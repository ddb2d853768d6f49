"""The slices around the one that a stream shows, by the steps that the hand would scroll. No I/O."""

from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from render.request import RenderRequest
from session.errors import MessageError
from session.room.stage import Stage
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.messages import ViewBinding
from session.view.operations import Scroll
from session.view.overlay import overlay
from session.view.resolve import is_whole, resolve
from session.view.state import ViewState

# Of an overlay, what another place in the stack changes and nothing else does.
_FIELDS: Final = ("position_mm", "image", "images", "fraction", "patient")
_DIGITS: Final = 6
_FARTHEST: Final = 512
_LEAP: Final = 8


@dataclass(frozen=True, slots=True)
class Slice:
    """One place of a stack: the request for its picture, and the view's fields that say where it lies."""

    place: int
    request: RenderRequest
    fields: dict[str, Any]


class Lattice:
    """The slices of one stream by place. `look` counts up whenever anything but the place has changed."""

    def __init__(self, stage: Stage, stream: int, look: int = 0) -> None:
        """Looks are numbered from `look` + 1."""
        self.stage, self.stream = stage, stream
        self.look = look
        self.place = 0
        self._slices: dict[int, tuple[Slice, ViewState]] = {}
        self._places: dict[RenderRequest, int] = {}
        self._ends: dict[int, bool] = {}
        self._binding: ViewBinding | None = None

    def follow(self) -> bool:
        """Find what the stage shows now; False where that is no stack, or not all of its slice has come."""
        wanted = self.stage.wanted(self.stream)
        request = wanted.request if wanted is not None else None
        if wanted is None or request is None or not wanted.whole or wanted.binding.view in {"volume", "film"}:
            return False
        place = self._places.get(_key(request))
        if place is None and self._binding == wanted.binding:
            # A quick hand may be beyond what was asked for so far.
            self.at(self.place + _LEAP)
            self.at(self.place - _LEAP)
            place = self._places.get(_key(request))
        if place is None or self._binding != wanted.binding:
            self.look += 1
            self._slices, self._places, self._ends, self._binding = {}, {}, {}, wanted.binding
            place = 0
            self._keep(place, request, self.stage.state, wanted.binding)
        self.place = place
        return True

    def at(self, place: int) -> Slice | None:
        """The slice of a place; None beyond the ends of the stack, and where it has not come yet."""
        if place not in self._slices and abs(place) <= _FARTHEST:
            self._extend_to(place)
        found = self._slices.get(place)
        return found[0] if found is not None else None

    def place_of(self, request: RenderRequest) -> int | None:
        """The place of a picture in this look; None where it has none."""
        return self._places.get(_key(request))

    def _extend_to(self, place: int) -> None:
        way = 1 if place > 0 else -1
        last = (max if way > 0 else min)(self._slices)
        for at in range(last + way, place + way, way):
            if self._ends.get(way) or not self._step(at, way):
                return

    def _step(self, place: int, way: int) -> bool:
        """Add the slice next to the outermost one."""
        binding = self._binding
        if binding is None:
            return False
        before, state = self._slices[place - way]
        hand = Hand(self.stage.subject, binding.view, binding.width, binding.height, state)
        try:
            moved = apply(state, Scroll(steps=way), hand)
        except MessageError:
            return False
        request = resolve(
            moved, binding.view, self.stage.subject, binding.width, binding.height, loading=self.stage.loading
        )
        if request is None or _key(request) == _key(before.request):
            self._ends[way] = True
            return False
        if not is_whole(request, self.stage.subject.info):
            return False
        self._keep(place, request, moved, binding)
        return True

    def _keep(self, place: int, request: RenderRequest, state: ViewState, binding: ViewBinding) -> None:
        shown = overlay(state, binding.view, self.stage.subject, binding.width, binding.height)
        fields = {name: msgspec.to_builtins(getattr(shown, name)) for name in _FIELDS}
        self._slices[place] = Slice(place, request, fields), state
        self._places[_key(request)] = place


def _key(request: RenderRequest) -> RenderRequest:
    """Scrolling there and back may differ in the last digits: that is the same slice."""
    x, y, z = (round(part, _DIGITS) + 0.0 for part in request.camera.center)
    return replace(request, camera=replace(request.camera, center=(x, y, z)))
