"""The database: how it is opened, how it grows, what it refuses."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from tariff_library.actions.tariffs import create_tariff
from tariff_library.answers import Draft
from tariff_library.database import database_url, home
from tariff_library.library import DatabaseUnreachable, Library, open_library
from tariff_library.migrations.versions import r0001_first
from tariff_library.records import Record
from tariff_library.upgrade import DatabaseNewer, program_revision
from tests.tariff_library.world import Clock, shuttle


def pragma(library: Library, name: str) -> object:
    with library.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_sqlite_loses_nothing_that_was_committed(library: Library) -> None:
    assert pragma(library, "journal_mode") == "wal"
    assert pragma(library, "synchronous") == 2, "FULL"
    assert pragma(library, "foreign_keys") == 1
    assert pragma(library, "busy_timeout") == 10_000


def test_rows_without_their_tariff_are_refused(library: Library) -> None:
    with pytest.raises(IntegrityError), library.engine.begin() as connection:
        connection.execute(
            sql(
                "INSERT INTO draft (tariff_id, text, text_hash, revision, published_revision, saved_at, saved_by) "
                "VALUES (9, '', '', 1, 0, '2026-01-01', 'x')"
            )
        )


def test_the_migrations_make_what_the_program_reads(library: Library) -> None:
    with library.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Record.metadata) == []
        assert context.get_current_revision() == program_revision()


def test_postgresql_is_told_to_refuse_changes_too() -> None:
    said = io.StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said})
    with Operations.context(context):
        r0001_first.upgrade()
    for table in ("version", "audit_entry"):
        assert f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT" in said.getvalue()


def test_an_older_database_is_upgraded_and_keeps_what_it_holds(library: Library, url: str, clock: Clock) -> None:
    create_tariff(library, "shuttle", shuttle())
    again = open_library(url, clock)
    assert isinstance(again, Library)
    again.close()


def test_a_newer_database_is_refused_and_both_revisions_named(library: Library, url: str, clock: Clock) -> None:
    with library.engine.begin() as connection:
        connection.execute(sql("UPDATE alembic_version SET version_num = '0999'"))
    found = open_library(url, clock)
    assert found == DatabaseNewer("0999", program_revision())
    assert isinstance(found, DatabaseNewer)
    assert "0999" in found.message
    assert program_revision() in found.message


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "names no database"),
        ("oracle://x", "names no database"),
        ("sqlite:////dev/null/x.sqlite", "cannot be made"),
        ("sqlite:////", "cannot be used"),
    ],
)
def test_a_database_that_cannot_be_opened_is_explained(url: str, said: str, clock: Clock) -> None:
    found = open_library(url, clock)
    assert isinstance(found, DatabaseUnreachable)
    assert said in found.message


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Anna, " * 1000)
    found = open_library(f"sqlite:///{file}", clock)
    assert isinstance(found, DatabaseUnreachable)
    assert "not a database" in found.message
    assert file.read_text().startswith("Dear Anna")


def test_the_folder_is_made_on_the_way(tmp_path: Path, clock: Clock) -> None:
    opened = open_library(f"sqlite:///{tmp_path / 'a' / 'b' / 'x.sqlite'}", clock)
    assert isinstance(opened, Library)
    opened.close()


def test_where_the_database_is_says_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RATEWRIGHT_HOME", raising=False)
    monkeypatch.delenv("RATEWRIGHT_DATABASE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert home() == tmp_path / ".ratewright"
    assert database_url() == f"sqlite:///{tmp_path}/.ratewright/ratewright.sqlite"
    monkeypatch.setenv("RATEWRIGHT_HOME", "/srv/tariffs")
    assert database_url() == "sqlite:////srv/tariffs/ratewright.sqlite"
    monkeypatch.setenv("RATEWRIGHT_DATABASE", "postgresql://db/tariffs")
    assert database_url() == "postgresql://db/tariffs"


WRITER = """
import sys
from datetime import UTC, datetime
from tariff_library.actions.tariffs import create_tariff
from tariff_library.answers import Draft
from tariff_library.library import Library, open_library

library = open_library(sys.argv[1], lambda: datetime.now(UTC))
assert isinstance(library, Library), library
for number in range(10):
    made = create_tariff(library, f"t{sys.argv[2]}_{number}", "")
    assert isinstance(made, Draft), made
library.close()
"""


def test_processes_that_start_and_write_together_lose_nothing(url: str, clock: Clock) -> None:
    root = Path(__file__).parents[2]
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, url, str(number)], cwd=root) for number in range(4)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    opened = open_library(url, clock)
    assert isinstance(opened, Library)
    with opened.engine.connect() as connection:
        assert connection.execute(sql("SELECT count(*) FROM tariff")).scalar() == 40
        assert connection.execute(sql("SELECT count(*) FROM audit_entry")).scalar() == 40
        assert connection.execute(sql("SELECT version_changes FROM head")).scalar() == 40
    opened.close()


def test_a_change_that_fails_leaves_nothing_behind(library: Library) -> None:
    def fail() -> None:
        with library.changing() as trail:
            trail.record("create-tariff", "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert isinstance(create_tariff(library, "whole", ""), Draft)
    with library.engine.connect() as connection:
        assert connection.execute(sql("SELECT tariff FROM audit_entry")).scalars().all() == ["whole"]
