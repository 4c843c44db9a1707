"""Nodes that know the calendar: windows, dates, blocks, and how much of its days, months and years a period covers.

A block is a local day or so many calendar months. A block of months begins on a day of the month: the first,
that of `origin` where it is a number, or that of a date, which also says in which of the months.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.declarations import Blocks

Ref: TypeAlias = int
"""A node's position in `Graph.nodes`."""

MonthEnd = Literal["last", "next", "refuse"]
"""Where a block begins in a month that lacks its day: on the month's last day, on the first of the next month,
or nowhere: no price."""

Months = Literal[0, 1, 3, 12]
"""The months of a block: a month, a quarter, a year; 0 is a day."""

Convention = Literal["days", "thirty", "seconds"]
"""How the part of a block that a period covers is measured: by local days (each that the period touches
counts whole), by days of months that have 30 days, or by elapsed seconds.

Every month has 30 days as in 30E/360 (ISDA), section 4.16(h) of the 2006 ISDA Definitions: the 31st counts
nothing, the last day of February as many as are missing. It is counted from the end of the day before the
first to the end of the last, so that whole months are whole and parts add up."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many calendar days or months lie in a period: of each block the share that it covers, summed up.

    Seconds differ from block to block, so that their sum is two nodes, its numerator and its denominator.
    `origin` (a day of the month from 1 to 31 or a date) that is no such day is no price."""

    start: Ref
    end: Ref
    months: Months
    by: Convention
    part: Literal["whole", "numerator", "denominator"] = "whole"
    origin: Ref | None = None
    month_end: MonthEnd = "last"


@dataclass(frozen=True, slots=True)
class Overlap:
    """The seconds of a period (half open) that lie in a window."""

    start: Ref
    end: Ref
    window: int


@dataclass(frozen=True, slots=True)
class DateOf:
    """The local date of a moment in the graph's time zone."""

    moment: Ref


@dataclass(frozen=True, slots=True)
class BlockOf:
    """The number of the calendar block in which a moment lies; `ending`: in which the instant before it lies."""

    moment: Ref
    blocks: Blocks
    ending: bool = False


@dataclass(frozen=True, slots=True)
class BlockStart:
    """The moment at which the calendar block of this number begins."""

    number: Ref
    blocks: Blocks
