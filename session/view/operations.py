"""What a hand can do to a view: the operations inside an ``input`` message.

Lengths are device pixels of the view's picture, x to the right and y down, unless a name says otherwise; angles are
degrees. Ranges are checked where a message is read, so that whoever applies an operation can rely on them.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

ViewName = Literal["axial", "coronal", "sagittal", "volume", "film"]
SlabModeName = Literal["max", "min", "mean"]
Finite = Annotated[float, msgspec.Meta(ge=-1e7, le=1e7)]
Degrees = Annotated[float, msgspec.Meta(ge=-3600, le=3600)]
Pixels = Annotated[int, msgspec.Meta(ge=16, le=4096)]
StreamIndex = Annotated[int, msgspec.Meta(ge=0, le=5)]
Counter = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
ShortText = Annotated[str, msgspec.Meta(max_length=64)]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="t", rename=None):
    """Base of everything on the wire."""


class Scroll(Message, frozen=True, tag="scroll"):
    """Move through the volume along the plane's normal.

    Positive = to the feet, to the back, to the patient's left... by slices; in a film to later frames.
    """

    steps: Finite


class Frame(Message, frozen=True, tag="frame"):
    """Go to a frame of a film by its number, counted from 1; beyond the ends the first or the last."""

    number: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


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
    """Rotate what crosses this view about the crosshair, in this view's picture: an oblique MPR.

    Both other planes turn together and stay perpendicular; with ``plane`` that one turns alone.
    """

    degrees: Degrees
    plane: Literal["axial", "coronal", "sagittal"] | None = None


class Roll(Message, frozen=True, tag="roll"):
    """Turn a plane's picture clockwise about its middle; the plane stays where it is."""

    degrees: Degrees


class Flip(Message, frozen=True, tag="flip"):
    """Mirror a plane's picture about its middle: left and right or top and bottom change places."""

    axis: Literal["horizontal", "vertical"]


class Quarter(Message, frozen=True, tag="quarter"):
    """Turn a picture clockwise by so many right angles, about its middle."""

    turns: Annotated[int, msgspec.Meta(ge=-3, le=3)]


class Fit(Message, frozen=True, tag="fit"):
    """Neither panned nor magnified: the whole volume fits the picture."""


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
    """Take back the last drag or act; ``redo`` brings it back.

    With ``gesture`` only what that gesture did in this view: nothing where it changed nothing, or is not the newest.
    """

    redo: bool = False
    gesture: Counter = 0


Operation = (
    Scroll | Frame | DragWindow | SetWindow | Pan | Zoom | Crosshair | Rotate | Turn | Orient | Tilt | Roll | Flip
    | Quarter | Fit | Slab | SlabStep
    | SetSlabMode | Preset | Position | Projection | Planes | Invert | Reset | Undo
)  # fmt: skip
