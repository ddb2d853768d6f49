"""Messages about slices that are sent before the hand comes to them.

A stream's `look` numbers everything about its pictures but where along the stack they lie, which is `place`: a whole
number that grows by one with each step scrolled. A new look makes all earlier slices of the stream void.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from session.view.operations import Counter, Message, StreamIndex

Place = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31)]


class Ahead(Message, frozen=True, tag="ahead"):
    """Send slices ahead from now on, so many encoded bytes of one view at most; 0: none."""

    bytes: Annotated[int, msgspec.Meta(ge=0, le=2**30)]


class Held(Message, frozen=True, tag="held"):
    """A slice came and is kept: the server may rely on it."""

    stream: StreamIndex
    look: Counter
    place: Place


class Missing(Message, frozen=True, tag="missing"):
    """The server said `stands`, and this client has no such slice: the picture shall come as it would otherwise."""

    stream: StreamIndex
    look: Counter
    place: Place


class AheadSlice(Message, frozen=True, tag="slice"):
    """A slice near the one that is shown. ``fields`` are those of the view's state that differ there.

    ``png`` is without loss and has the SHA-256 of its raw pixels; ``jpeg`` is as moving pictures are, its hash empty.
    ``drop`` are places that the client need not keep any more, and the server relies on no longer.
    """

    stream: int
    look: int
    place: int
    width: int
    height: int
    channels: Literal[1, 3]
    format: Literal["jpeg", "png"]
    sha256: bytes
    data: bytes
    fields: dict[str, Any]
    drop: tuple[int, ...] = ()


class Stands(Message, frozen=True, tag="stands"):
    """The stream's content of this epoch, with the inputs up to ``sequence``, is the slice of that look and place.

    ``held``: the client has it, so no picture comes.
    """

    stream: int
    epoch: int
    revision: int
    sequence: int
    look: int
    place: int
    held: bool


AheadClientMessage = Ahead | Held | Missing
AheadServerMessage = AheadSlice | Stands
