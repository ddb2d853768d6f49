"""The audit trail: each audited action becomes one event of DICOM PS3.15 A.5 in the ``audit`` table.

Rows name people by their login and data by study or session id; patients' names stand nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from session.directory import Directory


class Code(NamedTuple):
    """EventID, EventActionCode and EventTypeCode of PS3.15 A.5.3 (codes from PS3.16 CID 400 and 401)."""

    event_id: str
    action: str
    event_type: str | None


class Event(Enum):
    """What is audited."""

    STARTED = Code("110100", "E", "110120")
    STOPPED = Code("110100", "E", "110121")
    SIGNED_IN = Code("110114", "E", "110122")
    VIEW_OPENED = Code("110103", "R", None)
    IMPORTED = Code("110107", "C", None)
    SEARCHED = Code("110112", "E", None)
    REFUSED = Code("110113", "E", "110132")
    RIGHTS_CHANGED = Code("110113", "E", "110136")
    BAD_TICKET = Code("110113", "E", "110126")


SUCCESS: Final = 0
DEFENCE_HELD: Final = 4


@dataclass(frozen=True, slots=True)
class Trail:
    """Writes events; synchronous and short (one row), so a handler may call it through ``asyncio.to_thread``."""

    directory: Directory

    def add(self, event: Event, who: str, what: str | None = None, outcome: int = SUCCESS) -> None:
        """Append ``event`` by ``who`` on ``what`` (a study or session id)."""
        code: Code = event.value
        self.directory.add_audit(
            event_id=code.event_id,
            action=code.action,
            event_type=code.event_type,
            outcome=outcome,
            who=who[:64],
            what=None if what is None else what[:255],
        )
