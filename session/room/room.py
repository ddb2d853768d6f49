"""People who look at one volume together: one stage, six streams, and whoever is there."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

from archive.errors import ArchiveError
from render.errors import RenderError
from render.volume import VolumeKey
from session.errors import MessageError, SessionError, SnapshotError, TicketError, VolumeFailedError
from session.farm.port import Loading, RenderPort
from session.metrics import Metrics
from session.room.carrier import PeerMaker
from session.room.outbox import ParticipantSocket
from session.room.participant import Participant
from session.room.snapshots import Snapshots
from session.room.stage import Stage
from session.room.viewer import Viewer
from session.room.welcome import progress_message, welcome
from session.view import messages as m
from session.view.camera import camera, picture_to_patient
from session.view.resolve import empty_reason
from session.view.snapshot import Sealer
from session.view.state import decode_state, encode_state
from session.view.subject import Subject
from session.view.wire import WireVolume
from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.fanout import Fanout
from streaming.picture import STREAMS, Still

_log = logging.getLogger(__name__)

HELLO_WITHIN_S: Final = 2.0
# The same quality takes twice video's bytes.
JPEG_BIT_RATE: Final = 24_000_000
# Between two moving pictures of a view in a room of stills.
STILLS_LEAST_S: Final = 0.25
# While a volume loads, pictures of what has come are renewed this often.
_RENEW_S: Final = 0.1

Admit = Callable[[m.Hello], Awaitable[str]]


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
    executor: Executor | None = None
    clock: Callable[[], float] = time.monotonic


class Room:
    """One session. `run` is its life; `serve` is one participant's part in it."""

    def __init__(self, session: str, opened: OpenedVolume, parts: RoomParts, *, stills: bool = False) -> None:
        """`stills`: a few pictures a second, each by itself; for whoever did not want to wait for a place."""
        self.session, self.stills = session, stills
        self.lease = 1
        self.viewers: dict[int, Viewer] = {}
        self._opened, self._parts = opened, parts
        self._participants: set[Participant] = set()
        self._ready: asyncio.Future[Stage] = asyncio.get_running_loop().create_future()
        self._empty_since: float | None = parts.clock()
        self._progress: m.Progress | None = None
        self._snapshots = Snapshots(lambda: self._participants, self._sealed)
        self._failure = ""

    @property
    def _subject(self) -> str:
        """What snapshots are sealed for: the volume, whatever session looks at it."""
        key = self._opened.key
        return f"{key.series_uid} {key.number}"

    def _sealed(self, principal: str) -> bytes:
        """The state as this person can bring it back."""
        return self._parts.sealer.seal(self._subject, principal, encode_state(self._ready.result().state))

    @property
    def study_uid(self) -> str:
        """The study that is looked at."""
        return self._opened.study_uid

    @property
    def participants(self) -> int:
        """How many people are there."""
        return len(self._participants)

    def empty_for_s(self, now: float) -> float:
        """Seconds since the last participant left; 0 while there is one."""
        return 0.0 if self._empty_since is None else now - self._empty_since

    # --- the room's own life -----------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Load the volume and keep every stream in step until cancelled. Never raises anything else."""
        key = self._opened.key
        try:
            await self._live(key)
        except (SessionError, RenderError, ArchiveError) as error:
            self._fail(str(error))
        except asyncio.CancelledError:
            self._fail("The session was closed.", m.CLOSE_ENDED)
            raise
        except BaseExceptionGroup:
            _log.exception("session %s failed", self.session)
            self._fail("The session failed; open the study again.")

    async def _live(self, key: VolumeKey) -> None:
        info = await self._parts.port.load(key)
        try:
            stage = Stage(Subject.of(info))
            self.viewers = {stream: self._viewer(stream, stage) for stream in range(STREAMS)}
            async with asyncio.TaskGroup() as tasks:
                for viewer in self.viewers.values():
                    tasks.create_task(viewer.run())
                tasks.create_task(self._follow_loading(stage, key))
                tasks.create_task(self._snapshots.run())
        finally:
            self._parts.port.release(key)

    def _viewer(self, stream: int, stage: Stage) -> Viewer:
        parts = self._parts

        def fanout(stream: int, on_key_wanted: Callable[[], None]) -> Fanout:
            made = partial(Broadcast, stream, executor=parts.executor, on_key_wanted=on_key_wanted)
            jpeg = made(parts.jpeg_encoder, picture_format="jpeg")
            formats = (jpeg,) if self.stills else (made(parts.encoder), jpeg)
            return Fanout(*formats, on_wanted=on_key_wanted)

        return Viewer(
            stream,
            f"{self.session}:{stream}",
            stage,
            parts.port,
            fanout,
            self,
            lease=self.lease,
            quiet_s=parts.quiet_ms / 1000,
            least_s=STILLS_LEAST_S if self.stills else 0.0,
            executor=parts.executor,
            clock=parts.clock,
        )

    async def _follow_loading(self, stage: Stage, key: VolumeKey) -> None:
        """Show what has come of the volume, a few times a second, and say how far it is."""
        try:
            async for loading in self._parts.port.watch(key):
                self._take_loading(stage, loading)
                if not self._ready.done():
                    # Only now: without knowing what has come, everything would seem to be there.
                    self._ready.set_result(stage)
                if loading.failed:
                    self._fail(loading.failed)
                elif loading.complete or (stage.subject.automatic is None and loading.slices_done):
                    planes, projection = await self._parts.port.measure(key)
                    measured = replace(stage.subject, automatic=planes, automatic_projection=projection)
                    stage.measured(measured, self._parts.clock())
                    self._changed(stage)
                await asyncio.sleep(0 if loading.over else _RENEW_S)
        except (SessionError, RenderError) as error:
            self._fail(str(error))

    def _take_loading(self, stage: Stage, loading: Loading) -> None:
        self._progress = progress_message(loading)
        for participant in self._participants:
            participant.post(self._progress, "progress")
        if stage.loaded(loading, self._parts.clock()):
            # Epochs have changed with the pictures: overlays belong to them.
            self._changed(stage)

    def _fail(self, why: str, code: int = m.CLOSE_FAILED) -> None:
        """The room is over: whoever is there or comes is told why."""
        self._failure = why
        if not self._ready.done():
            self._ready.set_exception(VolumeFailedError(why))
            self._ready.exception()
        for participant in tuple(self._participants):
            participant.end(code, why, "session")

    # --- participants ------------------------------------------------------------------------------------------------

    async def serve(self, socket: ParticipantSocket, admit: Admit) -> None:
        """One participant from the first message to the last; closes the socket.

        `admit` is given the hello and returns the name of whoever said it, or raises TicketError.
        """
        try:
            hello = await self._hello(socket)
            principal = await admit(hello)
        except (MessageError, TicketError) as error:
            await refuse(socket, m.CLOSE_WHO_ARE_YOU, "hello", str(error))
            return
        self._empty_since = None
        try:
            await self._attend(socket, hello, principal)
        finally:
            if not self._participants:
                self._empty_since = self._parts.clock()

    async def _attend(self, socket: ParticipantSocket, hello: m.Hello, principal: str) -> None:
        try:
            stage = await asyncio.shield(self._ready)
        except VolumeFailedError as error:
            await refuse(socket, m.CLOSE_FAILED, "volume", str(error))
            return
        if self._failure:
            await refuse(socket, m.CLOSE_FAILED, "volume", self._failure)
            return
        participant = Participant(
            socket,
            self,
            principal,
            self._parts.make_peer,
            start_bit_rate=hello.bit_rate,
            pictures="jpeg" if self.stills else hello.pictures,
            clock=self._parts.clock,
        )
        try:
            self._greet(participant, stage, hello)
            self._participants.add(participant)
            await participant.serve()
        finally:
            self._participants.discard(participant)

    async def _hello(self, socket: ParticipantSocket) -> m.Hello:
        try:
            async with asyncio.timeout(HELLO_WITHIN_S):
                data = await socket.receive()
        except TimeoutError as error:
            raise MessageError("Nothing was said within two seconds.") from error
        if data is None:
            raise MessageError("The connection closed before anything was said.")
        hello = m.decode_client(data)
        if not isinstance(hello, m.Hello):
            raise MessageError("The first message must be hello.")
        if hello.version != m.PROTOCOL_VERSION:
            raise MessageError(f"The page speaks version {hello.version} of the protocol, the server 1: reload it.")
        return hello

    def _greet(self, participant: Participant, stage: Stage, hello: m.Hello) -> None:
        parts, now = self._parts, self._parts.clock()
        participant.post(
            welcome(
                self.session,
                self.lease,
                self._opened.wire,
                stage.subject,
                quiet_ms=parts.quiet_ms,
                ice_servers=parts.ice_servers(),
            )
        )
        stage.attached()
        if hello.snapshot is not None:
            self._restore(participant, stage, hello.snapshot, now)
        try:
            stage.bind(hello.views, now)
        except MessageError as error:
            participant.fault("message", str(error))
        self._changed(stage, participant)
        if self._progress is not None:
            participant.post(self._progress, "progress")
        for viewer in self.viewers.values():
            still = viewer.current_still()
            if still is not None:
                participant.still(still)

    def _restore(self, participant: Participant, stage: Stage, snapshot: bytes, now: float) -> None:
        """Show the view that a participant brings along, unless the room has been touched since it opened."""
        if stage.touched:
            return
        try:
            body = self._parts.sealer.open(self._subject, participant.principal, snapshot)
            stage.restore(decode_state(body, stage.subject), now)
        except SnapshotError as error:
            participant.fault("snapshot", str(error))

    # --- what participants ask for -----------------------------------------------------------------------------------

    def act(self, message: m.Input) -> None:
        """Apply a gesture. Raises MessageError, and then nothing has happened."""
        stage = self._ready.result()
        stage.act(message, self._parts.clock())
        self._changed(stage)

    def bind(self, views: tuple[m.ViewBinding, ...]) -> None:
        """Take a new layout. Raises MessageError, and then nothing has happened."""
        stage = self._ready.result()
        stage.bind(views, self._parts.clock())
        self._changed(stage)

    async def probe(self, message: m.Probe) -> m.Value:
        """The value under a picture point, from source voxels.

        Raises:
            MessageError: the view is no plane and no film, has nothing to show, or is not on the screen.
        """
        stage = self._ready.result()
        info = stage.subject.info
        binding = stage.binding(message.view)
        if message.view == "volume":
            raise MessageError("A projection has no depth: values are read in the planes.")
        empty = empty_reason(stage.state, message.view, info)
        if empty:
            raise MessageError(empty)
        seen = camera(stage.subject, stage.state, message.view, binding.width, binding.height)
        point = picture_to_patient(seen, message.x, message.y, binding.width, binding.height)
        if info.colour:
            colour = await self._parts.port.colour(self._opened.key, point)
            return m.Value(id=message.id, value=None, unit="", position_mm=point, colour=colour)
        if message.view != "film" and stage.state.slab_mm > 0 and stage.state.slab_mode != "mean":
            # A thick slab's extreme lies at a depth of its own: the plane's voxel is not what is seen.
            return m.Value(id=message.id, value=None, unit=info.unit, position_mm=point)
        (value,) = await self._parts.port.probe(self._opened.key, [point])
        return m.Value(id=message.id, value=value, unit=info.unit, position_mm=point)

    def still_checked(self, *, verified: bool) -> None:
        """A client compared a still's hash with ours."""
        self._parts.metrics.stills.labels("verified" if verified else "unverified").inc()

    def measured(self, message: m.Measured) -> None:
        """A client says how long its user waits for pictures."""
        self._parts.metrics.event_to_photon.labels(message.transport).observe(message.event_to_photon_p50_ms / 1000)

    def still(self, still: Still) -> None:
        """A view without loss, for everybody."""
        for participant in self._participants:
            participant.still(still)

    def fault(self, code: str, text: str, view: str) -> None:
        """A picture cannot be shown; everybody is told."""
        for participant in self._participants:
            participant.fault(code, text, view)

    def _changed(self, stage: Stage, newcomer: Participant | None = None) -> None:
        """Tell everybody the new truth, and the streams that they may differ from it."""
        everybody = self._participants if newcomer is None else self._participants | {newcomer}
        for participant in everybody:
            participant.post(stage.describe(b""), "state")
        self._snapshots.changed()
        for viewer in self.viewers.values():
            viewer.changed()


async def refuse(socket: ParticipantSocket, code: int, kind: str, why: str) -> None:
    """Say why a participant cannot take part, and close."""
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            await socket.send(m.encode(m.Fault(code=kind, text=why, fatal=True)))
    except (TimeoutError, ConnectionError):
        _log.debug("a refused participant was gone already")
    await socket.close(code, why)
