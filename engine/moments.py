"""Moments and dates as texts, and the little calendar arithmetic that a request needs.

A moment is whole seconds since 1970-01-01T00:00Z, a date is `date.toordinal`. Moments are read as RFC 3339;
without an offset they are the local time of a zone, which must then be one moment and no other.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years in which a moment or a date of a request may lie."""

FIRST_DATE, LAST_DATE = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT_PATTERN = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.0{1,12})?)?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
"""Every form of a moment that a request may hold, as one pattern."""

_MOMENT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?P<clock>[0-9]{2}:[0-9]{2})(?P<second>:[0-9]{2})?"
    r"(?P<fraction>\.[0-9]+)?(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
_PLAIN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})").fullmatch
_fromisoformat = datetime.fromisoformat

MomentProblem = Literal[
    "moment-form", "no-such-moment", "finer-than-step", "missing-hour", "doubled-hour", "outside-calendar"
]


def seconds_of(at: datetime) -> int:
    """An aware moment as UTC seconds, rounded down to whole ones."""
    return (at - EPOCH) // SECOND


FIRST_MOMENT = seconds_of(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
LAST_MOMENT = seconds_of(datetime(LAST_YEAR, 12, 31, 23, 59, 59, tzinfo=UTC))


def local(seconds: int, zone: tzinfo) -> datetime:
    """The moment on the zone's clock."""
    return (EPOCH + seconds * SECOND).astimezone(zone)


def quick_moment(text: object) -> int | None:
    """The moment of the plainest form, RFC 3339 with an offset; None for every other, good or bad."""
    if type(text) is not str or _PLAIN(text) is None:
        return None
    try:
        since = _fromisoformat(text) - EPOCH
    except ValueError:
        return None
    seconds = since.days * 86400 + since.seconds
    return seconds if FIRST_MOMENT <= seconds <= LAST_MOMENT and text[11:13] != "24" else None


def instants(wall: datetime, zone: tzinfo) -> tuple[int, ...]:
    """The moments at which the zone's clock shows `wall`: none in the missing hour, two in the doubled."""
    found: list[int] = []
    for fold in (0, 1):
        seconds = seconds_of(wall.replace(tzinfo=zone, fold=fold))
        if local(seconds, zone).replace(tzinfo=None, fold=0) == wall and seconds not in found:
            found.append(seconds)
    return tuple(found)


def first_instant(wall: datetime, zone: tzinfo) -> int:
    """The first moment at which the zone's clock shows `wall` or later."""
    found = instants(wall, zone)
    if found:
        return found[0]
    early, late = sorted(seconds_of(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    while early < late:
        middle = (early + late) // 2
        if local(middle, zone).replace(tzinfo=None) >= wall:
            late = middle
        else:
            early = middle + 1
    return early


def read_moment(text: str, zone: tzinfo) -> int | tuple[MomentProblem, tuple[str, ...]]:
    """The moment, or what is wrong with it and what could be written instead."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return "moment-form", ()
    day, clock, second, fraction, offset = found.group("date", "clock", "second", "fraction", "offset")
    plain = f"{day}T{clock}{second or ':00'}{(offset or '').upper()}"
    if fraction is not None and (second is None or len(fraction) > 13 or fraction.strip(".0")):
        return "finer-than-step", (plain,)
    try:
        at = datetime.fromisoformat(plain)
        if clock[:2] == "24":
            return "no-such-moment", ()
    except ValueError:
        return "no-such-moment", ()
    if offset is None and not FIRST_YEAR <= at.year <= LAST_YEAR:
        return "outside-calendar", ()
    candidates = instants(at, zone) if offset is None else (seconds_of(at),)
    if len(candidates) == 1:
        return candidates[0] if FIRST_MOMENT <= candidates[0] <= LAST_MOMENT else ("outside-calendar", ())
    if candidates:
        return "doubled-hour", tuple(show_moment(one, zone) for one in candidates)
    return "missing-hour", (show_moment(first_instant(at, zone), zone),)


def later(start: int, zone: tzinfo, days: int = 0, months: int = 0) -> int:
    """The moment so many calendar days and months after `start`: the same time of day on the zone's clock.

    A day that the month does not have is its last one, a missing time the first moment after it."""
    wall = local(start, zone).replace(tzinfo=None, fold=0)
    month = wall.year * 12 + wall.month - 1 + months
    year, month = month // 12, month % 12 + 1
    wall = wall.replace(year=year, month=month, day=min(wall.day, monthrange(year, month)[1]))
    return first_instant(wall + timedelta(days=days), zone)


def show_moment(seconds: int, zone: tzinfo) -> str:
    """RFC 3339 with the zone's offset, or in UTC where that offset is no whole number of minutes (before
    standard time); every reader of moments accepts it back."""
    at = local(seconds, zone)
    if (at.utcoffset() or timedelta()) % timedelta(minutes=1):
        at = at.astimezone(UTC)
    return at.isoformat()


def show_date(number: int) -> str:
    """`2026-03-02`."""
    return date.fromordinal(number).isoformat()
