"""The options of each verb. What they mean is decided in the verb's module; here they are only read."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Final

from session.gateway.config import DEFAULT_DICOM_PORT, DEFAULT_PORT, default_data_dir, environment

VIEWS: Final = ("axial", "coronal", "sagittal", "acquired", "mip", "volume", "film")
MAX_PICTURE_PX: Final = 8192
MAX_NUMBER: Final = 1e6
# Half of a patient lies at negative millimetres, and lung windows below 0: such words are values and no options.
_NEGATIVE: Final = re.compile(r"-\.?\d")


def size(text: str) -> tuple[int, int]:
    """Read WxH in pixels."""
    match = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", text)
    if not match or not all(16 <= int(n) <= MAX_PICTURE_PX for n in match.groups()):
        raise argparse.ArgumentTypeError(f"'{text}' is not WIDTHxHEIGHT with sides of 16 to {MAX_PICTURE_PX} pixels")
    return int(match[1]), int(match[2])


def window(text: str) -> tuple[float, float]:
    """Read CENTER/WIDTH in the volume's unit."""
    try:
        center, width = (float(part) for part in text.split("/"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not CENTER/WIDTH, for example 40/400") from error
    if not (abs(center) < 1e9 and 0 < width < 1e9):
        raise argparse.ArgumentTypeError(f"'{text}': the width of a window is larger than 0")
    return center, width


def point(text: str) -> tuple[float, float, float]:
    """Read X,Y,Z in patient millimetres (LPS)."""
    try:
        x, y, z = (float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not X,Y,Z in millimetres (LPS)") from error
    if not all(abs(v) < 1e6 for v in (x, y, z)):
        raise argparse.ArgumentTypeError(f"'{text}' is not a point in a patient")
    return x, y, z


def number(text: str) -> float:
    """Read millimetres or degrees."""
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number") from error
    if not abs(value) < MAX_NUMBER:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number between -{MAX_NUMBER:g} and {MAX_NUMBER:g}")
    return value


def positive(text: str) -> int:
    """Read a whole number from 1 on."""
    if not text.isdecimal() or int(text[:9]) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 on")
    return int(text)


# The standard library names the type of `add_subparsers()` only with an underscore.
def add_server_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``demo`` and ``serve``."""
    demo = _verb(verbs, "demo", "demo", "Serve a sample study, or the given files, and open the browser.")
    demo.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="DICOM files, folders or zip archives")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    _server_options(demo)
    demo.set_defaults(data=None, dicom_port=0)
    serve = _verb(verbs, "serve", "serve", "Run the server: DICOM node, renderer, streams and the web client.")
    _server_options(serve)


def _server_options(verb: argparse.ArgumentParser) -> None:
    _data(verb)
    verb.add_argument("--host", default="127.0.0.1", help="address to listen on (beyond loopback: needs a token)")
    verb.add_argument("--port", type=int, default=DEFAULT_PORT, help="HTTP port; 0 = any free one")
    verb.add_argument("--dicom-host", default="127.0.0.1", help="address of the DICOM node")
    verb.add_argument("--dicom-port", type=int, default=DEFAULT_DICOM_PORT, help="port of the DICOM node; 0 = any")
    verb.add_argument("--aet", default="TOMOCAST", help="application entity title of the DICOM node")
    verb.add_argument("--access-token-file", metavar="FILE", help="file that holds the access token")
    verb.add_argument("--allowed-host", action="append", default=[], metavar="NAME", help="a name browsers may use")
    verb.add_argument("--places", type=int, default=12, metavar="N", help="how many sessions may be open at once")
    verb.add_argument("--contact", metavar="TEXT", help="whom readers may ask who are not let in: a name, a number")
    verb.add_argument("--turn-url", action="append", default=[], metavar="URL", help="a TURN relay for browsers")
    verb.add_argument("--turn-secret-file", metavar="FILE", help="file that holds the secret shared with the relay")
    _device(verb)


def add_archive_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``import`` and ``list``."""
    taken = _verb(verbs, "import", "importing", "Import files, folders and zip archives into the archive.")
    taken.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    taken.add_argument("--json", action="store_true", help="the summary as one JSON object")
    _data(taken)
    listed = _verb(verbs, "list", "listing", "List studies, series and the volumes in them.")
    listed.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="look into these instead of the archive")
    listed.add_argument("--json", action="store_true", help="one JSON object")
    _data(listed)


def add_picture_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``render``, ``probe`` and ``bench``."""
    render = _verb(verbs, "render", "render", "Render one view of a series into a PNG file.")
    render.add_argument("series", metavar="SERIES", help="SeriesInstanceUID, an unambiguous prefix, a folder or a zip")
    render.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.png")
    render.add_argument("--view", choices=VIEWS, help="default: axial; film where there is no volume")
    render.add_argument("--size", type=size, default=(512, 512), metavar="WxH")
    render.add_argument("--window", type=window, metavar="CENTER/WIDTH", help="in the volume's unit")
    render.add_argument(
        "--position", type=number, metavar="MM", help="signed distance along the plane's normal; a film's frame, from 1"
    )
    render.add_argument("--slab", type=number, default=0.0, metavar="MM")
    render.add_argument("--slab-mode", choices=("max", "min", "mean"), default="max")
    render.add_argument("--preset", help="a transfer function for the volume view, a window for the others")
    render.add_argument("--azimuth", type=number, default=0.0, metavar="DEG")
    render.add_argument("--elevation", type=number, default=0.0, metavar="DEG")
    render.add_argument("--volume", type=positive, default=1, metavar="N")
    _device(render)
    _data(render)
    probe = _verb(verbs, "probe", "probe", "Print values at patient points, from source voxels.")
    probe.add_argument("series", metavar="SERIES")
    probe.add_argument("points", nargs="+", type=point, metavar="X,Y,Z", help="patient millimetres (LPS)")
    probe.add_argument("--volume", type=positive, default=1, metavar="N")
    probe.add_argument("--json", action="store_true")
    _data(probe)
    bench = _verb(verbs, "bench", "bench", "Measure side by side with a peer, interleaved in one run.")
    bench.add_argument("name", choices=("render", "stream", "client", "network", "rooms", "soak"))
    bench.add_argument("--json", action="store_true")
    bench.add_argument("--cases", help="only cases whose name holds this text")
    bench.add_argument("--minutes", type=positive, metavar="N", help="how long a soak lasts (default: 2)")


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, module: str, text: str
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=text, description=text)
    verb.set_defaults(module=module)
    # As Python 3.14 reads them; before, only a plain number was one.
    verb._negative_number_matcher = _NEGATIVE
    verb.add_argument("--log-level", choices=("debug", "info", "warning", "error"), default="warning")
    return verb


def _data(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--data", type=Path, default=default_data_dir(environment()), metavar="DIR", help="the archive")


def _device(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
