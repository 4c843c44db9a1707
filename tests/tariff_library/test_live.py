"""What a process knows of the versions, and for how long it trusts it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import event

from tariff_library.actions.publishing import publish
from tariff_library.actions.quotes import Answer, quote
from tariff_library.actions.tariffs import create_tariff
from tariff_library.answers import NotCurrent, NoVersionYet, Version
from tariff_library.database import StoreUnavailable
from tariff_library.library import Library, open_library
from tariff_library.live import LiveVersions
from tests.tariff_library.world import Clock, shuttle

TEN = {"distance": "10 km"}


@pytest.fixture
def other(url: str, clock: Clock, library: Library) -> Iterator[Library]:
    """Another process on the same database."""
    opened = open_library(url, clock)
    assert isinstance(opened, Library)
    yield opened
    opened.close()


def publish_shuttle(library: Library, clock: Clock) -> None:
    create_tariff(library, "shuttle", shuttle())
    assert isinstance(publish(library, "shuttle"), Version)
    clock.forward(seconds=3)


def test_a_quote_asks_no_database(library: Library, clock: Clock) -> None:
    publish_shuttle(library, clock)
    library.live.watch()
    assert isinstance(quote(library, "shuttle", TEN), Answer)
    asked: list[str] = []
    event.listen(library.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    for _ in range(100):
        assert isinstance(quote(library, "shuttle", TEN), Answer)
    assert [one for one in asked if "head" not in one] == []
    assert len(asked) <= 1, "the watcher may have looked once"


def test_another_process_learns_of_a_version_within_a_second(library: Library, other: Library, clock: Clock) -> None:
    other.live.watch()
    publish_shuttle(library, clock)
    for _ in range(30):
        if isinstance(quote(other, "shuttle", TEN), Answer):
            return
        time.sleep(0.1)
    pytest.fail("the other process does not know the version after three seconds")


def test_without_a_watcher_the_counter_is_looked_at_when_a_second_has_passed(library: Library, clock: Clock) -> None:
    now = [0.0]
    live = LiveVersions(library.engine, lambda: now[0])
    assert live.tariffs() == {}
    publish_shuttle(library, clock)
    now[0] = 1.0
    assert live.tariffs() == {}
    now[0] = 1.1
    known = live.tariffs()
    assert isinstance(known, dict)
    assert list(known) == ["shuttle"]


def test_a_watching_process_that_lost_the_database_says_so(library: Library) -> None:
    now = [0.0]
    live = LiveVersions(library.engine, lambda: now[0])
    live.watch()
    try:
        now[0] = 2.9
        assert live.tariffs() == {}
        now[0] = 1e9
        assert isinstance(live.tariffs(), NotCurrent)
        live.refresh()
        assert live.tariffs() == {}
    finally:
        live.close()


def test_a_database_that_does_not_answer_is_no_answer(library: Library) -> None:
    with library.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE head RENAME TO gone")
    with pytest.raises(StoreUnavailable, match="head"):
        library.live.refresh()


def test_a_version_is_effective_from_its_second_on(library: Library, clock: Clock) -> None:
    create_tariff(library, "shuttle", shuttle())
    made = publish(library, "shuttle")
    assert isinstance(made, Version)
    clock.forward(seconds=2.999)
    assert isinstance(quote(library, "shuttle", TEN), NoVersionYet)
    clock.forward(seconds=0.001)
    assert isinstance(quote(library, "shuttle", TEN), Answer)
