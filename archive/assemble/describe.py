"""A series' instances as volumes, pictures and films, from their headers alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from archive.assemble import attributes
from archive.assemble.content import FilmPlan, Refusal, SeriesContent, VolumePlan
from archive.assemble.elements import Elements
from archive.assemble.film import Loose, plan_film, reels
from archive.assemble.frames import frame_records
from archive.assemble.geometry import Crooked, common_plane, far_apart, height
from archive.assemble.group import groups, stackable
from archive.assemble.notes import Code, note
from archive.assemble.phases import Digest, separate, sideways_apart
from archive.assemble.plan import Stack, plan_volume
from archive.assemble.records import FrameRecord, Plane
from archive.assemble.refusals import is_mosaic, refusal
from archive.errors import ArchiveError
from archive.rows import InstanceRow
from render.volume import VolumeKey

_MOSAIC = "a mosaic (a whole volume in the tiles of one picture) is not unpacked: shown as a picture"
_APART = note(Code.INCOMPLETE, "The slices lie in blocks far apart from each other: this is one of them.")


def describe(
    series_uid: str, revision: int, instances: Sequence[InstanceRow], digest: Digest | None = None
) -> SeriesContent:
    """What the series holds; the order of `instances` means nothing.

    `digest` tells equal pixels from different ones, and is asked only where two pictures lie in one place and their
    headers do not tell them apart; without it such pictures are taken for duplicates.
    """
    return _Series(series_uid, revision, digest).content(sorted(instances, key=lambda row: row.sop_instance_uid))


class _Series:
    """Collects what is found while a series is gone through."""

    def __init__(self, uid: str, revision: int, digest: Digest | None) -> None:
        self._uid, self._revision, self._digest = uid, revision, digest
        self._refused: Counter[str] = Counter()
        self._found: list[Loose] = []
        self._heads: list[Elements] = []

    def content(self, instances: Sequence[InstanceRow]) -> SeriesContent:
        frames = [frame for instance in instances for frame in self._frames(instance)]
        volumes = self._volumes([frame for frame in frames if stackable(frame)])
        self._loose([frame for frame in frames if not stackable(frame)], volumes)
        return SeriesContent(
            uid=self._uid,
            modality=self._common("Modality"),
            number=next((n for head in self._heads if (n := attributes.whole(head, "SeriesNumber")) is not None), None),
            description=self._common("SeriesDescription"),
            instances=len(instances),
            volumes=tuple(volumes),
            reels=tuple(self._reels(len(volumes))),
            refused=tuple(Refusal(count, why) for why, count in sorted(self._refused.items())),
        )

    def _common(self, keyword: str) -> str:
        return next((text for head in self._heads if (text := attributes.text(head, keyword))), "")

    def _frames(self, instance: InstanceRow) -> list[FrameRecord]:
        """The instance's frames; none, with the reason noted, where they cannot be shown."""
        try:
            elements = Elements.of_header(instance.header)
        except ArchiveError as error:
            self._refused[str(error)] += 1
            return []
        self._heads.append(elements)
        why = refusal(instance, elements)
        if why:
            self._refused[why] += 1
            return []
        frames = frame_records(instance, elements)
        if is_mosaic(attributes.codes(elements, "ImageType")):
            self._refused[_MOSAIC] += 1
            self._found.append(Loose(tuple(frames), film=False, why="a mosaic"))
            return []
        return frames

    def _volumes(self, frames: Sequence[FrameRecord]) -> list[VolumePlan]:
        found = [stacks for group in groups(frames) if (stacks := list(self._stacks(group)))]
        # The largest stack is what the series is about; phases of a group stay together and in order.
        found.sort(key=_largest, reverse=True)
        largest = _largest(found[0]) if found else 0
        volumes: list[VolumePlan] = []
        for stack in chain.from_iterable(found):
            if len(stack.frames) == 1 < largest:
                self._found.append(Loose(stack.frames, film=False, why="a slice by itself"))
                continue
            key = VolumeKey(self._uid, len(volumes) + 1, self._revision)
            plan = plan_volume(stack, key, self._common("Modality"))
            if isinstance(plan, Crooked):
                self._refused[f"no volume: {plan.why}; shown as pictures"] += len(stack.frames)
                self._found.append(Loose(stack.frames, film=False, why=plan.why))
            else:
                volumes.append(plan)
        return volumes

    def _stacks(self, group: Sequence[FrameRecord]) -> Iterable[Stack]:
        """The volumes in frames that agree in size, spacing and orientation."""
        plane = common_plane(group)
        stations = sideways_apart(group, plane)
        for station, frames in enumerate(stations):
            separated = separate(frames, plane, self._digest)
            if separated.film:
                why = "pictures of one place that nothing tells apart"
                self._found.append(Loose(tuple(separated.film), film=True, why=why))
            for phase in separated.phases:
                blocks = _blocks(phase.frames, plane)
                for block, slices in enumerate(blocks):
                    parts = (phase.label, _nth("station", station, stations), _nth("block", block, blocks))
                    notes = phase.notes if len(blocks) == 1 else (*phase.notes, _APART)
                    yield Stack(slices, plane, ", ".join(filter(None, parts)), notes)

    def _loose(self, frames: Sequence[FrameRecord], volumes: Sequence[VolumePlan]) -> None:
        """Frames that are no slices: pictures, or films where an object has several."""
        by_object: dict[str, list[FrameRecord]] = defaultdict(list)
        for frame in frames:
            by_object[frame.instance.sop_instance_uid].append(frame)
        sizes = {(plan.info.columns, plan.info.rows) for plan in volumes}
        for found in by_object.values():
            why = _why_loose(found[0])
            self._found.append(Loose(tuple(found), film=len(found) > 1, why=why))
            pixels = found[0].pixels
            if not pixels.colour and (pixels.columns, pixels.rows) in sizes:
                self._refused[f"no part of the volume: {why}"] += 1

    def _reels(self, volumes: int) -> Iterable[FilmPlan]:
        """What is shown as films and pictures, numbered after the volumes."""
        number = volumes + 1
        for loose in reels(self._found):
            plan = plan_film(loose, VolumeKey(self._uid, number, self._revision), self._common("Modality"))
            if isinstance(plan, Crooked):
                self._refused[plan.why] += len(loose.frames)
            else:
                number += 1
                yield plan


def _blocks(frames: tuple[FrameRecord, ...], plane: Plane) -> list[tuple[FrameRecord, ...]]:
    """Ascending frames cut where they lie far apart."""
    cuts = far_apart([height(frame, plane) for frame in frames])
    return [frames[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(frames)], strict=True)]


def _nth(what: str, index: int, several: Sequence[object]) -> str:
    """A label's part, where there are several."""
    return f"{what} {index + 1} of {len(several)}" if len(several) > 1 else ""


def _largest(stacks: Sequence[Stack]) -> int:
    return max(len(stack.frames) for stack in stacks)


def _why_loose(frame: FrameRecord) -> str:
    if frame.pixels.colour:
        return "a colour picture"
    if frame.position is None:
        return "no position in the patient"
    doubt = next((doubt.text for doubt in frame.doubts if doubt.code == Code.ORIENTATION), "")
    return doubt.rstrip(".") or "no plane in the patient"
