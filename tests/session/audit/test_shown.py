"""What pages say of stills is kept, also where the database was away for a while, and names nobody but the login."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from session.audit import shown
from session.audit.shown import ShownLedger, ShownStill
from session.directory import Directory
from session.errors import SessionError


def still(picture: int, *, verified: bool = True) -> ShownStill:
    return ShownStill("owner", "session", "1.2", "1.2.3", 1, "axial", picture, "ab" * 32, verified)


class Written:
    """A database that may be away."""

    def __init__(self) -> None:
        self.away = False
        self.rows: list[tuple[float, ShownStill]] = []

    def __call__(self, rows: Sequence[tuple[float, ShownStill]]) -> None:
        if self.away:
            raise SessionError("The session database does not answer.")
        self.rows += rows


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "_WRITE_EVERY_S", 0.01)


async def until(condition: object) -> None:
    async with asyncio.timeout(10):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.005)


async def end(running: asyncio.Task[None]) -> None:
    running.cancel()
    await asyncio.wait({running})


async def test_words_are_written_together_with_their_times() -> None:
    written, times = Written(), iter([10.0, 11.0])
    ledger = ShownLedger(written, lambda: next(times))
    running = asyncio.create_task(ledger.run())
    ledger.note(still(1))
    ledger.note(still(2, verified=False))
    await until(lambda: len(written.rows) == 2)
    await end(running)
    assert written.rows == [(10.0, still(1)), (11.0, still(2, verified=False))]


async def test_what_waits_at_the_end_is_written() -> None:
    written = Written()
    ledger = ShownLedger(written, lambda: 1.0)
    running = asyncio.create_task(ledger.run())
    await asyncio.sleep(0)
    ledger.note(still(1))
    await end(running)
    assert [one.picture for _, one in written.rows] == [1]


async def test_while_the_database_is_away_words_wait_in_their_order(caplog: pytest.LogCaptureFixture) -> None:
    written = Written()
    written.away = True
    ledger = ShownLedger(written, lambda: 1.0)
    running = asyncio.create_task(ledger.run())
    ledger.note(still(1))
    await until(lambda: caplog.messages)
    ledger.note(still(2))
    written.away = False
    await until(lambda: len(written.rows) == 2)
    await end(running)
    assert [one.picture for _, one in written.rows] == [1, 2]
    assert "1.2" not in caplog.text


async def test_what_is_given_up_is_said(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(shown, "MOST_WAITING", 3)
    written = Written()
    written.away = True
    ledger = ShownLedger(written, lambda: 1.0)
    for picture in range(5):
        ledger.note(still(picture))
    running = asyncio.create_task(ledger.run())
    await until(lambda: any(record.levelno == logging.ERROR for record in caplog.records))
    written.away = False
    await until(lambda: written.rows)
    await end(running)
    assert [one.picture for _, one in written.rows] == [2, 3, 4]


def test_the_directory_keeps_each_word(tmp_path: Path) -> None:
    with Directory(tmp_path / "d.sqlite") as directory:
        directory.add_shown([])
        directory.add_shown([(5.0, still(1)), (6.0, still(2, verified=False))])
        rows = directory.shown_rows()
    assert [(row["at"], row["picture"], row["verified"]) for row in rows] == [(5.0, 1, True), (6.0, 2, False)]
    assert {(row["who"], row["study_uid"], row["view"], row["sha256"]) for row in rows} == {
        ("owner", "1.2", "axial", "ab" * 32)
    }
