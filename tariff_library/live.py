"""The versions of all tariffs as one process keeps them in memory, so that a quote asks no database.

A change counter in the database tells when to read them again. It is looked at every second by a thread where
`watch` was called (a server), else whenever more than a second has passed (a command). A process that has not
seen the counter for three seconds does not know which price is right and says so; because a version starts at
least three seconds after it was published, all processes change over at the same moment.
"""

from __future__ import annotations

import json
import logging
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Event, Lock, Thread

import sqlalchemy
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from engine.graph_json.document import from_json
from engine.moments import seconds_of
from engine.quote import Pricer
from tariff_library.answers import NotCurrent
from tariff_library.database import StoreUnavailable, reading
from tariff_library.pricing_date import WORKED_OUT, PricingDate, pricing_date
from tariff_library.records import HeadRecord, TariffRecord, VersionRecord

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_OF_TRUST = 3.0
PRICERS_KEPT = 1000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LiveVersion:
    """What picking a version and answering a quote need to know of it."""

    id: int
    tariff: str
    number: int
    effective_from: datetime
    known_at: datetime
    pricing_date: str
    """`PricingDate.written`, empty when it declares none."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A version ready to price."""

    pricer: Pricer
    pricing_date: PricingDate | None


@dataclass(frozen=True, slots=True)
class LiveTariff:
    """A tariff's versions by the moment from which they are effective, earliest first."""

    name: str
    versions: tuple[LiveVersion, ...]
    starts: tuple[int, ...]
    one_pricing_date: bool
    """All versions take the same moment from a request (or none of them any)."""

    @classmethod
    def of(cls, name: str, versions: Sequence[LiveVersion]) -> LiveTariff:
        """`versions` come in the order in which they become effective."""
        starts = tuple(seconds_of(version.effective_from) for version in versions)
        dates = {version.pricing_date for version in versions}
        alike = len(dates) == 1 and not any(date.startswith(WORKED_OUT) for date in dates)
        return cls(name, tuple(versions), starts, alike)

    def at(self, moment: int) -> LiveVersion | None:
        """The version effective at a moment (UTC seconds): the last one that has begun. None: before the first."""
        place = bisect_right(self.starts, moment)
        return self.versions[place - 1] if place else None

    def number(self, number: int) -> LiveVersion | None:
        """The version of this number."""
        return next((version for version in self.versions if version.number == number), None)


class LiveVersions:
    """See the module. Safe to use from several threads."""

    def __init__(self, engine: Engine, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._monotonic = monotonic
        self._tariffs: dict[str, LiveTariff] = {}
        self._counter: int | None = None
        self._seen = float("-inf")
        self._lock = Lock()
        self._stop = Event()
        self._watcher: Thread | None = None
        self._load = lru_cache(maxsize=PRICERS_KEPT)(self._load_version)

    def tariffs(self) -> dict[str, LiveTariff] | NotCurrent:
        """The tariffs by name, as they were in the database at most three seconds ago."""
        age = self._monotonic() - self._seen
        if age > (SECONDS_BETWEEN_LOOKS if self._watcher is None else SECONDS_OF_TRUST):
            if self._watcher is not None:
                return NotCurrent(age)
            self.refresh()
        return self._tariffs

    def refresh(self) -> None:
        """Looks at the counter now, and reads the versions again when it has moved.

        Raises `StoreUnavailable` when the database cannot be read."""
        with self._lock:
            asked = self._monotonic()
            with reading(self._engine) as session:
                counter = session.exec(select(HeadRecord.version_changes)).one()
                if counter != self._counter:
                    self._tariffs = _read(session)
                    self._counter = counter
            self._seen = asked

    def loaded(self, version: LiveVersion) -> Loaded:
        """The version's pricer; its graph is read and compiled once, a version never changes."""
        return self._load(version.id)

    def watch(self) -> None:
        """Starts the thread that looks at the counter every second."""
        self.refresh()
        if self._watcher is None:
            self._watcher = Thread(target=self._look_again_and_again, name="live-versions", daemon=True)
            self._watcher.start()

    def close(self) -> None:
        """Ends the thread."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join()

    def _look_again_and_again(self) -> None:
        while not self._stop.wait(SECONDS_BETWEEN_LOOKS):
            try:
                self.refresh()
            except StoreUnavailable:
                log.exception("the database cannot be read; quotes are refused until it can")

    def _load_version(self, version_id: int) -> Loaded:
        with reading(self._engine) as session:
            text = session.exec(select(VersionRecord.graph).where(VersionRecord.id == version_id)).one()
        graph = from_json(json.loads(text))
        return Loaded(Pricer(graph), pricing_date(graph))


def _read(session: Session) -> dict[str, LiveTariff]:
    """All tariffs with their versions; the texts and graphs stay in the database."""
    wanted = (
        sqlalchemy.select(
            col(TariffRecord.name),
            col(VersionRecord.id),
            col(VersionRecord.number),
            col(VersionRecord.effective_from),
            col(VersionRecord.known_at),
            col(VersionRecord.pricing_date),
        )
        .select_from(TariffRecord)
        .join(VersionRecord, isouter=True)
        .order_by(col(TariffRecord.name), col(VersionRecord.effective_from))
    )
    found: dict[str, list[LiveVersion]] = {}
    for name, version_id, number, effective_from, known_at, written in session.connection().execute(wanted):
        versions = found.setdefault(name, [])
        if version_id is not None:
            versions.append(LiveVersion(version_id, name, number, effective_from, known_at, written))
    return {name: LiveTariff.of(name, versions) for name, versions in found.items()}
