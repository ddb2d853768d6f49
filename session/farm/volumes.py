"""Volumes held in this process: loaded once however many ask, within a budget, stretch by stretch."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from archive.errors import ArchiveError
from render.cache import LoadProgress, Residence, Tier, VolumeCache, VolumeSource
from render.errors import RenderError
from render.films import KEPT_BYTES as FRAMES_BYTES
from render.volume import Volume, VolumeInfo, VolumeKey
from session.farm.port import Loading, with_run

_log = logging.getLogger(__name__)

# How much larger than its voxels a volume is where the kernels run: padding, bricks, a smoothed copy's share.
DEVICE_SHARE: Final = 1.15
_AT_ONCE: Final = 2


@dataclass(slots=True)
class Held:
    """A volume in host memory and how much of it has come."""

    volume: Volume
    began: float
    loading: Loading
    cancelled: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


def device_bytes(info: VolumeInfo) -> int:
    """What a volume takes where the kernels run; of a film only the frames that are looked at lie there."""
    whole = info.nbytes if info.film is None else min(info.nbytes, FRAMES_BYTES)
    return int(whole * DEVICE_SHARE)


class Volumes:
    """Holds volumes for whoever asks; thread-safe.

    `began(volume)` is called when a volume's memory is there, then, from a loading thread, `arrived(key, first, last)`
    for each new stretch of slices; `changed(key)` whenever the loading state is another one; `dropped(key)` when a
    volume is given up.
    """

    def __init__(
        self,
        source: VolumeSource,
        budgets: Mapping[Tier, int],
        *,
        began: Callable[[Volume], None],
        arrived: Callable[[VolumeKey, int, int], None],
        changed: Callable[[VolumeKey], None],
        dropped: Callable[[VolumeKey], None],
    ) -> None:
        self._source = source
        self._cache = VolumeCache(budgets)
        self._began, self._arrived, self._changed, self._dropped = began, arrived, changed, dropped
        self._held: dict[VolumeKey, Held] = {}
        self._holds: dict[VolumeKey, int] = {}
        self._slots = threading.BoundedSemaphore(_AT_ONCE)
        self._lock = threading.RLock()

    def get(self, key: VolumeKey) -> Held | None:
        """The volume when it is here."""
        with self._lock:
            return self._held.get(key)

    def all(self) -> tuple[Held, ...]:
        """Every volume that is here."""
        with self._lock:
            return tuple(self._held.values())

    def hold(self, info: VolumeInfo) -> None:
        """Hold a volume, beginning to load it when it is not here.

        Raises:
            MemoryBudgetError: it does not fit beside what others hold.
        """
        key = info.key
        with self._lock:
            held = self._held.get(key)
            if held is None or held.loading.failed:
                self._give_up(key)
                self._begin(info)
            self._holds[key] = self._holds.get(key, 0) + 1
            self._cache.pin(key)

    def release(self, key: VolumeKey) -> None:
        """Give one hold up; the last one stops a volume that is still loading."""
        with self._lock:
            if not self._holds.get(key):
                return
            self._holds[key] -= 1
            self._cache.unpin(key, time.monotonic())
            if self._holds[key]:
                return
            del self._holds[key]
            held = self._held.get(key)
            if held is not None and not held.loading.complete:
                self._give_up(key)

    def close(self, within_s: float) -> None:
        """Stop loading and give everything up; waits for the loading threads as long as that."""
        deadline = time.monotonic() + within_s
        with self._lock:
            threads = [held.thread for held in self._held.values() if held.thread is not None]
            for key in tuple(self._held):
                self._give_up(key)
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def fail(self, key: VolumeKey, why: str) -> None:
        """A volume cannot be shown here: its loading stops and its state says why."""
        with self._lock:
            held = self._held.get(key)
            if held is None or held.loading.failed:
                return
            held.cancelled.set()
            held.loading = replace(held.loading, failed=why)
        self._changed(key)

    def _begin(self, info: VolumeInfo) -> None:
        now = time.monotonic()
        for victim in self._cache.begin(info.key, Tier.HOST, info.nbytes, now):
            self._give_up(victim)
        try:
            for victim in self._cache.begin(info.key, Tier.DEVICE, device_bytes(info), now):
                self._give_up(victim)
            volume = Volume.empty(info)
        except (RenderError, OSError):
            self._forget_bytes(info.key)
            raise
        held = Held(volume, now, Loading((), info.slices, 0, info.nbytes, 0.0))
        held.thread = threading.Thread(target=self._load, args=(held,), name="volume-loader", daemon=True)
        self._held[info.key] = held
        self._began(volume)
        held.thread.start()

    def _give_up(self, key: VolumeKey) -> None:
        held = self._held.pop(key, None)
        self._forget_bytes(key)
        if held is not None:
            held.cancelled.set()
            if held.volume.memory is not None:
                held.volume.memory.close()
            self._dropped(key)

    def _forget_bytes(self, key: VolumeKey) -> None:
        for tier in Tier:
            self._cache.remove(key, tier)

    def _load(self, held: Held) -> None:
        """A loading thread from its first line to its last."""
        failed = ""
        with self._slots:
            if held.cancelled.is_set():
                return
            try:
                self._source.fill(
                    held.volume.info.key,
                    held.volume.voxels,
                    lambda progress: self._advance(held, progress),
                    held.cancelled.is_set,
                )
            except (RenderError, ArchiveError) as error:
                failed = str(error)
            except Exception:  # noqa: BLE001 - the edge of a thread: whatever a decoder throws
                _log.exception("a volume could not be loaded")
                failed = "The volume could not be read; the server's log says more."
        self._finish(held, failed)

    def _advance(self, held: Held, progress: LoadProgress) -> None:
        key = held.volume.info.key
        with self._lock:
            if held.cancelled.is_set():
                return
            held.volume.loaded[progress.first : progress.last] = True
            held.loading = Loading(
                runs=with_run(held.loading.runs, progress.first, progress.last),
                slices=held.loading.slices,
                bytes_done=progress.bytes_done,
                nbytes=progress.bytes,
                seconds=time.monotonic() - held.began,
            )
            self._arrived(key, progress.first, progress.last)
        self._changed(key)

    def _finish(self, held: Held, failed: str) -> None:
        key = held.volume.info.key
        with self._lock:
            if held.cancelled.is_set():
                return
            if held.loading.complete:
                for tier in Tier:
                    if self._cache.residence(key, tier) is Residence.LOADING:
                        self._cache.finish(key, tier, time.monotonic())
            else:
                words = failed or "The volume ended before all its slices had come."
                held.loading = replace(held.loading, seconds=time.monotonic() - held.began, failed=words)
        self._changed(key)
