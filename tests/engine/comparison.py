"""Compares generated functions with the oracle, to the last integer.

`python -m tests.engine.comparison --n 100000 --seed 7` compares as many graphs as asked for.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import TypeAlias

from engine import graph as g
from engine.graph import Amount, Graph, Ref
from engine.oracle.interpret import Evaluation, outcome
from engine.outcome import NoPriceAt, Outcome, Priced, RequirementUnmet, Unmet, Unpriced, Value
from engine.scalar.program import AmountPlace, Scalar, compile_scalar
from tests.engine.random_graphs import random_graph
from tests.engine.random_requests import Edges, Values, random_values

Compiler: TypeAlias = Callable[[Graph, Sequence[Ref] | None], Scalar]
NodeValues: TypeAlias = tuple[Value | tuple[Value | None, ...] | None, ...]

GRAPHS = 340
"""As many as find every planted fault."""
REQUESTS = 5


@dataclass(frozen=True)
class Asked:
    """One request with what the oracle says to it."""

    values: Values
    outcome: Outcome
    nodes: NodeValues
    """The value of each node: None where there is none, a tuple for the items of a list."""


@dataclass(frozen=True)
class Case:
    """A graph and what the oracle says."""

    seed: int
    graph: Graph
    asked: tuple[Asked, ...]

    @property
    def traced(self) -> tuple[Ref, ...]:
        """The nodes to compare: all, or all but dates, since a date that nobody asks for is not worked out.
        Pieces are compared one by one, not what makes them."""
        left_out = g.Split | g.Groups if self.seed % 4 == 0 else g.DateOf | g.Split | g.Groups
        return tuple(ref for ref, node in enumerate(self.graph.nodes) if not isinstance(node, left_out))


def case(seed: int, size: int = 40, requests: int = REQUESTS) -> Case:
    """The case of a seed."""
    random = Random(seed)
    graph = random_graph(random, size)
    edges = Edges(graph)
    many = [random_values(random, graph, edges) for _ in range(requests)]
    return Case(seed, graph, tuple(Asked(one, outcome(graph, one), node_values(graph, one)) for one in many))


@cache
def cases() -> tuple[Case, ...]:
    """The cases that every change of the generator is compared on."""
    return tuple(case(seed) for seed in range(GRAPHS))


def node_values(graph: Graph, values: Values) -> NodeValues:
    """What the oracle says of every node."""
    evaluation = Evaluation(graph, values)

    def value(ref: Ref, item: int | None) -> Value | None:
        try:
            return evaluation.value(ref, item)
        except NoPriceAt:
            return None

    def items(name: g.ListRef) -> range:
        try:
            return evaluation.items(name)
        except NoPriceAt:  # there are no pieces
            return range(0)

    return tuple(
        value(ref, None) if name is None else tuple(value(ref, item) for item in items(name))
        for ref, name in enumerate(g.item_lists(graph.nodes))
    )


def unasked(graph: Graph) -> Graph:
    """The nodes of a graph alone: nothing is answered, so that nothing fails."""
    return replace(graph, lines=(), results=(), requirements=(), total=None, net=None, tax=None, gross=None)


def difference(one: Case, compiler: Compiler = compile_scalar) -> str | None:
    """How generated functions differ from the oracle, None when they do not."""
    scalar = compiler(one.graph, ())
    tracing = compiler(unasked(one.graph), one.traced)
    for asked in one.asked:
        try:
            priced = scalar_outcome(scalar, asked.values)
            traced = tracing.trace(*asked.values)
        except ArithmeticError as error:
            return f"seed {one.seed}, {asked.values}: {error!r}"
        if priced != asked.outcome:
            return f"seed {one.seed}, {asked.values}: {priced} is not {asked.outcome}"
        for ref in one.traced:
            found, expected = true_value(one.graph, ref, traced[ref]), asked.nodes[ref]
            if not alike(found, expected):
                return f"seed {one.seed}, {asked.values}: {one.graph.nodes[ref]} is {found}, not {expected}"
    return None


def alike(found: object, expected: object) -> bool:
    """Equal, and of one kind: a truth is no number."""
    if isinstance(found, tuple) and isinstance(expected, tuple):
        return len(found) == len(expected) and all(map(alike, found, expected))
    return found == expected and isinstance(found, bool) == isinstance(expected, bool)


def true_value(graph: Graph, ref: Ref, found: object) -> object:
    """What an integer of a generated function stands for."""
    if isinstance(found, tuple):
        return tuple(true_value(graph, ref, one) for one in found)
    if found is None or graph.types[ref].kind != "number":
        return found
    assert isinstance(found, int)
    return found * graph.types[ref].scale


def scalar_outcome(scalar: Scalar, values: Values) -> Outcome:
    """What a generated function answers, in the words of the oracle."""
    graph, layout = scalar.graph, scalar.layout
    try:
        flat = scalar.price(*values)
    except NoPriceAt as missing:
        return Unpriced(missing.ref, missing.item)
    except RequirementUnmet as unmet:
        return Unmet(unmet.index, unmet.item)
    assert len(flat) == layout.size

    def amount(place: AmountPlace, one: Amount) -> object:
        value = true_value(graph, one.value, flat[place.value])
        if place.divisor is None or one.divisor is None:
            return value
        divisor = true_value(graph, one.divisor, flat[place.divisor])
        if isinstance(value, tuple) and isinstance(divisor, tuple):
            return tuple(a / b for a, b in zip(value, divisor, strict=True))
        return value / divisor  # type: ignore[operator]

    amounts = tuple(
        None if place.condition is not None and not flat[place.condition] else amount(place.amount, line.amount)
        for place, line in zip(layout.lines, graph.lines, strict=True)
    )
    results = tuple(amount(place, result.amount) for place, result in zip(layout.results, graph.results, strict=True))
    places = (layout.total, layout.net, layout.tax, layout.gross)
    sums = (graph.total, graph.net, graph.tax, graph.gross)
    totals = [
        None if place is None or one is None else amount(place, one) for place, one in zip(places, sums, strict=True)
    ]
    sides = tuple(
        None
        if place.sides is None or line.sides is None or (place.condition is not None and not flat[place.condition])
        else tuple(map(amount, place.sides, (line.sides.net, line.sides.tax, line.sides.gross)))
        for place, line in zip(layout.lines, graph.lines, strict=True)
    )
    return Priced(amounts, results, sides, *totals)  # type: ignore[arg-type]


def main() -> int:
    parser = argparse.ArgumentParser(description="Compares generated functions with the oracle.")
    parser.add_argument("--n", type=int, default=GRAPHS, help="how many graphs")
    parser.add_argument("--seed", type=int, default=GRAPHS, help="the first seed")
    parser.add_argument("--size", type=int, default=40, help="steps by which a graph is grown")
    asked = parser.parse_args()
    answers: Counter[str] = Counter()
    for seed in range(asked.seed, asked.seed + asked.n):
        one = case(seed, asked.size)
        found = difference(one)
        if found is not None:
            sys.stdout.write(f"{found}\n")
            return 1
        answers.update(type(each.outcome).__name__ for each in one.asked)
    sys.stdout.write(f"{asked.n} graphs, no difference: {dict(answers)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
