"""The archive's index: what is there and where, in SQL. The truth is the files; a lost index is made from them."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, event, func, select
from sqlalchemy.exc import DatabaseError

from archive import schema
from archive.errors import ArchiveError, BrokenIndexError, StoreError, StoreFullError, UnknownSeriesError
from archive.indexing import Stored, write_instances, write_remark
from archive.rows import Counts, InstanceRow, SeriesRow, StudyRow
from archive.studies import one_study, study_page

_BUSY_MS = 15_000
_ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Added:
    """What a batch changed: the series with their new revisions, and how many instances were new."""

    instances: int
    revisions: dict[str, int]


class Index:
    """The index of an archive. Safe for several threads and processes at once: one writes, all read.

    Raises:
        BrokenIndexError: on opening, if the file is no index or one of another version.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        self._folder = folder
        self._engine = _engine(path)
        try:
            self._prepare()
        except ArchiveError:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _prepare(self) -> None:
        with self._writing() as connection:
            schema.metadata.create_all(connection)
            found = connection.scalar(select(schema.version.c.version))
            if found is None:
                connection.execute(schema.version.insert().values(version=schema.VERSION))
            elif found != schema.VERSION:
                raise BrokenIndexError(f"the index has version {found}, this program writes {schema.VERSION}")

    def add(self, batch: Sequence[Stored]) -> Added:
        """Enter instances that the store has kept, in one transaction. Known ones change nothing.

        Raises:
            BrokenIndexError: the index cannot be written.
        """
        with self._writing() as connection:
            return Added(*write_instances(connection, batch, now=int(time.time())))

    def remark(self, uid: str, code: str, text: str) -> None:
        """Note something about a study or an instance, once."""
        with self._writing() as connection:
            write_remark(connection, uid, code, text, int(time.time()))

    def studies(self, search: str = "", limit: int = 200, offset: int = 0) -> list[StudyRow]:
        """Studies that match every word of `search`, newest first.

        A word matches in the patient's name (all its groups), ID, accession number, description or date, whatever its
        case and accents, or is a modality.
        """
        with self._reading() as connection:
            return study_page(connection, search, limit, offset)

    def study(self, study_uid: str) -> StudyRow | None:
        """The study of that UID; None where there is none."""
        with self._reading() as connection:
            return one_study(connection, study_uid)

    def series_of(self, study_uid: str) -> list[SeriesRow]:
        """A study's series by their number."""
        query = _series_query().where(schema.study.c.uid == study_uid)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(schema.series.c.number, schema.series.c.id))
            return [SeriesRow(*row) for row in rows]

    def series(self, uid_or_prefix: str) -> SeriesRow:
        """One series by its UID, or by a beginning of it that no other series shares.

        Raises:
            UnknownSeriesError: none or several match.
        """
        table = schema.series
        with self._reading() as connection:
            exact = connection.execute(_series_query().where(table.c.uid == uid_or_prefix)).first()
            if exact:
                return SeriesRow(*exact)
            matching = _series_query().where(table.c.uid.startswith(uid_or_prefix, autoescape=True)).limit(2)
            found = list(connection.execute(matching)) if uid_or_prefix else []
        if len(found) == 1:
            return SeriesRow(*found[0])
        how_many = "several series begin" if found else "no series begins"
        raise UnknownSeriesError(f"{how_many} with {uid_or_prefix[:64]!r}")

    def instances(self, series_uid: str) -> list[InstanceRow]:
        """A series' instances in the order they came.

        Raises:
            UnknownSeriesError: there is no such series.
        """
        table = schema.instance
        query = (
            select(
                table.c.file, table.c.uid, table.c.sop_class, table.c.transfer_syntax, table.c.frames, table.c.header
            )
            .join(schema.series)
            .where(schema.series.c.uid == series_uid)
            .order_by(table.c.id)
        )
        with self._reading() as connection:
            rows = [InstanceRow(self._folder / file, *rest) for file, *rest in connection.execute(query)]
        if not rows:
            raise UnknownSeriesError(f"no series {series_uid[:64]!r}")
        return rows

    def revision(self, series_uid: str) -> int:
        """The series' content revision.

        Raises:
            UnknownSeriesError: there is no such series.
        """
        with self._reading() as connection:
            found = connection.scalar(select(schema.series.c.revision).where(schema.series.c.uid == series_uid))
        if found is None:
            raise UnknownSeriesError(f"no series {series_uid[:64]!r}")
        return int(found)

    def counts(self) -> Counts:
        """How much there is."""
        tables = (schema.patient, schema.study, schema.series, schema.instance)
        with self._reading() as connection:
            return Counts(*(int(connection.scalar(select(func.count()).select_from(table)) or 0) for table in tables))

    def unknown(self, names: Iterable[str]) -> Iterator[str]:
        """Those of the store's names that are not in the index."""
        iterator = iter(names)
        while chunk := list(islice(iterator, _ASKED_AT_ONCE)):
            with self._reading() as connection:
                query = select(schema.instance.c.file).where(schema.instance.c.file.in_(chunk))
                known = {file for (file,) in connection.execute(query)}
            yield from (name for name in chunk if name not in known)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        # SQLite: the write lock is taken at once, because a transaction that read first may not be let through later.
        options: dict[str, Any] = {"immediate": True}
        with _sql_errors(), self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _sql_errors(), self._engine.connect() as connection:
            yield connection


@contextmanager
def _sql_errors() -> Iterator[None]:
    """What the database says, in our words; statements and values stay out of them."""
    try:
        yield
    except DatabaseError as error:
        text = str(error.orig)
        if "locked" in text:
            raise StoreError("the index is busy") from None
        if "full" in text:
            raise StoreFullError("writing the index: the disk is full") from None
        raise BrokenIndexError("the index cannot be used") from None


def _series_query() -> Select[Any]:
    table = schema.series
    return select(
        table.c.uid,
        schema.study.c.uid,
        table.c.modality,
        table.c.number,
        table.c.description,
        table.c.date,
        table.c.body_part,
        table.c.instances,
        table.c.revision,
    ).join(schema.study)


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _tune(raw: Any, _record: Any) -> None:
        # SQLAlchemy says BEGIN, not the driver.
        raw.isolation_level = None
        # Files are on the disk before their rows; rows that a power cut takes are made again from the files.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={_BUSY_MS}", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
