"""The verdict of a soak, and a short soak of the real server: it is the same after everybody as before them."""

from collections.abc import Callable

import pytest

from bench.soak import MEMORY_MB, Rest, faults, growth, rows_of, settled, soak


def rest(memory: float = 200.0, **changes: dict[str, int]) -> Rest:
    return Rest(memory, **{"descriptors": {"socket": 4}, "tasks": {"run": 3}, "threads": {"encode_": 2}, **changes})


def test_a_server_that_stays_as_it_was_has_no_fault() -> None:
    rests = [rest(200.0 + n % 3, descriptors={"socket": 4 + n % 2}) for n in range(13)]
    assert faults(rests, 0.0) == []


@pytest.mark.parametrize(
    ("grows", "what"),
    [
        (lambda n: rest(200.0 + 5 * n), "memory grew by 60.0 MB"),
        (lambda n: rest(descriptors={"socket": 4 + n}), "descriptors socket: 13, were 7"),
        (lambda n: rest(tasks={"run": 3, "Viewer.run": n // 3}), "tasks Viewer.run: 3, were 1"),
        (lambda n: rest(threads={"encode_": 2, "video-decoder": n}), "threads video-decoder: 9, were 3"),
    ],
)
def test_whatever_grows_is_a_fault_and_named(grows: Callable[[int], Rest], what: str) -> None:
    found = faults([grows(n) for n in range(13)], 0.0)
    assert len(found) == 1
    assert found[0].startswith(what)


def test_packets_at_the_end_are_a_fault() -> None:
    assert faults([rest()] * 3, 12.0) == ["12 packets a second are counted though nobody is there"]


def test_one_high_value_is_no_growth_and_a_steady_little_one_is() -> None:
    assert growth([1.0, 1.0, 50.0, 1.0, 1.0]) == 0.0
    assert growth([float(n) for n in range(20)]) == pytest.approx(19.0)
    assert growth([3.0]) == 0.0
    assert faults([rest(200.0 + n * (8.0 + MEMORY_MB + 1) / 10) for n in range(13)], 0.0) != []
    assert faults([rest(200.0 + 20 * n) for n in range(3)], 0.0) == []


def test_the_server_is_asked_until_its_tasks_have_ended() -> None:
    answers = iter([rest(tasks={"run": 3, "serve": 2}), rest(tasks={"run": 3, "serve": 1}), rest()])

    def ask() -> dict[str, object]:
        answer = next(answers)
        return {name: getattr(answer, name) for name in ("memory_mb", "descriptors", "tasks", "threads")}

    assert settled(ask, {"run": 3}) == rest()


def test_the_table_has_the_first_round_after_the_warm_up_beside_the_last() -> None:
    rows = {row.case: row for row in rows_of([rest(100.0 + n) for n in range(9)])}
    assert (rows["memory"].ours, rows["memory"].peer) == (108.0, 103.0)
    assert rows["tasks"].ratio == 1.0


@pytest.mark.soak
def test_after_everybody_the_server_holds_what_it_held_before() -> None:
    """Some twenty seconds; `./dev soak` takes longer and finds less."""
    rests, found, pictures = soak(0.0)
    assert found == []
    assert len(rests) == 6
    assert pictures > 50
