"""From rows to the plain values that the actions answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import cast

from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col, func, select

from tariff_library.answers import (
    Draft,
    Part,
    UnknownTariff,
    Version,
    VersionState,
    VersionSummary,
)
from tariff_library.records import DraftRecord, EditorRecord, TariffRecord, VersionRecord
from tariff_library.texts import LONGEST_NAME

WITHOUT_TEXTS = tuple(
    defer(cast(QueryableAttribute[str], column))
    for column in (VersionRecord.text, VersionRecord.graph, VersionRecord.input_schema)
)
"""For queries whose versions are only listed; what is left out is long."""


def key(record: TariffRecord | DraftRecord | VersionRecord) -> int:
    """The number of a row that is in the database."""
    assert record.id is not None
    return record.id


def unknown(name: str, known: Sequence[str]) -> UnknownTariff:
    """The refusal of a name, with what was probably meant."""
    shown = name[:LONGEST_NAME]
    by_case = tuple(one for one in known if one.casefold() == shown.casefold())
    return UnknownTariff(shown, by_case or tuple(get_close_matches(shown, known, n=3)))


def find_tariff(session: Session, name: str) -> TariffRecord | UnknownTariff:
    """The tariff of this name."""
    found = session.exec(select(TariffRecord).where(TariffRecord.name == name)).one_or_none()
    return unknown(name, session.exec(select(TariffRecord.name)).all()) if found is None else found


def find_draft(session: Session, tariff: TariffRecord) -> DraftRecord:
    """The tariff's draft; every tariff has one."""
    return session.exec(select(DraftRecord).where(DraftRecord.tariff_id == key(tariff))).one()


def last_version(session: Session, tariff: TariffRecord) -> VersionRecord | None:
    """The version published last."""
    wanted = select(VersionRecord).where(VersionRecord.tariff_id == key(tariff))
    return session.exec(wanted.order_by(col(VersionRecord.number).desc()).limit(1)).one_or_none()


def version_in_force(session: Session, tariff: TariffRecord, moment: datetime) -> VersionRecord | None:
    """The version that is effective at a moment: the last one that has begun."""
    wanted = select(VersionRecord).where(VersionRecord.tariff_id == key(tariff), VersionRecord.effective_from <= moment)
    return session.exec(wanted.order_by(col(VersionRecord.effective_from).desc()).limit(1)).one_or_none()


def version_after(session: Session, tariff: TariffRecord, moment: datetime) -> VersionRecord | None:
    """The first version that begins after a moment."""
    wanted = select(VersionRecord).where(VersionRecord.tariff_id == key(tariff), VersionRecord.effective_from > moment)
    return session.exec(wanted.order_by(col(VersionRecord.effective_from)).limit(1)).one_or_none()


def count_versions(session: Session, tariff: TariffRecord) -> int:
    """How many versions there are; they are numbered from 1 to this."""
    wanted = select(func.count()).select_from(VersionRecord)
    return session.exec(wanted.where(VersionRecord.tariff_id == key(tariff))).one()


def state_of(version: VersionRecord, in_force: VersionRecord | None, now: datetime) -> VersionState:
    """What the version is at a moment."""
    if version.effective_from > now:
        return "scheduled"
    return "live" if in_force is not None and in_force.id == version.id else "superseded"


def summary_of(name: str, version: VersionRecord, state: VersionState) -> VersionSummary:
    """A version without its text."""
    return VersionSummary(
        tariff=name,
        number=version.number,
        label=version.label,
        effective_from=version.effective_from,
        known_at=version.known_at,
        state=state,
        author=version.author,
        approver=version.approver,
        note=version.note,
        reason=version.reason,
        text_hash=version.text_hash,
        price_hash=version.price_hash,
        language_version=version.language_version,
    )


def version_of(name: str, version: VersionRecord, state: VersionState, parts: Sequence[Part]) -> Version:
    """A version with everything it was published with."""
    return Version(summary_of(name, version, state), version.text, version.graph, version.input_schema, tuple(parts))


def draft_of(session: Session, tariff: TariffRecord, draft: DraftRecord) -> Draft:
    """A draft with who worked on it."""
    editors = session.exec(
        select(EditorRecord.editor)
        .where(EditorRecord.draft_id == key(draft), EditorRecord.last_revision > draft.published_revision)
        .order_by(EditorRecord.editor)
    ).all()
    last = last_version(session, tariff)
    return Draft(
        tariff=tariff.name,
        text=draft.text,
        revision=draft.revision,
        saved_at=draft.saved_at,
        saved_by=draft.saved_by,
        editors=tuple(editors),
        changed=last is None or last.text_hash != draft.text_hash,
    )
