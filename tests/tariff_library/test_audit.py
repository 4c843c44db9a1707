"""The audit trail: who did what, and that nobody can change it afterwards without being found out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from tariff_library.actions.drafts import save_draft
from tariff_library.actions.publishing import publish
from tariff_library.actions.tariffs import create_tariff
from tariff_library.actions.versions import list_audit
from tariff_library.answers import UnknownTariff
from tariff_library.audit import first_broken_entry
from tariff_library.database import reading
from tariff_library.library import Library
from tests.tariff_library.world import NOON, shuttle

COLUMNS = "at, actor, action, tariff, version, before, after, reason, previous_hash, hash"
TAMPERED = [
    ("UPDATE audit_entry SET actor = 'nobody' WHERE id = 2", 2),
    ("UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE id = 3", 3),
    ("UPDATE audit_entry SET hash = previous_hash WHERE id = 1", 1),
    ("DELETE FROM audit_entry WHERE id = 2", 3),
    ("DELETE FROM audit_entry WHERE id = 3", 3),
    (f"INSERT INTO audit_entry (id, {COLUMNS}) SELECT 9, {COLUMNS} FROM audit_entry WHERE id = 3", 9),
]


@pytest.fixture
def busy(library: Library, anna: Library) -> Library:
    """Where three things were done."""
    create_tariff(library, "shuttle", shuttle())
    save_draft(anna, "shuttle", shuttle("3.00", "42.00"), 1)
    publish(library, "shuttle", NOON + timedelta(days=1), "dearer")
    return library


def test_every_change_has_its_entry(busy: Library) -> None:
    entries = list_audit(busy, "shuttle")
    assert isinstance(entries, tuple)
    assert [(one.actor, one.action, one.version, one.reason) for one in entries] == [
        ("local", "publish", 1, "dearer"),
        ("anna", "save-draft", None, ""),
        ("local", "create-tariff", None, ""),
    ]
    assert entries[1].before == entries[2].after
    assert entries[1].after == entries[0].after
    assert list_audit(busy, "shutle") == UnknownTariff("shutle", ("shuttle",))


def test_a_chain_that_holds_has_no_broken_entry(busy: Library) -> None:
    with reading(busy.engine) as session:
        assert first_broken_entry(session) is None


@pytest.mark.parametrize(("statement", "broken"), TAMPERED)
def test_a_changed_trail_is_found_out(busy: Library, statement: str, broken: int) -> None:
    with busy.engine.begin() as connection:
        for what in ("update", "delete"):
            connection.execute(sql(f"DROP TRIGGER audit_entry_no_{what}"))
        connection.execute(sql(statement))
    with reading(busy.engine) as session:
        assert first_broken_entry(session) == broken
