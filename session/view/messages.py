"""The wire protocol, version 1: MessagePack maps over the session's WebSocket, in both directions.

This module, with the operations and parts it imports, is the only place that knows how messages look on the wire
(docs/protocol.md says the same in words, with golden bytes that the TypeScript client reads too). Each message is a
map whose key ``t`` names its type. Bytes are read by ``msgpack`` with limits on every length and then converted at
once into the frozen structs below by ``msgspec``: an unknown type or field, a number that is not finite, an
oversized or too deeply nested message is a :class:`MessageError`, and the session lives on.

Lengths are device pixels of the view's picture, x to the right and y down, unless a name says otherwise; angles are
degrees; patient positions are LPS millimetres (DICOM PS3.3 C.7.6.2).
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Final, Literal

import msgpack
import msgspec

from session.errors import MessageError
from session.view.ahead import AheadClientMessage, AheadServerMessage
from session.view.operations import Counter, Finite, Message, Pixels, StreamIndex, ViewName
from session.view.quick import Input as Input  # noqa: PLC0414 - one namespace for all
from session.view.quick import PicturesSent as PicturesSent  # noqa: PLC0414 - one namespace for all
from session.view.quick import Quick as Quick  # noqa: PLC0414 - one namespace for all
from session.view.room_messages import PersonName, RoomClientMessage, RoomServerMessage, Seat
from session.view.told import Snapshot as Snapshot  # noqa: PLC0414
from session.view.told import State as State  # noqa: PLC0414
from session.view.told import StateChange as StateChange  # noqa: PLC0414
from session.view.wire import WirePreset, WireVolume
from streaming.picture import PictureFormat

PROTOCOL_VERSION: Final = 1
MAX_MESSAGE_BYTES: Final = 256 * 1024

# --- client to server ------------------------------------------------------------------------------------------------


class ViewBinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A view on the screen: which stream carries it and its size in device pixels.

    ``mm_per_pixel`` zooms the view so that its middle and this scale stay when the screen has another shape (a tablet
    is turned); without it the zoom stays, and what fits is as large as before.
    """

    view: ViewName
    stream: StreamIndex
    width: Pixels
    height: Pixels
    mm_per_pixel: Annotated[float, msgspec.Meta(gt=1e-6, lt=1e6)] | None = None

    def placed(self) -> ViewBinding:
        """Where the view is shown; the scale was asked for once and is no part of that."""
        return msgspec.structs.replace(self, mm_per_pixel=None)


class Hello(Message, frozen=True, tag="hello"):
    """The first message, within 2 s.

    The ticket from POST /api/sessions, and the snapshot of an earlier attach when there is one. ``bit_rate`` is what
    the last ``pong`` of an earlier session said that this client's network carries, in bit/s; 0: not known.
    ``pictures`` is how this client wants moving pictures on the WebSocket: JPEG where it cannot decode video.
    ``seat`` is a secret of this page's own: who comes back with it is the same person of the room. ``name`` is what
    the others read.
    """

    version: int
    ticket: Annotated[str, msgspec.Meta(max_length=4096)]
    views: Annotated[tuple[ViewBinding, ...], msgspec.Meta(max_length=6)]
    snapshot: Annotated[bytes, msgspec.Meta(max_length=32768)] | None = None
    bit_rate: Annotated[int, msgspec.Meta(ge=0, le=10**10)] = 0
    pictures: PictureFormat = "h264"
    seat: Seat = ""
    name: PersonName = ""


class Views(Message, frozen=True, tag="views"):
    """A new layout or new sizes: the views on the screen now. What is not listed is not rendered."""

    views: Annotated[tuple[ViewBinding, ...], msgspec.Meta(max_length=6)]


class Offer(Message, frozen=True, tag="offer"):
    """WebRTC offer with six receive-only video transceivers."""

    sdp: Annotated[str, msgspec.Meta(max_length=65536)]


class Transport(Message, frozen=True, tag="transport"):
    """Which path shall carry the pictures from now on."""

    use: Literal["webrtc", "websocket"]


class Ack(Message, frozen=True, tag="ack"):
    """Picture ``picture`` of ``stream`` is on the screen (credit and rate control)."""

    stream: StreamIndex
    picture: Counter
    decode_ms: Annotated[float, msgspec.Meta(ge=0, le=1e6)] = 0.0


class Shown(Message, frozen=True, tag="shown"):
    """A still is on the screen: did its pixels hash to the server's value? ``verified`` false asks for it again."""

    stream: StreamIndex
    picture: Counter
    verified: bool


class KeyRequest(Message, frozen=True, tag="key"):
    """The decoder of ``stream`` needs a keyframe (WebSocket path)."""

    stream: StreamIndex


class Probe(Message, frozen=True, tag="probe"):
    """Ask for the value under picture point (x, y) of a plane, from source voxels."""

    id: Counter
    view: ViewName
    x: Finite
    y: Finite


class Ping(Message, frozen=True, tag="ping"):
    """Round-trip measurement; answered by ``pong`` at once."""

    id: Counter


class Measured(Message, frozen=True, tag="measured"):
    """What the client measured, every few seconds.

    Event-to-photon in milliseconds and pictures a second (for /metrics).
    """

    transport: Literal["webrtc", "websocket"]
    event_to_photon_p50_ms: Annotated[float, msgspec.Meta(ge=0, le=1e6)]
    event_to_photon_p95_ms: Annotated[float, msgspec.Meta(ge=0, le=1e6)]
    fps: Annotated[float, msgspec.Meta(ge=0, le=1000)]


ClientMessage = (
    Hello | Views | Input | Offer | Transport | Ack | Shown | KeyRequest | Probe | Ping | Measured | Quick
    | AheadClientMessage | RoomClientMessage
)  # fmt: skip


# --- server to client ------------------------------------------------------------------------------------------------


class Welcome(Message, frozen=True, tag="welcome"):
    """Answer to ``hello``: what is shown and what can be chosen. The first ``state`` follows at once."""

    version: int
    session: str
    lease: int
    volume: WireVolume
    windows: tuple[WirePreset, ...]
    presets: tuple[WirePreset, ...]
    quiet_ms: int
    ice_servers: tuple[dict[str, str], ...] = ()


class PictureSent(Message, frozen=True, tag="picture_sent"):
    """WebRTC: which picture the RTP timestamp stands for (the same header as ``picture``, without the bytes)."""

    stream: int
    picture: int
    epoch: int
    revision: int
    sequence: int
    lease: int
    width: int
    height: int
    rtp: int


class Picture(Message, frozen=True, tag="picture"):
    """WebSocket path: one H.264 access unit (Annex B), or a JPEG file where ``hello`` asked for it.

    Width and height are the true ones; the coded size is even.
    """

    stream: int
    picture: int
    epoch: int
    revision: int
    sequence: int
    lease: int
    width: int
    height: int
    key: bool
    data: bytes
    format: PictureFormat = "h264"


class StillPicture(Message, frozen=True, tag="still"):
    """The same view without loss.

    ``sha256`` is over the raw pixels, row by row: one byte grey or three bytes RGB a pixel.
    """

    stream: int
    picture: int
    epoch: int
    revision: int
    sequence: int
    lease: int
    width: int
    height: int
    channels: Literal[1, 3]
    format: Literal["png"]
    sha256: bytes
    data: bytes


class Tile(Message, frozen=True, tag="tile"):
    """On slow ways: one of the ``tiles`` rectangles of a still, instead of ``still``; those at the middle come first.

    Each is answered by ``ack``; the still is on the screen without loss (``shown``) when all its tiles were verified.
    ``sha256`` is over the rectangle's raw pixels.
    """

    stream: int
    picture: int
    epoch: int
    revision: int
    sequence: int
    lease: int
    width: int
    height: int
    x: int
    y: int
    columns: int
    rows: int
    tiles: int
    channels: Literal[1, 3]
    format: Literal["png"]
    sha256: bytes
    data: bytes


class Progress(Message, frozen=True, tag="progress"):
    """Loading: slices and bytes so far, seconds since it began, and which slices are there (runs [first, last))."""

    slices: int
    slices_total: int
    bytes: int
    bytes_total: int
    seconds: float
    runs: tuple[tuple[int, int], ...]
    done: bool


class Answer(Message, frozen=True, tag="answer"):
    """WebRTC answer with this host's own candidates."""

    sdp: str


class Value(Message, frozen=True, tag="value"):
    """Answer to ``probe``: null outside the volume or where nothing is loaded yet.

    ``colour`` is the red, green and blue of a colour film's nearest pixel, which has no value.
    """

    id: int
    value: float | None
    unit: str
    position_mm: tuple[float, float, float]
    colour: tuple[int, int, int] | None = None


class Pong(Message, frozen=True, tag="pong"):
    """Answer to ``ping``, with the bit/s that the way to this client carries as far as is known (0: it is not)."""

    id: int
    bit_rate: int = 0


class Heartbeat(Message, frozen=True, tag="heartbeat"):
    """The host lives; sent whenever nothing else was for 150 ms."""


class Fault(Message, frozen=True, tag="error"):
    """Something was refused or went wrong, in words.

    ``view`` when it concerns one view. ``fatal``: the socket closes next.
    """

    code: str
    text: str
    view: str = ""
    fatal: bool = False


class Standby(Message, frozen=True, tag="standby"):
    """A fresh ticket for the second home."""

    url: str
    ticket: str


class Moved(Message, frozen=True, tag="moved"):
    """The session lives elsewhere now."""

    url: str
    ticket: str


ServerMessage = (
    Welcome | State | PictureSent | Picture | StillPicture | Tile | Progress | Answer | Value | Pong | Heartbeat | Fault
    | Standby | Moved | PicturesSent | StateChange | Snapshot | AheadServerMessage
    | RoomServerMessage
)  # fmt: skip

CLOSE_WHO_ARE_YOU: Final = 4401
CLOSE_PUT_OUT: Final = 4403
CLOSE_MOVED: Final = 4409
CLOSE_LEASE_LOST: Final = 4410
CLOSE_TOO_SLOW: Final = 4408
CLOSE_ENDED: Final = 1000
CLOSE_FAILED: Final = 1011


def encode(message: ServerMessage | ClientMessage) -> bytes:
    """Return the MessagePack bytes of a message."""
    packed: bytes = msgpack.packb(msgspec.to_builtins(message, builtin_types=(bytes,)), use_bin_type=True)
    return packed


def decode_client(data: bytes) -> ClientMessage:
    """Read one client message.

    Raises:
        MessageError: with a sentence that names the field; nothing has been changed by then.
    """
    return _convert(_unpack(data), ClientMessage)  # type: ignore[no-any-return]


def decode_server(data: bytes) -> ServerMessage:
    """Read one server message (tests and tools)."""
    return _convert(_unpack(data, limit=64 * 1024 * 1024), ServerMessage)  # type: ignore[no-any-return]


def _unpack(data: bytes, limit: int = MAX_MESSAGE_BYTES) -> Any:
    if len(data) > limit:
        raise MessageError(f"message of {len(data)} bytes is larger than {limit}")
    try:
        value = msgpack.unpackb(
            data,
            raw=False,
            strict_map_key=True,
            max_str_len=65536,
            max_bin_len=limit,
            max_array_len=4096,
            max_map_len=64,
            max_ext_len=0,
        )
    except (ValueError, msgpack.UnpackException, RecursionError) as error:
        raise MessageError(f"not a MessagePack message: {type(error).__name__}") from error
    _refuse_unfinite(value, depth=0)
    return value


def _refuse_unfinite(value: Any, depth: int) -> None:
    if depth > 8:
        raise MessageError("message is nested too deeply")
    if isinstance(value, float) and not math.isfinite(value):
        raise MessageError("message holds a number that is not finite")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_unfinite(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _refuse_unfinite(item, depth + 1)


def _convert(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise MessageError(str(error)) from error
