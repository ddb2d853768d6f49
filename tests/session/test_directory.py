"""The directory's tables: leases are fences, audit rows only grow, a foreign file is refused."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from session.directory import Directory
from session.errors import SessionError


def test_exactly_one_of_many_takes_a_session_over(tmp_path: Path) -> None:
    with Directory(tmp_path / "d.sqlite") as directory:
        lease = directory.open_session("s", "home", "1.2.3", "owner")
        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(lambda n: directory.take_over("s", f"h{n}", lease), range(16)))
    assert sum(won) == 1


def test_who_lost_the_lease_saves_nothing(tmp_path: Path) -> None:
    with Directory(tmp_path / "d.sqlite") as directory:
        lease = directory.open_session("s", "home", "1.2.3", "owner")
        assert directory.save("s", lease, b"view")
        assert directory.take_over("s", "other", lease)
        assert not directory.save("s", lease, b"late")
        assert not directory.close_session("s", lease)
        assert directory.close_session("s", lease + 1)


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    with Directory(tmp_path / "d.sqlite") as directory:
        directory.add_audit(event_id="1", action="E", event_type=None, outcome=0, who="owner", what=None)
    with Directory(tmp_path / "d.sqlite") as directory:
        assert directory.answers()
        assert [row["who"] for row in directory.audit_rows()] == ["owner"]


def test_a_file_of_another_kind_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite"
    path.write_bytes(b"this is no database, but it is long enough to be read as one" * 20)
    with pytest.raises(SessionError, match=r"d\.sqlite is not a session database"):
        Directory(path)


def test_a_database_that_is_away_is_said_in_words(tmp_path: Path) -> None:
    with Directory(tmp_path / "d.sqlite") as directory:
        with sqlite3.connect(tmp_path / "d.sqlite") as other:
            other.execute("DROP TABLE session")
        with pytest.raises(SessionError, match="does not answer"):
            directory.open_session("s", "home", "1.2.3", "owner")


def test_a_database_that_is_away_is_said_in_a_sentence(tmp_path: Path) -> None:
    with Directory(tmp_path / "d.sqlite") as directory:
        with sqlite3.connect(tmp_path / "d.sqlite") as other:
            for table in ("preference", "invitation", "audit", "shown"):
                other.execute(f"DROP TABLE {table}")
        for ask in (
            lambda: directory.preferences("owner"),
            lambda: directory.invitation("x"),
            lambda: directory.invitations("1.2", 1, 0.0),
            directory.audit_rows,
            directory.shown_rows,
        ):
            with pytest.raises(SessionError, match="does not answer"):
                ask()
