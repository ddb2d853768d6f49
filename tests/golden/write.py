"""Writes protocol.json: one good value of every message in both directions, with its bytes.

    python -m tests.golden.write

The Python and the TypeScript readers test themselves on this file. In "value" a byte string is {"bytes": hex}.
"""

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from session.view import ahead
from session.view import messages as m
from session.view import operations as o
from session.view import room_messages as r
from session.view import wire as w

GOLDEN: Final = Path(__file__).with_name("protocol.json")

_OPERATIONS: Final[tuple[o.Operation, ...]] = (
    o.Scroll(steps=-3.0),
    o.Frame(number=12),
    o.DragWindow(wider=12.5, brighter=-4.0),
    o.SetWindow(center=40.0, width=400.0),
    o.Pan(dx=-31.0, dy=8.25),
    o.Zoom(factor=1.25, x=340.5, y=191.5),
    o.Crosshair(x=120.0, y=88.5),
    o.Rotate(dx=40.0, dy=-12.0),
    o.Turn(azimuth=5.0, elevation=-1.0, roll=0.5),
    o.Orient(seen_from="left"),
    o.Tilt(degrees=-7.5),
    o.Tilt(degrees=1.0, plane="coronal"),
    o.Roll(degrees=12.25),
    o.Flip(axis="horizontal"),
    o.Quarter(turns=-1),
    o.Fit(),
    o.Slab(mm=12.0),
    o.SlabStep(mm=-1.0),
    o.SetSlabMode(mode="mean"),
    o.Preset(name="lung"),
    o.Position(mm=-493.75),
    o.Projection(mode="mip"),
    o.Planes(along="acquisition"),
    o.Invert(),
    o.Reset(what="all"),
    o.Undo(redo=True),
    o.Undo(gesture=41),
)

_BINDINGS: Final = (
    m.ViewBinding(view="axial", stream=0, width=682, height=384),
    m.ViewBinding(view="volume", stream=3, width=1365, height=767),
)

_CLIENT: Final[tuple[m.ClientMessage, ...]] = (
    m.Hello(version=1, ticket="c2Vzc2lvbg.dGlja2V0", views=_BINDINGS),
    m.Hello(
        version=1, ticket="t", views=(), snapshot=bytes(range(16)), bit_rate=4_500_000, seat="5eA7", name="Jörg 山田"
    ),
    m.Views(views=_BINDINGS[:1]),
    *(m.Input(sequence=7 + n, view="axial", operations=(one,), gesture=2) for n, one in enumerate(_OPERATIONS)),
    m.Input(sequence=9007199254740991, view="volume", operations=_OPERATIONS),
    m.Offer(sdp="v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"),
    m.Transport(use="webrtc"),
    m.Ack(stream=0, picture=70000, decode_ms=4.75),
    m.Quick(
        inputs=(
            m.Input(sequence=8, view="axial", operations=(o.Scroll(steps=1.0),), gesture=2),
            m.Input(sequence=9, view="axial", operations=(o.Scroll(steps=2.0),), gesture=2),
        ),
        acks=((0, 70000), (3, 12)),
    ),
    ahead.Ahead(bytes=50_000_000),
    ahead.Held(stream=0, look=3, place=-17),
    ahead.Missing(stream=0, look=3, place=2),
    m.Shown(stream=5, picture=70001, verified=False),
    m.KeyRequest(stream=1),
    m.Probe(id=12, view="coronal", x=10.0, y=20.5),
    m.Ping(id=4294967296),
    m.Measured(transport="websocket", event_to_photon_p50_ms=22.5, event_to_photon_p95_ms=41.0, fps=29.5),
    r.Follow(free=True),
    r.Present(act="hand", person=2),
    r.Point(view="axial", at=(-12.5, 30.0, -493.75)),
    r.Point(view="axial"),
    r.Stroke(stroke=3, view="coronal", points=((-12.5, 30.0, -493.75), (-13.0, 30.0, -492.5))),
    r.Stroke(stroke=4, view="film", points=((120.0, 88.5, 16.0),), frame=17, done=True),
    r.Erase(what="last"),
    r.Note(text="Is the main bronchus free?"),
    r.Away(away=True),
    r.Rename(name="Surgery"),
)

_VOLUME: Final = w.WireVolume(
    series="1.2.826.0.1.3680043.8.498.1",
    number=1,
    volumes=2,
    label="Thorax 1.25 mm, Phase 1",
    patient_name="Müller^Jörg=山田^太郎",
    patient_id="P-0001",
    birth_date="19600131",
    study_date="20260131",
    study_description="CT thorax",
    series_description="Lung 1.25",
    modality="CT",
    technique="120 kVp, B60f",
    columns=512,
    rows=512,
    slices=275,
    spacing_mm=(0.703125, 0.703125, 1.25),
    unit="HU",
    calibrated=True,
    notes=(w.WireNote(code="tilt", text="Gantry tilt of 12.0 degrees corrected."),),
)

_SLICE: Final = w.WireView(
    view="axial",
    kind="slice",
    width=682,
    height=384,
    mm_per_pixel=0.9375,
    zoom=1.0,
    letters=("R", "L", "A", "P"),
    position_mm=-493.75,
    image=187,
    images=275,
    fraction=0.678832116788321,
    oblique=False,
    window=w.WireWindow(center=-600.0, width=1500.0, label="Lung"),
    preset="lung",
    invert=False,
    slab_mm=0.0,
    slab_mode="max",
    crosshair=(340.5, 191.5),
    lines=(
        w.WireLine(plane="coronal", x0=0.0, y0=191.5, x1=681.0, y1=191.5),
        w.WireLine(plane="sagittal", x0=340.5, y0=0.0, x1=340.5, y1=383.0),
    ),
    seen_from="",
    epoch=312,
    patient=(-320.5, -200.0, -493.75, 0.9375, 0.0, 0.0, 0.0, 0.9375, 0.0),
)

_SOLID: Final = msgspec.structs.replace(
    _SLICE,
    view="volume",
    kind="volume",
    letters=("RP", "LA", "H", "F"),
    position_mm=None,
    image=None,
    images=None,
    fraction=0.0,
    window=None,
    preset="bone",
    crosshair=None,
    lines=(),
    seen_from="right anterior 22, cranial 8",
)

_EMPTY: Final = msgspec.structs.replace(
    _SLICE, view="coronal", crosshair=None, lines=(), empty="One slice only: there is no coronal plane."
)

_FILM: Final = msgspec.structs.replace(
    _SLICE,
    view="film",
    kind="film",
    letters=("", "", "", ""),
    position_mm=None,
    image=12,
    images=76,
    fraction=0.14666666666666667,
    window=None,
    preset="",
    crosshair=None,
    lines=(),
)

_PICTURE: Final[dict[str, Any]] = {
    "stream": 0,
    "picture": 70000,
    "epoch": 312,
    "revision": 513,
    "sequence": 1024,
    "lease": 1,
    "width": 681,
    "height": 383,
}

_SERVER: Final[tuple[m.ServerMessage, ...]] = (
    m.Welcome(
        version=1,
        session="8c1d4f3e",
        lease=1,
        volume=_VOLUME,
        windows=(
            w.WirePreset(name="lung", label="Lung", center=-600.0, width=1500.0),
            w.WirePreset(name="auto", label="Automatic"),
        ),
        presets=(w.WirePreset(name="bone", label="Bone"),),
        quiet_ms=120,
        ice_servers=({"urls": "turn:turn.example.org:3478", "username": "u", "credential": "c"},),
    ),
    m.Welcome(
        version=1,
        session="8c1d4f3e",
        lease=1,
        volume=msgspec.structs.replace(
            _VOLUME,
            modality="US",
            label="film",
            slices=76,
            unit="",
            calibrated=False,
            notes=(),
            film=w.WireFilm(frames=76, frame_ms=33.25, colour=True, loops=True, pages=False),
        ),
        windows=(),
        presets=(),
        quiet_ms=120,
    ),
    m.State(revision=1, sequence=0, snapshot=b"\x00\xff", views=(), planes="patient"),
    m.State(
        revision=513,
        sequence=1024,
        snapshot=bytes(40),
        views=(_SLICE, _EMPTY, _SOLID),
        planes="oblique",
        undo=True,
        redo=False,
    ),
    m.State(revision=2, sequence=3, snapshot=b"", views=(_FILM,)),
    m.StateChange(revision=514, sequence=1025),
    m.StateChange(
        revision=515,
        sequence=1026,
        views=({"view": "axial", "image": 31, "position_mm": -420.5, "epoch": 313, "crosshair": None},),
        also={"undo": True},
    ),
    ahead.AheadSlice(
        stream=0,
        look=3,
        place=-17,
        width=682,
        height=384,
        channels=1,
        format="png",
        sha256=bytes(range(32)),
        data=bytes.fromhex("89504e470d0a1a0a"),
        fields={"position_mm": -421.25, "image": 30, "images": 275, "fraction": 0.25, "patient": None},
        drop=(40, 41),
    ),
    ahead.Stands(stream=0, epoch=314, revision=515, sequence=1026, look=3, place=-17, held=True),
    m.Snapshot(snapshot=bytes(range(48))),
    m.PictureSent(**_PICTURE, rtp=4294967295),
    m.PicturesSent(
        pictures=(
            (0, 69999, 311, 512, 1023, 1, 681, 383, 4294964295),
            (0, 70000, 312, 513, 1024, 1, 681, 383, 4294967295),
        )
    ),
    m.Picture(**_PICTURE, key=True, data=bytes.fromhex("0000000167640028")),
    m.StillPicture(
        **_PICTURE, channels=1, format="png", sha256=bytes(range(32)), data=bytes.fromhex("89504e470d0a1a0a")
    ),
    m.Tile(
        **_PICTURE,
        x=256,
        y=128,
        columns=256,
        rows=255,
        tiles=6,
        channels=1,
        format="png",
        sha256=bytes(range(32)),
        data=bytes.fromhex("89504e470d0a1a0a"),
    ),
    m.Progress(
        slices=30,
        slices_total=275,
        bytes=15728640,
        bytes_total=144179200,
        seconds=0.75,
        runs=((120, 140), (150, 160)),
        done=False,
    ),
    m.Answer(sdp="v=0\r\n"),
    m.Value(id=12, value=-712.25, unit="HU", position_mm=(-12.5, 30.0, -493.75)),
    m.Value(id=13, value=None, unit="HU", position_mm=(900.0, 0.0, 0.0)),
    m.Value(id=14, value=None, unit="", position_mm=(12.0, 30.0, 11.0), colour=(255, 128, 0)),
    m.Pong(id=4294967296),
    m.Pong(id=5, bit_rate=4_500_000),
    m.Heartbeat(),
    m.Fault(code="message", text="unknown type of message", view="", fatal=False),
    m.Standby(url="wss://other.example.org/api/sessions/8c1d4f3e/socket", ticket="t2"),
    m.Moved(url="wss://other.example.org/api/sessions/8c1d4f3e/socket", ticket="t3"),
    r.RoomState(
        you=2,
        presenter=1,
        people=(
            r.WirePerson(person=1, name="Radiology", colour=2, role="present", doing="presenting"),
            r.WirePerson(
                person=2,
                name="District hospital",
                colour=5,
                role="look",
                doing="free",
                quality="reduced",
                asks=True,
                guest=True,
            ),
        ),
        taken=r.WireTaken(by=1, before=2, left_s=7.5),
        offered=True,
        invites=True,
    ),
    r.RoomState(you=1, presenter=0, people=()),
    r.Pointed(person=1, name="Radiology", colour=2, view="axial", at=(-12.5, 30.0, -493.75)),
    r.Pointed(person=1, name="Radiology", colour=2, view="axial"),
    r.Stroked(
        person=2,
        stroke=4,
        name="Surgery",
        colour=4,
        view="film",
        points=((120.0, 88.5, 16.0), (121.0, 88.5, 16.0)),
        frame=17,
        done=True,
    ),
    r.Erased(strokes=((2, 4), (1, 1))),
    r.Noted(note=12, person=2, name="Surgery", colour=4, text="Carina at image 181.", at=1790000000.25),
)


def plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def entries() -> list[dict[str, Any]]:
    """Name, sender, bytes and value of every golden message, in a fixed order."""
    found: list[dict[str, Any]] = []
    for sender, group in (("client", _CLIENT), ("server", _SERVER)):
        for message in group:
            value = msgspec.to_builtins(message, builtin_types=(bytes,))
            name = value["t"]
            if isinstance(message, m.Input):
                first = "all" if len(message.operations) > 1 else msgspec.to_builtins(message.operations[0])["t"]
                name = f"input {first}"
            same = sum(one["name"].split(" #")[0] == name and one["from"] == sender for one in found)
            label = f"{name} #{same + 1}" if same else name
            found.append({"name": label, "from": sender, "hex": m.encode(message).hex(), "value": plain(value)})
    return found


def text() -> str:
    """The file's content: one message a line."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries())
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    GOLDEN.write_text(text(), encoding="utf-8")
