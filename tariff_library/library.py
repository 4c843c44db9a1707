"""The open library: what every action works on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from tariff_library.audit import Trail, take_trail
from tariff_library.database import StoreUnavailable, connect, writing
from tariff_library.live import SECONDS_OF_TRUST, LiveVersions
from tariff_library.upgrade import DatabaseNewer, upgrade

log = logging.getLogger(__name__)

LOCAL_AUTHOR = "local"
"""Until people have names, everything is done by the one who sits at the machine."""


@dataclass(frozen=True, slots=True)
class DatabaseUnreachable:
    """The database cannot be opened; `message` says why and what to do."""

    message: str


@dataclass(frozen=True, slots=True)
class Library:
    """A database with tariffs, the clock by which moments are judged, and who acts."""

    engine: Engine
    clock: Callable[[], datetime]
    live: LiveVersions
    author: str = LOCAL_AUTHOR
    lead: timedelta = timedelta(seconds=SECONDS_OF_TRUST)
    """The soonest a version starts after it was published, so that no process prices by an older one then."""

    @contextmanager
    def changing(self) -> Iterator[Trail]:
        """One transaction that writes, with its audit trail; afterwards this process knows the new versions."""
        with writing(self.engine) as session:
            trail = take_trail(session, self.author, self.clock())
            before = trail.head.version_changes
            yield trail
            changed = trail.head.version_changes != before
        if changed:
            try:
                self.live.refresh()
            except StoreUnavailable:  # it is done all the same; what was published is found at the next look
                log.exception("the database was lost after a change")

    def close(self) -> None:
        """Ends what runs in the background and gives the connections back."""
        self.live.close()
        self.engine.dispose()


def open_library(url: str, clock: Callable[[], datetime]) -> Library | DatabaseNewer | DatabaseUnreachable:
    """Opens the database at `url`, made or upgraded where needed."""
    try:
        engine = connect(url)
    except (ArgumentError, ImportError) as problem:
        return DatabaseUnreachable(f"`{url}` names no database that can be used here: {problem}")
    except OSError as problem:
        return DatabaseUnreachable(f"the folder of the database cannot be made: {problem}")
    try:
        newer = upgrade(engine)
    except SQLAlchemyError as problem:
        engine.dispose()
        reason = getattr(problem, "orig", None) or problem
        return DatabaseUnreachable(f"the database at `{engine.url.render_as_string()}` cannot be used: {reason}")
    if newer is not None:
        engine.dispose()
        return newer
    return Library(engine, clock, LiveVersions(engine))
