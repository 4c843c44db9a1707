"""Builds the nodes of a graph, working out their types and scales."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from engine.calendar_blocks import scale_of
from engine.calendar_nodes import Convention, Coverage, MonthEnd, Months
from engine.declarations import DATE, MOMENT, PIECES, ROW, SECONDS, TRUTH, Blocks, Type, common_scale
from engine.graph import (
    All,
    Any,
    AnyValue,
    Before,
    BlockOf,
    BlockStart,
    Carry,
    Cell,
    Compare,
    Const,
    DateOf,
    Fits,
    Group,
    Groups,
    GroupValue,
    Input,
    ListRef,
    Max,
    Min,
    Negate,
    Node,
    NoPrice,
    Not,
    Overlap,
    Pick,
    Piece,
    Position,
    Product,
    Reduce,
    Ref,
    Round,
    RoundMode,
    Select,
    Share,
    SoFar,
    Split,
    StartedBlocks,
    Sum,
    Table,
    Tier,
    Whole,
    item_list,
    operands,
)
from engine.prune import renumbered
from engine.units import ONE, Dimension, multiply, power

MOST_TERMS = 64
"""Terms or factors of one node; a longer one keeps its parts as nodes of their own."""


class Builder:
    """Builds the nodes of a graph: equal nodes are one, scales and types are worked out, and what would
    not be a legal graph is refused with ValueError (a mistake of ours: the checker has seen the text)."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.types: list[Type] = []
        self.lists: list[ListRef | None] = []
        """For every node the list whose items it depends on, None when it is the same for the whole request."""
        self.carries: list[Carry | None] = []
        """Values carried over lists; None while the next value is being built."""
        self._known: dict[tuple[Node, Type], Ref] = {}

    def _add(self, node: Node, type_: Type) -> Ref:
        node = self._in_pieces(node)
        key = (node, type_)
        ref = self._known.get(key)
        if ref is None:
            self.lists.append(item_list(node, self.lists))
            ref = self._known[key] = len(self.nodes)
            self.nodes.append(node)
            self.types.append(type_)
        return ref

    def _in_pieces(self, node: Node) -> Node:
        """Where a node reads pieces and the items they are cut of, it reads these through the pieces."""
        if isinstance(node, Split | Reduce | Whole | Groups):
            return node
        lists = {self.lists[ref] for ref in operands(node)} - {None}
        inner = [one for one in lists if isinstance(one, Ref) and isinstance(self.nodes[one], Split)]
        if len(lists) < 2 or len(inner) != 1:
            return node
        return renumbered(node, lambda ref: self.in_pieces(ref, inner[0]))

    def in_pieces(self, ref: Ref, pieces: ListRef) -> Ref:
        """What a node is for the piece at hand of a split; what it is, where the list is none of pieces."""
        made = self.nodes[pieces] if isinstance(pieces, Ref) else None
        if isinstance(made, Split) and isinstance(pieces, Ref) and made.of is not None and self.lists[ref] == made.of:
            return self._add(Whole(pieces, ref), self.types[ref])
        return ref

    def type(self, ref: Ref) -> Type:
        return self.types[ref]

    def constant_of(self, ref: Ref) -> Fraction | None:
        """The value of a constant number, None for everything else."""
        node = self.nodes[ref]
        if isinstance(node, Const) and isinstance(node.value, Fraction):
            return node.value
        return None

    # leaves

    def input(
        self,
        name: str,
        type_: Type,
        part: Literal["", "from", "to", "given"] = "",
        list: str | None = None,
    ) -> Ref:
        return self._add(Input(name, part, list), type_)

    def number(self, value: Fraction, dimension: Dimension = ONE, scale: Fraction | None = None) -> Ref:
        """A constant number in base units. `scale` keeps the grid on which it was written."""
        if scale is None:
            scale = Fraction(1, value.denominator)
        if (value / scale).denominator != 1:
            raise ValueError(f"{value} is no multiple of {scale}")
        return self._add(Const(value), Type("number", dimension, scale))

    def constant(self, value: bool | str | Fraction, type_: Type) -> Ref:
        """A constant that is no number: yes/no, an option, a text, a moment, a day number."""
        if type_.kind == "choice" and value not in type_.options:
            raise ValueError(f"{value!r} is none of {type_.options}")
        return self._add(Const(value), type_)

    def no_price(self, reason: str, type_: Type) -> Ref:
        return self._add(NoPrice(reason), type_)

    def position(self, list: ListRef) -> Ref:
        self._check_list(list)
        return self._add(Position(list), Type("number"))

    # arithmetic

    def _joined(self, refs: Sequence[Ref]) -> Type:
        types = [self.types[ref] for ref in refs]
        first = types[0]
        if any((t.kind, t.dimension, t.options) != (first.kind, first.dimension, first.options) for t in types):
            raise ValueError(f"these do not join: {types}")
        if first.kind != "number":
            return first
        return Type("number", first.dimension, common_scale([t.scale for t in types]))

    def sum(self, refs: Sequence[Ref]) -> Ref:
        flat: list[Ref] = []
        for ref in refs:
            node = self.nodes[ref]
            numbers = isinstance(node, Sum) and all(self.types[arg].kind == "number" for arg in node.args)
            inlined = isinstance(node, Sum) and numbers and len(flat) + len(node.args) <= MOST_TERMS
            flat.extend(node.args if isinstance(node, Sum) and inlined else (ref,))
        if len(flat) == 1:
            return flat[0]
        joined = self._joined(flat)
        values = [self.constant_of(ref) for ref in flat]
        known = [value for value in values if value is not None]
        if len(known) == len(flat):
            return self.number(sum(known, Fraction(0)), joined.dimension, joined.scale)
        return self._add(Sum(tuple(flat)), joined)

    def product(self, refs: Sequence[Ref]) -> Ref:
        flat: list[Ref] = []
        for ref in refs:
            node = self.nodes[ref]
            inlined = isinstance(node, Product) and len(flat) + len(node.args) <= MOST_TERMS
            flat.extend(node.args if isinstance(node, Product) and inlined else (ref,))
        if len(flat) == 1:
            return flat[0]
        dimension, scale = ONE, Fraction(1)
        for ref in flat:
            type_ = self.types[ref]
            if type_.kind != "number":
                raise ValueError("a product of numbers only")
            dimension, scale = multiply(dimension, type_.dimension), scale * type_.scale
        values = [self.constant_of(ref) for ref in flat]
        if all(value is not None for value in values):
            value = Fraction(1)
            for factor in values:
                value *= factor or 0
            return self.number(value, dimension, scale)
        return self._add(Product(tuple(flat)), Type("number", dimension, scale))

    def reciprocal(self, value: Fraction, dimension: Dimension) -> Ref:
        """One divided by a constant."""
        return self.number(1 / value, power(dimension, -1), abs(1 / value))

    def negate(self, ref: Ref) -> Ref:
        value = self.constant_of(ref)
        type_ = self.types[ref]
        if value is not None:
            return self.number(-value, type_.dimension, type_.scale)
        return self._add(Negate(ref), type_)

    def min(self, refs: Sequence[Ref]) -> Ref:
        return refs[0] if len(set(refs)) == 1 else self._add(Min(tuple(refs)), self._joined(refs))

    def max(self, refs: Sequence[Ref]) -> Ref:
        return refs[0] if len(set(refs)) == 1 else self._add(Max(tuple(refs)), self._joined(refs))

    def round(self, ref: Ref, step: Fraction, mode: RoundMode, divisor: Ref | None = None) -> Ref:
        type_ = self.types[ref]
        if type_.kind != "number" or step <= 0:
            raise ValueError("only a number is rounded, to a positive step")
        dimension = type_.dimension
        if divisor is not None:
            dimension = multiply(dimension, power(self.types[divisor].dimension, -1))
        elif mode != "next" and (type_.scale / step).denominator == 1:
            return ref
        return self._add(Round(ref, divisor, step, mode), Type("number", dimension, step))

    def on_grid(self, ref: Ref, step: Fraction) -> Ref:
        """The same number with a scale that divides `step`, so that it can be spread in whole steps."""
        type_ = self.types[ref]
        if (step / type_.scale).denominator == 1:
            return ref
        return self.sum([ref, self.number(Fraction(0), type_.dimension, step)])

    def tier(self, quantity: Ref, lower: Ref, upper: Ref | None) -> Ref:
        bounds = [ref for ref in (quantity, lower, upper) if ref is not None]
        if upper is None and self.constant_of(lower) == 0:
            return quantity
        return self._add(Tier(quantity, lower, upper), self._joined(bounds))

    # choices and conditions

    def select(self, condition: Ref, then: Ref, otherwise: Ref) -> Ref:
        known = self.nodes[condition]
        if isinstance(known, Const):
            return then if known.value else otherwise
        if then == otherwise:
            return then
        return self._add(Select(condition, then, otherwise), self._joined([then, otherwise]))

    def compare(self, op: Literal["<", "<=", "="], left: Ref, right: Ref) -> Ref:
        self._joined([left, right])
        return self._add(Compare(op, left, right), TRUTH)

    def fits(self, key: Ref, cell: Cell) -> Ref:
        if isinstance(cell, AnyValue):
            return self.constant(True, TRUTH)
        return self._add(Fits(key, cell), TRUTH)

    def all(self, refs: Sequence[Ref]) -> Ref:
        return refs[0] if len(refs) == 1 else self._add(All(tuple(refs)), TRUTH)

    def any(self, refs: Sequence[Ref]) -> Ref:
        return refs[0] if len(refs) == 1 else self._add(Any(tuple(refs)), TRUTH)

    def not_(self, ref: Ref) -> Ref:
        return self._add(Not(ref), TRUTH)

    def table(
        self,
        name: str,
        keys: Sequence[Ref],
        rows: Sequence[tuple[Cell, ...]],
        policy: Literal["only", "first"],
    ) -> Ref:
        if any(len(row) != len(keys) for row in rows) or not rows:
            raise ValueError("each row has a cell for each key")
        return self._add(Table(name, tuple(keys), tuple(rows), policy), ROW)

    def pick(self, row: Ref, options: Sequence[Ref]) -> Ref:
        return self._add(Pick(row, tuple(options)), self._joined(options))

    # time

    def overlap(self, start: Ref, end: Ref, window: int) -> Ref:
        return self._add(Overlap(start, end, window), Type("number", SECONDS))

    def elapsed(self, start: Ref, end: Ref) -> Ref:
        """The seconds between two moments."""
        if (self.types[start], self.types[end]) != (MOMENT, MOMENT):
            raise ValueError("elapsed time lies between two moments")
        minus = self._add(Negate(start), Type("number", SECONDS))
        return self._add(Sum((end, minus)), Type("number", SECONDS))

    def date_of(self, moment: Ref) -> Ref:
        return self._add(DateOf(moment), DATE)

    def later(self, moment: Ref, seconds: Ref) -> Ref:
        """The moment that lies so many whole seconds after another."""
        type_ = self.types[seconds]
        if self.types[moment] != MOMENT or type_.dimension != SECONDS or type_.scale.denominator != 1:
            raise ValueError("a moment is moved by whole seconds")
        return self._add(Sum((moment, seconds)), MOMENT)

    def block_of(self, moment: Ref, blocks: Blocks, ending: bool = False) -> Ref:
        if self.types[moment] != MOMENT:
            raise ValueError("only a moment lies in a block of calendar time")
        return self._add(BlockOf(moment, blocks, ending), Type("number"))

    def block_start(self, number: Ref, blocks: Blocks) -> Ref:
        if self.types[number] != Type("number"):
            raise ValueError("blocks of calendar time have whole numbers")
        return self._add(BlockStart(number, blocks), MOMENT)

    def block_edge(self, date: Ref, months: Months = 0, after: bool = False) -> Ref:
        """The first moment of the day of a date, or of its month, quarter or year; or of the one after it."""
        day = self._add(Sum((date, self.number(Fraction(0)))), Type("number"))
        number, blocks = day, Blocks("day")
        if months:
            blocks = Blocks("month", 0, 1)
            number = self.block_of(self.block_start(day, Blocks("day")), blocks)
            number = self.round(number, Fraction(months), "down")
        if after:
            number = self.sum([number, self.number(Fraction(months or 1))])
        return self.block_start(self.on_grid(number, Fraction(1)), blocks)

    def coverage(
        self,
        start: Ref,
        end: Ref,
        months: Months,
        by: Convention,
        origin: Ref | None = None,
        month_end: MonthEnd = "last",
    ) -> tuple[Ref, Ref | None]:
        """How many days or months lie in a period; by seconds with a divisor."""
        if origin is not None and self.types[origin] not in (DATE, Type("number")):
            raise ValueError("blocks begin on a whole number or a date")
        unit: Dimension = (("month" if months else "day", 1),)
        if by != "seconds":
            node = Coverage(start, end, months, by, "whole", origin, month_end)
            return self._add(node, Type("number", unit, scale_of(months, by))), None
        above = Coverage(start, end, months, by, "numerator", origin, month_end)
        below = Coverage(start, end, months, by, "denominator", origin, month_end)
        return self._add(above, Type("number", unit, Fraction(months or 1))), self._add(below, Type("number"))

    # lists

    def _check_list(self, list: ListRef) -> None:
        if isinstance(list, Ref) and self.types[list] == PIECES:
            return
        if isinstance(list, Ref) and (self.types[list] != Type("number") or self.lists[list] is not None):
            raise ValueError("the items of a list are counted by a whole number")

    def reduce(
        self,
        op: Literal["sum", "count", "min", "max", "last"],
        list: ListRef,
        arg: Ref | None,
        where: Ref | None = None,
    ) -> Ref:
        self._check_list(list)
        if op == "last" and where is not None:
            raise ValueError("the last item is that of the whole list")
        if op == "count" and where is None and isinstance(list, Ref) and self.types[list] != PIECES:
            return list
        type_ = Type("number") if op == "count" or arg is None else self.types[arg]
        arg, where = (None if ref is None else self.in_pieces(ref, list) for ref in (arg, where))
        return self._add(Reduce(op, list, arg, where), type_)

    def before(self, list: ListRef, type_: Type) -> Ref:
        """A carried value before the item at hand; `carry` tells the rest."""
        self._check_list(list)
        self.carries.append(None)
        return self._add(Before(len(self.carries) - 1, list), type_)

    def carry(self, name: str, before: Ref, start: Ref, next: Ref) -> None:
        """From what a carried value starts, and what it becomes with an item."""
        node, type_ = self.nodes[before], self.types[before]
        if not isinstance(node, Before) or self.lists[start] is not None or self.lists[next] not in (None, node.list):
            raise ValueError("a carried value starts outside of its list and goes on in it")
        for ref in (start, next):
            if not self._joined([before, ref]) == type_:
                raise ValueError("a carried value keeps its type and its grid")
        self.carries[node.carry] = Carry(name, node.list, start, next)

    def carried(self) -> tuple[Carry, ...]:
        """All carried values. One that was never finished is read by no answer, and starts and ends as nothing."""
        nothing = self.number(Fraction(0))
        return tuple(one or Carry("", "", nothing, nothing) for one in self.carries)

    def split(
        self,
        start: Ref,
        end: Ref,
        windows: Sequence[int] = (),
        places: Sequence[Ref] = (),
        of: ListRef | None = None,
        where: Ref | None = None,
    ) -> Ref:
        """The list of the pieces of what lies from `start` to `end`."""
        if self._joined([start, end, *places]).kind not in ("number", "moment"):
            raise ValueError("only time and numbers are cut")
        return self._add(Split(start, end, tuple(windows), tuple(places), of, where), PIECES)

    def piece(self, split: Ref, part: Literal["from", "to"]) -> Ref:
        """Where the piece at hand begins or ends."""
        made = self.nodes[split]
        if not isinstance(made, Split):
            raise ValueError("only what is split has pieces")
        return self._add(Piece(split, part), self._joined([made.start, made.end, *made.places]))

    def groups(
        self,
        list: ListRef,
        key: Ref,
        values: Sequence[GroupValue],
        where: Ref | None = None,
        ends: tuple[Ref, Ref] | None = None,
    ) -> Ref:
        """The list of the groups that items with the same whole number `key` form; `ends` are the first and the last
        number."""
        self._check_list(list)
        if any(self.types[ref] != Type("number") for ref in (key, *(ends or ()))):
            raise ValueError("groups have whole numbers")
        if any(self.lists[ref] is not None for ref in ends or ()):
            raise ValueError("groups begin and end the same for the whole request")
        key, *args = (self.in_pieces(ref, list) for ref in (key, *(one.arg for one in values if one.arg is not None)))
        found = iter(args)
        read = tuple(GroupValue(one.op, None if one.arg is None else next(found)) for one in values)
        where = None if where is None else self.in_pieces(where, list)
        return self._add(Groups(list, key, read, where, *(ends or (None, None))), PIECES)

    def group(self, groups: Ref, place: int = 0) -> Ref:
        """A value of the group at hand."""
        made = self.nodes[groups]
        if not isinstance(made, Groups):
            raise ValueError("only groups have values")
        arg = made.values[place].arg
        return self._add(Group(groups, place), Type("number") if arg is None else self.types[arg])

    def so_far(self, arg: Ref, within: Ref | None = None) -> Ref:
        if self.lists[arg] is None:
            raise ValueError("only what differs from item to item has a sum so far")
        if within is not None and self.types[within] != Type("number"):
            raise ValueError("a sum so far starts afresh with another whole number")
        return self._add(SoFar(arg, within), self.types[arg])

    def started_blocks(self, length: Ref, size: Ref) -> Ref:
        if self.lists[length] is None and self.lists[size] is None:
            raise ValueError("only the items of a list are joined end to end")
        return self._add(StartedBlocks(length, size), self._joined([length, size]))

    def share(self, amount: Ref, weights: Sequence[Ref], index: int) -> Ref:
        return self._add(Share(amount, tuple(weights), index), self.types[amount])
