"""The first start: a database without tariffs receives the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import select

from dsl.compile import Analysis
from tariff_library.actions.publishing import add_parts, add_version, parts_in_force, refusal_of_analysis
from tariff_library.actions.tariffs import add_tariff
from tariff_library.database import reading
from tariff_library.library import Library
from tariff_library.lookups import find_draft
from tariff_library.records import TariffRecord, VersionRecord
from tariff_library.texts import ShippedText, analysed, beside_shipped, shipped

SHIPPED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""Early enough for every ride somebody may try."""

AUTHOR = "ratewright"


def install_library(library: Library, texts: Iterable[ShippedText] | None = None) -> tuple[str, ...]:
    """Puts the shipped tariffs into a library that holds none; the names of those that came in.

    A text that cannot be published comes in as a draft."""
    with reading(library.engine) as session:
        if session.exec(select(TariffRecord.id).limit(1)).first() is not None:
            return ()
    coming = tuple(shipped() if texts is None else texts)
    ready = [(one, analysed(one.text, beside_shipped(one.text, coming))) for one in coming]
    refused = {one.name for one, analysis in ready if refusal_of_analysis(one.name, analysis) is not None}
    with replace(library, author=AUTHOR).changing() as trail:
        if trail.session.exec(select(TariffRecord.id).limit(1)).first() is not None:
            return ()
        made: list[tuple[VersionRecord, Analysis]] = []
        for one, analysis in ready:
            tariff = add_tariff(trail, one.name, one.text, one.domain)
            if one.name not in refused:
                draft = find_draft(trail.session, tariff)
                version = add_version(
                    trail, tariff, draft, analysis, SHIPPED_FROM, reason="the first start", note="shipped"
                )
                made.append((version, analysis))
        for version, analysis in made:
            add_parts(trail, version, parts_in_force(trail.session, analysis, trail.at).values())
    return tuple(one.name for one, _ in ready)
