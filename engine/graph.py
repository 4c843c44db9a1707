"""The evaluation graph: what a tariff means, without a word of its text.

Nodes stand in evaluation order and name each other by position, so a graph is acyclic by construction and
equal by structure. A numeric node carries its dimension and its scale, an exact rational: its value is an
integer times the scale, in the base units of `engine.units`. Scales are worked out by `engine.builder`, once.
Evaluators: `interpret` (exact fractions, defines correct) and `scalar` (generated Python, integers only).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from engine.alternatives import Amount as Amount
from engine.alternatives import Carry as Carry
from engine.alternatives import Choice as Choice
from engine.alternatives import Plan as Plan
from engine.calendar_nodes import BlockOf as BlockOf
from engine.calendar_nodes import BlockStart as BlockStart
from engine.calendar_nodes import Coverage as Coverage
from engine.calendar_nodes import DateOf as DateOf
from engine.calendar_nodes import Overlap as Overlap
from engine.cells import AnyValue as AnyValue
from engine.cells import Cell as Cell
from engine.cells import Excluding as Excluding
from engine.cells import InWindow as InWindow
from engine.cells import OneOf as OneOf
from engine.cells import Range as Range
from engine.cells import StartsWith as StartsWith
from engine.cuts import Group as Group
from engine.cuts import GroupOp as GroupOp
from engine.cuts import Groups as Groups
from engine.cuts import GroupValue as GroupValue
from engine.cuts import ListRef as ListRef
from engine.cuts import Piece as Piece
from engine.cuts import Ref as Ref
from engine.cuts import Split as Split
from engine.cuts import StartedBlocks as StartedBlocks
from engine.cuts import Whole as Whole
from engine.declarations import Declared, Origin, Type, Window

FORMAT = 1
"""Number of the graph's published form; it grows with every change that an older reader cannot read."""

# ---------------------------------------------------------------------------------------------- nodes

RoundMode = Literal["up", "down", "half_up", "half_down", "half_even", "next"]
"""up is away from zero, down towards zero, halves accordingly; next is one more than down (full blocks start
the next), for values that are never negative."""


@dataclass(frozen=True, slots=True)
class Input:
    """An input of the request; `part` names an end of a period or asks whether it is given at all.

    With `list`, the field `name` of the item at hand."""

    name: str
    part: Literal["", "from", "to", "given"] = ""
    list: str | None = None


@dataclass(frozen=True, slots=True)
class Const:
    """A constant: a number in base units, yes/no, an option, a text, a moment or a day number."""

    value: Fraction | bool | str


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of numbers of one dimension."""

    args: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """The product of numbers."""

    args: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Negate:
    """The number with the other sign."""

    arg: Ref


@dataclass(frozen=True, slots=True)
class Min:
    """The smallest of numbers of one dimension."""

    args: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Max:
    """The largest of numbers of one dimension."""

    args: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """`arg`, divided by `divisor` where there is one, rounded to a multiple of `step` (> 0, base units).

    A divisor of zero is no price."""

    arg: Ref
    divisor: Ref | None
    step: Fraction
    mode: RoundMode


@dataclass(frozen=True, slots=True)
class Select:
    """`then` where the condition holds, else `otherwise`; the other branch need not have a value."""

    condition: Ref
    then: Ref
    otherwise: Ref


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers of one dimension, two moments, two dates, two choices, texts or truths (only `=`)."""

    op: Literal["<", "<=", "="]
    left: Ref
    right: Ref


@dataclass(frozen=True, slots=True)
class Fits:
    """Whether a value fits a cell."""

    key: Ref
    cell: Cell


@dataclass(frozen=True, slots=True)
class All:
    """All hold; later ones need no value once one does not hold."""

    args: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of them holds; later ones need no value once one holds."""

    args: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    arg: Ref


@dataclass(frozen=True, slots=True)
class Tier:
    """The part of a quantity that lies above `lower` and up to `upper` (None: open)."""

    quantity: Ref
    lower: Ref
    upper: Ref | None


@dataclass(frozen=True, slots=True)
class Table:
    """The row whose cells all fit the keys; `only` promises that never two fit, `first` takes the first.

    None fits: no price (the row is -1 and nothing may be picked with it)."""

    name: str
    keys: tuple[Ref, ...]
    rows: tuple[tuple[Cell, ...], ...]
    policy: Literal["only", "first"]


@dataclass(frozen=True, slots=True)
class Pick:
    """The option at the table's row. The row -1 is no price."""

    row: Ref
    options: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Reduce:
    """One value from the items of a list for which `where` holds. An empty list sums and counts to 0 and
    has no min, max or last: no price. `count` has no `arg`, `last` (that of the last item) no `where`."""

    op: Literal["sum", "count", "min", "max", "last"]
    list: ListRef
    arg: Ref | None
    where: Ref | None = None


@dataclass(frozen=True, slots=True)
class SoFar:
    """The sum of `arg` over the items before this one; with `within`, over those among them that come after the
    last one for which the whole number `within` was another than for the item after it."""

    arg: Ref
    within: Ref | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """The place of the item in its list, from 1."""

    list: ListRef


@dataclass(frozen=True, slots=True)
class Before:
    """A carried value (by its place in `Graph.carries`) before the item at hand."""

    carry: int
    list: ListRef


@dataclass(frozen=True, slots=True)
class Share:
    """The part of `amount` that falls on the weight at `index`, when it is spread over the weights in
    proportion: whole steps of the amount's scale, remainders to the largest fractions, ties to the first
    (largest remainder method, Hamilton). Weights are never negative; all zero: nothing falls on any."""

    amount: Ref
    weights: tuple[Ref, ...]
    index: int


@dataclass(frozen=True, slots=True)
class NoPrice:
    """A value that does not exist; reaching it is an error that tells the reason."""

    reason: str


Node: TypeAlias = (
    Input
    | Const
    | Sum
    | Product
    | Negate
    | Min
    | Max
    | Round
    | Select
    | Compare
    | Fits
    | All
    | Any
    | Not
    | Tier
    | Table
    | Pick
    | Overlap
    | DateOf
    | BlockOf
    | BlockStart
    | Coverage
    | Reduce
    | SoFar
    | Position
    | Before
    | Split
    | Piece
    | StartedBlocks
    | Whole
    | Groups
    | Group
    | Share
    | NoPrice
)

# ------------------------------------------------------------------------------------- the whole


@dataclass(frozen=True, slots=True)
class Part:
    """One product within a charge: so much of the quantity at such a price; or what a bound adds or takes off."""

    quantity: Amount | None
    price: Amount
    amount: Amount
    row: Ref | None = None
    """The table's row the price came from."""
    lower: Ref | None = None
    upper: Ref | None = None
    """The tier's bounds."""
    bound: Literal["", "at least", "at most"] = ""
    """`price` is a bound of the parts before it, `amount` what it changes."""
    origin: Origin | None = field(default=None, compare=False)


LineKind = Literal["charge", "limit", "discount", "surcharge", "tax"]


@dataclass(frozen=True, slots=True)
class LineSides:
    """Net, tax and gross of a line as it stands on the bill; those of an adjustment are what it changes.

    Over all lines they add up to those of the whole bill."""

    net: Amount
    tax: Amount
    gross: Amount


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bill. A charge as it was priced, or an adjustment as a signed amount.

    Inside `for each` the nodes of `measured`, `billed` and `parts` belong to the items of `list`."""

    kind: LineKind
    name: str
    label: str
    amount: Amount
    """Rounded as the tariff says."""
    exact: Amount
    """Before that rounding."""
    condition: Ref | None = None
    """Where it does not hold the line is left out and counts 0."""
    measured: Ref | None = None
    billed: Ref | None = None
    parts: tuple[Part, ...] = ()
    covers: tuple[str, ...] = ()
    """The lines an adjustment acts on."""
    before: Ref | None = None
    """An adjustment's covered sum before it acts."""
    bound: Ref | None = None
    """A limit's bound."""
    within: str = ""
    """The words of a limit that holds in each block of time: `in each 24 h of ride`."""
    list: ListRef | None = None
    sides: LineSides | None = None
    """Where the tax is rounded per line or not at all."""
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Result:
    """An answer that is no part of the total: a unit price, a number of days, the name of a plan."""

    name: str
    label: str
    amount: Amount
    list: ListRef | None = None
    percent: bool = False
    """Said as a percentage."""
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A rule between inputs; where it does not hold the request is refused, naming the fields."""

    condition: Ref
    message: str
    fields: tuple[str, ...]
    list: str | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Graph:
    """A tariff, ready to be priced. Stored as JSON with every version and evaluated from there."""

    name: str
    label: str
    currency: str
    time_zone: str
    inputs: tuple[Declared, ...]
    windows: tuple[Window, ...]
    nodes: tuple[Node, ...]
    types: tuple[Type, ...]
    origins: tuple[tuple[Ref, Origin], ...] = field(compare=False)
    """Where tables and missing prices were written, for the message when they have no answer."""
    requirements: tuple[Requirement, ...]
    lines: tuple[Line, ...]
    results: tuple[Result, ...]
    total: Amount | None
    """The sum of the lines, tax in it only when prices include it. None: the tariff has no charge."""
    net: Amount | None = None
    tax: Amount | None = None
    gross: Amount | None = None
    priced_at: Ref | None = None
    """The pricing date, which picks dated values."""
    row_origins: tuple[tuple[Ref, tuple[Origin, ...]], ...] = field(default=(), compare=False)
    """The lines of a table's rows."""
    choices: tuple[Choice, ...] = ()
    """Plans of which the cheapest stands on the bill."""
    carries: tuple[Carry, ...] = ()
    format: int = FORMAT


def operands(node: Node) -> tuple[Ref, ...]:
    """The nodes a node reads, in order."""
    match node:
        case Input() | Const() | NoPrice():
            return ()
        case Position(list) | Before(_, list):
            return () if isinstance(list, str) else (list,)
        case Piece(split) | Group(split):
            return (split,)
        case Groups(list, key, values, where, first, last):
            args = (value.arg for value in values)
            return tuple(ref for ref in (list, first, last, where, key, *args) if isinstance(ref, Ref))
        case Whole(split, arg) | StartedBlocks(split, arg):
            return split, arg
        case Split(start, end, _, places, of, where):
            return tuple(ref for ref in (of, where, start, end, *places) if isinstance(ref, Ref))
        case Sum(args) | Product(args) | Min(args) | Max(args) | All(args) | Any(args):
            return args
        case Negate(arg) | Not(arg) | DateOf(arg) | Fits(arg, _) | BlockOf(arg) | BlockStart(arg):
            return (arg,)
        case SoFar(arg, within):
            return (arg,) if within is None else (within, arg)
        case Round(arg, divisor, _, _):
            return (arg,) if divisor is None else (arg, divisor)
        case Select(condition, then, otherwise):
            return (condition, then, otherwise)
        case Compare(_, left, right):
            return (left, right)
        case Tier(quantity, lower, upper):
            return (quantity, lower) if upper is None else (quantity, lower, upper)
        case Table(_, keys, _, _):
            return keys
        case Pick(row, options):
            return (row, *options)
        case Overlap(start, end, _):
            return (start, end)
        case Coverage(start, end, origin=origin):
            return (start, end) if origin is None else (start, end, origin)
        case Reduce(_, list, arg, where):
            return tuple(ref for ref in (list, arg, where) if isinstance(ref, Ref))
        case Share(amount, weights, _):
            return (amount, *weights)


def item_lists(nodes: Sequence[Node]) -> tuple[ListRef | None, ...]:
    """For every node the list whose items it depends on, None when it is the same for the whole request."""
    scopes: list[ListRef | None] = []
    for node in nodes:
        scopes.append(item_list(node, scopes))
    return tuple(scopes)


def item_list(node: Node, scopes: Sequence[ListRef | None]) -> ListRef | None:
    """The list whose items a node depends on, from those of the nodes before it."""
    match node:
        case (
            Position(list=int(count)) | Before(list=int(count)) | Reduce(list=int(count)) | Groups(list=int(count))
        ) if scopes[count] is not None:
            raise ValueError("a list is counted once for the whole request")
        case Input(list=name) | Position(list=name) | Before(list=name) | Piece(split=name) | Whole(split=name):
            return name
        case Group(groups=name):
            return name
        case Reduce() | Split() | Groups():
            return None
        case _:
            inner = {scopes[ref] for ref in operands(node)} - {None}
            if len(inner) > 1:
                raise ValueError(f"a node mixes the items of {inner}")
            return inner.pop() if inner else None
