"""Volumes in host memory: loaded once, within budgets, given up when nobody holds them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from render.cache import Tier
from render.errors import BadVolumeError, MemoryBudgetError
from render.volume import Film, VolumeInfo, VolumeKey
from session.farm.port import Loading
from session.farm.volumes import Volumes, device_bytes
from tests.session.support import INFO, KEY, SyntheticSource, voxels_of

SECOND = replace(INFO, key=VolumeKey("9.9", 1, 1))
MEBIBYTES = {Tier.HOST: 64 << 20, Tier.DEVICE: 64 << 20}


class Log:
    """What the volumes told, and a way to wait for a loading to end."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []
        self.over = threading.Event()
        self.volumes: Volumes | None = None

    def changed(self, key: VolumeKey) -> None:
        assert self.volumes is not None
        held = self.volumes.get(key)
        if held is not None and held.loading.over:
            self.over.set()


@contextmanager
def volumes(source: SyntheticSource, budgets: dict[Tier, int] = MEBIBYTES) -> Iterator[tuple[Volumes, Log]]:
    log = Log()
    log.volumes = Volumes(
        source,
        budgets,
        began=lambda volume: log.told.append(("began", volume.info.key)),
        arrived=lambda key, first, last: log.told.append(("arrived", key, first, last)),
        changed=log.changed,
        dropped=lambda key: log.told.append(("dropped", key)),
    )
    try:
        yield log.volumes, log
    finally:
        log.volumes.close(1.0)


def state(held: Volumes, info: VolumeInfo = INFO) -> Loading:
    found = held.get(info.key)
    assert found is not None
    return found.loading


def test_a_volume_is_loaded_once_however_many_hold_it() -> None:
    source = SyntheticSource()
    with volumes(source) as (held, log):
        held.hold(INFO)
        held.hold(INFO)
        assert log.over.wait(5)
        held.hold(INFO)
        assert source.fills == 1
        assert state(held).complete
        found = held.get(KEY)
        assert found is not None
        np.testing.assert_array_equal(found.volume.voxels, voxels_of())
        assert found.volume.complete


def test_memory_is_told_before_any_slice_and_the_middle_comes_first() -> None:
    with volumes(SyntheticSource()) as (held, log):
        held.hold(INFO)
        assert log.over.wait(5)
    assert log.told[:2] == [("began", KEY), ("arrived", KEY, 16, 17)]
    assert sum(one[0] == "arrived" for one in log.told) == INFO.slices


def test_a_complete_volume_stays_after_the_last_release_until_room_is_needed() -> None:
    room_for_one = {Tier.HOST: INFO.nbytes * 3 // 2, Tier.DEVICE: INFO.nbytes * 2}
    source = SyntheticSource(INFO, SECOND)
    with volumes(source, room_for_one) as (held, log):
        held.hold(INFO)
        assert log.over.wait(5)
        with pytest.raises(MemoryBudgetError, match="MiB"):
            held.hold(SECOND)
        held.release(KEY)
        assert held.get(KEY) is not None
        held.hold(SECOND)
        assert held.get(KEY) is None
        assert ("dropped", KEY) in log.told


def test_the_last_release_stops_a_volume_that_is_still_loading() -> None:
    source = SyntheticSource()
    reached, go_on = threading.Event(), threading.Event()

    def hold_back(_slice: int) -> None:
        reached.set()
        assert go_on.wait(5)

    source.before_slice = hold_back
    with volumes(source) as (held, log):
        held.hold(INFO)
        held.hold(INFO)
        assert reached.wait(5)
        held.release(KEY)
        assert held.get(KEY) is not None
        held.release(KEY)
        assert held.get(KEY) is None
        source.before_slice = lambda _slice: None
        go_on.set()
        held.hold(INFO)
        assert log.over.wait(5)
        assert source.fills == 2
    assert next(one for one in log.told if one[0] == "dropped") == ("dropped", KEY)


@pytest.mark.parametrize(
    ("error", "words"),
    [(BadVolumeError("slice 3 is broken"), "slice 3 is broken"), (ZeroDivisionError("Doe^Jane"), "log says more")],
)
def test_a_failure_is_said_in_words_and_the_next_hold_tries_again(error: Exception, words: str) -> None:
    source = SyntheticSource()

    def fail(_slice: int) -> None:
        raise error

    source.before_slice = fail
    with volumes(source) as (held, log):
        held.hold(INFO)
        assert log.over.wait(5)
        assert words in state(held).failed
        assert "Doe" not in state(held).failed
        source.before_slice = lambda _slice: None
        log.over.clear()
        held.hold(INFO)
        assert log.over.wait(5)
        assert state(held).complete


def test_a_source_that_ends_early_has_failed() -> None:
    source = SyntheticSource()
    source.fill = lambda *_arguments: None  # type: ignore[method-assign]
    with volumes(source) as (held, log):
        held.hold(INFO)
        assert log.over.wait(5)
        assert "ended before" in state(held).failed


def test_a_volume_that_the_device_refuses_stops_loading() -> None:
    source = SyntheticSource()
    go_on = threading.Event()
    source.before_slice = lambda _slice: go_on.wait(5)
    with volumes(source) as (held, log):
        held.hold(INFO)
        held.fail(KEY, "It does not fit.")
        held.fail(KEY, "Again.")
        assert log.over.is_set()
        assert state(held).failed == "It does not fit."
        go_on.set()


def test_releasing_what_nobody_holds_does_nothing() -> None:
    with volumes(SyntheticSource()) as (held, log):
        held.release(KEY)
        assert log.told == []


def test_of_a_film_only_some_frames_lie_where_the_kernels_run() -> None:
    film = replace(INFO, voxel="uint8", film=Film(colour=True), columns=1024, rows=1024, slices=1000)
    assert film.nbytes > 3e9
    assert device_bytes(film) < 128 << 20
    assert device_bytes(INFO) > INFO.nbytes
    # A film whose frames do not fit into the host's memory is refused before any is taken.
    with volumes(SyntheticSource(film)) as (held, _), pytest.raises(MemoryBudgetError):
        held.hold(film)
