"""The calendar for the oracle: block by block, each with the part of it that a period covers.

Says what `engine.calendar_blocks` must say, in another way.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from engine.calendar_nodes import Convention, Coverage, MonthEnd, Months
from engine.oracle.windows import DAY, edge, local_date

_EPOCH_DAY = date(1970, 1, 1).toordinal()


def _beginning(month: int, day: int, month_end: MonthEnd) -> int | None:
    """Where a block begins in a month (months since year 0), as a day number."""
    year, place = month // 12, month % 12 + 1
    last = monthrange(year, place)[1]
    if day <= last:
        return date(year, place, day).toordinal()
    return {"last": date(year, place, last).toordinal(), "next": date(year, place, last).toordinal() + 1}.get(month_end)


def _beginnings(
    first: int, last: int, months: Months, origin: tuple[int, int], month_end: MonthEnd
) -> Iterator[int | None]:
    """Where blocks begin, from the one that holds the first day to the end of that which holds the last."""
    if months == 0:
        yield from range(first - 1, last + 3)
        return
    (day, phase), one, other = origin, date.fromordinal(first), date.fromordinal(last)
    for month in range(one.year * 12 + one.month - 1 - 2 * months, other.year * 12 + other.month + 2 * months):
        if month % months == phase:
            yield _beginning(month, day, month_end)


def coverage(node: Coverage, zone: str, start: int, end: int, origin: int | None, is_date: bool) -> Fraction | None:
    """The value of a coverage in days, months or (its denominator) as a plain number; None: no price."""
    by: Convention = node.by
    place = (1, 0)
    if origin is not None and is_date:
        on = date.fromordinal(origin)
        place = (on.day, (on.year * 12 + on.month - 1) % node.months if node.months else 0)
    elif origin is not None:
        if not 1 <= origin <= 31:
            return None
        place = (origin, 0)
    size = Fraction(node.months or 1)
    if start >= end:
        return Fraction(1 if node.part == "denominator" else 0)
    first = local_date(zone, start)
    last = max(first, local_date(zone, end - 1))
    if by == "thirty":
        days = sum(_thirty(day) for day in range(first, last + 1))
        return Fraction(days, 30 if node.months else 1)
    cuts = list(_beginnings(first, last, node.months, place, node.month_end))
    lower, upper = (first, last + 1) if by == "days" else (start, end)
    touched: list[tuple[int, int]] = []
    known = [None if cut is None or by == "days" else edge(zone, (cut - _EPOCH_DAY) * DAY) for cut in cuts]
    for one, other in pairwise(cuts if by == "days" else known):
        if one is None or other is None or one >= upper or other <= lower:
            continue
        if one < other or lower < one:  # a day that the clocks leapt over is covered when it lies inside
            touched.append((one, other))
    shares = [Fraction(1) if a == b else Fraction(min(b, upper) - max(a, lower), b - a) for a, b in touched]
    if sum(min(b, upper) - max(a, lower) for a, b in touched) < upper - lower:
        return None  # part of it lies in a block without a beginning or an end
    if node.part == "whole":
        return sum(shares, Fraction(0)) * size
    (a, b), (c, d) = touched[0], touched[-1]
    denominator = b - a if len(touched) == 1 else (b - a) * (d - c)
    return Fraction(denominator) if node.part == "denominator" else sum(shares, Fraction(0)) * size * denominator


def _thirty(day: int) -> int:
    """What a day counts where every month has 30 days."""
    on = date.fromordinal(day)
    if on.day == 31:
        return 0
    last = monthrange(on.year, on.month)[1]
    return 1 + (30 - last if on.day == last and last < 30 else 0)
