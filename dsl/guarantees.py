"""Tests guarantees by search: from each example, one input is moved over its range."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from dsl.lower.examples import Example, Promise
from dsl.lower.words import value_words
from dsl.value_types import Num
from engine import graph as g
from engine.declarations import Declared
from engine.outcome import NoPriceAt, RequirementUnmet
from engine.requests.reader import Reader, Refused
from engine.scalar.program import Scalar
from engine.slots import slots

EVENLY = 64
"""Points spread evenly over the range, besides those where the tariff itself has a bound."""
FAR = 4
"""An input without an upper bound is moved to so many times the largest figure that the tariff has of it."""


def counter_example(
    promise: Promise, graph: g.Graph, scalar: Scalar, reader: Reader, examples: tuple[Example, ...]
) -> str | None:
    """A sentence with two requests and their amounts that break the promise; None when none was found.

    A search, no proof: what lies between the points is not looked at."""
    declared = next(one for one in graph.inputs if one.name == promise.input)
    place = next(at for at, slot in enumerate(slots(graph.inputs)) if (slot.name, slot.part) == (declared.name, ""))
    points = _points(graph, declared)
    for example in examples:
        values = reader.read(example.request)
        if isinstance(values, Refused):
            continue
        found = []
        for point in points:
            amount = _answer(promise.answer, graph, scalar, (*values[:place], point, *values[place + 1 :]))
            if amount is not None:
                found.append((point, amount))
        for (small, before), (large, after) in pairwise(found):
            if (after < before) if promise.falls else (after > before):
                return _sentence(promise, graph, declared, example.claim, (small, before), (large, after))
    return None


def _points(graph: g.Graph, declared: Declared) -> list[int]:
    """Integers of the input's scale to try: its bounds, every figure of the tariff of its kind and the ones
    beside it, and points between, evenly."""
    scale, dimension = declared.type.scale, declared.type.dimension
    figures = {Fraction(0)}
    for node, type_ in zip(graph.nodes, graph.types, strict=True):
        if isinstance(node, g.Const) and isinstance(node.value, Fraction) and type_.dimension == dimension:
            figures.add(node.value)
        if isinstance(node, g.Table):
            for key, cells in zip(node.keys, zip(*node.rows, strict=True), strict=True):
                if graph.types[key].dimension == dimension:
                    for cell in cells:
                        if isinstance(cell, g.Range):
                            figures.update(bound for bound in (cell.lower, cell.upper) if bound is not None)
    low = declared.lower if declared.lower is not None else -max(map(abs, figures))
    high = declared.upper if declared.upper is not None else FAR * max(*map(abs, figures), scale)
    first, last = -(-low // scale), high // scale
    if not declared.lower_in and first * scale == low:
        first += 1
    if not declared.upper_in and last * scale == high:
        last -= 1
    near = {int(figure // scale) + step for figure in figures for step in (-1, 0, 1)}
    between = {first + (last - first) * part // EVENLY for part in range(EVENLY + 1)}
    return sorted(point for point in near | between if first <= point <= last)


def _answer(name: str, graph: g.Graph, scalar: Scalar, values: tuple[object, ...]) -> Fraction | None:
    """The answer of that name; None where there is no price."""
    try:
        flat = scalar.price(*values)
    except (NoPriceAt, RequirementUnmet):
        return None
    totals = {
        "total": (graph.total, scalar.layout.total),
        "total net": (graph.net, scalar.layout.net),
        "total gross": (graph.gross, scalar.layout.gross),
        "tax": (graph.tax, scalar.layout.tax),
    }
    amount, at = totals.get(name, (None, None))
    for line, place in zip(graph.lines, scalar.layout.lines, strict=True):
        told = {line.name: (line.amount, place.amount)}
        if line.sides is not None and place.sides is not None:
            three = (line.sides.net, line.sides.tax, line.sides.gross)
            told |= {f"{line.name}.net": (three[0], place.sides[0]), f"{line.name}.tax": (three[1], place.sides[1])}
            told |= {f"{line.name}.gross": (three[2], place.sides[2])}
        if name in told:
            amount, at = told[name]
            if place.condition is not None and not flat[place.condition]:
                return Fraction(0)
    for result, found in zip(graph.results, scalar.layout.results, strict=True):
        if result.name == name:
            amount, at = result.amount, found
    if amount is None or at is None or not isinstance(flat[at.value], int):
        return None
    value = Fraction(flat[at.value]) * graph.types[amount.value].scale  # type: ignore[arg-type]
    if at.divisor is None or amount.divisor is None:
        return value
    return value / (Fraction(flat[at.divisor]) * graph.types[amount.divisor].scale)  # type: ignore[arg-type]


def _sentence(
    promise: Promise,
    graph: g.Graph,
    declared: Declared,
    claim: str,
    small: tuple[int, Fraction],
    large: tuple[int, Fraction],
) -> str:
    type_, money = Num(declared.type.dimension, declared.unit == "%"), Num(((graph.currency, 1),))

    def said(one: tuple[int, Fraction]) -> str:
        return f"{value_words(one[0] * declared.type.scale, type_)} gives {value_words(one[1], money)}"

    return f"as in `{claim}`, {promise.input} of {said(small)}, and {said(large)}"
