"""Who is served next: the latest request, each stream in turn, stills last."""

from dataclasses import replace

from render.request import RenderRequest
from render.views import standard
from session.farm.schedule import Job, Schedule
from tests.session.support import INFO

BASE = standard(INFO, "axial", 64, 48)


def request(n: int) -> RenderRequest:
    return replace(BASE, width=n)


def drained(schedule: Schedule) -> list[object]:
    found: list[object] = []
    while (work := schedule.take()) is not None:
        found.append(work)
    return found


def test_the_latest_request_of_a_stream_wins_and_keeps_its_place() -> None:
    schedule = Schedule()
    schedule.submit("a", request(1))
    schedule.submit("b", request(2))
    schedule.submit("a", request(3))
    assert drained(schedule) == [Job(request(3), "a"), Job(request(2), "b")]


def test_a_busy_stream_does_not_starve_another() -> None:
    schedule = Schedule()
    schedule.submit("calm", request(1))
    served = []
    for n in range(4):
        schedule.submit("busy", request(10 + n))
        job = schedule.take()
        assert isinstance(job, Job)
        served.append(job.stream)
    assert served.count("calm") == 1
    assert served[0] == "calm"


def test_stills_wait_for_moving_pictures_and_are_made_once() -> None:
    schedule = Schedule()
    schedule.want_still(request(1))
    schedule.want_still(request(1))
    schedule.submit("a", request(2))
    assert drained(schedule) == [Job(request(2), "a"), Job(request(1), None)]


def test_commands_come_first_and_in_order() -> None:
    schedule = Schedule()
    schedule.submit("a", request(1))
    commands = [lambda: None, lambda: None]
    schedule.commands.extend(commands)
    assert drained(schedule) == [*commands, Job(request(1), "a")]


def test_what_is_forgotten_is_not_made() -> None:
    schedule = Schedule()
    schedule.submit("a", request(1))
    schedule.want_still(request(2))
    schedule.forget("a")
    schedule.forget("unknown")
    schedule.forget_still(request(2))
    schedule.forget_still(request(3))
    assert schedule.take() is None
