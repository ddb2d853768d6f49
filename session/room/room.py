"""People who look at one volume together: one shared stage, people's own ones, and whoever is there."""

import asyncio
import itertools
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from archive.errors import ArchiveError
from render.errors import RenderError
from render.volume import VolumeKey
from session.access.principal import Principal
from session.audit.shown import ShownStill
from session.errors import MessageError, PlacesTakenError, SessionError, SnapshotError, VolumeFailedError
from session.room.ahead import AheadService
from session.room.company import Company
from session.room.entry import admitted_by, refuse
from session.room.freedom import Freedom
from session.room.layout import check
from session.room.loading import LoadingNews
from session.room.outbox import ParticipantSocket
from session.room.participant import Participant
from session.room.parts import Admit, OpenedVolume, RoomParts
from session.room.people import Person
from session.room.probing import probe
from session.room.scene import Scene
from session.room.snapshots import Snapshots
from session.room.stage import Stage
from session.room.verdicts import SentStill
from session.room.welcome import welcome
from session.view import messages as m
from session.view.room_messages import Follow, RoomClientMessage
from session.view.state import decode_state, encode_state
from session.view.subject import Subject
from streaming.packets import packets_of

_log = logging.getLogger(__name__)
REVOKED: Final = "The invitation was revoked."


class Room:
    """One session. `run` is its life; `serve` is one participant's part in it."""

    def __init__(self, session: str, opened: OpenedVolume, parts: RoomParts, *, stills: bool = False) -> None:
        """`stills`: a few pictures a second, each by itself; for whoever did not want to wait for a place."""
        self.session, self.stills = session, stills
        self.lease = 1
        self._opened, self._parts = opened, parts
        self._participants: set[Participant] = set()
        self._ready: asyncio.Future[Scene] = asyncio.get_running_loop().create_future()
        self._tasks = asyncio.TaskGroup()
        self._freedom = Freedom(self._scene, lambda scene: self._tasks.create_task(scene.run()))
        self._company = Company(
            is_free=lambda person: self._own_scene(person) is not None,
            presenter_changed=self._presenter_changed,
            clock=parts.clock,
        )
        self._next_number = partial(next, itertools.count(1))
        self._empty_since: float | None = parts.clock()
        self._progress: m.Progress | None = None
        self._snapshots = Snapshots(lambda: self._participants, self._sealed)
        self._failure = ""
        self._revoked: set[str] = set()

    @property
    def _subject(self) -> str:
        """What snapshots are sealed for: the volume, whatever session looks at it."""
        key = self._opened.key
        return f"{key.series_uid} {key.number}"

    def _sealed(self, page: Participant) -> bytes:
        """What a page looks at, as this person can bring it back."""
        return self._parts.sealer.seal(self._subject, page.person.principal, encode_state(page.scene.stage.state))

    @property
    def study_uid(self) -> str:
        """The study that is looked at."""
        return self._opened.study_uid

    @property
    def volume(self) -> VolumeKey:
        """What is looked at."""
        return self._opened.key

    @property
    def participants(self) -> int:
        """How many pages look at it."""
        return len(self._participants)

    @property
    def encoded(self) -> int:
        """Moving pictures of the shared stage that were encoded, in whatever quality."""
        return sum(viewer.broadcast.pictures for viewer in self._ready.result().viewers.values())

    @property
    def free(self) -> int:
        """How many people look freely."""
        return len(self._freedom.scenes)

    @property
    def reduced(self) -> int:
        """How many pages get smaller moving pictures."""
        return sum(page.reduced for page in self._participants)

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
            async with self._tasks as tasks:
                shared = self._scene("", Stage(Subject.of(info)))
                tasks.create_task(shared.run())
                tasks.create_task(self._follow_loading(shared, key))
                tasks.create_task(self._snapshots.run())
                tasks.create_task(self._company.run())
                tasks.create_task(self._freedom.run(self._parts.clock))
        finally:
            self._parts.port.release(key)

    def _scene(self, name: str, stage: Stage) -> Scene:
        """A scene of this room; a name for each, the shared one's is empty."""
        return Scene(
            f"{self.session}.{name}" if name else self.session,
            stage,
            self._parts,
            lease=self.lease,
            next_number=self._next_number,
            stills=self.stills,
        )

    async def _follow_loading(self, shared: Scene, key: VolumeKey) -> None:
        news = LoadingNews(
            self._parts,
            shared,
            lambda: (shared, *self._freedom.scenes),
            tell=self._progressed,
            changed=self._changed,
            fail=self._fail,
        )
        await news.run(key, lambda: None if self._ready.done() else self._ready.set_result(shared))

    def _progressed(self, progress: m.Progress) -> None:
        self._progress = progress
        for participant in self._participants:
            participant.post(progress, "progress")

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

        `admit` is given the hello and returns who said it, or raises TicketError.
        """
        admitted = await admitted_by(socket, admit)
        if admitted is None:
            return
        self._empty_since = None
        try:
            await self._attend(socket, *admitted)
        finally:
            if not self._participants:
                self._empty_since = self._parts.clock()

    async def _attend(self, socket: ParticipantSocket, hello: m.Hello, principal: Principal) -> None:
        try:
            shared = await asyncio.shield(self._ready)
        except VolumeFailedError as error:
            await refuse(socket, m.CLOSE_FAILED, "volume", str(error))
            return
        if self._failure:
            await refuse(socket, m.CLOSE_FAILED, "volume", self._failure)
            return
        if principal.invitation in self._revoked:
            await refuse(socket, m.CLOSE_PUT_OUT, "revoked", REVOKED)
            return
        try:
            person = self._company.join(principal, hello)
        except PlacesTakenError as error:
            await refuse(socket, m.CLOSE_ENDED, "full", str(error))
            return
        participant = self._participant(socket, self._own_scene(person) or shared, person, hello, principal)
        try:
            self._greet(participant, shared, hello)
            self._participants.add(participant)
            self._company.came(participant)
            await participant.serve()
        finally:
            self._leave(participant)

    def _participant(
        self, socket: ParticipantSocket, scene: Scene, person: Person, hello: m.Hello, principal: Principal
    ) -> Participant:
        participant = Participant(
            socket,
            self,
            scene,
            person,
            self._parts.make_peer,
            invitation=principal.invitation,
            left=self._count,
            start_bit_rate=hello.bit_rate,
            pictures="jpeg" if self.stills else hello.pictures,
            clock=self._parts.clock,
        )
        participant.ahead = AheadService(
            scene.stage,
            self._parts.port,
            write=participant.write_slice,
            tell=participant.tell_where,
            executor=self._parts.executor,
            clock=self._parts.clock,
        )
        return participant

    def _count(self, size: int) -> None:
        self._parts.packets.sent(packets_of(size), self._parts.clock())

    def _greet(self, participant: Participant, shared: Scene, hello: m.Hello) -> None:
        parts = self._parts
        participant.post(
            welcome(
                self.session,
                self.lease,
                self._opened.wire,
                shared.stage.subject,
                quiet_ms=parts.quiet_ms,
                ice_servers=parts.ice_servers(),
            )
        )
        scene = participant.scene
        if hello.snapshot is not None and participant.person is self._company.presenter and not shared.stage.touched:
            try:
                body = parts.sealer.open(self._subject, participant.person.principal, hello.snapshot)
                shared.stage.restore(decode_state(body, shared.stage.subject), parts.clock())
            except SnapshotError as error:
                participant.fault("snapshot", str(error))
        participant.watch(scene)
        try:
            check(hello.views)
            self._show(participant, hello.views)
        except MessageError as error:
            participant.fault(error.code, str(error))
        self._changed(scene)
        if self._progress is not None:
            participant.post(self._progress, "progress")
        for still in scene.stills():
            participant.still(still)

    def _leave(self, participant: Participant) -> None:
        self._participants.discard(participant)
        participant.leave()
        self._company.left(participant)
        if self._arrange(participant.scene):
            self._changed(participant.scene)

    def put_out(self, invitation: str) -> None:
        """Whoever came by this invitation is put out, and whoever waits to be let in by it is not."""
        self._revoked.add(invitation)
        for participant in tuple(self._participants):
            if participant.invitation == invitation:
                participant.end(m.CLOSE_PUT_OUT, REVOKED, "revoked")

    # --- what participants ask for -----------------------------------------------------------------------------------

    def act(self, page: Participant, message: m.Input) -> None:
        """Apply a gesture: of the presenter to the shared stage, of anybody else to one of their own.

        Raises:
            MessageError: nothing has happened then.
        """
        if page.person is not self._company.presenter and self._own_scene(page.person) is None:
            self._free(page.person, partial(Stage.act, message=message, now=self._parts.clock()))
        else:
            page.scene.stage.act(message, self._parts.clock())
        page.numbers.applied(message.sequence, page.scene.stage.revision)
        self._changed(page.scene)

    def bind(self, page: Participant, views: tuple[m.ViewBinding, ...]) -> None:
        """Take a page's new layout. Raises MessageError, and then nothing has happened."""
        check(views)
        self._show(page, views)
        self._changed(page.scene)

    def together(self, page: Participant, message: RoomClientMessage) -> None:
        """Do what concerns the others. Raises MessageError, and then nothing has happened."""
        if not isinstance(message, Follow):
            self._company.handle(page, message)
        elif message.free and self._own_scene(page.person) is None:
            if page.person is self._company.presenter:
                raise MessageError("You present: what you look at is what the others see. Hand over first.")
            self._free(page.person)
        elif not message.free:
            self._follow(page.person)
        self._company.refresh()

    async def probe(self, page: Participant, message: m.Probe) -> m.Value:
        """The value under a picture point, from source voxels; raises MessageError where there is none."""
        return await probe(self._parts.port, page.scene.stage, message)

    def still_checked(self, page: Participant, still: SentStill | None, *, verified: bool) -> None:
        """A client compared a still's hash with ours: that is counted, and kept where the still is known."""
        self._parts.metrics.stills.labels("verified" if verified else "unverified").inc()
        if still is not None:
            key, who = self._opened.key, page.person.principal
            where = (self.session, self._opened.study_uid, key.series_uid, key.number, still.view)
            self._parts.note_shown(ShownStill(who, *where, still.picture, still.sha256.hex(), verified))
            if not verified:
                _log.warning("session %s: a still of %s did not arrive as it was sent", self.session, still.view)

    def measured(self, message: m.Measured) -> None:
        """A client says how long its user waits for pictures."""
        self._parts.metrics.event_to_photon.labels(message.transport).observe(message.event_to_photon_p50_ms / 1000)

    # --- who looks at what -------------------------------------------------------------------------------------------

    def _own_scene(self, person: Person) -> Scene | None:
        return self._freedom.scene(person)

    def _show(self, page: Participant, views: tuple[m.ViewBinding, ...]) -> None:
        """A page shows these views; only where it decides can it keep a scale."""
        decides = page.person is self._company.presenter or page.scene is not self._ready.result()
        page.bindings = tuple(one if decides else one.placed() for one in views)
        self._arrange(page.scene, page)
        page.bindings = tuple(one.placed() for one in views)

    def _arrange(self, scene: Scene, newest: Participant | None = None) -> bool:
        """Show what the scene's pages show; of the shared one the presenter's pages say how large."""
        own = scene is not self._ready.result()
        first = scene.pages if own else self._company.pages_of(self._company.presenter)
        if newest is not None and newest not in first and (own or newest.person is self._company.presenter):
            first = [*first, newest]
        return scene.arrange(first)

    def _free(self, person: Person, first: Callable[[Stage], None] = lambda _: None) -> None:
        shared, pages = self._ready.result(), self._pages_of(person)
        scene = self._freedom.begin(person, pages, shared.stage, self._parts.clock(), first)
        self._arrange(scene)
        self._changed(scene)
        if self._arrange(shared):
            self._changed(shared)
        self._company.refresh()

    def _follow(self, person: Person) -> None:
        shared = self._ready.result()
        if self._freedom.end(person, self._pages_of(person), shared):
            self._arrange(shared)
            self._changed(shared)
            for page in self._pages_of(person):
                for still in shared.stills():
                    page.still(still)

    def _pages_of(self, person: Person) -> list[Participant]:
        return [page for page in self._participants if page.person is person]

    def _presenter_changed(self) -> None:
        shared, presenter = self._ready.result(), self._company.presenter
        shared.stage.another_hand()
        if presenter is not None:
            self._follow(presenter)
            if self._arrange(shared):
                self._changed(shared)

    def _changed(self, scene: Scene) -> None:
        """Tell everybody who looks at it the new truth, and the streams that they may differ from it."""
        scene.changed()
        self._snapshots.changed()
