"""``tomocast probe``: values at patient points, trilinear from source voxels in double precision."""

from __future__ import annotations

import argparse
import json
import math
import sys

from render.probe import probe
from session.cli.target import load_with_progress, opened, tell_notes
from session.errors import NothingToShowError


def run(options: argparse.Namespace) -> int:
    """Print a value and its unit for each point; a point outside the volume has none."""
    with opened(options.series, options.data) as target:
        info = target.volume(options.volume)
        if info.film is not None:
            raise NothingToShowError("These pictures have no place in the patient, and so no values at its points.")
        tell_notes(info)
        values = [float(value) for value in probe(load_with_progress(target.source, info), options.points)]
    known = [None if math.isnan(value) else value for value in values]
    if options.json:
        found = [{"point": list(p), "value": v} for p, v in zip(options.points, known, strict=True)]
        sys.stdout.write(json.dumps({"unit": info.unit, "values": found}) + "\n")
        return 0
    for point, value in zip(options.points, known, strict=True):
        place = ",".join(f"{v:g}" for v in point)
        sys.stdout.write(f"{place}  {'outside' if value is None else f'{value:.3f} {info.unit}'}\n")
    return 0
