"""The oracle's nodes that go through the items of a list, or stand for a piece or a group of it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

from engine import graph as g
from engine.graph import Ref
from engine.oracle.rules import rounded
from engine.oracle.windows import edges
from engine.outcome import NoPriceAt

Place: TypeAlias = tuple[Ref, int | None]
"""A node, for an item of its list."""
OverItems: TypeAlias = (
    g.Split | g.Piece | g.Whole | g.StartedBlocks | g.Groups | g.Group | g.Reduce | g.SoFar | g.Before
)


def ask(refs: Sequence[Ref], item: int | None) -> Generator[Place, Any, list[Any]]:
    """The values of some nodes, in their order."""
    values = []
    for ref in refs:
        value = yield ref, item
        values.append(value)
    return values


def size_of(list: Any) -> int:
    """How many items these are, or this number counts."""
    return len(list) if isinstance(list, tuple) else int(list)


def over_items(
    graph: g.Graph, given: Mapping[tuple[str, str], Any], ref: Ref, node: OverItems, item: int | None
) -> Generator[Place, Any, Any]:
    """Asks for the values it needs and returns the node's. `given` holds the lists of the request."""
    match node:
        case g.Split(start, end, windows, places, of, where):
            pieces: Any = []
            listed = (yield of, None) if isinstance(of, Ref) else 1 if of is None else given[of, ""]
            for each in range(size_of(listed)):
                if where is None or (yield where, each):
                    a, b, *cuts = yield from ask((start, end, *places), each)
                    for window in windows:
                        cuts += edges(graph.windows[window].rule, graph.time_zone, int(a), int(b))
                    ordered = sorted({a, b, *(cut for cut in cuts if a < cut < b)}) if a < b else []
                    pieces += [(low, high, each) for low, high in pairwise(ordered)]
            return tuple(pieces)
        case g.Piece(split, part):
            pieces = yield split, None
            return pieces[item or 0][0 if part == "from" else 1]
        case g.Groups(list, key, values, where, first, last):
            listed = (yield list, None) if isinstance(list, Ref) else given[list, ""]
            ends = [] if first is None or last is None else (yield from ask((first, last), None))
            groups: dict[int, Any] = {n: [] for n in range(int(ends[0]), int(ends[1]) + 1)} if ends else {}
            for each in range(size_of(listed)):
                if where is None or (yield where, each):
                    number = int((yield key, each))
                    read = yield from ask([key if one.arg is None else one.arg for one in values], each)
                    if not ends or number in groups:
                        groups.setdefault(number, []).append(read)
            return tuple(_grouped(ref, values, groups[number]) for number in sorted(groups))
        case g.Group(groups_ref, place):
            found_groups = yield groups_ref, None
            return found_groups[item or 0][place]
        case g.Whole(split, arg):
            pieces = yield split, None
            return (yield arg, pieces[item or 0][2])
        case g.StartedBlocks(length, size):
            begun = Fraction(0)  # what the blocks of earlier items reach into this one
            for each in range(item or 0):
                begun += (yield ref, each) - (yield length, each)
            rest, block = (yield length, item) - begun, (yield size, item)
            return 0 if rest <= 0 else rest if block <= 0 else rounded(rest / block, "up") * block
        case g.Reduce(op, list, arg, where):
            found = []
            listed = (yield list, None) if isinstance(list, Ref) else given[list, ""]
            count = size_of(listed)
            for each in range(count)[-1:] if op == "last" else range(count):
                if where is None or (yield where, each):
                    value = 1 if arg is None else (yield arg, each)
                    found.append(value)
            if op in ("sum", "count"):
                return sum(found)
            if not found:
                raise NoPriceAt(ref)
            if op == "last":
                return found[-1]
            return min(found) if op == "min" else max(found)
        case g.SoFar(arg, within):
            if not item:
                return 0
            if within is not None and (yield within, item) != (yield within, item - 1):
                return 0
            return (yield ref, item - 1) + (yield arg, item - 1)
        case g.Before(carry):
            one = graph.carries[carry]
            return (yield one.next, item - 1) if item else (yield one.start, None)


def _grouped(ref: Ref, values: Sequence[g.GroupValue], items: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """The values of one group, from what each of its items has for them."""
    found: list[Any] = []
    for place, one in enumerate(values):
        column = [item[place] for item in items]
        if one.op in ("min", "max") and not column:
            raise NoPriceAt(ref)
        match one.op:
            case "sum":
                found.append(sum(column))
            case "count":
                found.append(len(column))
            case "min":
                found.append(min(column))
            case "max":
                found.append(max(column))
    return tuple(found)
