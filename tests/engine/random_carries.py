"""Values carried over the lists of a random graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine import graph as g
from engine.carried import carried_in_circle
from engine.graph import Ref

if TYPE_CHECKING:
    from tests.engine.random_graphs import Maker

MOST = 10**6
"""Steps from zero: squares of squares have no end."""


def carried(maker: Maker) -> Callable[[g.ListRef | None], Ref | None]:
    """Grows a value before the item at hand, for which `carry_on` decides the rest; or the value of the last item."""
    b, random = maker.builder, maker.random

    def grow(_: g.ListRef | None) -> Ref | None:
        if not maker.lists:
            return None
        list = random.choice(maker.lists)
        if random.random() < 0.4:
            return b.reduce("last", list, maker.any_of(random.choice(["number", "truth", "choice", "date"]), list))
        type_ = maker.type_of(random.choice(["number", "number", "number", "truth", "choice"]))
        return b.before(list, replace(type_, scale=maker.step()) if type_.kind == "number" else type_)

    return grow


def carry_on(maker: Maker) -> None:
    """Decides from what each carried value starts, and what it becomes with an item."""
    b = maker.builder
    befores = [ref for ref, node in enumerate(b.nodes) if isinstance(node, g.Before)]
    for before in befores:
        first = on_grid(maker, before, maker.constant(b.type(before)))
        b.carry("carried", before, first, first)
    for before in befores:
        node = b.nodes[before]
        assert isinstance(node, g.Before)
        still = b.carries[node.carry]
        start, after = (on_grid(maker, before, maker.alike(before, list)) for list in (None, node.list))
        b.carry("carried", before, start, after)
        if carried_in_circle(b.nodes, [one for one in b.carries if one is not None]):
            b.carries[node.carry] = still


def on_grid(maker: Maker, before: Ref, ref: Ref) -> Ref:
    """The node on the grid of a carried value, a number within bounds."""
    b, type_ = maker.builder, maker.builder.type(before)
    if type_.kind != "number":
        return ref
    least, most = (b.number(bound * type_.scale, type_.dimension, type_.scale) for bound in (-MOST, MOST))
    return b.min([b.max([b.round(ref, type_.scale, "half_even"), least]), most])
