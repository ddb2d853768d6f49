"""The index in SQL: patient, study, series, instance (SQLAlchemy Core; SQLite and PostgreSQL alike)."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 1
"""Raised with every change of the tables; an index of another version is rebuilt from the files."""

metadata = MetaData()

version = Table("archive_version", metadata, Column("version", Integer, nullable=False))

patient = Table(
    "patient",
    metadata,
    Column("id", Integer, primary_key=True),
    # What tells patients apart: issuer and ID, or what else there is when the ID is empty.
    Column("identity", Text, nullable=False, unique=True),
    Column("patient_id", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_ideographic", Text, nullable=False),
    Column("name_phonetic", Text, nullable=False),
    Column("birth_date", String(16), nullable=False),
    Column("sex", String(16), nullable=False),
)

study = Table(
    "study",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(64), nullable=False, unique=True),
    Column("patient", ForeignKey("patient.id"), nullable=False, index=True),
    Column("date", String(16), nullable=False),
    Column("time", String(32), nullable=False),
    Column("description", Text, nullable=False),
    Column("study_id", Text, nullable=False),
    Column("accession", Text, nullable=False, index=True),
    # Folded text of everything that the study list searches in.
    Column("search", Text, nullable=False),
    Column("received", Integer, nullable=False),
    Index("study_by_date", "date", "time"),
)

series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(64), nullable=False, unique=True),
    Column("study", ForeignKey("study.id"), nullable=False, index=True),
    Column("modality", String(16), nullable=False, index=True),
    Column("number", Integer),
    Column("description", Text, nullable=False),
    Column("date", String(16), nullable=False),
    Column("body_part", Text, nullable=False),
    Column("instances", Integer, nullable=False),
    # Grows with every change of the series' content.
    Column("revision", Integer, nullable=False),
)

instance = Table(
    "instance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(64), nullable=False, unique=True),
    Column("series", ForeignKey("series.id"), nullable=False, index=True),
    Column("sop_class", String(64), nullable=False),
    Column("transfer_syntax", String(64), nullable=False),
    Column("number", Integer),
    Column("rows", Integer),
    Column("columns", Integer),
    Column("frames", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("received", Integer, nullable=False),
    Column("header", LargeBinary, nullable=False),
)

remark = Table(
    "remark",
    metadata,
    Column("id", Integer, primary_key=True),
    # The study or instance it is about.
    Column("uid", String(64), nullable=False, index=True),
    Column("code", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Integer, nullable=False),
    UniqueConstraint("uid", "code", "text"),
)
