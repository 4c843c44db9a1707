"""Publishing: a draft becomes a version that never changes. Every way to a live price passes here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, select

from dsl.compile import Analysis
from dsl.examples import run_examples
from engine.fingerprint import price_hash
from engine.graph import Graph
from engine.graph_json.document import to_json
from engine.requests.schema import request_schema
from tariff_library.answers import (
    Conflict,
    Part,
    PublishRefused,
    TextRefused,
    UnknownTariff,
    Version,
)
from tariff_library.audit import Trail
from tariff_library.database import reading
from tariff_library.library import Library
from tariff_library.lookups import (
    draft_of,
    find_draft,
    find_tariff,
    key,
    last_version,
    state_of,
    version_in_force,
    version_of,
)
from tariff_library.parts import InForce, beside, parts_of
from tariff_library.pricing_date import pricing_date
from tariff_library.records import DraftRecord, PartRecord, TariffRecord, VersionRecord
from tariff_library.texts import analysed, refusal_of_text, text_hash

LANGUAGE_VERSION = "1"
SELF_PUBLISHED = "self-published (local)"
PUBLISHED = "published"
SECOND = timedelta(seconds=1)


def publish(
    library: Library,
    name: str,
    effective_from: datetime | None = None,
    reason: str = "",
    *,
    correction: bool = False,
    revision: int | None = None,
) -> Version | PublishRefused | Conflict | TextRefused | UnknownTariff:
    """Makes the draft a version, effective from a whole second on; None: as soon as every process can know it.

    The draft must have no error and all its examples must hold. A moment in the past is accepted only as a
    `correction`, which has a reason. With `revision` the draft must still be the one that was looked at."""
    refused = refusal_of_text(reason)
    if refused is not None:
        return refused
    with reading(library.engine) as session:
        tariff = find_tariff(session, name)
        if isinstance(tariff, UnknownTariff):
            return tariff
        text, seen = (draft := find_draft(session, tariff)).text, draft.revision
    bundle = beside(library, text)
    analysis = analysed(text, bundle)
    wrong = refusal_of_analysis(name, analysis)
    if wrong is not None:
        return wrong
    with library.changing() as trail:
        session = trail.session
        tariff = find_tariff(session, name)
        assert not isinstance(tariff, UnknownTariff)
        draft = find_draft(session, tariff)
        looked_at = seen if revision is None else revision
        if draft.revision != seen or draft.revision != looked_at:
            return Conflict(looked_at, None, draft_of(session, tariff, draft))
        soonest = _whole_second(trail.at + library.lead)
        moment = _first_free(session, tariff, soonest) if effective_from is None else effective_from
        parts = parts_in_force(session, analysis, trail.at)
        if any(text_hash(text) != parts[name].text_hash for name, text in bundle.texts if name in parts):
            return _base_changed(analysis)
        taken = tuple(parts.values())
        wrong = _refusal_of_moment(session, tariff, draft, moment, soonest, reason if correction else None, taken)
        if wrong is not None:
            return wrong
        note = f"{SELF_PUBLISHED}, correction" if moment < soonest else SELF_PUBLISHED
        version = add_version(trail, tariff, draft, analysis, moment, reason=reason, note=note)
        add_parts(trail, version, taken)
        state = state_of(version, version_in_force(session, tariff, trail.at), trail.at)
        return version_of(name, version, state, taken)


def refusal_of_analysis(name: str, analysis: Analysis) -> PublishRefused | None:
    """Why a text cannot become a version of the tariff `name`, whenever that is to be."""
    if analysis.graph is None:
        return PublishRefused(
            "text-has-errors",
            "the draft has errors",
            "cure what is underlined, then publish again",
            analysis,
        )
    if analysis.graph.name != name:
        return PublishRefused(
            "name-differs",
            f"the text says `tariff {analysis.graph.name}`, but this is the tariff `{name}`",
            f"write `tariff {name}` in the first line, or make a new tariff",
            analysis,
        )
    results = run_examples(analysis)
    failed = tuple(result for result in results if not result.passed)
    if failed:
        return PublishRefused(
            "examples-fail",
            f"{len(failed)} of {len(results)} examples do not come out as written",
            "change the price or the example, whichever is wrong",
            analysis,
            failed,
        )
    return None


def add_version(
    trail: Trail,
    tariff: TariffRecord,
    draft: DraftRecord,
    analysis: Analysis,
    effective_from: datetime,
    *,
    reason: str,
    note: str,
) -> VersionRecord:
    """Within a transaction: the next version of a tariff, from a draft found good."""
    graph = analysis.graph
    assert graph is not None
    last = last_version(trail.session, tariff)
    dated = pricing_date(graph)
    version = VersionRecord(
        tariff_id=key(tariff),
        number=1 if last is None else last.number + 1,
        label=graph.label,
        text=draft.text,
        text_hash=draft.text_hash,
        price_hash=price_hash(graph),
        graph=graph_text(graph),
        input_schema=json.dumps(request_schema(graph), ensure_ascii=False),
        language_version=LANGUAGE_VERSION,
        pricing_date="" if dated is None else dated.written,
        effective_from=effective_from,
        known_at=trail.at,
        state=PUBLISHED,
        author=trail.actor,
        approver=trail.actor,
        note=note,
        reason=reason,
    )
    draft.published_revision = draft.revision
    trail.session.add(version)
    trail.session.add(draft)
    trail.record(
        "publish",
        tariff.name,
        version=version.number,
        before=None if last is None else last.text_hash,
        after=draft.text_hash,
        reason=reason,
    )
    trail.versions_changed()
    return version


def parts_in_force(session: Session, analysis: Analysis, moment: datetime) -> dict[str, Part]:
    """The versions of the texts that a text is made of, by name; what has none is left out."""
    shelf = InForce(session, moment)
    found = ((name, shelf.version(name)) for name in sorted(analysis.texts))
    return {name: Part(name, one.number, one.text_hash) for name, one in found if one is not None}


def add_parts(trail: Trail, version: VersionRecord, parts: Iterable[Part]) -> None:
    """Within a transaction: keeps for ever what a new version is made of."""
    trail.session.flush()
    assert version.id is not None
    for part in parts:
        trail.session.add(
            PartRecord(version_id=version.id, name=part.name, number=part.number, text_hash=part.text_hash)
        )


def _base_changed(analysis: Analysis) -> PublishRefused:
    return PublishRefused(
        "base-changed",
        "another version of a text that this one is made of came into force just now",
        "look at the prices again, then publish",
        analysis,
    )


def graph_text(graph: Graph) -> str:
    """The graph as it is stored."""
    return json.dumps(to_json(graph), ensure_ascii=False, separators=(",", ":"))


def _refusal_of_moment(
    session: Session,
    tariff: TariffRecord,
    draft: DraftRecord,
    moment: datetime,
    soonest: datetime,
    reason_of_correction: str | None,
    parts: tuple[Part, ...],
) -> PublishRefused | None:
    """Why the draft cannot become effective at `moment`."""
    if moment.tzinfo is None or moment.microsecond:
        raise ValueError(f"{moment} is no whole second of a known zone")
    if moment < soonest and reason_of_correction is None:
        return PublishRefused(
            "moment-in-the-past",
            f"{moment.isoformat()} is past, or too close for every server to know the version by then",
            f"the soonest moment now is {soonest.isoformat()}; a price that was wrong from the beginning is "
            "published as a correction, with its reason",
        )
    if moment < soonest and not (reason_of_correction or "").strip():
        return PublishRefused("reason-missing", "a correction changes what was said before", "say why, in `reason`")
    taken = _version_from(session, tariff, moment)
    if taken is not None:
        return PublishRefused(
            "moment-taken",
            f"version {taken.number} starts at {moment.isoformat()} already",
            "choose another moment; a version that is published is never replaced",
        )
    before = version_in_force(session, tariff, moment)
    if before is not None and before.text_hash == draft.text_hash and set(parts_of(session, before)) == set(parts):
        return PublishRefused(
            "nothing-changed",
            f"version {before.number}, in force at {moment.isoformat()}, has exactly this text",
            "edit the draft first",
        )
    return None


def _version_from(session: Session, tariff: TariffRecord, moment: datetime) -> VersionRecord | None:
    wanted = select(VersionRecord).where(VersionRecord.tariff_id == key(tariff), VersionRecord.effective_from == moment)
    return session.exec(wanted).one_or_none()


def _first_free(session: Session, tariff: TariffRecord, moment: datetime) -> datetime:
    """The first second from `moment` on at which no version of the tariff starts."""
    while _version_from(session, tariff, moment) is not None:
        moment += SECOND
    return moment


def _whole_second(moment: datetime) -> datetime:
    """The moment, or the next whole second."""
    whole = moment.replace(microsecond=0)
    return whole if whole == moment else whole + SECOND
