"""Several people in one room: who presents, who goes free, what each is told."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import pytest

from render.volume import VolumeInfo, VolumeKey
from session.access.principal import OWNER, Principal, Role
from session.room.room import Room
from session.view import messages as m
from session.view import operations as o
from session.view import room_messages as r
from session.view.wire import WireView
from tests.session.support import Page, SyntheticSource, local_port, opened, registry_of

AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)
SMALL = (m.ViewBinding(view="axial", stream=4, width=32, height=32),)
FOUR = (
    AXIAL,
    m.ViewBinding(view="coronal", stream=1, width=64, height=64),
    m.ViewBinding(view="sagittal", stream=2, width=64, height=64),
    m.ViewBinding(view="volume", stream=3, width=80, height=60),
)


def guest(name: str, role: r.RoomRole = "point", invitation: str = "i1") -> Principal:
    return Principal(name, Role.GUEST, "s", role, invitation, shown_as=name.title())


@asynccontextmanager
async def page_of(
    room: Room,
    who: Principal = OWNER,
    views: tuple[m.ViewBinding, ...] = (AXIAL,),
    seat: str = "",
    snapshot: bytes | None = None,
) -> AsyncIterator[Page]:
    async def admit(_hello: m.Hello) -> Principal:
        return who

    page = Page()
    page.say(m.Hello(version=1, ticket="t", views=views, seat=seat, snapshot=snapshot))
    serving = asyncio.create_task(room.serve(page.socket, admit))
    try:
        await page.until(lambda: page.of(r.RoomState))
        yield page
    finally:
        page.leave()
        async with asyncio.timeout(5):
            await serving


@asynccontextmanager
async def a_room() -> AsyncIterator[Room]:
    async with local_port() as port, registry_of(port) as registry:
        yield registry.create(opened())


def scroll(page: Page, steps: float = 1, sequence: int = 1) -> None:
    page.say(m.Input(sequence=sequence, view="axial", operations=(o.Scroll(steps),)))


def who(page: Page) -> r.RoomState:
    return page.of(r.RoomState)[-1]


def me(page: Page) -> r.WirePerson:
    return next(one for one in who(page).people if one.person == who(page).you)


def answered(page: Page) -> bool:
    return me(page).doing == "free" or bool(page.of(m.Fault))


def contains(page: Page, sequence: int) -> bool:
    return page.state().sequence == sequence


def position(page: Page) -> float | None:
    return page.state().views[0].position_mm


async def test_the_first_presents_and_the_others_follow() -> None:
    async with a_room() as room, page_of(room) as first, page_of(room, guest("ann")) as second:
        await first.until(lambda: len(who(first).people) == 2)
        assert (who(first).you, who(first).presenter, who(second).you) == (1, 1, 2)
        assert [(one.name, one.doing, one.role, one.guest) for one in who(second).people] == [
            ("", "presenting", "present", False),
            ("Ann", "following", "point", True),
        ]
        assert (who(first).invites, who(second).invites) == (True, False)
        scroll(first, 3)
        await second.until(lambda: second.state().revision == first.state().revision and position(second) is not None)
        await first.until(lambda: first.state().sequence == 1)
        await second.until(lambda: position(second) == position(first))
        assert second.state().sequence == 0


async def test_a_followers_hand_moves_a_stage_of_their_own_until_they_follow_again() -> None:
    async with a_room() as room, page_of(room) as first, page_of(room, guest("ann"), SMALL) as second:
        await second.until(lambda: second.of(m.StillPicture))
        before, shown = position(first), second.of(m.StillPicture)[-1]
        assert (second.state().views[0].width, shown.stream, shown.width) == (64, 4, 64)
        scroll(second, 3, sequence=7)
        await second.until(lambda: second.state().sequence == 7 and me(second).doing == "free")
        free = await second.until(lambda: second.of(m.StillPicture)[-1].epoch > shown.epoch and position(second))
        assert free != before
        assert position(first) == before
        assert second.state().views[0].width == 32
        await second.until(lambda: second.of(m.StillPicture)[-1].width == 32)
        own = second.of(m.StillPicture)[-1]

        scroll(first, 5)
        await first.until(lambda: first.state().sequence == 1)
        assert position(second) == free
        second.say(r.Follow())
        await second.until(lambda: position(second) == position(first))
        await second.until(lambda: second.of(m.StillPicture)[-1].width == 64)
        again = second.of(m.StillPicture)[-1]
        assert again.epoch > own.epoch
        assert again.revision > own.revision
        assert (again.stream, again.sequence, me(second).doing) == (4, 7, "following")
        numbers = [one.picture for one in second.of(m.Picture)]
        assert numbers == sorted(numbers)


async def test_the_first_input_of_a_free_hand_counts_in_the_shared_picture() -> None:
    async with a_room() as room, page_of(room) as first, page_of(room, guest("ann"), SMALL) as second:
        await second.until(lambda: second.of(m.StillPicture))
        crosshair = o.Crosshair(x=40.0, y=12.0)
        second.say(m.Input(sequence=1, view="axial", operations=(crosshair,)))
        await second.until(lambda: second.state().sequence == 1)
        first.say(m.Input(sequence=1, view="axial", operations=(crosshair,)))
        await first.until(lambda: first.state().sequence == 1)
        there, here = first.state().views[0], second.state().views[0]
        assert (there.width, here.width) == (64, 32)
        assert _in_patient(here) == pytest.approx(_in_patient(there))


def _in_patient(view: WireView) -> list[float]:
    assert view.crosshair is not None
    assert view.patient is not None
    (x, y), p = view.crosshair, view.patient
    return [p[n] + x * p[3 + n] + y * p[6 + n] for n in range(3)]


async def test_what_each_page_is_told_is_of_its_own_views() -> None:
    async with a_room() as room, page_of(room, views=FOUR) as laptop, page_of(room, guest("ann"), SMALL) as tablet:
        await laptop.until(lambda: len({one.stream for one in laptop.of(m.StillPicture)}) == 4)
        await tablet.until(lambda: tablet.of(m.StillPicture))
        assert [one.view for one in tablet.state().views] == ["axial"]
        assert {one.stream for one in tablet.of(m.Picture)} | {one.stream for one in tablet.of(m.StillPicture)} == {4}
        before = len(tablet.of(m.Picture))
        laptop.say(m.Input(sequence=1, view="volume", operations=(o.Turn(azimuth=20.0),)))
        await laptop.until(lambda: laptop.state().sequence == 1)
        await laptop.until(lambda: laptop.of(m.StillPicture)[-1].epoch == laptop.state().views[3].epoch)
        tablet.read()
        assert len(tablet.of(m.Picture)) == before


async def test_at_most_four_look_freely() -> None:
    async with a_room() as room, page_of(room), guests_in(room, 5) as pages:
        for page in pages:
            page.say(r.Follow(free=True))
            await page.until(partial(answered, page))
        assert [me(page).doing for page in pages] == ["free"] * 4 + ["following"]
        assert pages[4].of(m.Fault)[0].code == "free"
        assert (room.participants, room.free, room.reduced) == (6, 4, 0)
        pages[0].say(r.Follow())
        await pages[0].until(lambda: me(pages[0]).doing == "following")
        scroll(pages[4])
        await pages[4].until(lambda: me(pages[4]).doing == "free")


@asynccontextmanager
async def guests_in(room: Room, count: int) -> AsyncIterator[list[Page]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(page_of(room, guest(f"g{n}"))) for n in range(count)]


async def test_asking_handing_over_and_taking_over_with_undo() -> None:
    reader = Principal("reader", Role.READER)
    async with (
        a_room() as room,
        page_of(room) as one,
        page_of(room, guest("ann")) as two,
        page_of(room, reader) as three,
    ):
        two.say(r.Present("ask"))
        await one.until(lambda: any(person.asks for person in who(one).people))
        one.say(r.Present("hand", person=2))
        await two.until(lambda: who(two).presenter == 2)
        assert not any(person.asks for person in who(two).people)
        scroll(two, 2)
        await one.until(lambda: position(one) == position(two))
        two.say(r.Present("take"))
        three.say(r.Present("take"))
        await two.until(lambda: who(two).presenter == 3)
        taken = who(two).taken
        assert taken is not None
        assert (taken.by, taken.before) == (3, 2)
        assert 0 < taken.left_s <= 10
        two.say(r.Present("undo"))
        await three.until(lambda: who(three).presenter == 2)
        assert who(three).taken is None
        one.say(r.Present("hand", person=1))
        fault = (await one.until(lambda: one.of(m.Fault)))[0]
        assert fault.code == "right"


async def test_pointers_strokes_and_notes_reach_the_others_and_whoever_comes_later() -> None:
    async with a_room() as room, page_of(room) as one, page_of(room, guest("ann")) as two:
        two.say(r.Point("axial", (1.0, 2.0, 3.0)))
        pointed = (await one.until(lambda: one.of(r.Pointed)))[0]
        assert pointed == r.Pointed(2, "Ann", 2, "axial", (1.0, 2.0, 3.0))
        await one.until(lambda: who(one).people[1].doing == "pointing")
        two.say(r.Stroke(stroke=5, view="axial", points=((1.0, 2.0, 3.0),)))
        two.say(r.Stroke(stroke=5, view="axial", points=((2.0, 2.0, 3.0),), done=True))
        two.say(r.Note("Is the  main\nbronchus free?"))
        note = (await one.until(lambda: one.of(r.Noted)))[0]
        assert (note.note, note.person, note.name, note.text) == (1, 2, "Ann", "Is the main bronchus free?")
        two.read()
        assert two.of(r.Pointed) == []
        assert [stroke.done for stroke in two.of(r.Stroked)] == [False, True]
        async with page_of(room, guest("bob", "look")) as three:
            (stroke,) = three.of(r.Stroked)
            assert stroke == r.Stroked(2, 5, "Ann", 2, "axial", ((1.0, 2.0, 3.0), (2.0, 2.0, 3.0)), done=True)
            assert three.of(r.Noted) == [note]
            for refused in (
                r.Point("axial"),
                r.Stroke(1, "axial", ((0.0, 0.0, 0.0),)),
                r.Erase("all"),
                r.Present("ask"),
            ):
                three.say(refused)
            await three.until(lambda: len(three.of(m.Fault)) == 4)
            assert {fault.code for fault in three.of(m.Fault)} == {"right"}
            one.say(r.Erase("all"))
            assert (await three.until(lambda: three.of(r.Erased)))[0].strokes == ((2, 5),)


async def test_whoever_comes_back_to_their_seat_is_the_same_and_presents_still() -> None:
    async with a_room() as room, page_of(room, guest("ann")) as other:
        async with page_of(room, seat="s1") as first:
            scroll(first, 4)
            await first.until(lambda: first.state().sequence == 1)
            await other.until(lambda: who(other).presenter == 2 and position(other) == position(first))
            at = position(first)
        await other.until(lambda: who(other).people[1].doing == "away")
        assert who(other).presenter == 2
        async with page_of(room, seat="s1") as again:
            assert (who(again).you, who(again).presenter) == (2, 2)
            await again.until(lambda: again.of(m.StillPicture))
            assert position(again) == at
            await other.until(lambda: who(other).people[1].doing == "presenting")


async def test_a_stranger_cannot_take_a_seat_that_is_anothers() -> None:
    async with a_room() as room, page_of(room, seat="s1"), page_of(room, guest("ann"), seat="s1") as other:
        assert (who(other).you, who(other).presenter) == (2, 1)


async def test_who_waits_for_the_volume_when_their_invitation_is_revoked_does_not_come_in() -> None:
    held, asked = threading.Event(), asyncio.Event()

    class Slow(SyntheticSource):
        def info(self, key: VolumeKey) -> VolumeInfo:
            held.wait(20)
            return super().info(key)

    async def admit(_hello: m.Hello) -> Principal:
        asked.set()
        return guest("bo", invitation="i7")

    async with local_port(Slow()) as port, registry_of(port) as registry:
        room, page = registry.create(opened()), Page()
        page.say(m.Hello(version=1, ticket="t", views=(AXIAL,)))
        serving = asyncio.create_task(room.serve(page.socket, admit))
        try:
            await asked.wait()
            room.put_out("i7")
        finally:
            held.set()
        async with asyncio.timeout(20):
            await page.until(lambda: page.socket.closed)
        page.leave()
        await serving
        assert page.socket.closed == (m.CLOSE_PUT_OUT, "The invitation was revoked.")
        assert [one.code for one in page.of(m.Fault)] == ["revoked"]


async def test_who_came_by_a_revoked_invitation_is_put_out() -> None:
    async with a_room() as room, page_of(room) as one, page_of(room, guest("ann", invitation="i7")) as two:
        room.put_out("i7")
        await two.until(lambda: two.socket.closed)
        assert two.socket.closed == (m.CLOSE_PUT_OUT, "The invitation was revoked.")
        await one.until(lambda: who(one).people[1].doing == "away")


async def test_the_presenters_screen_says_how_large_the_shared_views_are() -> None:
    async with a_room() as room, page_of(room, guest("ann"), SMALL) as tablet:
        assert tablet.state().views[0].width == 32
        async with page_of(room, views=FOUR):
            await tablet.until(lambda: tablet.state().views[0].width == 64)
        # The size stays when that one leaves, since nobody asked for another.
        await tablet.until(lambda: who(tablet).people[1].doing == "away")
        assert tablet.state().views[0].width == 64


async def test_a_page_that_never_reads_disturbs_nobody() -> None:
    async with a_room() as room, page_of(room) as one, page_of(room, guest("ann")) as two:
        two.socket.taking.clear()
        for n in range(1, 40):
            scroll(one, 1 if n % 8 < 4 else -1, sequence=n)
            await one.until(partial(contains, one, n))
        await one.until(lambda: one.of(m.Picture) and one.of(m.Picture)[-1].sequence == 39)
        assert len(two.socket.sent) < 200


async def test_a_page_that_acknowledges_nothing_gets_smaller_pictures_and_the_same_still() -> None:
    async with a_room() as room, page_of(room) as one, page_of(room, guest("ann")) as two:
        await two.until(lambda: two.of(m.StillPicture))
        two.acknowledging = False
        sequence = 0
        while not room.reduced:
            sequence += 1
            assert sequence < 400
            scroll(one, 1 if sequence % 8 < 4 else -1, sequence=sequence)
            await one.until(partial(contains, one, sequence))
            two.read()
            await asyncio.sleep(0.02)
        await one.until(lambda: who(one).people[1].quality == "reduced")
        two.acknowledging = True
        last = await one.until(lambda: one.of(m.StillPicture)[-1].sequence == sequence and one.of(m.StillPicture)[-1])
        await two.until(lambda: two.of(m.StillPicture)[-1].sha256 == last.sha256)
        assert two.of(m.StillPicture)[-1].width == two.state().views[0].width == 64
        assert {one.width for one in one.of(m.Picture)} == {64}


async def test_someone_away_and_a_name_are_told() -> None:
    async with a_room() as room, page_of(room) as one, page_of(room, guest("ann")) as two:
        two.say(r.Away(away=True))
        await one.until(lambda: who(one).people[1].doing == "away")
        two.say(r.Away(away=False))
        two.say(r.Rename("Dr \u202eAnn\x07  Lee"))
        await one.until(lambda: (who(one).people[1].doing, who(one).people[1].name) == ("following", "Dr Ann Lee"))


@pytest.mark.parametrize("act", ["undo", "hand", "later"])
async def test_what_nobody_may_is_refused(act: str) -> None:
    async with a_room() as room, page_of(room), page_of(room, guest("ann")) as two:
        two.say(r.Present(act, person=1))  # type: ignore[arg-type]
        assert (await two.until(lambda: two.of(m.Fault)))[0].code == "right"
