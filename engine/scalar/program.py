"""Pricing at speed: one Python function a graph, generated and compiled once, that works on integers only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

from engine import graph as g
from engine.graph import Amount, Ref
from engine.outcome import NoPriceAt, RequirementUnmet
from engine.scalar.function import function_source
from engine.scalar.source import Answer, Source

__all__ = ["AmountPlace", "Layout", "LinePlace", "NoPriceAt", "RequirementUnmet", "Scalar", "compile_scalar"]

Answered: TypeAlias = int | bool | str | tuple[Any, ...]
"""An integer in the node's scale, a truth, a text, or a tuple of these for the items of a list."""


@dataclass(frozen=True, slots=True)
class AmountPlace:
    """Where an amount stands in the answer: its integer, and the integer it is divided by where there is one.

    The value is integer x scale of the node, over integer x scale of the divisor."""

    value: int
    divisor: int | None


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line stands: 0 where the condition, a truth, does not hold."""

    amount: AmountPlace
    condition: int | None
    sides: tuple[AmountPlace, AmountPlace, AmountPlace] | None
    """Net, tax and gross."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The positions of a graph's answers in the flat tuple: lines, then results, then the totals."""

    lines: tuple[LinePlace, ...]
    results: tuple[AmountPlace, ...]
    total: AmountPlace | None
    net: AmountPlace | None
    tax: AmountPlace | None
    gross: AmountPlace | None
    size: int


@dataclass(slots=True)
class Scalar:
    """A compiled graph. Calls take the slots of `engine.slots` in their order.

    They raise `NoPriceAt` when a value that is needed does not exist, `RequirementUnmet` when the request
    breaks a requirement, and are exactly as lazy as `engine.oracle.interpret`."""

    graph: g.Graph
    layout: Layout
    price: Callable[..., tuple[Answered, ...]]
    """The answers as a flat tuple, see `layout`."""
    source: Source
    traced: tuple[Ref, ...]
    """The nodes of which `trace` tells the value."""
    _tracing: Callable[..., tuple[Answered | None, ...]] | None = field(default=None, repr=False)

    def trace(self, *values: object) -> dict[Ref, Answered | None]:
        """The values of the traced nodes: None where there is none, a tuple for the items of a list."""
        if self._tracing is None:
            self._tracing = _compiled(self.graph, trace_source(self.graph, self.traced))
        return dict(zip(self.traced, self._tracing(*values), strict=False))


def compile_scalar(graph: g.Graph, traced: Sequence[Ref] | None = None) -> Scalar:
    """Compiles a graph. `traced` are the nodes to trace, by default all that lines and results name."""
    source = price_source(graph)
    asked = named_refs(graph) if traced is None else tuple(dict.fromkeys(traced))
    return Scalar(graph, layout(graph), _compiled(graph, source), source, asked)


def named_refs(graph: g.Graph) -> tuple[Ref, ...]:
    """The nodes that lines, results and totals name, once each."""
    found: list[Ref | None] = []

    def amounts(*among: Amount | None) -> None:
        for one in among:
            if one is not None:
                found.extend((one.value, one.divisor))

    for line in graph.lines:
        amounts(line.amount, line.exact)
        if line.sides is not None:
            amounts(line.sides.net, line.sides.tax, line.sides.gross)
        found.extend(
            (
                line.list if isinstance(line.list, Ref) else None,
                line.condition,
                line.measured,
                line.billed,
                line.before,
                line.bound,
            )
        )
        for part in line.parts:
            amounts(part.quantity, part.price, part.amount)
            found.extend((part.row, part.lower, part.upper))
    for result in graph.results:
        amounts(result.amount)
    amounts(graph.total, graph.net, graph.tax, graph.gross)
    found.append(graph.priced_at)
    return tuple(dict.fromkeys(ref for ref in found if ref is not None))


# ---------------------------------------------------------------------------------------------- layout


def layout(graph: g.Graph) -> Layout:
    """Where each answer of a graph stands."""
    size = 0

    def place() -> int:
        nonlocal size
        size += 1
        return size - 1

    def amount(one: Amount) -> AmountPlace:
        return AmountPlace(place(), None if one.divisor is None else place())

    def line(one: g.Line) -> LinePlace:
        own, condition = amount(one.amount), None if one.condition is None else place()
        sides = one.sides
        return LinePlace(
            own, condition, None if sides is None else (amount(sides.net), amount(sides.tax), amount(sides.gross))
        )

    lines = tuple(map(line, graph.lines))
    results = tuple(amount(result.amount) for result in graph.results)
    total, net, tax, gross = (
        None if one is None else amount(one) for one in (graph.total, graph.net, graph.tax, graph.gross)
    )
    return Layout(lines, results, total, net, tax, gross, size)


def price_answers(graph: g.Graph) -> list[Answer]:
    """What `price` answers, in the order of `layout`."""
    answers = []
    for line in graph.lines:
        answers.append(Answer(line.amount.value, None, line.amount.divisor, line.condition))
        if line.condition is not None:
            answers.append(Answer(line.condition))
        if line.sides is not None:
            sides = (line.sides.net, line.sides.tax, line.sides.gross)
            answers += [Answer(one.value, None, one.divisor, line.condition) for one in sides]
    answers += [Answer(one.amount.value, one.list, one.amount.divisor) for one in graph.results]
    sums = (graph.total, graph.net, graph.tax, graph.gross)
    return [*answers, *(Answer(one.value, None, one.divisor) for one in sums if one is not None)]


def price_source(graph: g.Graph) -> Source:
    """The source of `price`."""
    return function_source(graph, price_answers(graph))


def trace_source(graph: g.Graph, traced: Sequence[Ref]) -> Source:
    """The source of `trace`: the traced values first, then, for what can fail, those of `price`."""
    lists = g.item_lists(graph.nodes)
    return function_source(graph, [*(Answer(ref, lists[ref], checked=False) for ref in traced), *price_answers(graph)])


# ---------------------------------------------------------------------------------------------- compiled


def _compiled(graph: g.Graph, source: Source) -> Callable[..., tuple[Any, ...]]:
    codes = len(graph.nodes) + 1

    def fail(code: int) -> NoReturn:
        raise NoPriceAt(code % codes - 1, code // codes - 1 if code >= codes else None)

    def refuse(requirement: int, problem: int) -> None:
        if problem > 0:
            fail(problem)
        raise RequirementUnmet(requirement, -problem - 1 if problem else None)

    names: dict[str, object] = {
        "__builtins__": {},
        "all": all,
        "bisect": bisect_right,
        "enumerate": enumerate,
        "fail": fail,
        "len": len,
        "max": max,
        "min": min,
        "range": range,
        "refuse": refuse,
        "sorted": sorted,
        "tuple": tuple,
        "zip": zip,
        **source.constants,
    }
    exec(compile(source.text, "<tariff>", "exec"), names)
    price = names["price"]
    assert callable(price)
    return price
