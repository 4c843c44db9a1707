"""The audit trail: one entry for every change of state, in the transaction of that change, chained by hashes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from tariff_library.records import AuditRecord, HeadRecord

FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Trail:
    """The trail of one transaction. Taking it takes the lock: one writer at a time."""

    session: Session
    actor: str
    at: datetime
    head: HeadRecord

    def record(
        self,
        action: str,
        tariff: str,
        *,
        version: int | None = None,
        before: str | None = None,
        after: str | None = None,
        reason: str = "",
    ) -> None:
        """Adds an entry; `before` and `after` are hashes of the text."""
        entry = AuditRecord(
            at=self.at,
            actor=self.actor,
            action=action,
            tariff=tariff,
            version=version,
            before=before,
            after=after,
            reason=reason,
            previous_hash=self.head.audit_hash,
            hash="",
        )
        entry.hash = self.head.audit_hash = hash_of(entry)
        self.session.add(entry)
        self.session.add(self.head)
        self.session.flush()  # entries get their numbers in the order in which they are chained

    def versions_changed(self) -> None:
        """Tells every process that keeps versions in memory to read them again."""
        self.head.version_changes += 1
        self.session.add(self.head)


def take_trail(session: Session, actor: str, at: datetime) -> Trail:
    """The first thing a transaction that writes does."""
    head = session.exec(select(HeadRecord).with_for_update()).one()
    return Trail(session, actor, at, head)


def hash_of(entry: AuditRecord) -> str:
    """SHA-256 of the hash before and the canonical JSON of the entry."""
    said = {
        "action": entry.action,
        "actor": entry.actor,
        "after": entry.after,
        "at": entry.at.astimezone(UTC).isoformat(),
        "before": entry.before,
        "reason": entry.reason,
        "tariff": entry.tariff,
        "version": entry.version,
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256((entry.previous_hash + canonical).encode("ascii")).hexdigest()


def first_broken_entry(session: Session) -> int | None:
    """The number of the first entry that is not as it was written; None when the whole chain holds.

    One past the last number: entries at the end are missing."""
    previous, last = FIRST_HASH, 0
    for entry in session.exec(select(AuditRecord).order_by(col(AuditRecord.id))):
        assert entry.id is not None
        if entry.previous_hash != previous or entry.hash != hash_of(entry):
            return entry.id
        previous, last = entry.hash, entry.id
    head = session.exec(select(HeadRecord)).one()
    return None if head.audit_hash == previous else last + 1
