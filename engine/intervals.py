"""The range of every number of a graph, from the bounds of its inputs: exact, never too narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from engine import graph as g
from engine.declarations import Declared

Interval: TypeAlias = tuple[Fraction | None, Fraction | None]
"""Least and greatest value in base units, both in; None is open."""

OPEN: Interval = (None, None)
_ZERO = Fraction(0)
_DAY = Fraction(86400)

_End: TypeAlias = tuple[int, Fraction]
"""An end that can be compared: (-1, 0) below every number, (0, number), (1, 0) above every number."""
_Range: TypeAlias = tuple[_End, _End]


def intervals(graph: g.Graph) -> tuple[Interval, ...]:
    """For every node its interval, `OPEN` for nodes that are no numbers, moments or dates."""
    known = _pass(graph, {})
    if graph.carries:  # what a carried value is before an item is one of those that it starts from or becomes
        known = _pass(graph, {at: _hull((known[one.start], known[one.next])) for at, one in enumerate(graph.carries)})
    return tuple((None if low[0] else low[1], None if high[0] else high[1]) for low, high in known)


def _pass(graph: g.Graph, carried: Mapping[int, _Range]) -> list[_Range]:
    known: list[_Range] = []
    for ref, node in enumerate(graph.nodes):
        own = carried.get(node.carry, _ALL) if isinstance(node, g.Before) else None
        known.append(own or _of(graph, ref, known))
    return known


def _range(lower: Fraction | int | None, upper: Fraction | int | None) -> _Range:
    low = (-1, _ZERO) if lower is None else (0, Fraction(lower))
    return low, (1, _ZERO) if upper is None else (0, Fraction(upper))


_ALL = _range(None, None)


def _of(graph: g.Graph, ref: g.Ref, known: Sequence[_Range]) -> _Range:
    match graph.nodes[ref]:
        case g.Input(name, "", list):
            declared = declaration(graph, name, list)
            return _range(declared.lower, declared.upper)
        case g.Const(Fraction() as value):
            return _range(value, value)
        case g.Sum(args):
            return _sum(graph, args, known)
        case g.Product(args):
            product = _range(1, 1)
            for arg in args:
                product = _times(product, known[arg])
            return product
        case g.Negate(arg):
            return _times(known[arg], _range(-1, -1))
        case g.Min(args):
            return min(known[arg][0] for arg in args), min(known[arg][1] for arg in args)
        case g.Max(args):
            return max(known[arg][0] for arg in args), max(known[arg][1] for arg in args)
        case g.Round(arg, divisor, step, mode):
            exact = known[arg] if divisor is None else _times(known[arg], _reciprocal(known[divisor]))
            return _rounded(exact, step, mode)
        case g.Select(_, then, otherwise):
            return _hull((known[then], known[otherwise]))
        case g.Pick(_, options):
            return _hull(known[option] for option in options)
        case g.Tier(quantity, lower, upper):
            top = known[quantity][1] if upper is None else min(known[quantity][1], known[upper][1])
            return _positive(_plus((top, top), _times(known[lower], _range(-1, -1))))
        case g.Overlap(start, end, _):
            nodes = graph.nodes
            if _length(nodes, start, end):
                return _lasting(graph, nodes[start])
            return _positive(_plus(known[end], _times(known[start], _range(-1, -1))))
        case g.Coverage(start, end):
            return _covered(graph, graph.nodes[ref], start, end, known)
        case g.Reduce("count", list):
            return _range(0, _items(graph, list, known) or None)
        case g.Reduce("sum", list, int(arg)):
            return _repeated(known[arg], _items(graph, list, known))
        case g.Reduce(_, _, int(arg)):
            return known[arg]
        case g.SoFar(arg):
            return _repeated(known[arg], 0)
        case g.Position(list):
            return _range(1, _items(graph, list, known) or None)
        case g.Piece(split):
            made = graph.nodes[split]
            assert isinstance(made, g.Split)
            return known[made.start][0], max(known[made.start][0], known[made.end][1])
        case g.StartedBlocks(length, size):
            return _positive(_plus(known[length], _positive(known[size])))
        case g.Whole(_, arg):
            return known[arg]
        case g.Group(groups, place):
            return _grouped(graph, graph.nodes[groups], place, known)
        case g.Share(amount):
            return _hull((known[amount], _range(0, 0)))
        case g.Table(_, _, rows):
            return _range(-1, len(rows) - 1)
        case _:
            return _ALL


def _items(graph: g.Graph, list: g.ListRef, known: Sequence[_Range]) -> int:
    """The most items a list may have, 0: any number."""
    if isinstance(list, str):
        return declaration(graph, list, None).items
    made = graph.nodes[list]
    if isinstance(made, g.Groups):
        return 0 if made.first is not None else _items(graph, made.list, known)
    if isinstance(made, g.Split):
        return 0
    end, most = known[list][1]
    return 0 if end else max(0, floor(most))


def _grouped(graph: g.Graph, made: g.Node, place: int, known: Sequence[_Range]) -> _Range:
    """A value of a group, which has an item at least unless all groups between two numbers are asked for."""
    assert isinstance(made, g.Groups)
    one, most = made.values[place], _items(graph, made.list, known)
    match one:
        case g.GroupValue("sum", int(arg)):
            return _repeated(known[arg], most)
        case g.GroupValue("min" | "max", int(arg)):
            return known[arg]
        case _:
            return _range(1 if made.first is None else 0, most or None)


def declaration(graph: g.Graph, name: str, list: str | None) -> Declared:
    """The input of this name, or the field of this name of the list."""
    among = graph.inputs if list is None else declaration(graph, list, None).fields
    return next(one for one in among if one.name == name)


def _length(nodes: Sequence[g.Node], start: g.Ref, end: g.Ref) -> bool:
    """Whether these are the start and the end of one period, or of one piece."""
    first = nodes[start]
    if isinstance(first, g.Piece):
        return first.part == "from" and nodes[end] == g.Piece(first.split, "to")
    return isinstance(first, g.Input) and first.part == "from" and nodes[end] == g.Input(first.name, "to", first.list)


def _touched(nodes: Sequence[g.Node], first: g.BlockOf, last: g.Node) -> bool:
    """Whether these are the blocks in which one period starts and ends."""
    return isinstance(last, g.BlockOf) and last.blocks == first.blocks and _length(nodes, first.moment, last.moment)


def _blocks(seconds: _Range, of: g.BlockOf) -> _Range:
    """How much further on the block is in which a period of that length ends."""
    shortest = {"day": 22, "week": 6 * 24, "month": 27 * 24}[of.blocks.unit] * 3600
    end, longest = seconds[1]
    return _range(-1, None if end else longest // shortest + 1)


def _lasting(graph: g.Graph, start: g.Node) -> _Range:
    """How long a period lasts. A calendar day may have 25 hours, and a clock may leap by a day."""
    if isinstance(start, g.Piece):
        made = graph.nodes[start.split]
        whole = isinstance(made, g.Split) and _length(graph.nodes, made.start, made.end)
        return _lasting(graph, graph.nodes[made.start]) if isinstance(made, g.Split) and whole else _range(0, None)
    assert isinstance(start, g.Input)
    declared = declaration(graph, start.name, start.list)
    longest = [] if declared.seconds is None else [Fraction(declared.seconds)]
    days = [declared.days, None if declared.months is None else 31 * declared.months]
    longest.extend((day + 1) * _DAY + 3600 for day in days if day is not None)
    return _range(0, min(longest, default=None))


def _covered(graph: g.Graph, node: g.Node, start: g.Ref, end: g.Ref, known: Sequence[_Range]) -> _Range:
    """What a period covers: at most 1/28 month for each local day that it touches, 30-day months a little more."""
    assert isinstance(node, g.Coverage)
    if node.part != "whole":
        return _range(1 if node.part == "denominator" else 0, None)
    if _length(graph.nodes, start, end):
        lasting = _lasting(graph, graph.nodes[start])
    else:
        lasting = _positive(_plus(known[end], _times(known[start], _range(-1, -1))))
    days = _plus(_times(lasting, _range(0, 1 / _DAY)), _range(0, 8))
    return _times(days, _range(0, Fraction(1, 28 if node.months else 1)))


def _sum(graph: g.Graph, args: Sequence[g.Ref], known: Sequence[_Range]) -> _Range:
    """The sum; the end of a period minus its start is its length."""
    rest = list(args)
    total = _range(0, 0)
    for arg in args:
        node = graph.nodes[arg]
        first = graph.nodes[node.arg] if isinstance(node, g.Negate) else None
        if isinstance(first, g.BlockOf):
            last = next((other for other in rest if _touched(graph.nodes, first, graph.nodes[other])), None)
            if last is not None and arg in rest:
                rest.remove(arg)
                rest.remove(last)
                total = _plus(total, _blocks(_lasting(graph, graph.nodes[first.moment]), first))
        if not isinstance(node, g.Negate) or not isinstance(first, g.Input | g.Piece):
            continue
        end = next((other for other in rest if _length(graph.nodes, node.arg, other)), None)
        if end is not None and arg in rest:
            rest.remove(arg)
            rest.remove(end)
            total = _plus(total, _lasting(graph, graph.nodes[node.arg]))
    for arg in rest:
        total = _plus(total, known[arg])
    return total


def _plus(a: _Range, b: _Range) -> _Range:
    return (
        min((0, a[0][1] + b[0][1]), a[0], b[0], key=lambda end: end[0]),
        max((0, a[1][1] + b[1][1]), a[1], b[1], key=lambda end: end[0]),
    )


def _times(a: _Range, b: _Range) -> _Range:
    def product(x: _End, y: _End) -> _End:
        signs = [end[0] or (end[1] > 0) - (end[1] < 0) for end in (x, y)]
        if (x[0] or y[0]) and signs[0] * signs[1]:
            return signs[0] * signs[1], _ZERO
        return 0, x[1] * y[1]

    corners = [product(x, y) for x in a for y in b]
    return min(corners), max(corners)


def _reciprocal(value: _Range) -> _Range:
    """One divided by a number that is not zero."""
    (low, least), (high, most) = value
    if low == 0 and least >= 0:
        return _range(1 / most if high == 0 and most else 0, 1 / least if least else None)
    if high == 0 and most <= 0:
        return _range(1 / most if most else None, 1 / least if low == 0 and least else 0)
    return _ALL


def _rounded(value: _Range, step: Fraction, mode: g.RoundMode) -> _Range:
    def near(end: _End, whole: Callable[[Fraction], int]) -> _End:
        return end if end[0] else (0, whole(end[1] / step) * step)

    further = _range(0, step if mode == "next" else 0)
    return _plus((near(value[0], floor), near(value[1], ceil)), further)


def _hull(ranges: Iterable[_Range]) -> _Range:
    every = list(ranges)
    return min(one[0] for one in every), max(one[1] for one in every)


def _positive(value: _Range) -> _Range:
    """From zero to the upper end."""
    zero = (0, _ZERO)
    return zero, max(zero, value[1])


def _repeated(value: _Range, most: int) -> _Range:
    """The sum of up to `most` such numbers (0: of any number of them)."""
    return _hull((_range(0, 0), _times(value, _range(0, most or None))))
