"""Which version prices a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from engine.requests.problems import Refused
from tariff_library.actions.drafts import save_draft
from tariff_library.actions.publishing import publish
from tariff_library.actions.quotes import Answer, Asked, NotPriced, quote, quote_list
from tariff_library.actions.tariffs import create_tariff, get_tariff
from tariff_library.actions.versions import version_at
from tariff_library.answers import (
    NoVersionYet,
    TariffSummary,
    UnknownTariff,
    UnknownVersion,
    Version,
)
from tariff_library.library import Library
from tests.tariff_library.world import NOON, Clock, ride, shuttle

JANUARY, MARCH, JUNE = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 6))
TEN = {"distance": "10 km"}


def put(library: Library, name: str, text: str, effective: datetime) -> None:
    """Publishes a text, as a correction where its moment is past."""
    known = get_tariff(library, name)
    if isinstance(known, TariffSummary):
        save_draft(library, name, text, known.draft_revision)
    else:
        create_tariff(library, name, text)
    made = publish(library, name, effective, "for the test", correction=True)
    assert isinstance(made, Version), made


def picked(library: Library, name: str, inputs: Mapping[str, object], at: datetime | None = None) -> int:
    """The number of the version that priced a request."""
    answer = quote(library, name, inputs, at)
    assert isinstance(answer, Answer), answer
    return answer.version.number


def riding(start: datetime, hours: float = 1) -> dict[str, object]:
    """The inputs of a ride."""
    return {"ride": {"from": start.isoformat(), "to": (start + timedelta(hours=hours)).isoformat()}}


@pytest.fixture
def shuttles(library: Library) -> Library:
    """Version 1 from January, 2 from June, and 3, a correction, from March."""
    put(library, "shuttle", shuttle("2.00", "32.00"), JANUARY)
    put(library, "shuttle", shuttle("3.00", "42.00"), JUNE)
    put(library, "shuttle", shuttle("4.00", "52.00"), MARCH)
    return library


@pytest.fixture
def rides(library: Library) -> Library:
    """The same three, priced at the start of the ride."""
    put(library, "ride", ride("1"), JANUARY)
    put(library, "ride", ride("2"), JUNE)
    put(library, "ride", ride("3"), MARCH)
    return library


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (JANUARY, 1),
        (MARCH - timedelta(seconds=1), 1),
        (MARCH, 3),
        (JUNE - timedelta(seconds=1), 3),
        (JUNE, 2),
        (JUNE + timedelta(days=3650), 2),
        (None, 3),
    ],
)
def test_the_version_that_began_last_applies(shuttles: Library, at: datetime | None, number: int) -> None:
    assert picked(shuttles, "shuttle", TEN, at) == number
    found = version_at(shuttles, "shuttle", at or NOON)
    assert isinstance(found, Version)
    assert found.summary.number == number


def test_now_is_the_moment_where_nothing_else_is_said(shuttles: Library, clock: Clock) -> None:
    clock.now = JUNE
    assert picked(shuttles, "shuttle", TEN) == 2


def test_before_the_first_version_the_first_moment_is_named(shuttles: Library) -> None:
    before = JANUARY - timedelta(seconds=1)
    expected = NoVersionYet("shuttle", before, JANUARY)
    assert quote(shuttles, "shuttle", TEN, before) == expected
    assert version_at(shuttles, "shuttle", before) == expected


def test_a_tariff_without_a_version_has_no_price(library: Library) -> None:
    create_tariff(library, "shuttle", shuttle())
    assert quote(library, "shuttle", TEN) == NoVersionYet("shuttle", NOON, None)
    assert version_at(library, "shuttle", NOON) == NoVersionYet("shuttle", NOON, None)


def test_an_unknown_tariff_is_answered_with_what_was_meant(shuttles: Library) -> None:
    assert quote(shuttles, "Shuttle", TEN) == UnknownTariff("Shuttle", ("shuttle",))
    assert version_at(shuttles, "nothing", NOON) == UnknownTariff("nothing", ())


def test_a_version_can_be_asked_for_by_its_number(shuttles: Library) -> None:
    answer = quote(shuttles, "shuttle", TEN, version=1)
    assert isinstance(answer, Answer)
    assert (answer.version.number, answer.quote.total) == (1, "32.00")
    assert quote(shuttles, "shuttle", TEN, version=4) == UnknownVersion("shuttle", 4, 3)


def test_the_pricing_date_of_the_tariff_picks_the_version(rides: Library) -> None:
    assert picked(rides, "ride", riding(JANUARY)) == 1
    assert picked(rides, "ride", riding(MARCH)) == 3
    assert picked(rides, "ride", riding(JUNE - timedelta(minutes=1))) == 3
    assert picked(rides, "ride", riding(JUNE)) == 2


def test_a_date_picks_the_version_in_force_when_it_begins(library: Library) -> None:
    due = "  due  date\n"
    put(library, "ride", ride("1", "due", due), JANUARY)
    put(library, "ride", ride("2", "due", due), datetime(2026, 5, 31, 22, tzinfo=UTC))  # midnight in Warsaw
    assert picked(library, "ride", {**riding(MARCH), "due": "2026-05-31"}) == 1
    assert picked(library, "ride", {**riding(MARCH), "due": "2026-06-01"}) == 2


def test_the_pricing_date_goes_before_the_moment_asked_about(rides: Library, clock: Clock) -> None:
    clock.now = JUNE
    answer = quote(rides, "ride", riding(JANUARY), at=MARCH)
    assert isinstance(answer, Answer)
    assert (answer.version.number, answer.moment) == (1, int(JANUARY.timestamp()))


def test_a_ride_before_the_first_version_has_no_price(rides: Library) -> None:
    before = JANUARY - timedelta(hours=1)
    assert quote(rides, "ride", riding(before)) == NoVersionYet("ride", before, JANUARY)


def test_a_request_is_read_by_the_version_that_prices_it(library: Library, clock: Clock) -> None:
    put(library, "ride", ride("1"), JANUARY)
    put(library, "ride", ride("2", extra="  seats  whole number from 1 up to 4\n"), JUNE)
    for clock.now in (NOON, JUNE + timedelta(days=1)):
        assert picked(library, "ride", riding(MARCH)) == 1
        assert picked(library, "ride", {**riding(JUNE), "seats": 2}) == 2
        refused = quote(library, "ride", riding(JUNE))
        assert isinstance(refused, Refused)
        assert [(one.field, one.name) for one in refused.problems] == [("seats", "missing-field")]


def test_where_two_versions_would_price_a_request_the_newer_does(library: Library, clock: Clock) -> None:
    put(library, "ride", ride("1", "start of ride"), JANUARY)
    put(library, "ride", ride("2", "end of ride"), JUNE)
    across = riding(JUNE - timedelta(hours=1), 2)
    for clock.now in (NOON, JUNE + timedelta(days=1)):
        assert picked(library, "ride", across) == 2
        assert picked(library, "ride", riding(JUNE - timedelta(hours=3), 2)) == 1


def test_where_no_version_would_the_earliest_moment_counts(library: Library, clock: Clock) -> None:
    put(library, "ride", ride("1", "end of ride"), JANUARY)
    put(library, "ride", ride("2", "start of ride"), JUNE)
    across = riding(JUNE - timedelta(hours=1), 2)
    for clock.now in (NOON, JUNE + timedelta(days=1)):
        assert picked(library, "ride", across) == 1


def test_a_pricing_date_that_may_be_missing_gives_way_to_now(library: Library, clock: Clock) -> None:
    booking = "  booked  moment may be missing\n"
    put(library, "ride", ride("1", "booked", booking), JANUARY)
    put(library, "ride", ride("2", "booked", booking), JUNE)
    for clock.now, number in ((NOON, 1), (JUNE + timedelta(days=1), 2)):
        assert picked(library, "ride", {**riding(JUNE), "booked": JUNE.isoformat()}) == 2
        assert picked(library, "ride", {**riding(JUNE), "booked": MARCH.isoformat()}) == 1
        assert picked(library, "ride", riding(JUNE)) == number


def test_a_request_without_price_names_the_version_and_the_place(library: Library) -> None:
    values = "\nvalues\n  fee = 1 PLN from 2026-03-01\n        2 PLN from 2026-06-01\n"
    put(library, "ride", ride("1", extra=values).replace("price 1 PLN", "price fee"), JANUARY)
    answer = quote(library, "ride", riding(JANUARY))
    assert isinstance(answer, NotPriced), answer
    assert answer.version.number == 1
    assert "fee" in answer.unpriced.reason
    assert answer.unpriced.origin is not None


def test_a_list_is_answered_one_by_one(shuttles: Library) -> None:
    good, bad, gone = quote_list(
        shuttles,
        [Asked("shuttle", TEN, JANUARY), Asked("shuttle", {}), Asked("gone", {})],
    )
    assert isinstance(good, Answer)
    assert good.quote.total == "32.00"
    assert isinstance(bad, Refused)
    assert gone == UnknownTariff("gone", ())


def test_an_explanation_tells_the_same_amounts(shuttles: Library) -> None:
    plain, told = quote(shuttles, "shuttle", TEN), quote(shuttles, "shuttle", TEN, explained=True)
    assert isinstance(plain, Answer)
    assert isinstance(told, Answer)
    assert told.quote == plain.quote
    assert plain.explanation is None
    assert told.explanation is not None
    assert [line.label for line in told.explanation.lines] == ["Boarding", "Distance"]
