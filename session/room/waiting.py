"""Who waits for a place, in the order in which they came. Pure: time is an argument."""

import secrets
from typing import Final

from session.errors import PlacesTakenError

# Whoever waits asks every second; one that has not asked for so long has left.
_GONE_S: Final = 10.0
_LONGEST: Final = 100
_NEXT: Final = ("You are next.", "You are next but one.")


class WaitingLine:
    """Lets as many in as places are free, first come first served."""

    def __init__(self) -> None:
        self._asked_at: dict[str, float] = {}

    def leave(self, name: str) -> None:
        """Whoever waits under that name waits no more; a name that does not wait is no error."""
        self._asked_at.pop(name, None)

    def ask(self, name: str, used: int, places: int, now: float) -> None:
        """Return when it is the turn of `name` (empty for a newcomer), who leaves the line with that.

        Raises:
            PlacesTakenError: it is not; the error carries the name to ask again with.
        """
        self._asked_at = {one: at for one, at in self._asked_at.items() if now - at < _GONE_S}
        ahead = list(self._asked_at).index(name) if name in self._asked_at else len(self._asked_at)
        if ahead < places - used:
            self._asked_at.pop(name, None)
            return
        taken = f"All places are taken ({used} of {places})."
        if name not in self._asked_at:
            if ahead >= _LONGEST:
                raise PlacesTakenError(f"{taken} Too many wait already; please try again later.")
            name = secrets.token_hex(8)
        self._asked_at[name] = now
        raise PlacesTakenError(f"{taken} {_NEXT[ahead] if ahead < len(_NEXT) else f'{ahead} are before you.'}", name)
