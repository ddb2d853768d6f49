"""The SQL tables of the application: hosts, sessions with their lease, logins, grants, preferences, invitations, audit.

One file beside the archive's index (SQLite in WAL mode); the same tables serve several nodes on PostgreSQL. Ids are
random, never counted. A session belongs to whoever holds its lease: taking it over is one compare-and-swap.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import sqlalchemy as sa

from session.access.invitations import Invitation
from session.errors import SessionError

if TYPE_CHECKING:
    from session.audit.shown import ShownStill

_AWAY: Final = "The session database does not answer; nothing new can be opened now. Please try again."
_METADATA: Final = sa.MetaData()
HOST: Final = sa.Table(
    "host",
    _METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("address", sa.String(255), nullable=False),
    sa.Column("beat", sa.Integer, nullable=False, server_default="0"),
)
SESSION: Final = sa.Table(
    "session",
    _METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("home", sa.String(32), nullable=False),
    sa.Column("lease", sa.Integer, nullable=False),
    sa.Column("series_uid", sa.String(64), nullable=False),
    sa.Column("owner", sa.String(64), nullable=False),
    sa.Column("snapshot", sa.LargeBinary, nullable=True),
    sa.Column("opened", sa.Float, nullable=False),
    sa.Column("closed", sa.Float, nullable=True),
)
LOGIN: Final = sa.Table(
    "login",
    _METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("seen", sa.Float, nullable=False),
)
GRANT: Final = sa.Table(
    "grant",
    _METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("rule", sa.String(32), nullable=False),
    sa.Column("value", sa.String(255), nullable=False),
    sa.Column("until", sa.Float, nullable=True),
)
PREFERENCE: Final = sa.Table(
    "preference",
    _METADATA,
    sa.Column("who", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
INVITATION: Final = sa.Table(
    "invitation",
    _METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("session", sa.String(64), nullable=False),
    sa.Column("series_uid", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("expires", sa.Float, nullable=False),
    sa.Column("uses", sa.Integer, nullable=False, server_default="0"),
    sa.Column("revoked", sa.Boolean, nullable=False, server_default=sa.false()),
)
AUDIT: Final = sa.Table(
    "audit",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("event_id", sa.String(16), nullable=False),
    sa.Column("action", sa.String(1), nullable=False),
    sa.Column("event_type", sa.String(16), nullable=True),
    sa.Column("outcome", sa.Integer, nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("what", sa.String(255), nullable=True),
)
SHOWN: Final = sa.Table(
    "shown",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("session", sa.String(64), nullable=False),
    sa.Column("study_uid", sa.String(64), nullable=False),
    sa.Column("series_uid", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("view", sa.String(16), nullable=False),
    sa.Column("picture", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
)


class Directory:
    """The tables opened on one file. Calls are short and may come from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or make the file.

        Raises:
            SessionError: the file cannot be opened or is no such database.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._engine = sa.create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False, "timeout": 5.0})
        sa.event.listen(self._engine, "connect", _use_wal)
        try:
            _METADATA.create_all(self._engine)
        except sa.exc.DatabaseError as error:
            raise SessionError(f"{path.name} is not a session database; move it away and start again.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def open_session(self, session: str, home: str, series_uid: str, owner: str) -> int:
        """Note a new session at ``home``; returns its lease, 1."""
        row = {"id": session, "home": home, "lease": 1, "series_uid": series_uid, "owner": owner, "opened": time.time()}
        self._execute(sa.insert(SESSION).values(row))
        return 1

    def take_over(self, session: str, home: str, lease: int) -> bool:
        """Take the session from whoever holds ``lease``: true for exactly one caller."""
        change = sa.update(SESSION).where(SESSION.c.id == session, SESSION.c.lease == lease)
        return self._execute(change.values(lease=lease + 1, home=home)) == 1

    def save(self, session: str, lease: int, snapshot: bytes) -> bool:
        """Keep the session's sealed view; false when the lease was lost: then say nothing more to anybody."""
        change = sa.update(SESSION).where(SESSION.c.id == session, SESSION.c.lease == lease)
        return self._execute(change.values(snapshot=snapshot)) == 1

    def close_session(self, session: str, lease: int) -> bool:
        """Note that the session ended."""
        change = sa.update(SESSION).where(SESSION.c.id == session, SESSION.c.lease == lease)
        return self._execute(change.values(closed=time.time())) == 1

    def preferences(self, who: str) -> dict[str, str]:
        """Return what a person prefers, as they keep it: JSON texts by name."""
        return {
            str(row["name"]): str(row["value"])
            for row in self._rows(sa.select(PREFERENCE).where(PREFERENCE.c.who == who))
        }

    def prefer(self, who: str, name: str, value: str) -> None:
        """Keep a preference instead of the one before."""
        kept = sa.update(PREFERENCE).where(PREFERENCE.c.who == who, PREFERENCE.c.name == name).values(value=value)
        if self._execute(kept) == 0:
            self._execute(sa.insert(PREFERENCE).values(who=who, name=name, value=value))

    def add_invitation(self, invitation: Invitation) -> None:
        """Keep a new invitation."""
        self._execute(sa.insert(INVITATION).values(asdict(invitation)))

    def invitation(self, name: str) -> Invitation | None:
        """The invitation with this identifier, revoked or not."""
        return next(
            (Invitation(**row) for row in self._rows(sa.select(INVITATION).where(INVITATION.c.id == name))), None
        )

    def invitations(self, series_uid: str, number: int, now: float) -> list[Invitation]:
        """The good invitations to rooms on a volume, the one that ends first before the others."""
        wanted = (
            sa.select(INVITATION)
            .where(INVITATION.c.series_uid == series_uid, INVITATION.c.number == number)
            .where(INVITATION.c.expires > now, sa.not_(INVITATION.c.revoked))
            .order_by(INVITATION.c.expires)
        )
        return [Invitation(**row) for row in self._rows(wanted)]

    def use_invitation(self, name: str) -> None:
        """Somebody came by it."""
        self._execute(sa.update(INVITATION).where(INVITATION.c.id == name).values(uses=INVITATION.c.uses + 1))

    def revoke_invitation(self, name: str) -> None:
        """It opens nothing any more."""
        self._execute(sa.update(INVITATION).where(INVITATION.c.id == name).values(revoked=True))

    def answers(self) -> bool:
        """Return whether the database answers (readiness)."""
        try:
            with self._engine.connect() as connection:
                return connection.execute(sa.select(1)).scalar() == 1
        except sa.exc.SQLAlchemyError:
            return False

    def add_audit(self, **row: object) -> None:
        """Append one row to the audit trail."""
        self._execute(sa.insert(AUDIT).values(at=time.time(), **row))

    def audit_rows(self) -> list[dict[str, object]]:
        """Return the audit trail, oldest first."""
        return self._rows(sa.select(AUDIT).order_by(AUDIT.c.id))

    def add_shown(self, rows: Sequence[tuple[float, ShownStill]]) -> None:
        """Append what pages said of stills, each with its time."""
        if rows:
            self._execute(sa.insert(SHOWN).values([{"at": at, **asdict(shown)} for at, shown in rows]))

    def shown_rows(self) -> list[dict[str, object]]:
        """Return what pages said of stills, oldest first."""
        return self._rows(sa.select(SHOWN).order_by(SHOWN.c.id))

    def _rows(self, wanted: sa.Select[Any]) -> list[dict[str, Any]]:
        try:
            with self._engine.connect() as connection:
                return [dict(row) for row in connection.execute(wanted).mappings()]
        except sa.exc.SQLAlchemyError as error:
            raise SessionError(_AWAY) from error

    def _execute(self, statement: sa.Insert | sa.Update) -> int:
        try:
            with self._lock, self._engine.begin() as connection:
                return connection.execute(statement).rowcount
        except sa.exc.SQLAlchemyError as error:
            raise SessionError(_AWAY) from error


def _use_wal(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
