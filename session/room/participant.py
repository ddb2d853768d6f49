"""One person's socket: what comes in is read, checked and passed on; what goes out is bounded."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec

from render.errors import RenderError
from session.errors import MessageError, PeerTooSlowError
from session.room.ahead import AheadService
from session.room.carrier import Carrier, Path, PeerMaker
from session.room.limits import Allowance
from session.room.numbering import Numbering
from session.room.order import InputOrder
from session.room.outbox import STUCK_S, Outbox, ParticipantSocket
from session.room.people import Person
from session.room.scene import Scene
from session.room.tiles import TileSender, still_message, tile_messages
from session.room.verdicts import Verdicts
from session.room.viewer import Viewer
from session.view import messages as m
from session.view.ahead import Ahead, AheadClientMessage, AheadSlice, Held, Stands
from session.view.operations import ViewName
from session.view.room_messages import RoomClientMessage
from session.view.told import difference
from streaming.errors import StreamingError
from streaming.picture import PictureFormat, Still

if TYPE_CHECKING:
    from session.room.room import Room

_log = logging.getLogger(__name__)

# A hand at 120 Hz over four moving views, with their acknowledgements, says some 400 messages a second.
MESSAGES_AT_ONCE: Final = 1200
MESSAGES_PER_S: Final = 600.0
_PROBES_AT_ONCE: Final = 8
_LAST_WORDS_S: Final = 0.5
_CLOSE_WITHIN_S: Final = 1.0


class Ended(Exception):  # noqa: N818 - no error: the conversation is over
    """The conversation is over; the socket closes with this code."""

    def __init__(self, code: int, reason: str, fault: str = "") -> None:
        super().__init__(reason)
        self.code, self.reason, self.fault = code, reason, fault


class Participant:
    """A page of somebody who is in a room. `serve` runs until the socket closes or `end` is called."""

    def __init__(
        self,
        socket: ParticipantSocket,
        room: "Room",
        scene: Scene,
        person: Person,
        make_peer: PeerMaker,
        *,
        invitation: str = "",
        left: Callable[[int], None] = lambda _: None,
        start_bit_rate: int = 0,
        pictures: PictureFormat = "h264",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`left` is told of the bytes of each picture that leaves; `invitation` is by which this page came in.

        `start_bit_rate` is what the way to this person carried last, in bit/s; 0: not known.

        `pictures` is how this person's browser wants moving pictures on the WebSocket.
        """
        self.person, self.scene, self.invitation = person, scene, invitation
        self.bindings: tuple[m.ViewBinding, ...] = ()
        self.hidden = False
        self.numbers = Numbering()
        self.pointing = Allowance(at_once=60, per_second=60)
        self.drawing = Allowance(at_once=60, per_second=60)
        self.noting = Allowance(at_once=5, per_second=0.5)
        self._socket, self._room, self._clock = socket, room, clock
        self._outbox = Outbox(socket, m.encode(m.Heartbeat()), stuck_s=STUCK_S)
        self._carrier = Carrier(
            make_peer,
            label=self.numbers.tag,
            left=left,
            write=self._write,
            announce=self.post,
            told=self._told,
            start_bit_rate=start_bit_rate or None,
            pictures=pictures,
            clock=clock,
        )
        self._tiles = TileSender(self._write, self._rests_on, lambda: self._carrier.bit_rate, clock)
        self._over: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()
        self._messages = Allowance(MESSAGES_AT_ONCE, MESSAGES_PER_S)
        self._quick_messages = Allowance(MESSAGES_AT_ONCE, MESSAGES_PER_S)
        self._order = InputOrder()
        self.ahead: AheadService | None = None
        self._told_state: m.State | None = None
        self._offers = Allowance(at_once=10, per_second=10 / 60)
        self._complaints = Allowance(at_once=20, per_second=2)
        self._verdicts = Verdicts()
        self._probes: set[asyncio.Task[None]] = set()

    def post(self, message: m.ServerMessage, kind: str = "") -> None:
        """Send a message when its turn comes; of a kind only the newest."""
        if isinstance(message, m.State):
            message = self._as_change(message)
        try:
            self._outbox.post(m.encode(message), "" if isinstance(message, m.StateChange) else kind)
        except PeerTooSlowError as error:
            self.end(m.CLOSE_TOO_SLOW, str(error))

    def _as_change(self, state: m.State) -> m.State | m.StateChange:
        """Only what changed since the last state that was posted, unless so much waits that some may be left out."""
        before, self._told_state = self._told_state, state
        change = None if before is None or state.snapshot or self._outbox.crowded else difference(before, state)
        return change or state

    @property
    def reduced(self) -> bool:
        """Whether this page gets smaller moving pictures, since its way is slow."""
        return self._carrier.reduced

    @property
    def slow(self) -> bool:
        """Whether the way to this page is known to carry little."""
        return self._carrier.slow

    def watch(self, scene: Scene) -> None:
        """Look at this scene from now on."""
        if scene is not self.scene:
            self.numbers.switched()
            if self.ahead is not None:
                self.ahead.look_at(scene.stage)
        self.leave()
        self.scene = scene
        scene.pages.append(self)

    def leave(self) -> None:
        """Look at no scene any more."""
        if self in self.scene.pages:
            self.scene.pages.remove(self)

    def look(self) -> None:
        """Take the pictures of the views that this page shows, as the scene has them now."""
        found = ((one.stream, self.scene.viewer(one.view)) for one in self.bindings)
        self._carrier.look({stream: viewer for stream, viewer in found if viewer is not None})

    def tell(self, state: m.State) -> None:
        """Say what the scene shows, in this page's own numbers."""
        self.post(self.numbers.state(state, self.bindings), "state")
        if self.ahead is not None and len(self.scene.pages) == 1:
            self.ahead.changed()
        elif self.ahead is not None:
            self.ahead.pause()

    def still(self, still: Still) -> None:
        """Send a view without loss, where this page shows it; the stream is the scene's."""
        stream = self.stream_of(still.tag.stream)
        if stream is not None:
            self._send_still(still, stream)

    def stream_of(self, of_scene: int) -> int | None:
        """On which of its own streams this page shows one of the scene's."""
        return next((one.stream for one in self.bindings if self.scene.stream(one.view) == of_scene), None)

    def _send_still(self, still: Still, stream: int) -> None:
        tag = self.numbers.tag(still.tag, stream)
        if (view := self._view_on(stream)) is not None:
            self._verdicts.sent(tag, view, still.sha256)
        if self.slow and self._tiles.takes(still):
            self._tiles.send(tile_messages(still, tag))
            return
        self._tiles.drop(stream)
        message = still_message(still, tag)
        self._carrier.sent_surely(stream, message.picture, len(still.data))
        self.post(message, f"still {stream}")

    def fault(self, code: str, text: str, view: str = "") -> None:
        """Say that something was refused or went wrong; not more often than anybody can read."""
        if self._complaints.take(self._clock()):
            self.post(m.Fault(code=code, text=text, view=view))

    def end(self, code: int, reason: str, fault: str = "") -> None:
        """Close the socket with this code as soon as possible; `fault` is said last, as the kind of what went wrong."""
        if not self._over.done():
            self._over.set_result(Ended(code, reason, fault))

    async def serve(self) -> None:
        """Attach to the room's streams and talk until somebody ends it; closes the socket."""
        code, reason = m.CLOSE_ENDED, ""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._outbox.run())
                tasks.create_task(self._tiles.run())
                if self.ahead is not None:
                    tasks.create_task(self.ahead.run())
                for link in self._carrier.links.values():
                    tasks.create_task(link.run())
                tasks.create_task(self._wait_for_end())
                self._carrier.attach()
                await self._listen(tasks)
        except* Ended as group:
            code, reason = _first(group)
        except* PeerTooSlowError:
            code, reason = m.CLOSE_TOO_SLOW, "too slow"
        except* ConnectionError:
            _log.debug("a participant's connection broke")
        finally:
            await self._carrier.close()
            with contextlib.suppress(TimeoutError):
                # A peer that takes nothing takes no close frame either.
                async with asyncio.timeout(_CLOSE_WITHIN_S):
                    await self._socket.close(code, reason)

    async def _wait_for_end(self) -> None:
        ended = await self._over
        if ended.fault:
            last = m.Fault(code=ended.fault, text=ended.reason, fatal=True)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WORDS_S):
                    await self._outbox.put(m.encode(last))
        raise ended

    async def _listen(self, tasks: asyncio.TaskGroup) -> None:
        while (data := await self._socket.receive()) is not None:
            if not self._messages.take(self._clock()):
                self.fault("rate", "Too many messages at once; some were left out.")
                continue
            try:
                self._handle(m.decode_client(data), tasks)
            except MessageError as error:
                self.fault(error.code, str(error))
            # A peer with much to say must not keep the others from being served.
            await asyncio.sleep(0)
        raise Ended(m.CLOSE_ENDED, "")

    def _handle(self, message: m.ClientMessage, tasks: asyncio.TaskGroup) -> None:
        match message:
            case m.Input():
                self._act(self._order.surely(message))
            case m.Ack():
                self._carrier.acknowledge(message.stream, message.picture)
                self._tiles.answered(message.picture)
            case m.Ping():
                self.post(m.Pong(message.id, self._carrier.bit_rate))
            case m.Views():
                self._room.bind(self, message.views)
            case m.Shown():
                self._shown(message)
            case m.KeyRequest():
                self._carrier.request_key(message.stream)
            case m.Probe():
                self._probe(message, tasks)
            case m.Transport():
                tasks.create_task(self._use(message.use))
            case m.Offer():
                self._offer(message.sdp, tasks)
            case m.Measured():
                self._room.measured(message)
            case m.Hello() | m.Quick():
                raise MessageError("hello was said already, and quick belongs on the quick channel")
            case _:
                self._besides(message)

    def _besides(self, message: AheadClientMessage | RoomClientMessage) -> None:
        if isinstance(message, AheadClientMessage):
            self._about_slices(message)
        else:
            self._room.together(self, message)

    def _told(self, data: bytes) -> None:
        """What came over the quick channel: the WebSocket brings the same, so too much of it is left out in silence."""
        if self._over.done() or not self._quick_messages.take(self._clock()):
            return
        try:
            message = m.decode_client(data)
            if not isinstance(message, m.Quick):
                raise MessageError("The quick channel carries quick messages only.")
            self._said_quickly(message)
        except MessageError as error:
            self.fault("message", str(error))

    def _said_quickly(self, message: m.Quick) -> None:
        for stream, picture in message.acks:
            self._carrier.acknowledge(stream, picture)
        self._act(self._order.quickly(message.inputs))

    def _act(self, inputs: list[m.Input]) -> None:
        """Apply inputs in order; each of them wholly or not at all."""
        for one in inputs:
            try:
                self._room.act(self, one)
                if self.ahead is not None:
                    self.ahead.acted(one)
            except MessageError as error:
                self.fault(error.code, str(error))

    def _about_slices(self, message: AheadClientMessage) -> None:
        """What the page says of slices that came ahead; its streams are its own, the service's are the scene's."""
        if self.ahead is None:
            return
        if isinstance(message, Ahead):
            self.ahead.subscribe(message.bytes)
            return
        viewer = self._viewer_on(message.stream)
        if viewer is None:
            return
        of_scene = msgspec.structs.replace(message, stream=viewer.stream)
        if isinstance(of_scene, Held):
            self.ahead.held(of_scene)
        elif self.ahead.missing(of_scene):
            viewer.again()

    def _shown(self, message: m.Shown) -> None:
        """Count what the client found; a still that came wrong is sent again, a few times."""
        self._room.still_checked(self, self._verdicts.said(message), verified=message.verified)
        self._carrier.shown(message.stream, message.picture)
        still = self._still_on(message.stream)
        if message.verified or still is None:
            return
        if self._verdicts.again(message.stream, still.tag.epoch):
            self._send_still(still, message.stream)

    def _still_on(self, stream: int) -> Still | None:
        """What rests on one of this page's streams."""
        viewer = self._viewer_on(stream)
        return None if viewer is None else viewer.current_still()

    def _rests_on(self, stream: int, picture: int) -> bool:
        still = self._still_on(stream)
        return still is not None and still.tag.picture == picture

    def _viewer_on(self, stream: int) -> Viewer | None:
        view = self._view_on(stream)
        return None if view is None else self.scene.viewer(view)

    def _view_on(self, stream: int) -> ViewName | None:
        return next((one.view for one in self.bindings if one.stream == stream), None)

    def _probe(self, message: m.Probe, tasks: asyncio.TaskGroup) -> None:
        if len(self._probes) >= _PROBES_AT_ONCE:
            return
        task = tasks.create_task(self._answer_probe(message))
        self._probes.add(task)
        task.add_done_callback(self._probes.discard)

    async def _answer_probe(self, message: m.Probe) -> None:
        try:
            self.post(await self._room.probe(self, message))
        except (MessageError, RenderError) as error:
            self.fault("probe", str(error), message.view)

    def _offer(self, sdp: str, tasks: asyncio.TaskGroup) -> None:
        if not self._offers.take(self._clock()):
            raise MessageError("Too many offers; ten a minute are answered.")
        if self._room.stills:
            raise MessageError("This place is for still pictures: there is no video to offer for.")
        tasks.create_task(self._answer_offer(sdp))

    async def _answer_offer(self, sdp: str) -> None:
        try:
            self.post(m.Answer(await self._carrier.answer(sdp)))
        except StreamingError as error:
            self.fault("offer", str(error))

    async def _use(self, path: Path) -> None:
        try:
            await self._carrier.use(path)
        except MessageError as error:
            self.fault("transport", str(error))

    async def write_slice(self, one: AheadSlice) -> None:
        """Send a slice ahead, behind all tiles; returns when the socket took it."""
        await self._tiles.idle()
        stream = self.stream_of(one.stream)
        if stream is not None:
            await self._outbox.put(m.encode(msgspec.structs.replace(one, stream=stream)))

    def tell_where(self, one: Stands) -> None:
        """Say which slice it is that a stream shows."""
        stream = self.stream_of(one.stream)
        if stream is not None:
            self.post(self.numbers.stands(one, stream))

    async def _write(self, message: m.Picture | m.Tile) -> None:
        await self._outbox.put(m.encode(message))


def _first(group: BaseExceptionGroup[Ended]) -> tuple[int, str]:
    ended = group.exceptions[0]
    while isinstance(ended, BaseExceptionGroup):
        ended = ended.exceptions[0]
    return ended.code, ended.reason
