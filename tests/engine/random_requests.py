"""Random values for a graph's inputs, many of them on an edge that the graph knows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from random import Random

from engine import graph as g
from engine.declarations import Combined, Declared, Stretch, WindowRule
from engine.graph import Graph
from engine.oracle.windows import edge
from engine.slots import empty
from tests.engine.random_cells import WORDS
from tests.engine.random_graphs import LONGEST_LIST, days, moments

Values = tuple[object, ...]


class Edges:
    """The numbers, days, moments and texts at which something in a graph changes."""

    def __init__(self, graph: Graph) -> None:
        self.numbers = {Fraction(0)}
        self.days = set(days(graph.time_zone))
        self.moments = {moment for day in self.days for moment in moments(day)}
        self.named: set[int] = set()
        """The moments that the graph itself names, and those of its days."""
        for node, type_ in zip(graph.nodes, graph.types, strict=True):
            if isinstance(node, g.Const) and isinstance(node.value, Fraction):
                self.note(type_.kind, node.value)
            for cell in cells(node):
                key = graph.types[node.key if isinstance(node, g.Fits) else 0]
                for value in bounds(cell):
                    self.note(key.kind if isinstance(node, g.Fits) else "number", value)
        for window in graph.windows:
            for day in days(graph.time_zone):
                self.moments |= {edge(graph.time_zone, wall) for wall in walls(window.rule, day)}

    def note(self, kind: str, value: Fraction) -> None:
        if kind == "moment" or value > 10**8:
            self.named.add(floor(value))
        elif kind == "date" or 700000 < value < 800000:
            self.days.add(floor(value))
            self.named.update(moments(floor(value)))
        else:
            self.numbers.add(value)


def cells(node: g.Node) -> Sequence[g.Cell]:
    if isinstance(node, g.Fits):
        return (node.cell,)
    return [cell for row in node.rows for cell in row] if isinstance(node, g.Table) else ()


def bounds(cell: g.Cell) -> list[Fraction]:
    match cell:
        case g.Range(lower, upper):
            return [one for one in (lower, upper) if one is not None]
        case g.OneOf(values):
            return [one for one in values if isinstance(one, Fraction)]
        case g.Excluding(inner):
            return bounds(inner)
        case _:
            return []


def walls(rule: WindowRule, day: int) -> list[int]:
    """The wall-clock edges of a window on a day, in seconds since 1970-01-01 00:00."""
    if isinstance(rule, Combined):
        return [wall for part in rule.parts for wall in walls(part, day)]
    assert isinstance(rule, Stretch)
    return [(day - 719163) * 86400 + minute * 60 for minute in (rule.start, rule.end)]


def random_values(random: Random, graph: Graph, edges: Edges | None = None) -> Values:
    """One value for each slot."""
    known = edges or Edges(graph)
    return tuple(value for one in graph.inputs for value in _values(random, one, known))


def _values(random: Random, declared: Declared, edges: Edges) -> list[object]:
    given = not declared.optional or random.random() < 0.8
    values: list[object]
    if not given:
        values = [empty(declared)] * (2 if declared.kind == "period" else 1)
    elif declared.kind == "period":
        start = _moment(random, edges)
        longest = declared.seconds or 86400 * (declared.days or 1)
        length = random.choice([0, 1, 59, 60, 3600, random.randrange(7200), random.randrange(longest), longest])
        near = [moment - start for moment in edges.moments | edges.named if 0 <= moment - start <= longest]
        values = [start, start + (random.choice(near) if near and random.random() < 0.4 else length)]
    else:
        values = [_value(random, declared, edges)]
    return [*values, given] if declared.optional else values


EARLIEST, LATEST = -2208902400, 7226582400
"""Moments of requests lie in 1900 to 2198 here; requests take one year more."""


def _moment(random: Random, edges: Edges) -> int:
    if random.random() < 0.1:
        return random.randrange(1735686000, 1830294000)
    among = edges.named if edges.named and random.random() < 0.4 else edges.moments
    found = random.choice(sorted(among)) + random.choice([0, 0, -1, 1, 60, -1800, 3600, -3600, 86400])
    return min(max(found, EARLIEST), LATEST)


def _value(random: Random, declared: Declared, edges: Edges) -> object:
    match declared.kind:
        case "number":
            return _number(random, declared, edges)
        case "truth":
            return random.random() < 0.5
        case "moment":
            return _moment(random, edges)
        case "date":
            return random.choice(sorted(edges.days)) + random.choice([0, 0, -1, 1, 7])
        case "choice":
            return random.randrange(len(declared.type.options))
        case "text":
            return random.choice(WORDS) + random.choice(["", "", "a", "8", "5", "b"])
        case _:
            count = random.choice([0, 1, 2, 3, 3, LONGEST_LIST, LONGEST_LIST])
            return tuple(
                tuple(value for field in declared.fields for value in _values(random, field, edges))
                for _ in range(count)
            )


def _number(random: Random, declared: Declared, edges: Edges) -> int:
    scale = declared.type.scale
    lower, upper = (None if one is None else floor(one / scale) for one in (declared.lower, declared.upper))
    if random.random() < 0.6:
        found = floor(random.choice(sorted(edges.numbers)) / scale) + random.choice([0, 0, 1, -1])
    else:
        found = random.choice([-(10**20), -1000, -1, 0, 1, 2, 3, 10**6, 10**20, random.randrange(-5000, 5000)])
    if lower is not None:
        found = max(found, lower)
    return found if upper is None else min(found, upper)
