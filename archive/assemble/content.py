"""What a series is found to hold: volumes, pictures, films, and what cannot be shown."""

from dataclasses import dataclass, field
from typing import Literal

from archive.assemble.geometry import Placement
from archive.assemble.notes import counted
from archive.assemble.values import VoxelRule
from archive.decode import FrameSource
from render.volume import VolumeInfo


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """A volume's description and how its voxels come about.

    `frames` are the acquired slices, ascending along the normal, each with its rule; `planes[k]` says which of them
    make voxel plane k.
    """

    info: VolumeInfo
    frames: tuple[FrameSource, ...] = field(repr=False)
    rules: tuple[VoxelRule, ...] = field(repr=False)
    planes: tuple[Placement, ...] = field(repr=False)


FilmKind = Literal["film", "pages", "picture"]


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """Frames shown behind one another: to be played, as pages, or a single picture. `why` they are no volume."""

    volume: VolumePlan
    kind: FilmKind
    why: str

    @property
    def frames(self) -> tuple[FrameSource, ...]:
        """Where the frames are, in the order in which they are shown."""
        return self.volume.frames

    @property
    def colour(self) -> bool:
        """Whether they are in colour."""
        return self.volume.info.colour


@dataclass(frozen=True, slots=True)
class Refusal:
    """How many instances cannot be shown, or not as a volume, and why."""

    instances: int
    why: str


@dataclass(frozen=True, slots=True)
class SeriesContent:
    """Everything that a series holds."""

    uid: str
    modality: str
    number: int | None
    description: str
    instances: int
    volumes: tuple[VolumePlan, ...]
    reels: tuple[FilmPlan, ...]  # films first, then pages and pictures
    refused: tuple[Refusal, ...]

    @property
    def items(self) -> tuple[VolumePlan, ...]:
        """Everything that can be opened; the n-th of them has the number n in its key."""
        return (*self.volumes, *(reel.volume for reel in self.reels))

    @property
    def films(self) -> tuple[FilmPlan, ...]:
        """What is played."""
        return tuple(reel for reel in self.reels if reel.kind == "film")

    @property
    def pictures(self) -> int:
        """How many pictures there are that are neither slices nor a film's frames."""
        return sum(len(reel.frames) for reel in self.reels if reel.kind != "film")

    @property
    def why_no_volume(self) -> str:
        """Why there is nothing to show as a volume, in one clause; empty where there is."""
        if self.volumes:
            return ""
        if self.reels:
            reasons = dict.fromkeys(reel.why for reel in self.reels)
            pictures = counted(sum(len(reel.frames) for reel in self.reels), "picture")
            return f"{pictures} for the film view, no volume: {'; '.join(reasons)}"
        return "; ".join(refusal.why for refusal in self.refused) or "there are no images"
