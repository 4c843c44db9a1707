"""Windows and local dates against values worked out by hand, and against the oracle."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Literal

import pytest

from engine.calendars import block_calendar, calendar, clock
from engine.declarations import Blocks, Combined, Stretch, WindowRule
from engine.oracle.windows import block_of, block_start, inside, local_date, overlap
from tests.engine.random_graphs import CHANGES, days, moments
from tests.engine.random_windows import random_rule

WARSAW, NEW_YORK, SINGAPORE = "Europe/Warsaw", "America/New_York", "Asia/Singapore"
LORD_HOWE, ST_JOHNS = "Australia/Lord_Howe", "America/St_Johns"
HOUR, DAY = 3600, 86400
NIGHT = Stretch(22 * 60, 30 * 60)
SUNDAYS = Stretch(0, 1440, (6,))


def utc(text: str) -> int:
    """UTC seconds of a moment written without an offset."""
    since = datetime.fromisoformat(text).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(seconds=1)


def between(start: int, end: int, weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)) -> Stretch:
    """From hour to hour of local time, in hundredths: 230 is half past two."""
    return Stretch(start // 100 * 60 + start % 100, end // 100 * 60 + end % 100, weekdays)


@pytest.mark.parametrize(
    ("rule", "zone", "start", "end", "hours"),
    [
        # the night of a change of clocks, and an ordinary one
        (NIGHT, WARSAW, "2026-03-28T12:00", "2026-03-29T12:00", 7),
        (NIGHT, WARSAW, "2026-10-24T12:00", "2026-10-25T12:00", 9),
        (NIGHT, WARSAW, "2026-06-10T12:00", "2026-06-11T12:00", 8),
        # the hour from 2 to 3 is missing, an edge in it is the change
        (between(200, 300), WARSAW, "2026-03-28T12:00", "2026-03-29T12:00", 0),
        (between(230, 330), WARSAW, "2026-03-28T12:00", "2026-03-29T12:00", "1/2"),
        (between(100, 230), WARSAW, "2026-03-28T12:00", "2026-03-29T12:00", 1),
        # the hour from 2 to 3 comes twice, an edge in it is its first time
        (between(200, 300), WARSAW, "2026-10-24T12:00", "2026-10-25T12:00", 2),
        (between(230, 330), WARSAW, "2026-10-24T12:00", "2026-10-25T12:00", 2),
        (between(0, 230), WARSAW, "2026-10-24T12:00", "2026-10-25T12:00", "5/2"),
        (SUNDAYS, NEW_YORK, "2026-03-07T00:00", "2026-03-10T00:00", 23),
        (SUNDAYS, NEW_YORK, "2026-10-31T00:00", "2026-11-03T00:00", 25),
        (between(800, 2000, (0, 1, 2, 3, 4)), SINGAPORE, "2026-03-01T00:00", "2026-03-08T00:00", 60),
        # half an hour
        (between(100, 200), LORD_HOWE, "2026-04-04T03:00", "2026-04-05T03:00", "3/2"),
        (between(200, 300), LORD_HOWE, "2026-10-03T03:00", "2026-10-04T03:00", "1/2"),
        # one minute after the first midnight the clock goes back to 23:01
        (Stretch(0, 60), ST_JOHNS, "2008-11-01T12:00", "2008-11-02T12:00", 2),
        # part of a stretch, and none of it
        (NIGHT, SINGAPORE, "2026-03-02T13:00", "2026-03-02T15:00", 1),
        (NIGHT, SINGAPORE, "2026-03-02T14:30", "2026-03-02T15:00", "1/2"),
        (NIGHT, SINGAPORE, "2026-03-02T10:00", "2026-03-02T14:00", 0),
        (NIGHT, SINGAPORE, "2026-03-02T15:00", "2026-03-02T15:00", 0),
        (NIGHT, SINGAPORE, "2026-03-02T15:30", "2026-03-02T15:00", 0),
        # Friday 12:00 to Monday 07:00, and stretches that run into each other
        (Stretch(720, 4740, (4,)), SINGAPORE, "2026-03-02T00:00", "2026-03-16T00:00", 2 * 67),
        (Stretch(0, 3000), SINGAPORE, "2026-03-02T00:00", "2026-03-04T00:00", 48),
        # years far apart
        (NIGHT, SINGAPORE, "2000-01-01T00:00", "2030-01-01T00:00", 8 * 10958),
        (NIGHT, SINGAPORE, "1950-01-01T16:00", "1950-01-02T16:00", 8),
    ],
)
def test_hours_in_a_window(rule: WindowRule, zone: str, start: str, end: str, hours: int | str) -> None:
    seconds = HOUR * hours if isinstance(hours, int) else HOUR * int(hours[0]) // 2
    assert calendar(rule, zone).overlap(utc(start), utc(end)) == seconds
    if utc(start) < utc(end) < utc(start) + 30 * DAY:
        assert overlap(rule, zone, utc(start), utc(end)) == seconds


MAY = Stretch(0, 1440, season=((5, 1), (5, 31)))
WINTER = Stretch(0, 1440, season=((12, 24), (1, 6)))
LEAP_DAY = Stretch(0, 1440, season=((2, 29), (2, 29)))
FOUR_DAYS = Stretch(0, 1440, dates=(date(2026, 3, 2).toordinal(), date(2026, 3, 5).toordinal()))


@pytest.mark.parametrize(
    ("rule", "zone", "start", "end", "days_inside"),
    [
        (MAY, SINGAPORE, "2026-01-01T00:00", "2027-01-01T00:00", 31),
        (WINTER, SINGAPORE, "2026-07-01T00:00", "2027-07-01T00:00", 14),
        (LEAP_DAY, SINGAPORE, "2023-07-01T00:00", "2029-07-01T00:00", 2),
        (FOUR_DAYS, SINGAPORE, "2026-01-01T00:00", "2027-01-01T00:00", 4),
        # 1 and 3 May; the days of a calendar and those that are added and left out
        (Stretch(0, 1440, holidays="PL"), WARSAW, "2026-04-29T22:00", "2026-05-09T22:00", 2),
        (
            Stretch(
                0, 1440, holidays="PL", plus=(date(2026, 5, 2).toordinal(),), minus=(date(2026, 5, 3).toordinal(),)
            ),
            WARSAW,
            "2026-04-29T22:00",
            "2026-05-02T22:00",
            2,
        ),
        # Corpus Christi is one in Bavaria and none in Berlin
        (Stretch(0, 1440, holidays="DE-BY"), "Europe/Berlin", "2026-06-02T22:00", "2026-06-07T22:00", 1),
        (Stretch(0, 1440, holidays="DE-BE"), "Europe/Berlin", "2026-06-02T22:00", "2026-06-07T22:00", 0),
        # Labour Day fell on a Friday
        (Stretch(0, 1440, (4,), holidays="PL"), WARSAW, "2026-04-29T22:00", "2026-05-09T22:00", 1),
        (Combined("or", (MAY, WINTER, MAY)), SINGAPORE, "2026-01-31T00:00", "2027-01-31T00:00", 31 + 14),
        (Combined("and", (MAY, SUNDAYS)), SINGAPORE, "2026-01-01T00:00", "2027-01-01T00:00", 5),
        (Combined("not", (MAY,)), SINGAPORE, "2026-01-01T00:00", "2027-01-01T00:00", 365 - 31),
        (Combined("and", (MAY, Combined("not", (SUNDAYS,)))), SINGAPORE, "2026-01-01T00:00", "2027-01-01T00:00", 26),
    ],
)
def test_days_in_a_window(rule: WindowRule, zone: str, start: str, end: str, days_inside: int) -> None:
    assert calendar(rule, zone).overlap(utc(start), utc(end)) == DAY * days_inside


@pytest.mark.parametrize(
    ("rule", "zone", "moment", "expected"),
    [
        (NIGHT, SINGAPORE, "2026-03-02T13:59:59", False),
        (NIGHT, SINGAPORE, "2026-03-02T14:00:00", True),
        (NIGHT, SINGAPORE, "2026-03-02T21:59:59", True),
        (NIGHT, SINGAPORE, "2026-03-02T22:00:00", False),
        # the days of a line are those on which its stretches begin
        (Stretch(22 * 60, 30 * 60, (4,)), SINGAPORE, "2026-03-06T21:00", True),
        (Stretch(22 * 60, 30 * 60, (4,)), SINGAPORE, "2026-03-07T21:00", False),
        # 02:15 comes twice: before the first 02:30, and after it
        (between(0, 230), WARSAW, "2026-10-25T00:15", True),
        (between(0, 230), WARSAW, "2026-10-25T01:15", False),
        (between(230, 400), WARSAW, "2026-10-25T01:15", True),
        (between(230, 400), WARSAW, "2026-03-29T00:59:59", False),
        (between(230, 400), WARSAW, "2026-03-29T01:00", True),
    ],
)
def test_a_moment_in_a_window(rule: WindowRule, zone: str, moment: str, expected: bool) -> None:
    assert calendar(rule, zone).inside(utc(moment)) is expected
    assert inside(rule, zone, utc(moment)) is expected


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        (WARSAW, "2026-03-28T22:59:59", "2026-03-28"),
        (WARSAW, "2026-03-28T23:00:00", "2026-03-29"),
        (WARSAW, "2026-03-29T21:59:59", "2026-03-29"),
        (WARSAW, "2026-03-29T22:00:00", "2026-03-30"),
        (NEW_YORK, "2026-01-01T04:59:59", "2025-12-31"),
        (NEW_YORK, "1969-12-31T05:00:00", "1969-12-31"),
        (SINGAPORE, "2026-02-28T16:00:00", "2026-03-01"),
        (LORD_HOWE, "2026-04-05T13:29:59", "2026-04-05"),
        (LORD_HOWE, "2026-04-05T13:30:00", "2026-04-06"),
        (ST_JOHNS, "2008-11-02T02:29:59", "2008-11-01"),
        (ST_JOHNS, "2008-11-02T02:30:00", "2008-11-02"),
        (ST_JOHNS, "2008-11-02T02:31:00", "2008-11-01"),
        (ST_JOHNS, "2008-11-02T03:30:00", "2008-11-02"),
    ],
)
def test_the_local_date_of_a_moment(zone: str, moment: str, expected: str) -> None:
    assert clock(zone).date_of(utc(moment)) == date.fromisoformat(expected).toordinal()
    assert local_date(zone, utc(moment)) == date.fromisoformat(expected).toordinal()


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        (WARSAW, "2026-03-29", "2026-03-28T23:00"),
        (WARSAW, "2026-10-26", "2026-10-25T23:00"),
        (SINGAPORE, "2026-01-01", "2025-12-31T16:00"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00"),  # a day that began at 01:00
        (ST_JOHNS, "2008-11-02", None),
    ],
)
def test_the_instant_at_which_a_day_begins(zone: str, day: str, expected: str | None) -> None:
    assert clock(zone).midnight(date.fromisoformat(day).toordinal()) == (None if expected is None else utc(expected))


@pytest.mark.parametrize("zone", [*CHANGES, "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia", "Asia/Tehran"])
def test_calendars_agree_with_the_oracle(zone: str) -> None:
    random = Random(zone)
    known = [moment for day in days(zone if zone in CHANGES else WARSAW) for moment in moments(day)]
    for _ in range(60):
        rule = random_rule(random, 2)
        look_up = calendar(rule, zone)
        start = random.choice([random.choice(known), random.randrange(utc("2005-01-01"), utc("2030-01-01"))])
        end = start + random.choice([1, 60, HOUR, DAY, random.randrange(9 * DAY)])
        middle = random.randrange(start, end)
        assert look_up.overlap(start, end) == overlap(rule, zone, start, end)
        assert look_up.overlap(start, end) == look_up.overlap(start, middle) + look_up.overlap(middle, end)
        assert look_up.inside(start) == inside(rule, zone, start)
        assert clock(zone).date_of(start) == local_date(zone, start)


@pytest.mark.parametrize(
    ("blocks", "zone", "moment", "start", "end"),
    [
        (Blocks("day"), WARSAW, "2026-03-29T10:00", "2026-03-28T23:00", "2026-03-29T22:00"),
        (Blocks("day"), WARSAW, "2026-10-25T10:00", "2026-10-24T22:00", "2026-10-25T23:00"),
        # a day that begins in the missing hour begins with the change
        (Blocks("day", 150), WARSAW, "2026-03-29T01:00", "2026-03-29T01:00", "2026-03-30T00:30"),
        (Blocks("day", 270), WARSAW, "2026-03-02T03:29", "2026-03-01T03:30", "2026-03-02T03:30"),
        (Blocks("week"), NEW_YORK, "2026-03-09T03:59", "2026-03-02T05:00", "2026-03-09T04:00"),
        (Blocks("week", 0, 6), SINGAPORE, "2026-03-04T00:00", "2026-02-28T16:00", "2026-03-07T16:00"),
        (Blocks("month", 0, 1), NEW_YORK, "2023-04-01T03:59", "2023-03-01T05:00", "2023-04-01T04:00"),
        (Blocks("month", 0, 31), SINGAPORE, "2026-03-01T00:00", "2026-02-27T16:00", "2026-03-30T16:00"),
        # one minute after the first midnight the clock goes back to 23:01: the day has begun, and goes on
        (Blocks("day"), ST_JOHNS, "2008-11-02T03:00", "2008-11-02T02:30", "2008-11-03T03:30"),
    ],
)
def test_a_moment_in_a_block(blocks: Blocks, zone: str, moment: str, start: str, end: str) -> None:
    found = block_calendar(blocks, zone)
    number = found.block_of(utc(moment))
    assert (found.start(number), found.start(number + 1)) == (utc(start), utc(end))
    assert number == block_of(zone, blocks, utc(moment))


@pytest.mark.parametrize("zone", [*CHANGES, "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia"])
def test_blocks_agree_with_the_oracle(zone: str) -> None:
    random = Random(zone)
    for _ in range(40):
        first = {"day": 0, "week": random.randrange(7), "month": random.choice([1, 15, 30, 31])}
        unit: Literal["day", "week", "month"] = random.choice(["day", "week", "month"])
        blocks = Blocks(unit, random.choice([0, 0, 30, 150, 270, 1439]), first[unit])
        moment = utc("2005-01-01T00:00") + random.randrange(20 * 365 * DAY)
        found = block_calendar(blocks, zone)
        number = found.block_of(moment)
        assert number == block_of(zone, blocks, moment)
        assert found.start(number) == block_start(zone, blocks, number) <= moment
        assert moment < found.start(number + 1) == block_start(zone, blocks, number + 1)
        assert found.block_of(found.start(number)) == number
        assert found.block_of(found.start(number) - 1) == number - 1
