"""What is looked at, as far as a view's state needs it: the volume's description and what can be chosen for it."""

from dataclasses import dataclass

from render.transfer import preset, preset_names
from render.volume import VolumeInfo, Window
from render.window import AUTOMATIC, is_automatic, projection_window, window_presets
from session.errors import MessageError

AUTO = "auto"
FILE = "file"


@dataclass(frozen=True, slots=True)
class WindowChoice:
    """A window that a hand can choose by name."""

    name: str
    label: str
    window: Window


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A volume with its windows and looks.

    `automatic` and `automatic_projection` are what the automatic window is for planes and for maximum projections;
    None before it has been measured. Compared by identity: what is computed for a subject may be kept with it.
    """

    info: VolumeInfo
    windows: tuple[WindowChoice, ...]
    presets: tuple[str, ...]
    automatic: Window | None = None
    automatic_projection: Window | None = None

    @staticmethod
    def of(info: VolumeInfo) -> "Subject":
        """The choices for a volume: presets in the order of the number keys, the file's own windows, `auto`.

        A film has no looks, and one in colour no windows.
        """
        if info.colour:
            return Subject(info, (), ())
        named = {window.label: window for window in window_presets(info)}
        projection = projection_window(info)
        if info.film is None and not is_automatic(projection):
            named.setdefault(projection.label, projection)
        found = [WindowChoice(label, label[0].upper() + label[1:], window) for label, window in named.items()]
        for n, window in enumerate(info.windows):
            name = FILE if n == 0 else f"{FILE} {n + 1}"
            found.append(WindowChoice(name, window.label or "From file", window))
        found.append(WindowChoice(AUTO, "Automatic", AUTOMATIC))
        return Subject(info, tuple(found), () if info.film else preset_names(info.modality))

    @property
    def opening_window(self) -> str:
        """The name of the window that planes open with."""
        return FILE if self.info.windows else AUTO

    @property
    def opening_projection_window(self) -> str:
        """The name of the window that the maximum projection opens with."""
        window = projection_window(self.info)
        return AUTO if is_automatic(window) else window.label

    def choice(self, name: str) -> WindowChoice:
        """The window of that name.

        Raises:
            MessageError: there is none; the text lists those there are.
        """
        for choice in self.windows:
            if choice.name == name:
                return choice
        raise MessageError(f"no window {name!r}; there are {', '.join(choice.name for choice in self.windows)}")

    def window(self, name: str, frame: int) -> Window:
        """The window of that name in a frame of a film: the file's own may be another one in each.

        Raises:
            MessageError: as `choice`.
        """
        window = self.choice(name).window
        if self.info.film is None or not self.info.film.windows or not name.startswith(FILE):
            return window
        own, n = self.info.windows_at(frame), int(name.removeprefix(FILE) or 1) - 1
        return own[min(n, len(own) - 1)] if own else AUTOMATIC

    def look(self, name: str) -> str:
        """The name of a look of the rendered volume, checked.

        Raises:
            MessageError: there is none; the text lists those there are.
        """
        if name not in self.presets:
            raise MessageError(f"no preset {name!r}; there are {', '.join(self.presets)}")
        return name

    def look_label(self, name: str) -> str:
        """A look's name as people read it."""
        return preset(name).label

    def numbers(self, window: Window, *, projection: bool = False) -> Window | None:
        """The window with its numbers: the measured one for the automatic, None before that is measured."""
        if not is_automatic(window):
            return window
        return self.automatic_projection if projection else self.automatic
