"""What a volume's values decide: its automatic window and its transfer tables, measured once for what has come."""

from render.geometry import determinant
from render.kernels.table import TransferTable
from render.request import Mode
from render.transfer import Preset, Scale, value_scale
from render.volume import Volume, Window
from render.window import automatic_projection_window, automatic_window


class Measured:
    """A volume with what was measured on it; measured again when more slices have come."""

    def __init__(self, volume: Volume) -> None:
        self.volume = volume
        self._slices = -1
        self._windows: dict[Mode, Window] = {}
        self._tables: dict[str, tuple[TransferTable, Scale]] = {}

    @property
    def step_mm(self) -> float:
        """The way from sample to sample in depth: the edge of a cube as large as a voxel."""
        return float(abs(determinant(self.volume.info.matrix)) ** (1 / 3))

    def automatic_window(self, mode: Mode) -> Window:
        """The window that the loaded values ask for in pictures of a kind."""
        self._forget_if_more_came()
        if mode not in self._windows:
            measure = automatic_projection_window if mode is Mode.MIP else automatic_window
            self._windows[mode] = measure(self.volume)
        return self._windows[mode]

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
            self._slices = slices
            self._windows.clear()
            self._tables.clear()
