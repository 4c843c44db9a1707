"""Windows for the oracle: instants from conversions of UTC to local time alone, edge by edge.

Says what `engine.calendars` must say, in another way and without its tables.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays

from engine.declarations import Blocks, Combined, Stretch, WindowRule

DAY = 86400
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_FAR = 26 * 3600
"""No local clock is further than this from UTC."""


@cache
def offset(zone: str, moment: int) -> int:
    """What the local clock is ahead of UTC, in seconds."""
    local = datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone))
    ahead = local.utcoffset()
    assert ahead is not None
    return ahead // timedelta(seconds=1)


def local_date(zone: str, moment: int) -> int:
    """The day number the local calendar shows at a moment."""
    return (moment + offset(zone, moment)) // DAY + _EPOCH_DAY


@cache
def edge(zone: str, wall: int) -> int:
    """The first instant at which the local clock shows `wall` or later (seconds since 1970-01-01 00:00)."""
    low, high = wall - _FAR, wall + _FAR
    before, after = offset(zone, low), offset(zone, high)
    while high - low > 1 and before != after:  # the change lies in (low, high]
        middle = (low + high) // 2
        if offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    if before == after or wall - before < high:
        return wall - before
    return max(high, wall - after)


def block_of(zone: str, blocks: Blocks, moment: int) -> int:
    """The number of the block of calendar time in which a moment lies."""
    on = date.fromordinal(local_date(zone, moment))
    day = on.toordinal()
    guess = {"day": day, "week": (day - 1 - blocks.first) // 7, "month": on.year * 12 + on.month - 1}[blocks.unit]
    return max(n for n in range(guess - 2, guess + 3) if block_start(zone, blocks, n) <= moment)


@cache
def block_start(zone: str, blocks: Blocks, number: int) -> int:
    """The instant at which a block of calendar time begins."""
    match blocks.unit:
        case "day":
            day = number
        case "week":
            day = number * 7 + 1 + blocks.first
        case "month":
            year, month = divmod(number, 12)
            day = date(year, month + 1, min(blocks.first, monthrange(year, month + 1)[1])).toordinal()
    return edge(zone, (day - _EPOCH_DAY) * DAY + blocks.minute * 60)


def _begins(rule: Stretch, day: int) -> bool:
    """Whether the stretch begins on this day."""
    on = date.fromordinal(day)
    if on.weekday() not in rule.weekdays:
        return False
    if rule.dates is not None and not rule.dates[0] <= day <= rule.dates[1]:
        return False
    if rule.season is not None:
        first, last = rule.season
        now = (on.month, on.day)
        if not (first <= now <= last if first <= last else now >= first or now <= last):
            return False
    if rule.holidays is None or day in rule.plus:
        return True
    return day not in rule.minus and _is_holiday(rule.holidays, on)


@cache
def _is_holiday(calendar: str, on: date) -> bool:
    country, _, subdivision = calendar.partition("-")
    return on in holidays.country_holidays(country, subdiv=subdivision or None, years=on.year)


def _pieces(rule: Stretch, zone: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches that may touch the instants from `start` to `end`."""
    reach = rule.end // 1440 + 2
    for day in range(start // DAY + _EPOCH_DAY - reach, end // DAY + _EPOCH_DAY + 3):
        if _begins(rule, day):
            midnight = (day - _EPOCH_DAY) * DAY
            yield edge(zone, midnight + rule.start * 60), edge(zone, midnight + rule.end * 60)


def inside(rule: WindowRule, zone: str, moment: int) -> bool:
    """Whether the moment lies in the window."""
    match rule:
        case Stretch():
            return any(a <= moment < b for a, b in _pieces(rule, zone, moment, moment))
        case Combined("or", parts):
            return any(inside(part, zone, moment) for part in parts)
        case Combined("and", parts):
            return all(inside(part, zone, moment) for part in parts)
        case Combined(_, parts):
            return not inside(parts[0], zone, moment)


def _edges(rule: WindowRule, zone: str, start: int, end: int) -> Iterator[int]:
    if isinstance(rule, Combined):
        for part in rule.parts:
            yield from _edges(part, zone, start, end)
    else:
        for piece in _pieces(rule, zone, start, end):
            yield from piece


def edges(rule: WindowRule, zone: str, start: int, end: int) -> set[int]:
    """The instants between two others at which the window begins or ends."""
    found = {cut for cut in _edges(rule, zone, start, end) if start < cut < end}
    return {cut for cut in found if inside(rule, zone, cut - 1) != inside(rule, zone, cut)}


def overlap(rule: WindowRule, zone: str, start: int, end: int) -> int:
    """The seconds from `start` to `end` that lie in the window."""
    cuts = sorted({start, end, *(cut for cut in _edges(rule, zone, start, end) if start < cut < end)})
    return sum(b - a for a, b in pairwise(cuts) if inside(rule, zone, a))
