from pathlib import Path

from sqlalchemy import create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from archive import schema


def test_the_tables_are_made_and_leave_room_for_the_sessions_own(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x'}")
    schema.metadata.create_all(engine)
    names = set(inspect(engine).get_table_names())
    assert names == {"archive_version", "patient", "study", "series", "instance", "remark"}
    assert not names & {"host", "session", "login", "grant", "audit"}
    engine.dispose()


def test_every_table_can_be_made_in_postgresql_too() -> None:
    for table in schema.metadata.sorted_tables:
        text = str(CreateTable(table).compile(dialect=postgresql.dialect()))
        assert f"CREATE TABLE {table.name}" in text


def test_what_is_looked_up_is_indexed() -> None:
    for table in (schema.study, schema.series, schema.instance):
        assert table.c.uid.unique
    assert schema.series.c.study.index
    assert schema.instance.c.series.index
