"""What a series is found to hold: volumes, pictures, films, and what cannot be shown."""

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """A single picture that is no slice of a volume."""

    frame: FrameSource
    columns: int
    rows: int
    colour: bool
    why: str


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """Pictures to be played one after the other."""

    frames: tuple[FrameSource, ...] = field(repr=False)
    columns: int
    rows: int
    colour: bool
    why: str


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
    pictures: tuple[PicturePlan, ...]
    films: tuple[FilmPlan, ...]
    refused: tuple[Refusal, ...]

    @property
    def why_no_volume(self) -> str:
        """Why there is nothing to show as a volume, in one clause; empty where there is."""
        if self.volumes:
            return ""
        pictures = len(self.pictures) + sum(len(film.frames) for film in self.films)
        if pictures:
            reasons = dict.fromkeys([picture.why for picture in self.pictures] + [film.why for film in self.films])
            return f"{counted(pictures, 'picture')}, no volume: {'; '.join(reasons)}"
        return "; ".join(refusal.why for refusal in self.refused) or "there are no images"
