"""Messages of the quick channel: small ones that need not wait for a packet that TCP sends again.

The WebSocket carries the same as `input`, `ack` and `picture_sent`, in order and without loss. Whichever comes first
counts, and what was lost here is repeated in the next message, or comes over the WebSocket.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from session.view.operations import Counter, Message, Operation, StreamIndex, ViewName

MAX_REPEATED: Final = 4
MAX_OPERATIONS: Final = 64


class Input(Message, frozen=True, tag="input"):
    """What the hand did in one view, coalesced to an animation frame.

    ``gesture`` groups the inputs of one drag (one undo step).
    """

    sequence: Counter
    view: ViewName
    operations: Annotated[tuple[Operation, ...], msgspec.Meta(min_length=1, max_length=MAX_OPERATIONS)]
    gesture: Counter = 0


class Quick(Message, frozen=True, tag="quick"):
    """What the client has to say at once: its newest inputs, the last one last, and (stream, picture) shown."""

    inputs: Annotated[tuple[Input, ...], msgspec.Meta(max_length=MAX_REPEATED)] = ()
    acks: Annotated[tuple[tuple[StreamIndex, Counter], ...], msgspec.Meta(max_length=6)] = ()


SentRow = tuple[int, int, int, int, int, int, int, int, int]
"""Stream, picture, epoch, revision, sequence, lease, width, height, RTP timestamp."""


class PicturesSent(Message, frozen=True, tag="pictures_sent"):
    """Some `picture_sent` of one stream as rows, the newest last: their fields in the order of that message."""

    pictures: tuple[SentRow, ...]
