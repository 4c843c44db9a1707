"""The tariffs there are: list, look at, begin a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tariff_library.answers import (
    Draft,
    NameRefused,
    NameTaken,
    TariffSummary,
    TextRefused,
    UnknownTariff,
)
from tariff_library.audit import Trail
from tariff_library.database import reading
from tariff_library.library import Library
from tariff_library.lookups import (
    WITHOUT_TEXTS,
    draft_of,
    find_draft,
    find_tariff,
    key,
    summary_of,
)
from tariff_library.records import DraftRecord, EditorRecord, TariffRecord, VersionRecord
from tariff_library.texts import analysed, refusal_of_name, refusal_of_text, text_hash

NO_DOMAIN = "other"


def list_tariffs(library: Library) -> tuple[TariffSummary, ...]:
    """All tariffs, by domain and name."""
    with reading(library.engine) as session:
        wanted = select(TariffRecord).order_by(col(TariffRecord.domain), col(TariffRecord.name))
        return _summaries(session, session.exec(wanted).all(), library.clock())


def get_tariff(library: Library, name: str) -> TariffSummary | UnknownTariff:
    """One tariff."""
    with reading(library.engine) as session:
        tariff = find_tariff(session, name)
        if isinstance(tariff, UnknownTariff):
            return tariff
        [summary] = _summaries(session, [tariff], library.clock())
        return summary


def create_tariff(
    library: Library, name: str, text: str, domain: str = NO_DOMAIN
) -> Draft | NameTaken | NameRefused | TextRefused:
    """Begins a tariff with a draft; nothing can be quoted before a version is published."""
    refused = refusal_of_name(name) or refusal_of_name(domain) or refusal_of_text(text)
    if refused is not None:
        return refused
    with library.changing() as trail:
        session = trail.session
        if session.exec(select(TariffRecord.id).where(TariffRecord.name == name)).one_or_none() is not None:
            return NameTaken(name)
        tariff = add_tariff(trail, name, text, domain)
        return draft_of(session, tariff, find_draft(session, tariff))


def add_tariff(trail: Trail, name: str, text: str, domain: str) -> TariffRecord:
    """Within a transaction: a new tariff with its draft."""
    session = trail.session
    tariff = TariffRecord(name=name, domain=domain, created_at=trail.at, created_by=trail.actor)
    session.add(tariff)
    session.flush()
    draft = DraftRecord(
        tariff_id=key(tariff),
        text=text,
        text_hash=text_hash(text),
        revision=1,
        saved_at=trail.at,
        saved_by=trail.actor,
    )
    session.add(draft)
    session.flush()
    session.add(EditorRecord(draft_id=key(draft), editor=trail.actor, last_revision=1))
    trail.record("create-tariff", name, after=draft.text_hash)
    trail.versions_changed()
    return tariff


def _summaries(session: Session, tariffs: Sequence[TariffRecord], now: datetime) -> tuple[TariffSummary, ...]:
    """The tariffs with their versions and drafts, in two queries however many there are."""
    numbers = [key(tariff) for tariff in tariffs]
    versions: dict[int, list[VersionRecord]] = {number: [] for number in numbers}
    wanted = select(VersionRecord).where(col(VersionRecord.tariff_id).in_(numbers)).options(*WITHOUT_TEXTS)
    for version in session.exec(wanted.order_by(col(VersionRecord.effective_from))):
        versions[version.tariff_id].append(version)
    drafts = session.exec(select(DraftRecord).where(col(DraftRecord.tariff_id).in_(numbers)))
    draft_of_tariff = {draft.tariff_id: draft for draft in drafts}
    return tuple(_summary(tariff, versions[key(tariff)], draft_of_tariff[key(tariff)], now) for tariff in tariffs)


def _summary(
    tariff: TariffRecord, versions: Sequence[VersionRecord], draft: DraftRecord, now: datetime
) -> TariffSummary:
    """`versions` come in the order in which they become effective."""
    begun = [version for version in versions if version.effective_from <= now]
    live = begun[-1] if begun else None
    later = versions[len(begun)] if len(begun) < len(versions) else None
    last = max(versions, key=lambda version: version.number, default=None)
    return TariffSummary(
        name=tariff.name,
        label=_label(tariff, draft) if last is None else last.label,
        domain=tariff.domain,
        live=None if live is None else summary_of(tariff.name, live, "live"),
        next=None if later is None else summary_of(tariff.name, later, "scheduled"),
        versions=len(versions),
        draft_revision=draft.revision,
        draft_changed=last is None or last.text_hash != draft.text_hash,
        draft_saved_at=draft.saved_at,
    )


def _label(tariff: TariffRecord, draft: DraftRecord) -> str:
    """The label the draft gives the tariff, its name while the draft has errors."""
    analysis = analysed(draft.text)
    made_of_others = analysis.tariff.based_on is not None or analysis.tariff.uses
    if analysis.graph is None and not made_of_others:
        return tariff.name
    label = analysis.tariff.label
    return tariff.name if label is None else label.value
