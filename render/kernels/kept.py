"""The last few results of something that takes a moment to compute."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Kept(Generic[Result]):
    """Up to `limit` results by key; the one not asked for longest goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._results: OrderedDict[Hashable, Result] = OrderedDict()

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """The result for `key`, computed where it is not kept."""
        if key not in self._results:
            self._results[key] = compute()
            if len(self._results) > self._limit:
                self._results.popitem(last=False)
        self._results.move_to_end(key)
        return self._results[key]

    def values(self) -> Iterable[Result]:
        """What is kept."""
        return self._results.values()

    def clear(self) -> None:
        """Forget everything."""
        self._results.clear()
