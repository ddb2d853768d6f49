"""``tomocast render``: one view of a series as a PNG, the very pixels that a session would show."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import cast

from render.kernels import best_available
from render.renderer import Renderer
from render.request import RenderRequest, SlabMode
from render.transfer import preset_names
from render.views import View, standard
from render.volume import VolumeInfo, Window
from render.window import window_presets
from session.cli.target import load_with_progress, opened, tell_notes
from session.errors import NothingToShowError, UsageError
from streaming.encoders.still import encode_png

MAX_SLAB_MM = 500.0


def run(options: argparse.Namespace) -> int:
    """Render and write; the volume's notes go to stderr."""
    if not options.output.parent.is_dir():
        raise UsageError(f"The folder {options.output.parent} does not exist.")
    with opened(options.series, options.data) as target:
        info = target.volume(options.volume)
        request = request_of(options, info)
        tell_notes(info)
        renderer = Renderer(best_available(options.device))
        try:
            renderer.prepare(load_with_progress(target.source, info))
            with renderer.render(request) as frame:
                _write(options.output, encode_png(frame.pixels))
        finally:
            renderer.close()
    return 0


def request_of(options: argparse.Namespace, info: VolumeInfo) -> RenderRequest:
    """Return the request of a parsed command line.

    Raises:
        UsageError: a preset that does not exist, or a slab that is none.
    """
    if not 0 <= options.slab <= MAX_SLAB_MM:
        raise UsageError(f"A slab is 0 to {MAX_SLAB_MM:g} mm thick.")
    width, height = options.size
    view = view_of(options, info)
    return standard(
        info,
        view,
        width,
        height,
        position_mm=_position(options, info, view),
        window=_window(options, info),
        preset=_look(options, info),
        azimuth_deg=options.azimuth,
        elevation_deg=options.elevation,
        slab_mm=options.slab,
        slab_mode=SlabMode(options.slab_mode),
    )


def view_of(options: argparse.Namespace, info: VolumeInfo) -> View:
    """Return the view that is asked for: the axial plane, or a film's frames, where none is.

    Raises:
        NothingToShowError: a film has no such view, or a volume is no film.
        UsageError: a slab of a film.
    """
    if info.film is None:
        if options.view == "film":
            raise NothingToShowError("This is a volume, and no film: --view axial shows it.")
        return cast("View", options.view or "axial")
    if options.view not in (None, "film"):
        raise NothingToShowError(f"This is no volume and has no {options.view} view: --view film shows the pictures.")
    if options.slab:
        raise UsageError("A film has no slab.")
    return "film"


def _position(options: argparse.Namespace, info: VolumeInfo, view: View) -> float | None:
    if view != "film" or options.position is None:
        return cast("float | None", options.position)
    if options.position != int(options.position) or not 1 <= options.position <= info.slices:
        raise UsageError(f"The position in a film is a frame's number, from 1 to {info.slices}.")
    return cast("float", options.position) - 1.0


def _window(options: argparse.Namespace, info: VolumeInfo) -> Window | None:
    if info.colour and (options.window is not None or options.preset is not None):
        raise UsageError("Pictures in colour are shown as they are: they have no window.")
    if options.window is not None:
        return Window(*options.window)
    if options.preset is None or options.view == "volume":
        return None
    presets = {window.label: window for window in window_presets(info)}
    if options.preset not in presets:
        raise UsageError(f"No window preset {options.preset!r}; there are: {', '.join(presets) or 'none'}.")
    return presets[options.preset]


def _look(options: argparse.Namespace, info: VolumeInfo) -> str | None:
    if options.preset is None or options.view != "volume":
        return None
    names = preset_names(info.modality)
    if options.preset not in names:
        raise UsageError(f"No preset {options.preset!r} for {info.modality}; there are: {', '.join(names)}.")
    return str(options.preset)


def _write(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
