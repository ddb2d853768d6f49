from hypothesis import given
from hypothesis import strategies as st

from session.room.order import InputOrder
from session.view.operations import Scroll
from session.view.quick import Input


def scroll(sequence: int) -> Input:
    return Input(sequence=sequence, view="axial", operations=(Scroll(steps=sequence),))


def numbers(inputs: list[Input]) -> list[int]:
    return [one.sequence for one in inputs]


def test_without_the_quick_channel_every_input_is_applied_as_it_comes() -> None:
    order = InputOrder()

    assert [numbers(order.surely(scroll(n))) for n in (5, 6, 9, 9)] == [[5], [6], [9], []]


def test_the_quick_one_is_applied_and_its_twin_is_not() -> None:
    order = InputOrder()
    order.surely(scroll(1))

    assert numbers(order.quickly((scroll(1), scroll(2)))) == [2]
    assert numbers(order.quickly((scroll(1), scroll(2), scroll(3)))) == [3]
    assert [numbers(order.surely(scroll(n))) for n in (2, 3, 4)] == [[], [], [4]]


def test_after_a_gap_inputs_wait_for_what_is_missing() -> None:
    order = InputOrder()
    order.surely(scroll(1))

    assert numbers(order.quickly((scroll(3), scroll(4)))) == []
    assert numbers(order.surely(scroll(2))) == [2, 3, 4]


def test_where_counting_begins_only_the_websocket_says() -> None:
    order = InputOrder()

    assert numbers(order.quickly((scroll(8),))) == []
    assert numbers(order.surely(scroll(7))) == [7, 8]


def test_a_client_cannot_make_the_server_keep_any_number_of_inputs() -> None:
    order = InputOrder()
    order.surely(scroll(1))
    for number in range(3, 10_000):
        order.quickly((scroll(number),))

    assert len(order._held) <= 64


@given(st.data())
def test_whatever_is_lost_or_late_each_is_applied_once_and_in_order(data: st.DataObject) -> None:
    count = 20
    order, applied = InputOrder(), list[int]()
    sure = 0
    while sure < count:
        if sure and data.draw(st.booleans()):
            newest = data.draw(st.integers(1, count))
            batch = tuple(scroll(n) for n in range(max(1, newest - 2), newest + 1))
            applied += numbers(order.quickly(batch))
        else:
            sure += 1
            applied += numbers(order.surely(scroll(sure)))

    assert applied == list(range(1, count + 1))
