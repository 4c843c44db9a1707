"""Brings a database to the program's revision, and refuses one that is newer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

LOCK_OF_POSTGRESQL = 7_283_946_001
"""Any number, the same in every process: two that create tables at once would fail."""


@dataclass(frozen=True, slots=True)
class DatabaseNewer:
    """The database was written by a later Ratewright."""

    found: str
    known: str

    @property
    def message(self) -> str:
        return (
            f"the database has revision {self.found}, this program knows revisions up to {self.known}: "
            "it was last used by a newer Ratewright. Start that one, or name another database."
        )


def program_revision() -> str:
    """The newest revision this program knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def upgrade(engine: Engine) -> DatabaseNewer | None:
    """Runs the missing steps in one transaction; None when the database is now at our revision."""
    config = _config()
    script = ScriptDirectory.from_config(config)
    known = program_revision()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == known:
            return None
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_OF_POSTGRESQL})
        found = MigrationContext.configure(connection).get_current_revision()
        if found == known:
            return None
        if found is not None and found not in {step.revision for step in script.walk_revisions()}:
            return DatabaseNewer(found, known)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return None


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
