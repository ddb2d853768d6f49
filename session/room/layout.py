"""How large a stage shows its views, and on which of its streams: what its pages show, put together. Pure."""

from collections.abc import Iterable, Sequence

from session.errors import MessageError
from session.view.messages import ViewBinding
from session.view.operations import ViewName
from streaming.picture import STREAMS


def check(bindings: Sequence[ViewBinding]) -> None:
    """Refuse a page's layout that names something twice.

    Raises:
        MessageError: a stream or a view stands there twice.
    """
    if len({one.stream for one in bindings}) < len(bindings) or len({one.view for one in bindings}) < len(bindings):
        raise MessageError("A layout names each view and each stream once.")


class Layout:
    """Gives each view that somebody shows one size and one stream, and keeps the stream while the view is shown."""

    def __init__(self) -> None:
        self._streams: dict[ViewName, int] = {}

    def arrange(self, pages: Iterable[Sequence[ViewBinding]]) -> tuple[ViewBinding, ...]:
        """The stage's bindings for these pages; where sizes differ an earlier page's holds."""
        wanted: dict[ViewName, ViewBinding] = {}
        for page in pages:
            for binding in page:
                wanted.setdefault(binding.view, binding)
        kept = {view: stream for view, stream in self._streams.items() if view in wanted}
        for view, binding in wanted.items():
            if view not in kept:
                free = [stream for stream in range(STREAMS) if stream not in kept.values()]
                kept[view] = binding.stream if binding.stream in free else free[0]
        self._streams = kept
        return tuple(_on_stream(binding, kept[view]) for view, binding in wanted.items())

    def stream(self, view: ViewName) -> int | None:
        """The stage's stream of a view; None where nobody shows it."""
        return self._streams.get(view)


def _on_stream(binding: ViewBinding, stream: int) -> ViewBinding:
    return ViewBinding(binding.view, stream, binding.width, binding.height, binding.mm_per_pixel)
