"""What a room looks at, without any I/O: the state, who shows which view how large, and what each stream should show.

A view's content is its request; epochs number the contents of all views as they come. Nothing but another request
gives a view another epoch, so equal epochs are the same picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from render.request import RenderRequest
from session.errors import MessageError
from session.farm.port import Loading
from session.view.acts.picture import magnified
from session.view.camera import camera
from session.view.history import History
from session.view.messages import Input, State, ViewBinding
from session.view.operations import ViewName
from session.view.overlay import overlay
from session.view.resolve import is_whole, resolve
from session.view.state import ViewState, opening, standing
from session.view.subject import Subject
from session.view.wire import WireView


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a stream should show now: the request at full quality, or None where there is nothing to show."""

    binding: ViewBinding
    request: RenderRequest | None
    epoch: int
    since: float
    whole: bool


class Stage:
    """The view state of a room with its revision, layout and epochs. Times are the caller's, in ascending seconds."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.revision = 0
        self.touched = False
        self._history = History(opening(subject))
        self._loading: Loading | None = None
        self._bindings: dict[int, ViewBinding] = {}
        self._wanted: dict[int, Wanted] = {}
        self._epoch = 0

    @property
    def state(self) -> ViewState:
        """What the user wants to see."""
        return self._history.state

    @property
    def loading(self) -> Loading | None:
        """What has come of the volume; None: all of it, as far as is known."""
        return self._loading

    @property
    def bindings(self) -> tuple[ViewBinding, ...]:
        """The views on the screen now."""
        return tuple(self._bindings.values())

    def binding(self, view: ViewName) -> ViewBinding:
        """Where and how large a view is shown.

        Raises:
            MessageError: it is not on the screen.
        """
        for binding in self._bindings.values():
            if binding.view == view:
                return binding
        raise MessageError(f"The {view} view is not on the screen.")

    def wanted(self, stream: int) -> Wanted | None:
        """What a stream should show; None when no view is bound to it."""
        return self._wanted.get(stream)

    def bind(self, bindings: Sequence[ViewBinding], now: float) -> None:
        """A new layout: these views on these streams, and no other.

        Raises:
            MessageError: a stream or a view stands there twice; the layout is what it was.
        """
        if len({one.stream for one in bindings}) < len(bindings) or len({one.view for one in bindings}) < len(bindings):
            raise MessageError("A layout names each view and each stream once.")
        for one in bindings:
            if one.mm_per_pixel is not None and one.view != "film":
                self._keep_scale(one, one.mm_per_pixel)
        self._bindings = {one.stream: one.placed() for one in bindings}
        self.revision += 1
        self._resolve(now)

    def _keep_scale(self, binding: ViewBinding, mm_per_pixel: float) -> None:
        fitted = camera(self.subject, self.state, binding.view, binding.width, binding.height).mm_per_pixel
        self._history.adjust(partial(magnified, view=binding.view, factor=fitted / mm_per_pixel))

    def act(self, message: Input, now: float) -> None:
        """Apply what a hand did, all of it or nothing.

        Raises:
            MessageError: the view is not on the screen, or an operation cannot be applied; the state is what it was.
        """
        binding = self.binding(message.view)
        size = (binding.width, binding.height)
        self._history.act(self.subject, message.view, size, message.operations, message.gesture)
        self.touched = True
        self.revision += 1
        self._resolve(now)

    def branch(self, now: float) -> "Stage":
        """A stage of its own that shows the same, on the same streams; nothing before it can be taken back there."""
        other = Stage(self.subject)
        other._loading = self._loading
        other.restore(self.state, now)
        other.bind(self.bindings, now)
        return other

    def another_hand(self) -> None:
        """Somebody else acts from now on: no input goes on with a gesture of before."""
        self._history.end_gesture()

    def restore(self, state: ViewState, now: float) -> None:
        """Show what a saved view says; nothing before it can be taken back."""
        self._history.replace(state)
        self.revision += 1
        self._resolve(now)

    def loaded(self, loading: Loading, now: float) -> bool:
        """More of the volume has come; true when some view looks different for it."""
        self._loading = loading
        return self._resolve(now)

    def measured(self, subject: Subject, now: float) -> None:
        """The volume's automatic window is known now."""
        self.subject = subject
        self.revision += 1
        self._resolve(now)

    def describe(self, snapshot: bytes) -> State:
        """The state as every participant is told it, but for their own numbers and choice of views."""
        return State(
            revision=self.revision,
            sequence=0,
            snapshot=snapshot,
            views=tuple(self._overlay(one) for one in self._bindings.values()),
            planes=standing(self.subject.info, self.state),
            undo=self._history.can_undo,
            redo=self._history.can_redo,
        )

    def _overlay(self, binding: ViewBinding) -> WireView:
        return overlay(
            self.state,
            binding.view,
            self.subject,
            binding.width,
            binding.height,
            epoch=self._wanted[binding.stream].epoch,
        )

    def _resolve(self, now: float) -> bool:
        """Find out which streams should show something else than before."""
        before, self._wanted = self._wanted, {}
        for stream, binding in self._bindings.items():
            request = resolve(
                self.state, binding.view, self.subject, binding.width, binding.height, loading=self._loading
            )
            old = before.get(stream)
            if old is not None and old.binding == binding and old.request == request:
                self._wanted[stream] = old
                continue
            self._epoch += 1
            whole = request is not None and is_whole(request, self.subject.info)
            self._wanted[stream] = Wanted(binding, request, self._epoch, now, whole)
        return self._wanted != before
