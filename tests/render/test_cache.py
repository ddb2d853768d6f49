import pytest

from render.cache import Residence, Tier, VolumeCache
from render.errors import MemoryBudgetError
from render.volume import VolumeKey

A, B, C = (VolumeKey("1.2.3", n, 1) for n in (1, 2, 3))


def held(*keys: VolumeKey, size: int = 40, budget: int = 100) -> VolumeCache:
    cache = VolumeCache({Tier.HOST: budget, Tier.DEVICE: budget})
    for now, key in enumerate(keys):
        cache.begin(key, Tier.HOST, size, float(now))
        cache.finish(key, Tier.HOST, float(now))
    return cache


def test_a_volume_is_absent_then_loading_then_resident_and_tiers_are_apart() -> None:
    cache = VolumeCache({Tier.HOST: 100, Tier.DEVICE: 100})
    assert cache.residence(A, Tier.HOST) is Residence.ABSENT
    assert cache.begin(A, Tier.HOST, 60, 0.0) == ()
    assert cache.residence(A, Tier.HOST) is Residence.LOADING
    cache.finish(A, Tier.HOST, 1.0)
    assert cache.residence(A, Tier.HOST) is Residence.RESIDENT
    assert cache.residence(A, Tier.DEVICE) is Residence.ABSENT
    assert (cache.used(Tier.HOST), cache.used(Tier.DEVICE)) == (60, 0)


def test_the_least_recently_used_goes_first() -> None:
    cache = held(A, B)
    cache.touch(A, 5.0)
    assert cache.begin(C, Tier.HOST, 40, 6.0) == (B,)
    assert cache.residence(B, Tier.HOST) is Residence.ABSENT
    assert cache.used(Tier.HOST) == 80


def test_as_many_go_as_must() -> None:
    assert held(A, B).begin(C, Tier.HOST, 90, 6.0) == (A, B)


def test_what_is_pinned_or_loading_stays() -> None:
    cache = held(A)
    cache.pin(A)
    cache.begin(B, Tier.HOST, 40, 1.0)
    with pytest.raises(MemoryBudgetError):
        cache.begin(C, Tier.HOST, 40, 2.0)
    assert cache.residence(A, Tier.HOST) is Residence.RESIDENT
    cache.finish(B, Tier.HOST, 3.0)
    assert cache.begin(C, Tier.HOST, 40, 4.0) == (B,)


def test_pins_add_up_and_unpinning_counts_as_use() -> None:
    cache = held(A, B)
    cache.pin(A)
    cache.pin(A)
    cache.unpin(A, 7.0)
    with pytest.raises(MemoryBudgetError):
        cache.begin(C, Tier.HOST, 100, 8.0)
    cache.unpin(A, 9.0)
    assert cache.begin(C, Tier.HOST, 40, 10.0) == (B,)
    with pytest.raises(KeyError):
        cache.unpin(A, 11.0)


def test_what_can_never_fit_is_refused_and_changes_nothing() -> None:
    cache = held(A)
    with pytest.raises(MemoryBudgetError):
        cache.begin(B, Tier.HOST, 101, 1.0)
    assert cache.residence(A, Tier.HOST) is Residence.RESIDENT


def test_a_failed_load_gives_its_room_back() -> None:
    cache = VolumeCache({Tier.HOST: 100})
    cache.begin(A, Tier.HOST, 100, 0.0)
    with pytest.raises(ValueError, match="already"):
        cache.begin(A, Tier.HOST, 100, 0.0)
    cache.remove(A, Tier.HOST)
    cache.remove(A, Tier.HOST)
    assert cache.begin(B, Tier.HOST, 100, 1.0) == ()
