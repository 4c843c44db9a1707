"""Windows and local dates as tables of instants, built when first asked for and kept.

Time is cut into chunks of about 388 days. For each chunk a window keeps the sorted UTC instants of its edges
(inside after an odd number of them) and the running total of its seconds, so that an overlap is the
difference of two look-ups. A clock keeps the instants at which the offset of its zone changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

import holidays

from engine.declarations import Blocks, Combined, Stretch, WindowRule

DAY = 86400
EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHUNK = 25
"""A moment shifted right by this is the number of its chunk."""
_KEPT = 128
"""Chunks kept for each window and clock; beyond it all are built anew."""
_BLOCKS_KEPT = 4096
"""Blocks of a calendar whose starts are kept."""
_PROBE = 6 * 3600
"""The distance at which offsets are looked at; no two changes of a clock lie so near."""
_MARGIN = 2
"""Days by which a local date may differ from that of UTC, generously."""

Pieces: TypeAlias = list[tuple[int, int]]
"""Half-open stretches of UTC seconds, sorted, with room between them."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """One window in one time zone."""

    overlap: Callable[[int, int], int]
    """The seconds from one instant to another that lie in the window (0 when the second is not later)."""
    inside: Callable[[int], bool]
    """Whether an instant lies in the window."""
    edges: Callable[[int, int], list[int]]
    """The instants between two others at which the window begins or ends, in order."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The local calendar of one time zone."""

    date_of: Callable[[int], int]
    """The day number shown at an instant."""
    midnight: Callable[[int], int | None]
    """The instant from which on that day or a later one is shown; None when an earlier one is shown again."""


@dataclass(frozen=True, slots=True)
class BlockCalendar:
    """Days, weeks or months in one time zone."""

    block_of: Callable[[int], int]
    """The number of the block in which an instant lies."""
    start: Callable[[int], int]
    """The instant at which a block begins."""


@lru_cache(maxsize=1024)
def block_calendar(blocks: Blocks, zone: str) -> BlockCalendar:
    """The look-ups of calendar blocks."""
    date_of, minute, unit, first = clock(zone).date_of, blocks.minute, blocks.unit, blocks.first

    def first_day(number: int) -> int:
        if unit == "day":
            return number
        if unit == "week":
            return number * 7 + 1 + first
        year, month = divmod(number, 12)
        return date(year, month + 1, 1).toordinal() - 1 + min(first, monthrange(year, month + 1)[1])

    @lru_cache(maxsize=_BLOCKS_KEPT)
    def start(number: int) -> int:
        return first_instant(zone, (first_day(number) - EPOCH_DAY) * DAY + minute * 60)

    def block_of(moment: int) -> int:
        day = date_of(moment)
        if unit == "day":
            number = day
        elif unit == "week":
            number = (day - 1 - first) // 7
        else:
            on = date.fromordinal(day)
            number = on.year * 12 + on.month - 1
        while moment < start(number):
            number -= 1
        while start(number + 1) <= moment:
            number += 1
        return number

    return BlockCalendar(block_of, start)


@lru_cache(maxsize=1024)
def calendar(rule: WindowRule, zone: str) -> Calendar:
    """The look-ups of a window."""
    chunks: dict[int, tuple[Sequence[int], Sequence[int]]] = {}
    totals: dict[int, int] = {}

    def load(chunk: int) -> tuple[Sequence[int], Sequence[int]]:
        """The edges; by the number of edges passed the total, inside a stretch less its start."""
        edges, before, total = [], [0], 0
        for start, end in _pieces(rule, zone, chunk << _CHUNK, (chunk + 1) << _CHUNK):
            edges += [start, end]
            before.append(total - start)
            total += end - start
            before.append(total)
        totals[chunk] = total
        return _keep(chunks, chunk, (tuple(edges), tuple(before)))

    def overlap(start: int, end: int) -> int:
        if end <= start:
            return 0
        chunk = start >> _CHUNK
        if chunk != end >> _CHUNK:
            return across(start, end)
        edges, before = chunks.get(chunk) or load(chunk)
        first = bisect_right(edges, start)
        last = bisect_right(edges, end)
        if first == last:
            return end - start if first & 1 else 0
        return before[last] - before[first] + (end if last & 1 else 0) - (start if first & 1 else 0)

    def across(start: int, end: int) -> int:
        first, last = start >> _CHUNK, end >> _CHUNK
        for chunk in range(first, last):
            if chunk not in totals:
                load(chunk)
        whole = sum(totals[chunk] for chunk in range(first, last))
        return whole - since_chunk(start) + since_chunk(end)

    def since_chunk(moment: int) -> int:
        chunk = moment >> _CHUNK
        edges, before = chunks.get(chunk) or load(chunk)
        passed = bisect_right(edges, moment)
        return before[passed] + (moment if passed & 1 else 0)

    def inside(moment: int) -> bool:
        chunk = moment >> _CHUNK
        edges, _ = chunks.get(chunk) or load(chunk)
        return bisect_right(edges, moment) & 1 == 1

    def edges_between(start: int, end: int) -> list[int]:
        found: list[int] = []
        for chunk in range(start >> _CHUNK, (end >> _CHUNK) + 1):
            edges, _ = chunks.get(chunk) or load(chunk)
            if found and edges and edges[0] == found[-1]:  # goes on in the next chunk
                found.pop()
                edges = edges[1:]
            found += edges
        return found[bisect_right(found, start) : bisect_left(found, end)]

    return Calendar(overlap, inside, edges_between)


@cache
def clock(zone: str) -> Clock:
    """The look-ups of a zone's local dates."""
    chunks: dict[int, tuple[Sequence[int], Sequence[int]]] = {}

    def load(chunk: int) -> tuple[Sequence[int], Sequence[int]]:
        lower, upper = chunk << _CHUNK, (chunk + 1) << _CHUNK
        changes: list[int] = []
        offsets = [_offset(zone, lower)]
        for start in range(lower, upper, _PROBE):
            end = min(start + _PROBE, upper)
            if _offset(zone, end) != offsets[-1]:
                changes.append(_change(zone, start, end))
                offsets.append(_offset(zone, end))
        shifts = tuple(offset + EPOCH_DAY * DAY for offset in offsets)
        return _keep(chunks, chunk, (tuple(changes), shifts))

    def date_of(moment: int) -> int:
        chunk = moment >> _CHUNK
        changes, shifts = chunks.get(chunk) or load(chunk)
        return (moment + shifts[bisect_right(changes, moment)]) // DAY

    def midnight(day: int) -> int | None:
        first = first_instant(zone, (day - EPOCH_DAY) * DAY)
        last = first + _MARGIN * DAY
        for chunk in {first >> _CHUNK, last >> _CHUNK}:
            changes, _ = chunks.get(chunk) or load(chunk)
            if any(first < change < last and date_of(change) < day for change in changes):
                return None
        return first

    return Clock(date_of, midnight)


def _keep(
    chunks: dict[int, tuple[Sequence[int], Sequence[int]]],
    chunk: int,
    table: tuple[Sequence[int], Sequence[int]],
) -> tuple[Sequence[int], Sequence[int]]:
    if len(chunks) >= _KEPT:
        chunks.clear()
    chunks[chunk] = table
    return table


# ---------------------------------------------------------------------------------------------- pieces


def _pieces(rule: WindowRule, zone: str, lower: int, upper: int) -> Pieces:
    """The window's stretches, cut at `lower` and `upper`."""
    match rule:
        case Stretch():
            return _united(_clipped(_stretches(rule, zone, lower, upper), lower, upper))
        case Combined("or", parts):
            return _united(piece for part in parts for piece in _pieces(part, zone, lower, upper))
        case Combined("and", parts):
            outside = [_inverted(_pieces(part, zone, lower, upper), lower, upper) for part in parts]
            return _inverted(_united(piece for each in outside for piece in each), lower, upper)
        case Combined(_, parts):
            return _inverted(_pieces(parts[0], zone, lower, upper), lower, upper)


def _stretches(rule: Stretch, zone: str, lower: int, upper: int) -> Iterator[tuple[int, int]]:
    first = lower // DAY + EPOCH_DAY - _MARGIN - rule.end // 1440
    for day in range(first, upper // DAY + EPOCH_DAY + _MARGIN + 1):
        if _begins_on(rule, day):
            midnight = (day - EPOCH_DAY) * DAY
            yield first_instant(zone, midnight + rule.start * 60), first_instant(zone, midnight + rule.end * 60)


def _begins_on(rule: Stretch, day: int) -> bool:
    if (day - 1) % 7 not in rule.weekdays:  # day 1 was a Monday
        return False
    if rule.dates is not None and not rule.dates[0] <= day <= rule.dates[1]:
        return False
    if rule.season is not None:
        on = date.fromordinal(day)
        first, last = rule.season
        if first <= last:
            if not first <= (on.month, on.day) <= last:
                return False
        elif last < (on.month, on.day) < first:
            return False
    if rule.holidays is None or day in rule.plus:
        return True
    return day not in rule.minus and day in _holidays(rule.holidays, date.fromordinal(day).year)


@lru_cache(maxsize=4096)
def _holidays(calendar: str, year: int) -> frozenset[int]:
    """The day numbers of a year's public holidays, `PL` or with a subdivision `DE-BY`."""
    country, _, subdivision = calendar.partition("-")
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return frozenset(day.toordinal() for day in found)


def _clipped(pieces: Iterable[tuple[int, int]], lower: int, upper: int) -> Iterator[tuple[int, int]]:
    for start, end in pieces:
        if start < upper and end > lower:
            yield max(start, lower), min(end, upper)


def _united(pieces: Iterable[tuple[int, int]]) -> Pieces:
    """Sorted, overlapping and touching ones joined, empty ones dropped."""
    united: Pieces = []
    for start, end in sorted(pieces):
        if end <= start:
            continue
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _inverted(pieces: Pieces, lower: int, upper: int) -> Pieces:
    """What lies between the pieces."""
    edges = [lower, *(edge for piece in pieces for edge in piece), upper]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


# ---------------------------------------------------------------------------------------------- clocks


def _offset(zone: str, moment: int) -> int:
    local = datetime.fromtimestamp(moment, ZoneInfo(zone))
    ahead = local.utcoffset()
    assert ahead is not None
    return ahead // timedelta(seconds=1)


def _change(zone: str, start: int, end: int) -> int:
    """The instant in (start, end] at which the offset changes."""
    before = _offset(zone, start)
    while end - start > 1:
        middle = (start + end) // 2
        if _offset(zone, middle) == before:
            start = middle
        else:
            end = middle
    return end


@lru_cache(maxsize=65536)
def first_instant(zone: str, wall: int) -> int:
    """The first instant at which the local clock shows `wall` (seconds since 1970-01-01 00:00) or later."""
    shown = datetime(1970, 1, 1) + timedelta(seconds=wall)  # noqa: DTZ001 - the wall clock itself
    early, late = (
        (shown.replace(tzinfo=ZoneInfo(zone), fold=fold) - _EPOCH) // timedelta(seconds=1) for fold in (0, 1)
    )
    if early <= late:
        return early  # shown once, or twice and this is the first time
    return _change(zone, late, early)  # not shown: the clock leaps over it between the two
