"""What a volume's values decide: its automatic window and its transfer tables, measured once for what has come."""

from render.geometry import determinant
from render.kernels.table import TransferTable
from render.transfer import Preset, Scale, value_scale
from render.volume import Volume, Window
from render.window import automatic_window


class Measured:
    """A volume with what was measured on it; measured again when more slices have come."""

    def __init__(self, volume: Volume) -> None:
        self.volume = volume
        self._slices = -1
        self._window: Window | None = None
        self._tables: dict[str, tuple[TransferTable, Scale]] = {}

    @property
    def step_mm(self) -> float:
        """The way from sample to sample in depth: the edge of a cube as large as a voxel."""
        return float(abs(determinant(self.volume.info.matrix)) ** (1 / 3))

    def automatic_window(self) -> Window:
        """The window that the loaded values ask for."""
        self._forget_if_more_came()
        if self._window is None:
            self._window = automatic_window(self.volume)
        return self._window

    def table(self, look: Preset) -> tuple[TransferTable, Scale]:
        """The preset's table for this volume, and how the preset's scale lies in its stored values."""
        if look.scale == "relative":
            self._forget_if_more_came()
        if look.name not in self._tables:
            scale = value_scale(look, self.volume)
            table = TransferTable.from_points(look.stored_points(scale), self.step_mm, pre_integrated=True)
            self._tables[look.name] = (table, scale)
        return self._tables[look.name]

    def _forget_if_more_came(self) -> None:
        slices = int(self.volume.loaded.sum())
        if slices != self._slices:
            self._slices, self._window = slices, None
            self._tables.clear()
