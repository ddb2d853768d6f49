from itertools import islice

from session.room.ahead_plan import REACH, AheadPlan, Flow, Format, Sent


def plan(budget: int = 10_000_000) -> AheadPlan:
    return AheadPlan(Flow(), budget)


def hold(on: AheadPlan, *places: int, form: Format = "jpeg", size: int = 50_000, now: float = 0.0) -> None:
    for place in places:
        on.sent(place, Sent(form, size, now))
        on.came(place, now + 0.08)


def first(on: AheadPlan, count: int, now: float) -> list[tuple[int, Format]]:
    return list(islice(on.wanted(now, 250_000), count))


def test_a_moving_hand_gets_what_lies_in_its_way() -> None:
    on = plan()
    on.moved(5, 10.0)
    assert first(on, 3, 10.1) == [(6, "jpeg"), (7, "jpeg"), (8, "jpeg")]
    on.moved(4, 10.2)
    assert first(on, 2, 10.3) == [(3, "jpeg"), (2, "jpeg")]
    hold(on, 3)
    on.sent(2, Sent("jpeg", 1, 10.3))
    assert first(on, 1, 10.3) == [(1, "jpeg")]


def test_a_hand_at_rest_gets_what_lies_around_it_and_then_the_nearest_without_loss() -> None:
    on = plan()
    assert [place for place, _ in first(on, 4, 1.0)] == [1, -1, 2, -2]
    for place in range(-30, REACH + 1):
        hold(on, place, now=float(place))
    assert first(on, 3, 100.0) == [(1, "png"), (-1, "png"), (2, "png")]
    on.moved(1, 101.0)
    assert "png" not in {form for _, form in first(on, 20, 101.1)}


def test_a_fast_way_brings_them_without_loss_at_once() -> None:
    on = plan()
    for number in range(40):
        hold(on, 1000 + number, size=250_000, now=number / 100)

    assert first(on, 1, 2.0) == [(1, "png")]


def test_another_look_makes_all_void_and_waits_until_the_hand_has_found_it() -> None:
    on = plan()
    hold(on, 1, 2)
    on.clear(3.0)
    assert on.held == {}
    assert first(on, 1, 3.1) == []
    assert first(on, 1, 3.7) == [(1, "jpeg")]


def test_when_the_hand_stops_the_picture_without_loss_goes_first() -> None:
    on = plan()
    on.moved(5, 10.0)
    assert [len(first(on, 1, 10.0 + after)) for after in (0.05, 0.2, 0.5, 0.7)] == [1, 0, 0, 1]


def test_the_budget_holds_and_the_farthest_go_first() -> None:
    on = plan(500_000)
    hold(on, *range(-4, 6), size=50_000)
    dropped = on.sent(6, Sent("jpeg", 50_000, 1.0))

    assert dropped == (5,)
    assert sum(one.size for one in (*on.held.values(), *on.flying.values())) <= 500_000


def test_the_window_closes_where_a_queue_grows_and_opens_again() -> None:
    flow = Flow()
    begin = flow.window
    now = 0.0
    for delay in [0.08] * 5 + [0.3] * 10:
        now += 0.3
        flow.sent(50_000)
        flow.came(Sent("jpeg", 50_000, now - delay), now)
    narrow = flow.window
    for _ in range(20):
        now += 0.3
        flow.sent(50_000)
        flow.came(Sent("jpeg", 50_000, now - 0.08), now)

    assert narrow < begin < flow.window
    flow.sent(10_000_000)
    assert not flow.open
