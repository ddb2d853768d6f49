"""Each audited action is exactly one event with its code."""

from __future__ import annotations

from pathlib import Path

import pytest

from session.audit.trail import DEFENCE_HELD, Event, Trail
from session.directory import Directory


@pytest.mark.parametrize("event", list(Event))
def test_an_action_is_one_event(tmp_path: Path, event: Event) -> None:
    with Directory(tmp_path / "d.sqlite") as directory:
        Trail(directory).add(event, "owner", "1.2.3", DEFENCE_HELD)
        (row,) = directory.audit_rows()
    assert (row["event_id"], row["action"], row["event_type"]) == tuple(event.value)
    assert (row["who"], row["what"], row["outcome"]) == ("owner", "1.2.3", DEFENCE_HELD)


def test_no_two_events_share_a_code() -> None:
    assert len({event.value for event in Event}) == len(Event)
