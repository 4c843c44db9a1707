"""Shares of months: worked out by hand, against the oracle, and by the laws that they keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar_blocks import PARTS, begins, covering, first_of, month_of, scale_of
from engine.calendar_nodes import Convention, Coverage, MonthEnd, Months
from engine.oracle.blocks import coverage

ZONES = ("UTC", "Europe/Warsaw", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe")
ODD = (1225594800, 1325246400, 1583000000, 1774749600, 1792890000)
"""Midnight came twice in St John's, a day was left out in Apia, a leap day, clocks that change."""

blocks = st.sampled_from((0, 1, 3, 12))
conventions = st.sampled_from(("days", "thirty", "seconds"))
month_ends = st.sampled_from(("last", "next", "refuse"))
moments = st.builds(
    lambda base, size, sign: base + sign * size,
    st.sampled_from(ODD),
    st.one_of(st.integers(0, 90000), st.integers(0, 86400 * 800), st.integers(0, 400).map(lambda n: 1800 * n)),
    st.sampled_from((-1, 1)),
)
days = st.dates(date(2019, 1, 1), date(2029, 12, 31))


def moment(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def share(first: str, last: str, months: Months, by: Convention, origin: int | date | None = None) -> Fraction:
    """Of two days with the last one, in months (or days)."""
    return covered(date.fromisoformat(first), date.fromisoformat(last), months, by, origin)


def covered(
    first: date, last: date, months: Months, by: Convention, origin: int | date | None = None, how: MonthEnd = "last"
) -> Fraction:
    from_date = isinstance(origin, date)
    kind = covering(months, by, how, from_date, "UTC")
    start, end = (int(datetime(d.year, d.month, d.day, tzinfo=UTC).timestamp()) for d in (first, last))
    found = kind(start, end + 86400, origin.toordinal() if isinstance(origin, date) else origin)
    assert found is not None
    return Fraction(*found) * (Fraction(months or 1) if by == "seconds" else scale_of(months, by))


@pytest.mark.parametrize(
    ("first", "last", "months", "by", "origin", "expected"),
    [
        ("2023-01-08", "2023-01-31", 1, "days", None, "24/31"),
        ("2023-01-08", "2023-02-25", 1, "days", None, "1447/868"),  # 24/31 + 25/28
        ("2024-02-01", "2024-02-29", 12, "days", None, "348/366"),  # 12 * 29/366
        ("2021-09-16", "2021-09-24", 1, "days", 25, "9/31"),  # 25 August to 25 September
        ("2021-09-25", "2021-10-16", 1, "days", date(2021, 10, 17), "22/30"),
        ("2023-05-20", "2023-06-20", 3, "days", date(2023, 4, 15), "96/91"),  # 3 * 32/91
        ("2026-01-31", "2026-02-27", 1, "days", 31, "1"),  # the month that begins on 31 January ends on 28 February
        ("2026-02-28", "2026-03-30", 1, "days", 31, "1"),
        ("2026-01-01", "2026-01-31", 1, "thirty", None, "1"),
        ("2026-01-01", "2026-01-30", 1, "thirty", None, "1"),
        ("2026-01-31", "2026-01-31", 1, "thirty", None, "0"),
        ("2026-02-01", "2026-02-28", 1, "thirty", None, "1"),
        ("2026-02-01", "2026-02-27", 1, "thirty", None, "27/30"),
        ("2024-02-29", "2024-02-29", 0, "thirty", None, "2"),
        ("2026-01-16", "2026-03-15", 12, "thirty", None, "2"),
        ("2026-03-01", "2026-03-10", 1, "seconds", None, "10/31"),
        ("2026-03-02", "2026-03-04", 0, "days", None, "3"),
    ],
)
def test_shares_worked_out_by_hand(
    first: str, last: str, months: Months, by: Convention, origin: int | date | None, expected: str
) -> None:
    assert share(first, last, months, by, origin) == Fraction(expected)


def test_seconds_of_a_month_with_a_changed_clock() -> None:
    """March 2026 has 743 hours in Warsaw, of which 167 lie after the 24th: seven days but one hour."""
    kind = covering(1, "seconds", "last", False, "Europe/Warsaw")
    start, end = moment("2026-03-25", "Europe/Warsaw"), moment("2026-04-01", "Europe/Warsaw")
    assert kind(start, end, None) == (167 * 3600, 743 * 3600)


def test_a_day_that_is_touched_counts_whole() -> None:
    kind = covering(0, "days", "last", False, "Europe/Warsaw")
    start, end = moment("2026-03-02T23:59:59", "Europe/Warsaw"), moment("2026-03-03T00:00:01", "Europe/Warsaw")
    assert kind(start, end, None) == (2, 1)
    assert kind(start, end - 1, None) == (1, 1)
    assert kind(start, start, None) == (0, 1)


@pytest.mark.parametrize(
    ("how", "expected"), [("last", "2026-02-28"), ("next", "2026-03-01"), ("refuse", None)], ids=lambda one: str(one)
)
def test_a_month_that_lacks_the_day(how: MonthEnd, expected: str | None) -> None:
    found = begins(2026 * 12 + 1, 30, how)
    assert (found and date.fromordinal(found).isoformat()) == expected
    kind = covering(1, "days", how, False, "UTC")
    assert (kind(moment("2026-02-03"), moment("2026-02-04"), 30) is None) == (how == "refuse")
    assert kind(moment("2026-04-03"), moment("2026-04-04"), 30) is not None


@pytest.mark.parametrize("origin", [0, 32, -1])
def test_a_number_that_is_no_day_of_a_month_has_no_share(origin: int) -> None:
    assert covering(1, "days", "last", False, "UTC")(0, 86400, origin) is None


def test_every_length_of_a_block_divides_its_parts() -> None:
    lengths: dict[Months, set[int]] = {1: set(), 3: set(), 12: set()}
    hows: tuple[MonthEnd, ...] = ("last", "next")
    for months, found in lengths.items():
        for month in range(1999 * 12, 2005 * 12):
            for day in range(1, 32):
                for how in hows:
                    start, end = begins(month, day, how), begins(month + months, day, how)
                    assert start is not None and end is not None
                    found.add(end - start)
    assert lengths == {1: {28, 29, 30, 31}, 3: {89, 90, 91, 92}, 12: {365, 366}}
    assert all(PARTS[months] % length == 0 for months, found in lengths.items() for length in found)


def test_months_of_days() -> None:
    for ordinal in (*range(date(1899, 12, 1).toordinal(), date(1904, 4, 1).toordinal()), 1, date.max.toordinal()):
        on = date.fromordinal(ordinal)
        month, place = month_of(ordinal)
        assert (month, place, first_of(month)) == (
            on.year * 12 + on.month - 1,
            on.day,
            on.replace(day=1).toordinal(),
        )


@given(days, st.integers(0, 400), st.integers(1, 400), blocks, conventions, st.one_of(st.none(), st.integers(1, 31)))
def test_parts_of_a_period_add_up(
    first: date, before: int, after: int, months: Months, by: Convention, origin: int | None
) -> None:
    middle = first + timedelta(days=before)
    last = middle + timedelta(days=after)
    one, two = covered(first, middle, months, by, origin), covered(middle + timedelta(days=1), last, months, by, origin)
    assert one + two == covered(first, last, months, by, origin)


@given(moments, st.one_of(st.integers(0, 90000), st.integers(0, 86400 * 1500)), blocks, conventions, month_ends,
       st.sampled_from(ZONES), st.one_of(st.none(), st.integers(0, 32), days))  # fmt: skip
def test_the_same_as_the_oracle(
    start: int,
    lasting: int,
    months: Months,
    by: Convention,
    how: MonthEnd,
    zone: str,
    origin: int | date | None,
) -> None:
    from_date, number = isinstance(origin, date), origin.toordinal() if isinstance(origin, date) else origin
    found = covering(months, by, how, from_date, zone)(start, start + lasting, number)
    size = Fraction(months or 1)

    def told(part: str) -> Fraction | None:
        node = Coverage(0, 0, months, by, part, None if origin is None else 0, how)  # type: ignore[arg-type]
        return coverage(node, zone, start, start + lasting, number, from_date)

    if found is None:
        assert told("whole") is None
    elif by == "seconds":
        assert [found[0] * size, found[1]] == [told("numerator"), told("denominator")]
    else:
        assert [found[0] * scale_of(months, by), found[1]] == [told("whole"), 1]
