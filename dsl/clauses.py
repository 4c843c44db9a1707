"""The lines of a charge as written: quantity, prices, tiers, bounds, tax. Part of the tree of `dsl.syntax`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dsl.diagnostics import Span
from dsl.expressions import NOWHERE, Expr, Ident


@dataclass(frozen=True, slots=True)
class FreePart:
    """`first N free`, `last N free`, `free up to N`, `free under N`."""

    how: Literal["first", "last", "up to", "under"]
    size: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Block:
    """`per started N`, `per full N`; `minimum` is the `at least N` of a quantity line."""

    how: Literal["started", "full", "minimum"]
    size: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Continuing:
    """`continuing from U`."""

    usage: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class BlocksByStart:
    """`each block by its start`."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Timing:
    """`spread evenly` or `counted at its start`: where in its period the quantity of an item lies."""

    how: Literal["evenly", "at its start"]
    span: Span = field(default=NOWHERE, compare=False)


QuantityClause: TypeAlias = FreePart | Block | Continuing | BlocksByStart | Timing


@dataclass(frozen=True, slots=True)
class Quantity:
    """`quantity M, clause, clause`."""

    meter: Expr
    clauses: tuple[QuantityClause, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Bound:
    """`at least X`, `at most X`, on a line of the charge or after a comma of its price."""

    how: Literal["at least", "at most"]
    value: Expr
    side: Literal["", "net", "gross"] = ""
    """Of a limit: the sum that it bounds."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """`condition  price [, per started N] [, at least X]`; `otherwise  price` has no condition."""

    when: Expr | None
    value: Expr
    clauses: tuple[Block | Bound, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Price:
    """`price E [, at least X] [, at most Y] [, if any] [when C]`; with lines below `rows` are tried in order
    (`condition  price`, and `otherwise  price`), and `value` is None."""

    value: Expr | None
    rows: tuple[PriceRow, ...] = ()
    bounds: tuple[Bound, ...] = ()
    if_any: bool = False
    when: Expr | None = None
    otherwise: bool = False
    """`price E otherwise`, after ones with `when`."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TierRow:
    """`up to B  price` or `above  price` (`bound` None)."""

    bound: Expr | None
    price: Expr
    bounds: tuple[Bound, ...] = ()
    """`up to 20 GB  5 EUR/GB, at most 50 EUR`."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Tiers:
    """`graduated` or `volume [by X]` and its rows."""

    how: Literal["graduated", "volume"]
    rows: tuple[TierRow, ...]
    by: Expr | None = None
    when: Expr | None = None
    otherwise: bool = False
    if_any: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ChargeTax:
    """`VAT 8%` or `no tax` (rate None) in a charge."""

    tax: Ident | None
    rate: Expr | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Exact:
    """`exact when C`: no blocks where C holds."""

    when: Expr
    span: Span = field(default=NOWHERE, compare=False)


ChargeClause: TypeAlias = Quantity | Price | Tiers | Bound | Exact | ChargeTax
