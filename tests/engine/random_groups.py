"""Random groups of the items of lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from engine import graph as g
from engine.declarations import Type
from engine.graph import Ref
from engine.units import ONE

if TYPE_CHECKING:
    from tests.engine.random_graphs import Maker


def grouped(maker: Maker) -> Callable[[g.ListRef | None], Ref | None]:
    """What grows a graph by groups."""
    b = maker.builder

    def grow(_: g.ListRef | None) -> Ref | None:
        """The items of a list in groups, whose values are read, and reduced in turn."""
        if not maker.lists or len(maker.lists) > 4:
            return None
        list = maker.random.choice(maker.lists)
        key = b.round(maker.number(list, ONE), Fraction(1), maker.random.choice(["up", "down"]))
        ends = None
        if maker.random.random() < 0.5:
            first = b.round(maker.number(None, ONE), Fraction(1), "down")
            ends = (first, b.sum([first, b.number(Fraction(maker.random.randint(-2, 5)))]))
        ops: Sequence[g.GroupOp] = maker.random.sample(("sum", "count", "min", "max"), maker.random.randint(1, 2))
        values = [g.GroupValue(op, None if op == "count" else maker.number(list)) for op in ops]
        where = maker.any_of("truth", list) if maker.random.random() < 0.4 else None
        if any(b.type(one) != Type("number") for one in (key, *(ends or ()))):
            return None
        groups = b.groups(list, key, values, where, ends)
        if groups not in maker.lists:
            maker.lists.append(groups)
        b.position(groups)
        found = [b.group(groups, place) for place in range(len(values))]
        return b.reduce(maker.random.choice(["sum", "min", "max"]), groups, maker.random.choice(found))

    return grow
