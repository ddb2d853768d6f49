"""What every room is made of, and what it is opened on."""

import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Final, Protocol

from render.volume import VolumeKey
from session.access.principal import Principal
from session.audit.shown import ShownStill
from session.farm.port import RenderPort
from session.metrics import Metrics
from session.room.carrier import PeerMaker
from session.view.messages import Hello
from session.view.snapshot import Sealer
from session.view.wire import WireVolume
from streaming.encoders import EncoderSettings
from streaming.packets import PacketMeter

# The same quality takes twice video's bytes.
JPEG_BIT_RATE: Final = 24_000_000

Admit = Callable[[Hello], Awaitable[Principal]]


class OpenedVolume(Protocol):
    """What a session is opened on."""

    @property
    def key(self) -> VolumeKey:
        """The volume."""

    @property
    def study_uid(self) -> str:
        """The study it is of, for rights."""

    @property
    def wire(self) -> WireVolume:
        """What overlays say about it."""


@dataclass(frozen=True, slots=True)
class RoomParts:
    """What every room is made of; one object for all rooms of a server."""

    port: RenderPort
    make_peer: PeerMaker
    sealer: Sealer
    metrics: Metrics
    quiet_ms: int = 120
    ice_servers: Callable[[], tuple[dict[str, str], ...]] = tuple
    encoder: EncoderSettings = EncoderSettings()  # noqa: RUF009 - frozen
    jpeg_encoder: EncoderSettings = EncoderSettings(bit_rate=JPEG_BIT_RATE)  # noqa: RUF009 - frozen
    packets: PacketMeter = field(default_factory=PacketMeter)
    executor: Executor | None = None
    note_shown: Callable[[ShownStill], None] = lambda _: None
    clock: Callable[[], float] = time.monotonic
