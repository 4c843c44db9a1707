"""How much of calendar blocks a period covers, in integers; see `engine.calendar_nodes`.

A place on the calendar is the number of blocks before it plus the part of its own block that is over. What a
period covers is the difference of two places, so that no day between them is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from math import lcm
from typing import NamedTuple, TypeAlias

from engine.calendar_nodes import Convention, MonthEnd, Months
from engine.calendars import DAY, EPOCH_DAY, clock, first_instant

_COMMON = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LEAP = (0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)
_LENGTHS: dict[Months, tuple[int, ...]] = {
    0: (1,),
    1: (28, 29, 30, 31),
    3: (89, 90, 91, 92),
    12: (365, 366),
}
"""Every number of days that a block can have, whatever its day and the end of its month."""

PARTS: dict[Months, int] = {months: lcm(*lengths) for months, lengths in _LENGTHS.items()}
"""Into so many parts each block falls, of which every day of it is a whole number."""


def scale_of(months: Months, by: Convention) -> Fraction:
    """The step of a coverage, in days or months."""
    if by == "thirty":
        return Fraction(1, 30 if months else 1)
    return Fraction(months or 1, PARTS[months])


class Touched(NamedTuple):
    """The blocks that a period touches: the part of the first and of the last one that it covers, each with
    the length of its block (days, or seconds), and how many lie between them. Of one block there is one part."""

    parts: tuple[tuple[int, int], ...]
    between: int = 0


Touching: TypeAlias = Callable[[int, int, int | None], Touched | None]
"""From the start and the end of a period and the origin; None where it is no price."""
Covering: TypeAlias = Callable[[int, int, int | None], tuple[int, int] | None]
"""The same, as the numerator and the denominator of a coverage, the first in steps of `scale_of` (by seconds:
in blocks)."""


class Block(NamedTuple):
    """A block of the calendar: its number, its first day and the day after its last (or the instants of both)."""

    number: int
    start: int
    end: int


class Origin(NamedTuple):
    """The day on which blocks begin, and the place of one of their first months among `months`."""

    day: int = 1
    phase: int = 0


def month_of(day: int) -> tuple[int, int]:
    """The month of a day, counted from that before year 1, and its place in it from 1."""
    year = day * 400 // 146097 + 1
    while _new_year(year) > day:
        year -= 1
    while _new_year(year + 1) <= day:
        year += 1
    rest = day - _new_year(year)
    months = _months_of(year)
    month = bisect_right(months, rest) - 1
    return year * 12 + month, rest - months[month] + 1


def first_of(month: int) -> int:
    """The first day of a month."""
    return _new_year(month // 12) + _months_of(month // 12)[month % 12]


def _new_year(year: int) -> int:
    before = year - 1
    return 365 * before + before // 4 - before // 100 + before // 400 + 1


def _months_of(year: int) -> tuple[int, ...]:
    return _LEAP if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else _COMMON


def begins(month: int, day: int, month_end: MonthEnd) -> int | None:
    """The day in (or just after) a month on which a block begins."""
    first, following = first_of(month), first_of(month + 1)
    if first + day <= following:
        return first + day - 1
    return {"last": following - 1, "next": following, "refuse": None}[month_end]


def block_of(day: int, months: Months, origin: Origin, month_end: MonthEnd) -> Block | None:
    """The block that holds a day; None where it begins or ends in a month that lacks its day."""
    if months == 0:
        return Block(day, day, day + 1)
    month, _ = month_of(day)
    month -= (month - origin.phase) % months
    start = begins(month, origin.day, month_end)
    if start is not None and day < start:
        month -= months
        start = begins(month, origin.day, month_end)
    end = begins(month + months, origin.day, month_end)
    return None if start is None or end is None else Block((month - origin.phase) // months, start, end)


def origin_of(value: int | None, is_date: bool, months: Months) -> Origin | None:
    """Where blocks begin; None where the number is no day of a month."""
    if value is None:
        return Origin()
    if is_date:
        month, day = month_of(value)
        return Origin(day, month % months if months else 0)
    return Origin(value) if 1 <= value <= 31 else None


def _whole(first: Block, last: Block, months: Months, origin: Origin, month_end: MonthEnd) -> bool:
    """Whether every block from the first to the last has both of its ends."""
    if month_end != "refuse" or origin.day <= 28:
        return True
    numbers = range(first.number + 1, last.number)
    return all(begins(number * months + origin.phase, origin.day, month_end) is not None for number in numbers)


@cache
def covering(months: Months, by: Convention, month_end: MonthEnd, from_date: bool, zone: str) -> Covering:
    """The coverage of one kind; `from_date` says whether its origin is a date."""
    touched = touching(months, by, month_end, from_date, zone)
    steps = 1 if by == "thirty" else PARTS[months]

    def covered(start: int, end: int, value: int | None) -> tuple[int, int] | None:
        found = touched(start, end, value)
        if found is None:
            return None
        parts, between = found
        if by != "seconds":
            return between * steps + sum(part * (steps // length) for part, length in parts), 1
        above, below = between, 1
        for part, length in parts:
            above, below = above * length + part * below, below * length
        return above, below

    return covered


@cache
def touching(months: Months, by: Convention, month_end: MonthEnd, from_date: bool, zone: str) -> Touching:
    """The blocks of one kind that periods touch. All days of 30-day months are one part, of length 1."""
    local = clock(zone)

    def touched(start: int, end: int, value: int | None) -> Touched | None:
        origin = origin_of(value, from_date, months)
        if origin is None:
            return None
        if end <= start:
            return Touched(())
        first = local.date_of(start)
        last = max(local.date_of(end - 1), first)
        if by == "thirty":
            return Touched(((_thirty(last + 1) - _thirty(first), 1),))
        if by == "days":
            one, other = block_of(first, months, origin, month_end), block_of(last, months, origin, month_end)
            start, end = first, last + 1
        else:
            one, other = around(start, first, origin), around(end - 1, last, origin)
        if one is None or other is None or not _whole(one, other, months, origin, month_end):
            return None
        if one.number == other.number:
            return Touched(((end - start, one.end - one.start),))
        ends = ((one.end - start, one.end - one.start), (end - other.start, other.end - other.start))
        return Touched(ends, other.number - one.number - 1)

    def around(moment: int, day: int, origin: Origin) -> Block | None:
        """The block in which a moment lies, from the instant at which it begins to that at which it ends."""
        block = block_of(day, months, origin, month_end)
        while block is not None:
            opens, closes = edge(zone, block.start), edge(zone, block.end)
            if opens <= moment < closes:
                return Block(block.number, opens, closes)
            block = block_of(block.end if moment >= closes else block.start - 1, months, origin, month_end)
        return None

    return touched


def _thirty(day: int) -> int:
    """The days before a day in months of 30 days."""
    month, place = month_of(day)
    return 30 * month + min(place - 1, 30)


def edge(zone: str, day: int) -> int:
    """The first instant at which a day or a later one has begun."""
    return first_instant(zone, (min(day, date.max.toordinal()) - EPOCH_DAY) * DAY)
