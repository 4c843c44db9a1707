"""The oracle: what a graph means, in exact fractions, each value only when it is needed.

Operands are asked for in their order, table rows from the first and their cells from the left (`AnyValue`
asks nothing), items from the first. The first value that does not exist is the one that is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from fractions import Fraction
from math import prod
from typing import Any

from engine import graph as g
from engine.declarations import Type
from engine.graph import Ref
from engine.oracle.blocks import coverage
from engine.oracle.items import Place, ask, over_items, size_of
from engine.oracle.rules import fits, rounded, shared
from engine.oracle.windows import block_of, block_start, local_date, overlap
from engine.outcome import NoPriceAt, Outcome, Priced, Unmet, Unpriced, Value
from engine.slots import slots

_FOLD: dict[type, Callable[[Sequence[Fraction]], Any]] = {g.Sum: sum, g.Product: prod, g.Min: min, g.Max: max}


class Evaluation:
    """The values of a graph for one request, worked out when asked for."""

    def __init__(self, graph: g.Graph, values: Sequence[object]) -> None:
        self._graph = graph
        self._lists = g.item_lists(graph.nodes)
        self._known: dict[Place, Any] = {}
        named = zip(slots(graph.inputs), values, strict=True)
        self._values: dict[tuple[str, str], Any] = {(slot.name, slot.part): value for slot, value in named}
        self._fields = {one.name: [(s.name, str(s.part)) for s in slots(one.fields)] for one in graph.inputs}

    def items(self, list: g.ListRef) -> range:
        """The places of a list's items; `NoPriceAt` where they cannot be counted."""
        return range(size_of(self.value(list) if isinstance(list, Ref) else self._values[list, ""]))

    def value(self, ref: Ref, item: int | None = None) -> Value:
        """The value of a node (for an item of its list); raises `NoPriceAt` where there is none."""
        places = [self._place(ref, item)]
        running = [self._steps(*places[0])]
        answer: Any = None
        while running:  # not recursive: a graph may be 10,000 nodes deep
            try:
                needed = self._place(*running[-1].send(answer))
                answer = self._known.get(needed)
                if answer is None:
                    places.append(needed)
                    running.append(self._steps(*needed))
            except StopIteration as done:
                running.pop()
                place = places.pop()
                answer = self._known[place] = self._typed(self._graph.types[place[0]], done.value)
        found: Value = answer
        return found

    def amount(self, amount: g.Amount, item: int | None = None) -> Any:
        """The value of an answer."""
        value: Any = self.value(amount.value, item)
        if amount.divisor is None:
            return value
        divisor: Any = self.value(amount.divisor, item)
        if divisor == 0:
            raise NoPriceAt(*self._place(amount.divisor, item))
        return value / divisor

    def _place(self, ref: Ref, item: int | None) -> Place:
        if self._lists[ref] is None:
            return ref, None
        if item is None:
            raise ValueError(f"node {ref} belongs to the items of {self._lists[ref]}")
        return ref, item

    def _typed(self, type_: Type, value: Any) -> Any:
        if type_.kind == "number":
            return Fraction(value)
        if type_.kind == "choice" and isinstance(value, str):
            return type_.options.index(value)
        return value if type_.kind == "pieces" or isinstance(value, bool | str) else int(value)

    def _read(self, name: str, part: str, list: str | None, item: int | None) -> Any:
        if list is None:
            return self._values.get((name, part))
        fields = self._fields[list]
        return self._values[list, ""][item][fields.index((name, part))] if (name, part) in fields else None

    def _steps(self, ref: Ref, item: int | None) -> Generator[Place, Any, Any]:
        """Asks for the values it needs and returns the node's."""
        graph, types = self._graph, self._graph.types
        match node := graph.nodes[ref]:
            case g.Input(name, part, list):
                if part != "given" and self._read(name, "given", list, item) is False:
                    raise NoPriceAt(ref, item)
                value = self._read(name, part, list, item)
                return value * types[ref].scale if types[ref].kind == "number" else value
            case g.Const(value):
                return value
            case g.Sum(args) | g.Product(args) | g.Min(args) | g.Max(args):
                return _FOLD[type(node)]((yield from ask(args, item)))
            case g.Negate(arg):
                return -(yield arg, item)
            case g.Round(arg, divisor, step, mode):
                number = yield arg, item
                by = 1 if divisor is None else (yield divisor, item)
                if by == 0:
                    raise NoPriceAt(ref, item)
                return rounded(number / by / step, mode) * step
            case g.Select(condition, then, otherwise):
                holds = yield condition, item
                return (yield then if holds else otherwise, item)
            case g.Compare(op, left, right):
                a, b = yield from ask((left, right), item)
                return a < b if op == "<" else a <= b if op == "<=" else a == b
            case g.Fits(key, cell):
                return fits(graph, cell, types[key], (yield key, item))
            case g.All(args) | g.Any(args):
                decides = isinstance(node, g.Any)
                for arg in args:
                    if (yield arg, item) == decides:
                        return decides
                return not decides
            case g.Not(arg):
                return not (yield arg, item)
            case g.Tier():
                number, low, *high = yield from ask(g.operands(node), item)
                return max(Fraction(0), min([number, *high]) - low)
            case g.Table(_, keys, rows, _):
                for position, cells in enumerate(rows):
                    for key, cell in zip(keys, cells, strict=True):
                        if cell != g.AnyValue() and not fits(self._graph, cell, types[key], (yield key, item)):
                            break
                    else:
                        return position
                return -1
            case g.Pick(row, options):
                position = yield row, item
                if position < 0:
                    raise NoPriceAt(*self._place(row, item))
                return (yield options[position], item)
            case g.Overlap(start, end, window):
                a, b = yield from ask((start, end), item)
                return overlap(graph.windows[window].rule, graph.time_zone, int(a), int(b)) if a < b else 0
            case g.DateOf(moment):
                return local_date(graph.time_zone, int((yield moment, item)))
            case g.BlockOf(moment, blocks, ending):
                at = int((yield moment, item))
                return block_of(graph.time_zone, blocks, at - ending)
            case g.BlockStart(number, blocks):
                return block_start(graph.time_zone, blocks, int((yield number, item)))
            case g.Coverage(start, end, origin=origin):
                a, b, *on = yield from ask(g.operands(node), item)
                is_date = origin is not None and types[origin].kind == "date"
                covered = coverage(node, graph.time_zone, int(a), int(b), int(on[0]) if on else None, is_date)
                if covered is None:
                    raise NoPriceAt(ref, item)
                return covered
            case (
                g.Split() | g.Piece() | g.Whole() | g.StartedBlocks() | g.Groups() | g.Group() | g.Reduce() | g.SoFar()
                | g.Before()
            ):  # fmt: skip
                return (yield from over_items(graph, self._values, ref, node, item))
            case g.Position():
                return 1 + (item or 0)
            case g.Share(amount, weights, index):
                whole, *parts = yield from ask((amount, *weights), item)
                return shared(int(whole / types[amount].scale), parts)[index] * types[amount].scale
            case g.NoPrice():
                raise NoPriceAt(ref, item)


def outcome(graph: g.Graph, values: Sequence[object]) -> Outcome:
    """Everything a graph answers: requirements first, then lines, results and totals in their order."""
    at = Evaluation(graph, values)
    try:
        for index, rule in enumerate(graph.requirements):
            for item in (None,) if rule.list is None else at.items(rule.list):
                if not at.value(rule.condition, item):
                    return Unmet(index, item)
        amounts: list[Any] = []
        sides: list[Any] = []
        for line in graph.lines:
            due = line.condition is None or at.value(line.condition)
            amounts.append(at.amount(line.amount) if due else None)
            told = line.sides if due else None
            sides.append(told and (at.amount(told.net), at.amount(told.tax), at.amount(told.gross)))
        results = tuple(
            at.amount(result.amount)
            if result.list is None
            else tuple(at.amount(result.amount, item) for item in at.items(result.list))
            for result in graph.results
        )
        sums = (graph.total, graph.net, graph.tax, graph.gross)
        totals = [None if one is None else at.amount(one) for one in sums]
        return Priced(tuple(amounts), results, tuple(sides), *totals)
    except NoPriceAt as missing:
        return Unpriced(missing.ref, missing.item)
