"""Moments, dates and periods of a request, around the changes of the clock."""

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.declarations import MOMENT, Declared
from engine.requests.reader import Refused
from tests.engine.inputs import BOOKED, BORN, RIDE, SLOT, STAY
from tests.engine.reading import period, problem, read


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-03-02T08:10:00+01:00", 1772435400),
        ("2026-03-02T07:10:00Z", 1772435400),
        ("2026-03-02t07:10:00z", 1772435400),
        ("2026-03-02T07:10:00-00:00", 1772435400),
        ("2026-03-02 08:10:00+01:00", 1772435400),
        ("2026-03-02T08:10:00", 1772435400),
        ("2026-03-02T08:10", 1772435400),
        ("2026-03-02T07:10:00.000Z", 1772435400),
        ("2026-07-01T12:00:00", 1782900000),  # +02:00 in summer
        ("2026-03-29T01:59:59", 1774745999),  # the second before the missing hour
        ("2026-03-29T03:00:00", 1774746000),  # the second after it
        ("2026-10-25T02:30:00+02:00", 1792888200),
        ("2026-10-25T02:30:00+01:00", 1792891800),
        ("1900-01-01T00:00:00Z", -2208988800),
    ],
)
def test_a_moment_is_read(text: str, seconds: int) -> None:
    assert read(BOOKED, text) == (seconds,)


@pytest.mark.parametrize(
    ("text", "name", "help"),
    [
        ("2026-03-02", "moment-form", None),
        ("02.03.2026 08:10", "moment-form", None),
        ("20260302T081000Z", "moment-form", None),
        ("2026-W10-1T08:10:00Z", "moment-form", None),
        ("2026-03-02T08:10:00+01:00\n", "moment-form", None),
        ("2026-03-02T08:10:00+0100", "moment-form", None),
        ("2026-02-29T08:10:00Z", "no-such-moment", None),
        ("2026-03-02T24:00:00Z", "no-such-moment", None),
        ("2026-03-02T08:10:60Z", "no-such-moment", None),
        ("2026-03-02T08:10:00+24:00", "no-such-moment", None),
        ("2026-03-02T08:10:00.5Z", "finer-than-step", "write `2026-03-02T08:10:00Z`"),
        ("2026-03-29T02:00:00", "missing-hour", "clocks go on at `2026-03-29T03:00:00+02:00`"),
        ("2026-03-29T02:59:59", "missing-hour", "clocks go on at `2026-03-29T03:00:00+02:00`"),
        ("2026-10-25T02:00:00", "doubled-hour",
         "write `2026-10-25T02:00:00+02:00` or `2026-10-25T02:00:00+01:00`"),
        ("2026-10-25T02:59:59", "doubled-hour",
         "write `2026-10-25T02:59:59+02:00` or `2026-10-25T02:59:59+01:00`"),
        ("1899-12-31T23:59:59Z", "outside-calendar", None),
        ("2200-01-01T00:00:00Z", "outside-calendar", None),
        ("0001-01-01T00:00:00", "outside-calendar", None),
        ("9999-12-31T23:59:59", "outside-calendar", None),
    ],
)  # fmt: skip
def test_a_bad_moment_is_named(text: str, name: str, help: str | None) -> None:
    found = problem(BOOKED, text)
    assert (found.field, found.name, found.help) == ("booked", name, help)


def test_a_moment_keeps_its_bounds() -> None:
    bounded = Declared("at", "moment", MOMENT, lower=Fraction(1772435400), upper=Fraction(1772439000), upper_in=False)
    assert read(bounded, "2026-03-02T08:10:00+01:00") == (1772435400,)
    assert problem(bounded, "2026-03-02T09:10:00+01:00").expected == (
        "from 2026-03-02T08:10:00+01:00, before 2026-03-02T09:10:00+01:00"
    )


def test_a_date_is_read() -> None:
    assert read(BORN, "1950-01-01") == (711_858,)
    assert read(BORN, "2024-02-29") == (738_945,)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1.1.1990", "date-form"),
        ("19900101", "date-form"),
        ("1990-1-1", "date-form"),
        ("1990-01-01T00:00:00Z", "date-form"),
        ("2023-02-29", "no-such-date"),
        ("1990-13-01", "no-such-date"),
        ("1949-12-31", "out-of-bounds"),
        ("2026-03-02", "out-of-bounds"),
        ("1899-12-31", "outside-calendar"),
    ],
)
def test_a_bad_date_is_named(text: str, name: str) -> None:
    assert problem(BORN, text).name == name


def test_a_period_is_read_up_to_its_longest() -> None:
    # thirty calendar days over the change to summer time are one hour shorter
    assert read(RIDE, period("2026-03-02T08:10:00+01:00", "2026-04-01T08:10:00+02:00")) == (1772435400, 1775023800)
    found = problem(RIDE, period("2026-03-02T08:10:00+01:00", "2026-04-01T08:10:01+02:00"))
    assert (found.field, found.name, found.expected) == ("ride", "period-too-long", "up to 30 days")
    assert found.help == "from this beginning it may last to 2026-04-01T08:10:00+02:00"


@pytest.mark.parametrize(
    ("start", "last", "beyond"),
    [
        ("2026-01-31T12:00:00", "2026-02-28T12:00:00", "2026-02-28T12:00:01"),
        ("2026-02-28T12:00:00", "2026-03-28T12:00:00", "2026-03-28T12:00:01"),
        ("2026-02-28T02:30:00", "2026-03-28T02:30:00", "2026-03-28T02:30:01"),
        ("2026-12-31T23:59:59", "2027-01-31T23:59:59", "2027-02-01T00:00:00"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(start: str, last: str, beyond: str) -> None:
    assert not isinstance(read(STAY, period(start, last)), Refused)
    assert problem(STAY, period(start, beyond)).name == "period-too-long"


def test_a_bound_in_the_missing_hour_is_the_change_itself() -> None:
    day = replace(RIDE, days=1)
    start = "2026-03-28T02:30:00"
    assert not isinstance(read(day, period(start, "2026-03-29T03:00:00")), Refused)
    assert problem(day, period(start, "2026-03-29T03:00:01")).name == "period-too-long"


def test_a_day_that_clocks_skip() -> None:
    """Samoa went from 29 December 2011 to the 31st."""
    day = replace(RIDE, days=1)
    start = "2011-12-29T12:00:00"
    assert not isinstance(read(day, period(start, "2011-12-31T00:00:00"), "Pacific/Apia"), Refused)
    assert problem(day, period(start, "2011-12-31T00:00:01"), "Pacific/Apia").name == "period-too-long"


def test_elapsed_bounds_count_seconds() -> None:
    assert not isinstance(read(SLOT, period("2026-03-29T01:00:00", "2026-03-29T04:00:00")), Refused)
    found = problem(SLOT, period("2026-03-29T01:00:00", "2026-03-29T04:00:01"))
    assert (found.name, found.expected) == ("period-too-long", "up to 2 h")


@pytest.mark.parametrize(
    ("value", "field", "name"),
    [
        (period("2026-03-02T09:00:00Z", "2026-03-02T08:00:00Z"), "ride", "reversed-period"),
        (period("2026-03-02T09:00:00Z", "2026-03-02T10:00:00+01:00"), "ride", "empty-period"),
        ({"from": "2026-03-02T09:00:00Z"}, "ride.to", "open-period"),
        ({"from": "2026-03-02T09:00:00Z", "to": None}, "ride.to", "open-period"),
        ({"to": "2026-03-02T09:00:00Z"}, "ride.from", "missing-field"),
        ({"from": 1772435400, "to": "2026-03-02T09:00:00Z"}, "ride.from", "number-as-text"),
        (period("2026-03-29T02:30:00", "2026-03-30T00:00:00"), "ride.from", "missing-hour"),
        (period("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z") | {"until": ""}, "ride.until", "unknown-field"),
        ("2026-03-02/2026-03-03", "ride", "wrong-type"),
    ],
)
def test_a_bad_period_is_named(value: object, field: str, name: str) -> None:
    found = problem(RIDE, value)
    assert (found.field, found.name) == (field, name)
