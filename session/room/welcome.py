"""What a participant is told first: what is shown, and what can be chosen for it."""

from session.farm.port import Loading
from session.view import messages as m
from session.view.subject import Subject, WindowChoice
from session.view.wire import WirePreset, WireVolume


def welcome(
    session: str,
    lease: int,
    volume: WireVolume,
    subject: Subject,
    *,
    quiet_ms: int,
    ice_servers: tuple[dict[str, str], ...],
) -> m.Welcome:
    """The greeting for a volume: windows in the order of the number keys, then the file's, then the automatic one."""
    return m.Welcome(
        version=m.PROTOCOL_VERSION,
        session=session,
        lease=lease,
        volume=volume,
        windows=tuple(_window(choice, subject) for choice in subject.windows),
        presets=tuple(WirePreset(name, subject.look_label(name)) for name in subject.presets),
        quiet_ms=quiet_ms,
        ice_servers=ice_servers,
    )


def _window(choice: WindowChoice, subject: Subject) -> WirePreset:
    numbers = subject.numbers(choice.window)
    if numbers is None:
        return WirePreset(choice.name, choice.label)
    return WirePreset(choice.name, choice.label, numbers.center, numbers.width)


def progress_message(loading: Loading) -> m.Progress:
    """The loading state as participants are told it."""
    return m.Progress(
        slices=loading.slices_done,
        slices_total=loading.slices,
        bytes=loading.bytes_done,
        bytes_total=loading.nbytes,
        seconds=loading.seconds,
        runs=loading.runs,
        done=loading.complete,
    )
