"""The lines below the first one as they were written, and dated values, as one of them has. See `dsl.syntax`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dsl.diagnostics import Span
from dsl.expressions import NOWHERE, DateLit, Expr, Ident, RoundWord


@dataclass(frozen=True, slots=True)
class Dated:
    """A value that changes on dates: each from its day on (None: without a date, then the only one)."""

    values: tuple[tuple[Expr, DateLit | None], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Currency:
    code: Ident
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TimeZone:
    name: Ident
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PricesTax:
    """`prices include VAT 23%`; the rate may be dated."""

    include: bool
    tax: Ident
    rate: Dated
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rounding:
    """`round each line half up to 0.01 PLN`, `round tax once per rate half up to …`; `round nothing`."""

    what: Literal["line", "item", "total", "tax", "nothing"]
    per: Literal["", "line", "rate", "once"] = ""
    mode: RoundWord | None = None
    step: Expr | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PricedAt:
    moment: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class NextBlocks:
    """`full blocks start the next`."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """`month end: last day`: where a block begins in a month that lacks its day."""

    how: Literal["last day", "first of next month", "refuse"]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class BasedOn:
    """`based on city_drive`: this tariff is that one with parts replaced, added and removed."""

    name: Ident
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Use:
    """`use polish_days`: the units, windows, values and tables of that text."""

    name: Ident
    span: Span = field(default=NOWHERE, compare=False)


Setting: TypeAlias = Currency | TimeZone | PricesTax | Rounding | PricedAt | NextBlocks | MonthEnd
HeaderLine: TypeAlias = Setting | BasedOn | Use
