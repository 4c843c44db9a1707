"""Published versions: which there are, and which applies at a moment."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from tariff_library.answers import (
    AuditEntry,
    NoVersionYet,
    UnknownTariff,
    UnknownVersion,
    Version,
    VersionSummary,
)
from tariff_library.database import reading
from tariff_library.library import Library
from tariff_library.lookups import (
    WITHOUT_TEXTS,
    count_versions,
    find_tariff,
    key,
    state_of,
    summary_of,
    version_after,
    version_in_force,
    version_of,
)
from tariff_library.parts import parts_of
from tariff_library.records import AuditRecord, VersionRecord


def list_versions(library: Library, name: str) -> tuple[VersionSummary, ...] | UnknownTariff:
    """All versions of a tariff, the one published last first."""
    now = library.clock()
    with reading(library.engine) as session:
        tariff = find_tariff(session, name)
        if isinstance(tariff, UnknownTariff):
            return tariff
        in_force = version_in_force(session, tariff, now)
        rows = session.exec(
            select(VersionRecord)
            .where(VersionRecord.tariff_id == key(tariff))
            .order_by(col(VersionRecord.number).desc())
            .options(*WITHOUT_TEXTS)
        )
        return tuple(summary_of(name, row, state_of(row, in_force, now)) for row in rows.all())


def get_version(library: Library, name: str, number: int) -> Version | UnknownTariff | UnknownVersion:
    """One version, with its text, graph and input schema."""
    now = library.clock()
    with reading(library.engine) as session:
        tariff = find_tariff(session, name)
        if isinstance(tariff, UnknownTariff):
            return tariff
        row = session.exec(
            select(VersionRecord).where(VersionRecord.tariff_id == key(tariff), VersionRecord.number == number)
        ).one_or_none()
        if row is None:
            return UnknownVersion(name, number, count_versions(session, tariff))
        state = state_of(row, version_in_force(session, tariff, now), now)
        return version_of(name, row, state, parts_of(session, row))


def version_at(library: Library, name: str, moment: datetime) -> Version | UnknownTariff | NoVersionYet:
    """The version that applies at a moment: the last one that has begun by then."""
    now = library.clock()
    with reading(library.engine) as session:
        tariff = find_tariff(session, name)
        if isinstance(tariff, UnknownTariff):
            return tariff
        row = version_in_force(session, tariff, moment)
        if row is None:
            first = version_after(session, tariff, moment)
            return NoVersionYet(name, moment, None if first is None else first.effective_from)
        state = state_of(row, version_in_force(session, tariff, now), now)
        return version_of(name, row, state, parts_of(session, row))


def list_audit(library: Library, name: str, limit: int = 200) -> tuple[AuditEntry, ...] | UnknownTariff:
    """The last changes of a tariff, the newest first."""
    with reading(library.engine) as session:
        tariff = find_tariff(session, name)
        if isinstance(tariff, UnknownTariff):
            return tariff
        rows = session.exec(
            select(AuditRecord).where(AuditRecord.tariff == name).order_by(col(AuditRecord.id).desc()).limit(limit)
        )
        return tuple(
            AuditEntry(
                row.at, row.actor, row.action, row.tariff, row.version, row.before, row.after, row.reason, row.hash
            )
            for row in rows.all()
        )
