"""The view state with what can be taken back: one step for each gesture, however many messages it came in."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.operations import Operation, Undo, ViewName
from session.view.state import ViewState
from session.view.subject import Subject

STEPS: Final = 100


class History:
    """The present state, the states before each gesture, and those that were taken back. Bounded."""

    def __init__(self, state: ViewState) -> None:
        self.state = state
        self._before: deque[ViewState] = deque(maxlen=STEPS)
        self._undone: list[ViewState] = []
        self._gesture: tuple[int, ViewName] | None = None
        self._began = state

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return bool(self._undone)

    def act(
        self,
        subject: Subject,
        view: ViewName,
        size: tuple[int, int],
        operations: Sequence[Operation],
        gesture: int = 0,
    ) -> bool:
        """Apply what a hand did in one view, all of it or nothing; true when the state is another one now.

        Inputs of one `gesture` (not 0) in one view are one step.

        Raises:
            MessageError: one of the operations cannot be applied; the state is what it was.
        """
        old = self.state
        continued = gesture != 0 and self._gesture == (gesture, view)
        began = self._began if continued else old
        hand = Hand(subject, view, *size, began)
        state = old
        for operation in operations:
            if isinstance(operation, Undo):
                self._commit(old, state, began, gesture, view, continued=continued)
                if operation.gesture == 0 or self._gesture == (operation.gesture, view):
                    self._go(redo=operation.redo)
                return self.state != old
            state = apply(state, operation, hand)
        self._commit(old, state, began, gesture, view, continued=continued)
        return self.state != old

    def adjust(self, change: Callable[[ViewState], ViewState]) -> None:
        """Change every state alike, the present and those that can be taken back: no hand did it, so it is no step."""
        one = {id(state): change(state) for state in (self.state, self._began, *self._before, *self._undone)}
        self._before = deque((one[id(state)] for state in self._before), STEPS)
        self._undone = [one[id(state)] for state in self._undone]
        self.state, self._began = one[id(self.state)], one[id(self._began)]

    def end_gesture(self) -> None:
        """What comes next is another step, whatever number its gesture has."""
        self._gesture = None

    def replace(self, state: ViewState) -> None:
        """Start from another state; nothing before it can be taken back."""
        self.state = self._began = state
        self._before.clear()
        self._undone.clear()
        self._gesture = None

    def _commit(
        self, old: ViewState, state: ViewState, began: ViewState, gesture: int, view: ViewName, *, continued: bool
    ) -> None:
        if state == old:
            return
        stepped = bool(self._before) and self._before[-1] is began
        if not (continued and stepped):
            self._before.append(began)
        self._undone.clear()
        self.state, self._began = state, began
        self._gesture = (gesture, view) if gesture else None

    def _go(self, *, redo: bool) -> None:
        self._gesture = None
        if redo and self._undone:
            self._before.append(self.state)
            self.state = self._undone.pop()
        elif not redo and self._before:
            self._undone.append(self.state)
            self.state = self._before.pop()
