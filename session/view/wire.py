"""Parts of messages that describe what is on the screen: the volume, what can be chosen, each view's overlay."""

from __future__ import annotations

from typing import Literal

import msgspec

from session.view.operations import SlabModeName, ViewName


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


class WireFilm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pictures behind one another that are no slices: a film, pages, or a single picture.

    ``frame_ms`` is the mean time of a frame; 0 where the file tells none. ``pages`` are single pictures laid together.
    """

    frames: int
    frame_ms: float
    colour: bool
    loops: bool
    pages: bool


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
    film: WireFilm | None = None


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
    """Everything a view's overlay needs.

    ``epoch`` counts the view's contents: an input that changes another view only, or no picture at all (a crosshair
    that moves within a plane), leaves it as it is, and no new picture comes. So the state to draw over a picture is
    the newest whose ``epoch`` for that view is not above the picture's; and a picture or still whose epoch is that of
    the newest state shows every input up to that state's ``sequence``.

    ``patient`` is where picture points lie: the place of (0, 0), the step of a pixel to the right and that of a pixel
    down, three numbers each (LPS mm; a film's own place where it is a film).
    """

    view: ViewName
    kind: Literal["slice", "mip", "volume", "film"]
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
    epoch: int = 0
    patient: tuple[float, float, float, float, float, float, float, float, float] | None = None
