"""The tree of an expression, a condition or a cell, as written; every thing with its place.

Trees are equal by structure; places do not count. Sums and products are flat, so that depth is bounded by
the limits of `dsl.limits` and no walk over a tree can overflow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal, TypeAlias

from dsl.diagnostics import Span

NOWHERE = Span(0, 0)

# ---------------------------------------------------------------------------------------------- words


@dataclass(frozen=True, slots=True)
class Ident:
    """A name as written."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


# ---------------------------------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class Number:
    """A number with an optional unit: `3`, `1/3` is a quotient of two, `23%`, `0.59 PLN/min`.

    `value` is what was written, before the unit; `decimals` how many digits stood after the point; `unit` the
    unit path as written without spaces (`PLN/min`, `%`), empty for a plain number."""

    value: Fraction
    decimals: int
    unit: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Words in double quotes."""

    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class MomentLit:
    """`2026-03-02 08:10[:30]`, local unless it has an offset (then `value` is aware)."""

    value: datetime
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class DateLit:
    """`2026-03-02`."""

    value: date
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TimeLit:
    """A time of day, in seconds from midnight; `24:00` is 86400."""

    seconds: int
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Period:
    """`x to y`: a period of two moments, or of two dates with its last day; `to under` leaves that out."""

    start: Expr
    end: Expr
    last_in: bool = True
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, dotted where it has several parts: `ride`, `rates.drive`, `slot.energy`."""

    parts: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is a value: `free`, `yes`, `no`, `no price`, `position`, `first`, `last`, `total`,
    `total net`, `total gross`."""

    word: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms, each with its sign (+1 or -1)."""

    terms: tuple[tuple[int, Expr], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Product:
    """Factors, each multiplied (`*`) or divided by (`/`); the first has `*`."""

    factors: tuple[tuple[Literal["*", "/"], Expr], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    """`E to the power N`."""

    base: Expr
    exponent: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """`-E`."""

    arg: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Of:
    """`PRICE of QUANTITY`: `10% of time`."""

    price: Expr
    quantity: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Per:
    """`PRICE per 30 min`, and with `block` a price for each `per started` or `per full` block."""

    price: Expr
    size: Expr
    block: Literal["", "started", "full"] = ""
    of: Expr | None = None
    """`139 PLN per started 24 h of ride` names its quantity itself."""
    span: Span = field(default=NOWHERE, compare=False)


RoundWord = Literal["up", "down", "half up", "half down", "half even"]


@dataclass(frozen=True, slots=True)
class Rounded:
    """`E rounded half up to X`."""

    arg: Expr
    mode: RoundWord
    step: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """`length of P`, `start of P`, `end of P`."""

    what: Literal["length", "start", "end"]
    of: Expr
    span: Span = field(default=NOWHERE, compare=False)


CalendarUnit = Literal["day", "month", "quarter", "year"]
Convention = Literal["actual days", "30-day months", "seconds"]


@dataclass(frozen=True, slots=True)
class CalendarCount:
    """`months of P by actual days from D`: how many blocks of the calendar a period covers."""

    unit: CalendarUnit
    of: Expr
    by: Convention
    origin: Expr | None = None
    span: Span = field(default=NOWHERE, compare=False)
    thirty: Ident | None = field(default=None, compare=False)
    """The words `30-day`, as they touch."""


@dataclass(frozen=True, slots=True)
class CalendarBlock:
    """`month of D`: the block of the calendar that a date or a moment lies in, as a period."""

    unit: CalendarUnit
    of: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class During:
    """`P during W`."""

    period: Expr
    window: Ident
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Blocks:
    """`24 h of ride`, `day from 04:30 of ride`, `week from Monday`, `month from day 15`: what time is cut into.

    Of a length of time `size` is given, else the `unit`; `of` is what is cut, where it is said."""

    unit: Literal["", "day", "week", "month"]
    size: Expr | None
    start: TimeLit | int | None
    """The time of day, the weekday (0 is Monday) or the day of the month at which a block begins."""
    of: Expr | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Extreme:
    """`smallest of a and b`, `largest of (a, b, c)`: of a few values."""

    op: Literal["smallest", "largest"]
    args: tuple[Expr, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`sum of E over LIST where C in each day`; `count of LIST where C` has the list as `over` and no `arg`.

    With `blocks` it has a value for each block. `largest of (sum of E over LIST in each day)` has no `arg` either, and
    the inner one as `over`."""

    op: Literal["sum", "count", "smallest", "largest", "mean", "any", "all"]
    arg: Expr | None
    over: Expr
    where: Expr | None = None
    blocks: Blocks | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class SoFar:
    """`X so far`: the sum of X over the items before this one."""

    arg: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Since:
    """`time since M`, in the rows of a price: the time from a moment to the one that is priced."""

    moment: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Full:
    """`full driving`: the line as it was priced, before limits and discounts."""

    name: Name
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A value and the condition under which it holds; None is `otherwise` (or no condition at all)."""

    value: Expr
    when: Expr | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Cases:
    """`A when C otherwise B` on one line; several cases on lines of their own."""

    cases: tuple[Case, ...]
    span: Span = field(default=NOWHERE, compare=False)


# conditions


@dataclass(frozen=True, slots=True)
class Is:
    """`vehicle is van`, `age 18 to under 65`, `distance above 5 km`, `start of ride in night`, `X is given`
    (`given` is the cell `missing` under `not`)."""

    subject: Expr
    cell: Cell
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """`a and b`, `a or b`; `not a` has one argument."""

    op: Literal["and", "or", "not"]
    args: tuple[Expr, ...]
    span: Span = field(default=NOWHERE, compare=False)


Expr: TypeAlias = (
    Number
    | Text
    | MomentLit
    | DateLit
    | TimeLit
    | Period
    | Name
    | Word
    | Sum
    | Product
    | Power
    | Negative
    | Of
    | Per
    | Rounded
    | Measure
    | CalendarCount
    | CalendarBlock
    | During
    | Extreme
    | Aggregate
    | SoFar
    | Since
    | Full
    | Cases
    | Is
    | Logic
)

# ---------------------------------------------------------------------------------------------- cells


@dataclass(frozen=True, slots=True)
class CellAny:
    """`any`."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CellMissing:
    """`missing`."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CellValues:
    """One value or several with commas; a single-word option is a `Name` of one part."""

    values: tuple[Expr, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CellRange:
    """`10 to 20 kW` (both in), `18 to under 65`, `above 10 up to 20`, `from 65`, `under 18`, `up to 5`,
    `above 50`. In a cell the bounds are literals, in a condition they may be any sum."""

    lower: Expr | None
    upper: Expr | None
    lower_in: bool
    upper_in: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CellStarts:
    """`starts with 48, 49`: texts, digits kept as written."""

    prefixes: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CellIn:
    """`in night`."""

    window: Ident
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CellNot:
    """`not …`."""

    cell: Cell
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CellLogic:
    """Cells joined by `or` or by `and`."""

    op: Literal["and", "or"]
    parts: tuple[Cell, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CellBroken:
    """A cell that could not be read (and was reported); its row is not checked for coverage."""

    span: Span = field(default=NOWHERE, compare=False)


Cell: TypeAlias = (
    CellAny | CellMissing | CellValues | CellRange | CellStarts | CellIn | CellNot | CellLogic | CellBroken
)
