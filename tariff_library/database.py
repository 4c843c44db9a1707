"""The connection to the database: where it is, how it is opened, how one reads and writes.

Transactions that write begin by taking the lock (SQLite: BEGIN IMMEDIATE; elsewhere: the row of `head`, see
`tariff_library.audit`), so that what they read holds until they commit.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

HOME = "RATEWRIGHT_HOME"
DATABASE = "RATEWRIGHT_DATABASE"
SECONDS_TO_WAIT_FOR_A_LOCK = 10


def home() -> Path:
    """The folder an installation writes to: `RATEWRIGHT_HOME`, else `.ratewright` in the working directory."""
    return Path(os.environ.get(HOME) or ".ratewright").absolute()


def database_url() -> str:
    """`RATEWRIGHT_DATABASE`, a database URL of SQLAlchemy, else the SQLite file in `home()`."""
    return os.environ.get(DATABASE) or f"sqlite:///{home() / 'ratewright.sqlite'}"


def connect(url: str) -> Engine:
    """An engine on `url`; the folder of an SQLite file is made when it is missing.

    Raises `sqlalchemy.exc.ArgumentError` when the URL cannot be read, `OSError` when the folder cannot be made."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return create_engine(place, pool_pre_ping=True)
    if place.database and place.database != ":memory:":
        Path(place.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(place, connect_args={"timeout": SECONDS_TO_WAIT_FOR_A_LOCK})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own, `_begin_sqlite` does
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA busy_timeout={SECONDS_TO_WAIT_FOR_A_LOCK * 1000}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class StoreUnavailable(Exception):  # noqa: N818 - it says what is the case, and may be over in a moment
    """The database does not answer, or is locked for longer than we wait."""


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the database. Raises `StoreUnavailable`."""
    with _answering(), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction: commits at the end, rolls back when anything is raised. Raises `StoreUnavailable`."""
    with _answering(), Session(engine.execution_options(writes=True)) as session, session.begin():
        yield session


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except OperationalError as problem:
        raise StoreUnavailable(str(problem.orig or problem)) from problem
