"""What a text of the library is made of: the versions in force of the tariffs and shared texts that it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dsl.combining.shelf import ALONE, Bundle, FoundText, asks, bundled
from tariff_library.answers import Part
from tariff_library.database import reading
from tariff_library.library import Library
from tariff_library.lookups import version_in_force
from tariff_library.records import PartRecord, TariffRecord, VersionRecord


@dataclass(frozen=True, slots=True)
class InForce:
    """The shelf of the versions that are in force at a moment."""

    session: Session
    moment: datetime

    def version(self, name: str) -> VersionRecord | None:
        tariff = self.session.exec(select(TariffRecord).where(TariffRecord.name == name)).one_or_none()
        return None if tariff is None else version_in_force(self.session, tariff, self.moment)

    def find(self, name: str) -> FoundText | None:
        version = self.version(name)
        return None if version is None else FoundText(version.text, name)

    def names(self) -> list[str]:
        wanted = select(TariffRecord.name).join(VersionRecord).where(VersionRecord.effective_from <= self.moment)
        return sorted(set(self.session.exec(wanted).all()))


def beside(library: Library, text: str) -> Bundle:
    """The texts that this one is made of now."""
    if not asks(text):
        return ALONE
    with reading(library.engine) as session:
        return bundled(text, InForce(session, library.clock()))


def parts_of(session: Session, version: VersionRecord) -> tuple[Part, ...]:
    """The versions that a version was made of when it was published."""
    rows = session.exec(
        select(PartRecord).where(PartRecord.version_id == version.id).order_by(col(PartRecord.name))
    ).all()
    return tuple(Part(row.name, row.number, row.text_hash) for row in rows)
