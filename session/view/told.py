"""The state as participants are told it: whole, or as what changed. A moving hand changes few fields of few views."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from session.view.operations import Message
from session.view.wire import WireView

# These are said anew in every change, by other means, or view by view.
_APART: Final = ("revision", "sequence", "snapshot", "views")


class State(Message, frozen=True, tag="state"):
    """The new truth, whole: on opening, and where the views on the screen are others than before.

    ``snapshot`` is sealed; give the newest one back in ``hello`` when attaching again. Empty: it comes by itself.
    """

    revision: int
    sequence: int
    snapshot: bytes
    views: tuple[WireView, ...]
    planes: Literal["patient", "acquisition", "oblique"] = "patient"
    undo: bool = False
    redo: bool = False


class StateChange(Message, frozen=True, tag="changed"):
    """A state as its difference from the one that was told before on this socket.

    ``views`` holds, for each view that differs, its name and the fields that differ; ``also`` the state's own ones.
    """

    revision: int
    sequence: int
    views: tuple[dict[str, Any], ...] = ()
    also: dict[str, Any] = msgspec.field(default_factory=dict)


class Snapshot(Message, frozen=True, tag="snapshot"):
    """The newest state, sealed; give it back in ``hello`` when attaching again."""

    snapshot: bytes


def difference(before: State, after: State) -> StateChange | None:
    """What changed; None where the views on the screen are others, which takes the whole state to say."""
    if [one.view for one in before.views] != [one.view for one in after.views]:
        return None
    views = (_fields_changed(old, new) for old, new in zip(before.views, after.views, strict=True))
    also = {name: value for name, value in _fields_changed(before, after).items() if name not in _APART}
    return StateChange(after.revision, after.sequence, tuple(one for one in views if len(one) > 1), also)


def applied(before: State, change: StateChange) -> State:
    """The state after a change of it."""
    fields = {str(one["view"]): one for one in change.views}
    views = [{**_plain(one), **fields.get(one.view, {})} for one in before.views]
    whole = {**_plain(before), **change.also, "revision": change.revision, "sequence": change.sequence, "views": views}
    return msgspec.convert(whole, State)


def _plain(one: State | WireView) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(one, builtin_types=(bytes,))
    return plain


def _fields_changed(before: State | WireView, after: State | WireView) -> dict[str, Any]:
    """The fields that differ, with a view's name."""
    told = ((name, getattr(before, name), getattr(after, name)) for name in after.__struct_fields__)
    plain = msgspec.to_builtins
    return {name: plain(new, builtin_types=(bytes,)) for name, old, new in told if name == "view" or old != new}
