"""The wire protocol, version 1: MessagePack maps over the session's WebSocket, in both directions.

This table is the only place that knows how messages look on the wire (docs/protocol.md says the same in words, with
golden bytes that the TypeScript client reads too). Each message is a map whose key ``t`` names its type. Bytes are
read by ``msgpack`` with limits on every length and then converted at once into the frozen structs below by
``msgspec``: an unknown type or field, a number that is not finite, an oversized or too deeply nested message is a
:class:`MessageError`, and the session lives on.

Lengths are device pixels of the view's picture, x to the right and y down, unless a name says otherwise; angles are
degrees; patient positions are LPS millimetres (DICOM PS3.3 C.7.6.2).
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Final, Literal

import msgpack
import msgspec

from session.errors import MessageError

PROTOCOL_VERSION: Final = 1
MAX_MESSAGE_BYTES: Final = 256 * 1024
MAX_OPERATIONS: Final = 64

ViewName = Literal["axial", "coronal", "sagittal", "volume"]
SlabModeName = Literal["max", "min", "mean"]
Finite = Annotated[float, msgspec.Meta(ge=-1e7, le=1e7)]
Degrees = Annotated[float, msgspec.Meta(ge=-3600, le=3600)]
Pixels = Annotated[int, msgspec.Meta(ge=16, le=4096)]
StreamIndex = Annotated[int, msgspec.Meta(ge=0, le=5)]
Counter = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
ShortText = Annotated[str, msgspec.Meta(max_length=64)]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="t", rename=None):
    """Base of everything on the wire."""


# --- gestures: what the hand did, in the picture's own pixels --------------------------------------------------------


class Scroll(Message, frozen=True, tag="scroll"):
    """Move through the volume along the plane's normal.

    Positive = to the feet, to the back, to the patient's left... by slices.
    """

    steps: Finite


class DragWindow(Message, frozen=True, tag="window_drag"):
    """Window by hand: CSS pixels to the right (wider) and up (brighter). One pixel is width / 300."""

    wider: Finite
    brighter: Finite


class SetWindow(Message, frozen=True, tag="window"):
    """Window by numbers, in the volume's shown unit."""

    center: Finite
    width: Annotated[float, msgspec.Meta(gt=0, le=1e7)]


class Pan(Message, frozen=True, tag="pan"):
    """The picture follows the hand by (dx, dy) pixels."""

    dx: Finite
    dy: Finite


class Zoom(Message, frozen=True, tag="zoom"):
    """Magnify by ``factor`` so that the picture point (x, y) stays where it is."""

    factor: Annotated[float, msgspec.Meta(gt=0.01, lt=100)]
    x: Finite
    y: Finite


class Crosshair(Message, frozen=True, tag="crosshair"):
    """Put the crosshair to picture point (x, y) of this view; the other planes follow."""

    x: Finite
    y: Finite


class Rotate(Message, frozen=True, tag="rotate"):
    """Turn the volume view like a trackball by a drag of (dx, dy) pixels."""

    dx: Finite
    dy: Finite


class Turn(Message, frozen=True, tag="turn"):
    """Turn the volume view by angles.

    ``azimuth`` about the head-foot axis, ``elevation`` towards the head, ``roll`` about the line of sight.
    """

    azimuth: Degrees = 0.0
    elevation: Degrees = 0.0
    roll: Degrees = 0.0


class Orient(Message, frozen=True, tag="orient"):
    """Look at the volume from a named side."""

    seen_from: Literal["anterior", "posterior", "left", "right", "head", "feet"]


class Tilt(Message, frozen=True, tag="tilt"):
    """Rotate the planes that cross this view about the crosshair, in this view's picture: an oblique MPR."""

    degrees: Degrees


class Slab(Message, frozen=True, tag="slab"):
    """Thickness of the slab in millimetres; 0 = one thin slice."""

    mm: Annotated[float, msgspec.Meta(ge=0, le=500)]


class SlabStep(Message, frozen=True, tag="slab_step"):
    """Thicker or thinner by so many millimetres."""

    mm: Finite


class SetSlabMode(Message, frozen=True, tag="slab_mode"):
    """What a slab shows: its maximum, minimum or mean."""

    mode: SlabModeName


class Preset(Message, frozen=True, tag="preset"):
    """A window preset (planes, MIP) or a transfer-function preset (volume) by its name in ``welcome``.

    ``auto`` and ``file`` are windows too.
    """

    name: ShortText


class Position(Message, frozen=True, tag="position"):
    """Go to a position in millimetres along the plane's normal (tomocast render --position)."""

    mm: Finite


class Projection(Message, frozen=True, tag="projection"):
    """What the volume view shows: the rendered volume or its maximum intensity projection."""

    mode: Literal["volume", "mip"]


class Planes(Message, frozen=True, tag="planes"):
    """All three planes along the patient's axes or along the acquisition."""

    along: Literal["patient", "acquisition"]


class Invert(Message, frozen=True, tag="invert"):
    """Black becomes white and back."""


class Reset(Message, frozen=True, tag="reset"):
    """Back to how it opened: this view or all."""

    what: Literal["view", "all"] = "view"


class Undo(Message, frozen=True, tag="undo"):
    """Take back the last drag or act; ``redo`` brings it back."""

    redo: bool = False


Operation = (
    Scroll | DragWindow | SetWindow | Pan | Zoom | Crosshair | Rotate | Turn | Orient | Tilt | Slab | SlabStep
    | SetSlabMode | Preset | Position | Projection | Planes | Invert | Reset | Undo
)  # fmt: skip


# --- client to server ------------------------------------------------------------------------------------------------


class ViewBinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A view on the screen: which stream carries it and its size in device pixels."""

    view: ViewName
    stream: StreamIndex
    width: Pixels
    height: Pixels


class Hello(Message, frozen=True, tag="hello"):
    """The first message, within 2 s.

    The ticket from POST /api/sessions, and the snapshot of an earlier attach when there is one.
    """

    version: int
    ticket: Annotated[str, msgspec.Meta(max_length=4096)]
    views: Annotated[tuple[ViewBinding, ...], msgspec.Meta(max_length=6)]
    snapshot: Annotated[bytes, msgspec.Meta(max_length=32768)] | None = None


class Views(Message, frozen=True, tag="views"):
    """A new layout or new sizes: the views on the screen now. What is not listed is not rendered."""

    views: Annotated[tuple[ViewBinding, ...], msgspec.Meta(max_length=6)]


class Input(Message, frozen=True, tag="input"):
    """What the hand did in one view, coalesced to an animation frame.

    ``gesture`` groups the inputs of one drag (one undo step).
    """

    sequence: Counter
    view: ViewName
    operations: Annotated[tuple[Operation, ...], msgspec.Meta(min_length=1, max_length=MAX_OPERATIONS)]
    gesture: Counter = 0


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


ClientMessage = Hello | Views | Input | Offer | Transport | Ack | Shown | KeyRequest | Probe | Ping | Measured


# --- server to client ------------------------------------------------------------------------------------------------


class WireNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A correction or doubt about the volume, in words."""

    code: str
    text: str


class WirePreset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A preset the user can choose: window presets carry their numbers."""

    name: str
    label: str
    center: float | None = None
    width: float | None = None


class WireVolume(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is shown: series data for the overlays (may name the patient: it goes to the reader only)."""

    series: str
    number: int
    volumes: int
    label: str
    patient_name: str
    patient_id: str
    birth_date: str
    study_date: str
    study_description: str
    series_description: str
    modality: str
    technique: str
    columns: int
    rows: int
    slices: int
    spacing_mm: tuple[float, float, float]
    unit: str
    calibrated: bool
    notes: tuple[WireNote, ...]


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


class WireLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where another plane crosses this view: a segment in picture pixels."""

    plane: Literal["axial", "coronal", "sagittal"]
    x0: float
    y0: float
    x1: float
    y1: float


class WireWindow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The window of a view in the volume's unit, and the preset's label if it is one."""

    center: float
    width: float
    label: str


class WireView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a view's overlay needs, true for pictures of the same revision."""

    view: ViewName
    kind: Literal["slice", "mip", "volume"]
    width: int
    height: int
    mm_per_pixel: float
    zoom: float
    letters: tuple[str, str, str, str]
    position_mm: float | None
    image: int | None
    images: int | None
    fraction: float
    oblique: bool
    window: WireWindow | None
    preset: str
    invert: bool
    slab_mm: float
    slab_mode: SlabModeName
    crosshair: tuple[float, float] | None
    lines: tuple[WireLine, ...]
    seen_from: str
    empty: str = ""


class State(Message, frozen=True, tag="state"):
    """The answer to each change.

    The new truth. ``snapshot`` is sealed; give it back in ``hello`` when attaching again.
    """

    revision: int
    sequence: int
    snapshot: bytes
    views: tuple[WireView, ...]
    planes: Literal["patient", "acquisition", "oblique"] = "patient"
    undo: bool = False
    redo: bool = False


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
    """WebSocket path: one H.264 access unit (Annex B). Width and height are the true ones; the coded size is even."""

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
    """Answer to ``probe``: null outside the volume or where nothing is loaded yet."""

    id: int
    value: float | None
    unit: str
    position_mm: tuple[float, float, float]


class Pong(Message, frozen=True, tag="pong"):
    """Answer to ``ping``."""

    id: int


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
    Welcome | State | PictureSent | Picture | StillPicture | Progress | Answer | Value | Pong | Heartbeat | Fault
    | Standby | Moved
)  # fmt: skip

CLOSE_WHO_ARE_YOU: Final = 4401
CLOSE_MOVED: Final = 4409
CLOSE_LEASE_LOST: Final = 4410


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
