"""What the DICOM node says is read with care, and waited for no longer than there is hope."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from session.gateway.config import Settings
from session.gateway.events import Changes
from session.gateway.notices import Notices, node_command


def test_the_node_is_told_what_the_server_was_told(tmp_path: Path) -> None:
    words = list(node_command(Settings(tmp_path / "data"), Path("/x/node.sock")))
    assert words[:2] == ["-m", "archive.node"]
    assert words[words.index("--data") + 1] == str(tmp_path / "data")
    assert words[words.index("--notify") + 1] == "/x/node.sock"


async def test_notices_are_read_and_nonsense_is_left() -> None:
    changes, received = Changes(), []
    notices = Notices(changes)
    notices.received = lambda study, _now: received.append(study)
    await notices.take(json.dumps({"kind": "listening", "host": "127.0.0.1", "port": 4242}).encode())
    changed = json.dumps({"kind": "changed", "series": [{"study": "1.2", "series": "1.3", "revision": 4}]}).encode()
    for line in (b"nonsense\n", b"[]", b"{}", b'{"kind": "listening", "port": "x"}', b'{"kind": 1}', b"\xff"):
        await notices.take(line)
    await notices.take(changed)
    assert notices.port == 4242
    assert received == ["1.2"]
    await notices.settled()


async def test_a_node_that_dies_twice_is_waited_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    notices = Notices(Changes())
    notices.died()
    waiting = asyncio.create_task(notices.settled())
    await asyncio.sleep(0)
    assert not waiting.done()
    notices.died()
    await waiting
    monkeypatch.setattr("session.gateway.notices.READY_S", 0.0)
    await Notices(Changes()).settled()
