"""A synthetic volume behind the real port, and a page that is a script."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import av
import numpy as np
from numpy.typing import NDArray

from render.cache import LoadProgress, Tier
from render.errors import UnknownVolumeError
from render.kernels import best_available
from render.renderer import Renderer
from render.volume import VolumeInfo, VolumeKey, Window
from session.access.principal import OWNER, Principal
from session.farm.local import LocalRenderPort
from session.metrics import Metrics
from session.room.carrier import PeerMaker
from session.room.parts import RoomParts
from session.room.registry import Registry
from session.room.room import Room
from session.view import messages as m
from session.view.snapshot import Sealer
from session.view.told import applied
from session.view.wire import WireVolume
from streaming.encoders import EncoderSettings

T = TypeVar("T")
KEY = VolumeKey("1.2.3", 1, 1)
INFO = VolumeInfo(
    key=KEY,
    label="Synthetic",
    modality="CT",
    columns=64,
    rows=48,
    slices=32,
    matrix=((1.0, 0.0, 0.0, -30.0), (0.0, 1.0, 0.0, -20.0), (0.0, 0.0, 2.0, 100.0)),
    voxel="int16",
    unit="HU",
    windows=(Window(0.0, 1000.0),),
)
CODECS = {"h264": "h264", "jpeg": "mjpeg"}
BUDGETS = {Tier.HOST: 64 << 20, Tier.DEVICE: 64 << 20}


def voxels_of(info: VolumeInfo = INFO) -> NDArray[np.int16]:
    """Each slice has a level of its own, each row and column a slope, so that any voxel tells where it is."""
    k, j, i = np.meshgrid(*(np.arange(count) for count in info.shape), indexing="ij")
    return (k * 20 + j * 3 + i * 2 - 400).astype(np.int16)


class SyntheticSource:
    """Fills volumes from an array, the middle first; `gate` holds it back, `fault` ends it."""

    def __init__(self, *infos: VolumeInfo) -> None:
        self.infos = {info.key: info for info in infos or (INFO,)}
        self.fills = 0
        self.before_slice: Callable[[int], object] = lambda _slice: None

    def info(self, key: VolumeKey) -> VolumeInfo:
        """See `VolumeSource`."""
        if key not in self.infos:
            raise UnknownVolumeError("there is no such volume")
        return self.infos[key]

    def fill(
        self,
        key: VolumeKey,
        voxels: NDArray[Any],
        progress: Callable[[LoadProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """See `VolumeSource`."""
        self.fills += 1
        whole = voxels_of(self.infos[key])
        order = sorted(range(len(whole)), key=lambda k: abs(k - len(whole) // 2))
        for done, k in enumerate(order, 1):
            self.before_slice(k)
            if cancelled():
                return
            voxels[k] = whole[k]
            progress(LoadProgress(k, k + 1, done, len(whole), done * whole[k].nbytes, whole.nbytes))


def make_renderer() -> Renderer:
    """The real renderer on the CPU."""
    return Renderer(best_available("cpu", threads=2))


@asynccontextmanager
async def local_port(
    source: SyntheticSource | None = None, renderer: Callable[[], Any] = make_renderer
) -> AsyncIterator[LocalRenderPort]:
    """The real port, closed at the end."""
    port = LocalRenderPort(source or SyntheticSource(), renderer, BUDGETS)
    try:
        yield port
    finally:
        await port.close()


class NoPeer:
    """A WebRTC peer that never connects."""

    links = ()

    async def answer(self, offer: str) -> str:
        """An answer of one line."""
        return "v=0\r\n"

    async def connected(self) -> bool:
        """Never."""
        return False

    def tell(self, data: bytes) -> bool:
        """Never."""
        return False

    async def close(self) -> None:
        """Nothing to end."""


def no_peers(**_callbacks: Any) -> NoPeer:
    """Makes such peers."""
    return NoPeer()


@dataclass(frozen=True)
class Opened:
    """A volume to open a session on."""

    key: VolumeKey
    study_uid: str
    wire: WireVolume


def opened(info: VolumeInfo = INFO) -> Opened:
    """What a session is opened on."""
    description = WireVolume(
        series=info.key.series_uid,
        number=info.key.number,
        volumes=1,
        label=info.label,
        patient_name="Doe^Jane",
        patient_id="1",
        birth_date="",
        study_date="",
        study_description="",
        series_description="",
        modality=info.modality,
        technique="",
        columns=info.columns,
        rows=info.rows,
        slices=info.slices,
        spacing_mm=info.spacing_mm,
        unit=info.unit,
        calibrated=info.calibrated,
        notes=(),
    )
    return Opened(info.key, "1.2", description)


@asynccontextmanager
async def registry_of(
    port: Any,
    *,
    places: int = 4,
    idle_s: float = 60.0,
    make_peer: PeerMaker = no_peers,
    quiet_ms: int = 60,
    ended: Callable[[Room], Awaitable[None]] | None = None,
) -> AsyncIterator[Registry]:
    """Rooms on a port, closed at the end."""
    parts = RoomParts(
        port=port,
        make_peer=make_peer,
        sealer=Sealer(b"k" * 32),
        metrics=Metrics(),
        quiet_ms=quiet_ms,
        encoder=EncoderSettings(fixed_qp=1, hardware=False),
    )
    async with Registry(parts, places, idle_s=idle_s, ended=ended) as registry:
        yield registry


class FakeSocket:
    """A participant's socket whose other end is a test; `blocked` stops taking what is sent."""

    def __init__(self) -> None:
        self.to_server: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.sent: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self.taking = asyncio.Event()
        self.taking.set()
        self.arrived = asyncio.Event()

    async def send(self, data: bytes) -> None:
        """See `ParticipantSocket`."""
        await self.taking.wait()
        if self.closed is not None:
            raise ConnectionError("closed")
        self.sent.append(data)
        self.arrived.set()

    async def receive(self) -> bytes | None:
        """See `ParticipantSocket`."""
        return await self.to_server.get()

    async def close(self, code: int, reason: str) -> None:
        """See `ParticipantSocket`."""
        self.closed = self.closed or (code, reason)
        self.arrived.set()


class Page:
    """A scripted client: sends messages, reads what came, acknowledges pictures."""

    def __init__(self) -> None:
        self.socket = FakeSocket()
        self.seen: list[m.ServerMessage] = []
        self.acknowledging = True
        self._read = 0
        self._decoders: dict[int, av.VideoCodecContext] = {}
        self.screen: dict[int, NDArray[np.uint8]] = {}

    def say(self, message: m.ClientMessage) -> None:
        """Send a message."""
        self.socket.to_server.put_nowait(m.encode(message))

    def say_bytes(self, data: bytes) -> None:
        """Send bytes that may be no message."""
        self.socket.to_server.put_nowait(data)

    def leave(self) -> None:
        """Close the socket from this end."""
        self.socket.to_server.put_nowait(None)

    def read(self) -> None:
        """Take in what has come: decode pictures, acknowledge them."""
        while self._read < len(self.socket.sent):
            message = m.decode_server(self.socket.sent[self._read])
            self._read += 1
            if isinstance(message, m.Heartbeat):
                continue
            if isinstance(message, m.StateChange):
                message = applied(self.of(m.State)[-1], message)
            self.seen.append(message)
            if isinstance(message, m.Picture):
                self._show(message)
            if isinstance(message, m.Tile) and self.acknowledging:
                self.say(m.Ack(message.stream, message.picture))

    def _show(self, picture: m.Picture) -> None:
        if picture.stream not in self._decoders:
            codec = av.CodecContext.create(CODECS[picture.format], "r")
            assert isinstance(codec, av.VideoCodecContext)
            self._decoders[picture.stream] = codec
        (frame,) = self._decoders[picture.stream].decode(av.Packet(picture.data))
        layout = "gray8" if frame.format.name == "gray" else frame.format.name
        luma = np.asarray(frame.to_ndarray(format=layout), np.uint8)
        self.screen[picture.stream] = luma[: picture.height, : picture.width]
        if self.acknowledging:
            self.say(m.Ack(picture.stream, picture.picture))

    def of(self, kind: type[T]) -> list[T]:
        """All messages of a type so far."""
        return [message for message in self.seen if isinstance(message, kind)]

    def state(self) -> m.State:
        """The newest state."""
        return next(self.states())

    def states(self) -> Iterator[m.State]:
        """All states, newest first."""
        return reversed(self.of(m.State))

    async def until(self, condition: Callable[[], Any], within_s: float = 10.0) -> Any:
        """Read until the condition gives something true; that is returned."""
        deadline = time.monotonic() + within_s
        while True:
            self.socket.arrived.clear()
            self.read()
            found = condition()
            if found:
                return found
            left = deadline - time.monotonic()
            assert left > 0, f"nothing came of it; seen {[type(one).__name__ for one in self.seen]}"
            try:
                async with asyncio.timeout(min(left, 0.05)):
                    await self.socket.arrived.wait()
            except TimeoutError:
                continue


async def admit_all(_hello: m.Hello) -> Principal:
    """Everybody may take part, and is the owner."""
    return OWNER
