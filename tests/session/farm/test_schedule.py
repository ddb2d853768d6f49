"""Who is served next: the latest request, each stream in turn, stills last."""

from dataclasses import replace

from render.request import Mode, RenderRequest
from render.views import standard
from session.farm.schedule import Arrivals, Job, Schedule
from tests.session.support import INFO, KEY

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


def test_planes_pass_a_picture_in_depth_but_only_a_few_times() -> None:
    schedule = Schedule()
    schedule.submit("deep", replace(request(1), mode=Mode.VOLUME))
    served = []
    for n in range(8):
        schedule.submit("plane", request(10 + n))
        job = schedule.take()
        assert isinstance(job, Job)
        served.append(job.stream)
        schedule.submit("deep", replace(request(20 + n), mode=Mode.VOLUME))
    assert served == [*["plane"] * 3, "deep", *["plane"] * 4], "the last plane had waited longest itself"


def test_stills_wait_for_moving_pictures_and_are_made_once() -> None:
    schedule = Schedule()
    schedule.want_still(request(1))
    schedule.want_still(request(1))
    schedule.submit("a", request(2))
    assert drained(schedule) == [Job(request(2), "a"), Job(request(1), None)]


def test_what_is_urgent_is_all_but_stills() -> None:
    schedule = Schedule()
    schedule.want_still(request(1))
    assert schedule.take_urgent() is None
    schedule.submit("a", request(2))
    assert schedule.take_urgent() == Job(request(2), "a")
    assert schedule.take() == Job(request(1), None)


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


def test_slices_are_taken_up_together_before_the_pictures_that_rely_on_them() -> None:
    schedule = Schedule()
    schedule.arrive(KEY, 5, 6)
    schedule.arrive(KEY, 6, 7)
    schedule.arrive(KEY, 9, 10)
    schedule.submit("a", request(1))
    assert drained(schedule) == [Arrivals({KEY: ((5, 7), (9, 10))}), Job(request(1), "a")]


def test_slices_that_keep_coming_do_not_keep_pictures_from_being_made() -> None:
    schedule = Schedule()
    schedule.arrive(KEY, 0, 1)
    schedule.submit("a", request(1))
    assert isinstance(schedule.take(), Arrivals)
    # More came while the first ones were taken up; the picture was asked for before and does not wait for them.
    schedule.arrive(KEY, 1, 2)
    assert schedule.take() == Job(request(1), "a")
    schedule.submit("a", request(2))
    assert schedule.take() == Arrivals({KEY: ((1, 2),)})
    assert schedule.take() == Job(request(2), "a")


def test_slices_of_a_volume_that_is_given_up_are_forgotten() -> None:
    schedule = Schedule()
    schedule.arrive(KEY, 0, 1)
    schedule.forget_arrivals(KEY)
    schedule.forget_arrivals(KEY)
    schedule.submit("a", request(1))
    assert drained(schedule) == [Job(request(1), "a")]


def test_stills_wait_for_all_slices_that_have_come() -> None:
    schedule = Schedule()
    schedule.want_still(request(1))
    schedule.arrive(KEY, 0, 1)
    assert drained(schedule) == [Arrivals({KEY: ((0, 1),)}), Job(request(1), None)]


def test_quick_stills_come_before_slow_ones() -> None:
    schedule = Schedule()
    volume, mip = standard(INFO, "volume", 64, 48), standard(INFO, "mip", 64, 48)
    for wanted in (volume, mip, request(1), request(2)):
        schedule.want_still(wanted)
    assert drained(schedule) == [Job(one, None) for one in (request(1), request(2), mip, volume)]
