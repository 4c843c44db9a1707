"""The tables of the store. Nothing outside tariff_library sees these objects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, Text, TypeDecorator, UniqueConstraint
from sqlmodel import Field, SQLModel

NAMES_OF_CONSTRAINTS = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcMoment(TypeDecorator[datetime]):
    """A moment, kept in UTC and read back with its zone, also where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Record(SQLModel):
    """What all tables share: names of constraints that migrations can rely on."""

    metadata = MetaData(naming_convention=NAMES_OF_CONSTRAINTS)


class TariffRecord(Record, table=True):
    """A thing that is priced. Its name never changes; label and rules are in its versions."""

    __tablename__ = "tariff"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=100)
    domain: str = Field(max_length=100)
    created_at: datetime = Field(sa_type=UtcMoment)
    created_by: str = Field(max_length=100)


class DraftRecord(Record, table=True):
    """The text in work, one a tariff. `revision` grows by one with every accepted save."""

    __tablename__ = "draft"

    id: int | None = Field(default=None, primary_key=True)
    tariff_id: int = Field(foreign_key="tariff.id", unique=True)
    text: str = Field(sa_type=Text)
    text_hash: str = Field(max_length=64)
    revision: int
    published_revision: int = 0
    """The revision that became the last version; who edited after it edited the next version."""
    saved_at: datetime = Field(sa_type=UtcMoment)
    saved_by: str = Field(max_length=100)


class EditorRecord(Record, table=True):
    """Everybody who ever edited a draft, and the last revision that was theirs."""

    __tablename__ = "draft_editor"

    draft_id: int = Field(foreign_key="draft.id", primary_key=True)
    editor: str = Field(primary_key=True, max_length=100)
    last_revision: int


class VersionRecord(Record, table=True):
    """A published version. The database refuses to change or delete one."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("tariff_id", "number"),
        UniqueConstraint("tariff_id", "effective_from"),
    )

    id: int | None = Field(default=None, primary_key=True)
    tariff_id: int = Field(foreign_key="tariff.id")
    number: int
    label: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    text_hash: str = Field(max_length=64)
    price_hash: str = Field(max_length=64, index=True)
    graph: str = Field(sa_type=Text)
    """JSON, as `engine.graph_json.document` writes it: what is priced from, whatever compiler comes later."""
    input_schema: str = Field(sa_type=Text)
    language_version: str = Field(max_length=20)
    pricing_date: str = Field(sa_type=Text)
    """What `priced at` names, in the words of `tariff_library.pricing_date`; empty when it is left out."""
    effective_from: datetime = Field(sa_type=UtcMoment)
    known_at: datetime = Field(sa_type=UtcMoment)
    """When it was published."""
    state: str = Field(max_length=20)
    author: str = Field(max_length=100)
    approver: str = Field(max_length=100)
    note: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)


class PartRecord(Record, table=True):
    """A text that a version is made of by `use` or `based on`: the version of it that was taken when it was
    published. The database refuses to change or delete one."""

    __tablename__ = "version_part"

    version_id: int = Field(foreign_key="version.id", primary_key=True)
    name: str = Field(primary_key=True, max_length=100)
    number: int
    text_hash: str = Field(max_length=64)


class AuditRecord(Record, table=True):
    """Who did what, when and why. `hash` covers the entry and the hash of the one before."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcMoment)
    actor: str = Field(max_length=100)
    action: str = Field(max_length=40)
    tariff: str = Field(max_length=100)
    version: int | None = None
    before: str | None = Field(default=None, max_length=64)
    after: str | None = Field(default=None, max_length=64)
    """Hashes of the text before and after."""
    reason: str = Field(sa_type=Text)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class HeadRecord(Record, table=True):
    """One row: locked by whoever writes, read every second by whoever quotes."""

    __tablename__ = "head"

    id: int = Field(primary_key=True)
    version_changes: int
    """Grows with every published version and every new tariff."""
    audit_hash: str = Field(max_length=64)
