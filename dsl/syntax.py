"""The tree of a tariff: what was written, each thing with its place, nothing decided yet.

Trees are equal by structure; places do not count. Expressions and cells are in `dsl.expressions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dsl.clauses import Block as Block
from dsl.clauses import BlocksByStart as BlocksByStart
from dsl.clauses import Bound as Bound
from dsl.clauses import ChargeClause as ChargeClause
from dsl.clauses import ChargeTax as ChargeTax
from dsl.clauses import Continuing as Continuing
from dsl.clauses import Exact as Exact
from dsl.clauses import FreePart as FreePart
from dsl.clauses import Price as Price
from dsl.clauses import PriceRow as PriceRow
from dsl.clauses import Quantity as Quantity
from dsl.clauses import QuantityClause as QuantityClause
from dsl.clauses import TierRow as TierRow
from dsl.clauses import Tiers as Tiers
from dsl.clauses import Timing as Timing
from dsl.diagnostics import Span
from dsl.expressions import (
    NOWHERE,
    Blocks,
    Cell,
    CellRange,
    Expr,
    Ident,
    Name,
    Text,
)
from dsl.header import BasedOn, Dated, Setting, Use
from dsl.window_syntax import Holidays as Holidays
from dsl.window_syntax import WindowDecl as WindowDecl
from dsl.window_syntax import WindowExpr as WindowExpr
from dsl.window_syntax import WindowLine as WindowLine
from dsl.window_syntax import WindowLogic as WindowLogic
from dsl.window_syntax import WindowName as WindowName

# --------------------------------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class UnitDecl:
    """`unit seat, seats`: a counting unit with its other spellings."""

    names: tuple[Ident, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class InputDecl:
    """An input. `kind` is the type's word or words (`period`, `whole number`, `yes/no`, `one of`, `list`,
    `money`), a currency, a unit path (`EUR/kWh`) or the name of a counting unit. `bounds` is a range with
    expressions. `fields` are the lines below a list."""

    name: Ident
    kind: Ident
    options: tuple[Ident, ...] = ()
    bounds: CellRange | None = None
    step: Expr | None = None
    default: Expr | None = None
    optional: bool = False
    items: int | None = None
    """`list up to 500`."""
    consecutive: bool = False
    label: Text | None = None
    fields: tuple[InputDecl, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row: the cells left of `||` and the results right of it. `otherwise` rows have no cells."""

    cells: tuple[Cell, ...]
    results: tuple[Expr, ...]
    otherwise: bool = False
    broken: bool = False
    """A wrong number of cells or an unreadable result, already reported."""
    span: Span = field(default=NOWHERE, compare=False)


Policy = Literal["only", "first", "added up", "smallest", "largest"]
"""Which rows count: exactly one fits, the first that fits, or every row that fits, and how they are put together."""


@dataclass(frozen=True, slots=True)
class TableDecl:
    """`table rates`, with `first row that fits` or without. Headings are names, dotted names,
    `start of X`, `X so far`."""

    name: Ident
    policy: Policy
    heads: tuple[Expr, ...]
    results: tuple[Ident, ...]
    rows: tuple[Row, ...]
    otherwise_as: Ident | None = None
    """The text whose table of the same name is asked where no row fits."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ValueDecl:
    name: Ident
    value: Dated
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class LetDecl:
    name: Ident
    value: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Carry:
    """`carry NAME from START over LIST` and below it `next E`."""

    name: Ident
    start: Expr
    over: Expr
    next: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Charge:
    """`charge NAME "Label" [when C]` and its lines."""

    name: Ident
    label: Text | None
    when: Expr | None
    clauses: tuple[ChargeClause, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PerStarted:
    """`per started 24 h of ride`: the bound is multiplied by the started blocks."""

    size: Expr
    of: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Limit:
    """`A + B at most X per started 24 h of ride`; `total at least 5 PLN`. Several bounds keep their order."""

    name: Ident
    label: Text | None
    when: Expr | None
    covers: Expr
    bounds: tuple[Bound, ...]
    scope: PerStarted | Blocks | None = None
    continuing: Expr | None = None
    """What was already billed: the bounds hold for it and these lines together."""
    spread: Literal["by amount", "in order", "evenly"] = "by amount"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """`discount` or `surcharge`: `10% of X`, `7 EUR off X`, `2 EUR on X`; `amount` is the percentage or the
    money, `covers` the lines."""

    kind: Literal["discount", "surcharge"]
    name: Ident
    label: Text | None
    when: Expr | None
    amount: Expr
    covers: Expr
    spread: Literal["by amount", "in order", "evenly"] = "by amount"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Tax:
    """`tax NAME "Label" R of A + B [per line | once per rate]`; on one line or the rest on a line below."""

    name: Ident
    label: Text | None
    when: Expr | None
    rate: Expr
    of: Expr
    per: Literal["", "line", "rate"] = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Instalments:
    """`pay in 12 every month, odd cent first`."""

    count: Expr
    every: Literal["week", "month", "quarter", "year"]
    odd: Literal["first", "last"]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ResultDecl:
    """`result NAME "Label" = E`; `pay` stands on a line below."""

    name: Ident
    label: Text | None
    value: Expr
    pay: Instalments | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Require:
    """`require C "What is wrong"`, among the inputs."""

    condition: Expr
    message: Text | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ForEach:
    """`for each NAME in LIST`, `for each 24 h of ride as NAME`, and the declarations under it."""

    name: Ident
    list: Expr | Blocks
    body: tuple[Declaration, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """`plan NAME "Label" [when C]` and the lines of the bill that stand on it when it is chosen."""

    name: Ident
    label: Text | None
    when: Expr | None
    body: tuple[Declaration, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Choose:
    """`choose NAME cheapest of A, B, C`."""

    name: Ident
    plans: tuple[Ident, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ExampleList:
    """The items of a list input of one example: the list's name and a table below the example's row."""

    name: Ident
    heads: tuple[Ident, ...]
    rows: tuple[tuple[Expr | None, ...], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A claim, inputs left of `||` and expected answers right of it. None: default, or not checked."""

    claim: str
    inputs: tuple[Expr | None, ...]
    expected: tuple[Expr | None, ...]
    lists: tuple[ExampleList, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Examples:
    """`examples`: the headings and the rows."""

    inputs: tuple[Ident, ...]
    expected: tuple[Name, ...]
    rows: tuple[Example, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """`guarantee "claim"` with `E does not fall when X grows` or `does not rise`."""

    claim: Text
    subject: Expr
    relation: Literal["does not fall", "does not rise"]
    when: Name
    span: Span = field(default=NOWHERE, compare=False)


Declaration: TypeAlias = (
    UnitDecl
    | InputDecl
    | Require
    | WindowDecl
    | TableDecl
    | ValueDecl
    | LetDecl
    | Carry
    | Charge
    | Limit
    | Adjustment
    | Tax
    | ResultDecl
    | ForEach
    | Plan
    | Choose
    | Examples
    | Guarantee
)


@dataclass(frozen=True, slots=True)
class Remove:
    """`remove charge unlock`, `remove guarantee "…"`: a part of the base that is not wanted."""

    kind: Ident
    name: Ident
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """`before least`, `after driving`, and the declarations that stand at this place of the base."""

    where: Literal["before", "after"]
    anchor: Ident
    body: tuple[Declaration, ...]
    span: Span = field(default=NOWHERE, compare=False)


Change: TypeAlias = Remove | Placed


@dataclass(frozen=True, slots=True)
class Tariff:
    """A whole file: the header and the declarations in written order. `broken` are the names that lines
    with mistakes would have declared, so that their uses stay silent; `shared` is a file for others to use, which
    prices nothing. What it takes from other texts is put together by `dsl.combining`."""

    name: Ident | None
    label: Text | None
    settings: tuple[Setting, ...]
    body: tuple[Declaration, ...]
    broken: frozenset[str] = frozenset()
    based_on: BasedOn | None = None
    uses: tuple[Use, ...] = ()
    changes: tuple[Change, ...] = ()
    shared: bool = False
    removed: tuple[tuple[str, Span], ...] = ()
    """Names that were taken out, and where this is said."""
    span: Span = field(default=NOWHERE, compare=False)
