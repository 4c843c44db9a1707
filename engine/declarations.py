"""What a graph declares besides its nodes: types of values, inputs, windows, and places in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from math import gcd
from typing import Literal, TypeAlias

from engine.units import ONE, Dimension

Kind = Literal["number", "truth", "moment", "date", "choice", "text", "row", "pieces"]
"""number: integer x scale. moment: whole seconds since 1970-01-01T00:00Z. date: proleptic day number
(`date.toordinal`). choice: position in `options`. row: position of a table's row, -1 for none.
pieces: tuples of two ends and the place of the item they are cut of (from 0)."""


@dataclass(frozen=True, slots=True)
class Type:
    """What a node's value is."""

    kind: Kind
    dimension: Dimension = ONE
    scale: Fraction = Fraction(1)
    options: tuple[str, ...] = ()


TRUTH, MOMENT, DATE, TEXT, ROW = Type("truth"), Type("moment"), Type("date"), Type("text"), Type("row")
PIECES = Type("pieces")
SECONDS: Dimension = (("s", 1),)


def common_scale(scales: Sequence[Fraction]) -> Fraction:
    """The largest scale of which all are whole multiples: gcd(a/b, c/d) = gcd(ad, cb)/bd."""

    def two(a: Fraction, b: Fraction) -> Fraction:
        top = gcd(a.numerator * b.denominator, b.numerator * a.denominator)
        return Fraction(top, a.denominator * b.denominator)

    return reduce(two, scales)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of local wall-clock time that begins on each fitting day.

    The wall-clock edge w lies at the first instant at which the local clock shows w or later, so an edge in
    the missing hour is the change itself and one in the doubled hour its first occurrence. Times are minutes
    from local midnight of the day on which the stretch begins; `end` may pass 1440 (next days)."""

    start: int
    end: int
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    """0 is Monday."""
    dates: tuple[int, int] | None = None
    """First and last day number, both in."""
    season: tuple[tuple[int, int], tuple[int, int]] | None = None
    """First and last (month, day) of each year, both in; may pass the new year."""
    holidays: str | None = None
    """Only on public holidays of this calendar, for example `PL` or `DE-BY`."""
    plus: tuple[int, ...] = ()
    """Further days (day numbers) that count as holidays of the calendar."""
    minus: tuple[int, ...] = ()
    """Days that do not."""


@dataclass(frozen=True, slots=True)
class Combined:
    """Instants in any of, in all of, or in none of the parts (`not` has one part)."""

    op: Literal["or", "and", "not"]
    parts: tuple[WindowRule, ...]


WindowRule: TypeAlias = Stretch | Combined


@dataclass(frozen=True, slots=True)
class Window:
    """A named set of instants, in the graph's time zone."""

    name: str
    rule: WindowRule


@dataclass(frozen=True, slots=True)
class Blocks:
    """Local calendar time without end, cut into days, weeks or months.

    A block begins at the first instant at which the local clock shows its edge or later (as the edge of a
    `Stretch`) and ends where the next begins. Blocks are numbered: a day by the day number on which it begins, a
    week by how many weeks, a month by how many months have passed since the year 1."""

    unit: Literal["day", "week", "month"]
    minute: int = 0
    """Minutes from midnight to the edge, under 1440."""
    first: int = 0
    """Of a week the weekday on which it begins, 0 is Monday; of a month its day, from 1, the last day where a
    month is shorter."""


@dataclass(frozen=True, slots=True)
class Declared:
    """An input as declared: what a request may hold.

    `type` of a period is that of a moment; `fields` belong to a list. Bounds are in base units (moments and
    dates: their numbers) and both in unless `..._in` says otherwise; `days` bounds a period's length in
    calendar days from its start. `default` is in the wire form of a request (None: must be given)."""

    name: str
    kind: Literal["number", "truth", "moment", "date", "period", "choice", "text", "list"]
    type: Type = TEXT
    unit: str = ""
    """The unit in which the author wrote bounds, for display: `km`, `PLN`, `%`, `` for a plain number."""
    whole: bool = False
    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_in: bool = True
    upper_in: bool = True
    days: int | None = None
    months: int | None = None
    seconds: int | None = None
    optional: bool = False
    default: object = field(default=None, hash=False)
    label: str = ""
    fields: tuple[Declared, ...] = ()
    items: int = 0
    """The longest a list may be."""
    consecutive: bool = False
    """The items follow one another in time, without hole or overlap, by this list's period field."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the text something was written: line and column from 1, and the words. `source` names the other
    text that has it; empty: the tariff's own."""

    line: int
    column: int
    text: str
    source: str = ""

    @property
    def words(self) -> str:
        """`line 34`, `from city_drive, line 34`."""
        return f"from {self.source}, line {self.line}" if self.source else f"line {self.line}"
