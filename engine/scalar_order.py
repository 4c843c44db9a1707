"""Where each node of a generated function is worked out: before, in or between the loops over lists.

A list is gone through once for every level: a value that sums up items is ready one level after them, and
items that need it are worked out in the next loop.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from engine import graph as g
from engine.graph import Ref

Place: TypeAlias = tuple[str, int] | None
"""The loop over a list at a level; None is outside all loops."""


@dataclass(slots=True)
class Order:
    """What a function has to work out, and where."""

    graph: g.Graph
    lists: tuple[str | None, ...]
    levels: list[int] = field(default_factory=list)
    needed: list[Ref] = field(default_factory=list)
    """In evaluation order."""
    uses: dict[Ref, list[Place]] = field(default_factory=dict)
    """Where each needed node is read, once for each time."""
    users: dict[Ref, list[Ref]] = field(default_factory=dict)
    """The needed nodes that read a node."""

    def place(self, ref: Ref) -> Place:
        """Where a node is worked out."""
        name = self.lists[ref]
        return None if name is None else (name, self.levels[ref])

    def reduced_in(self, ref: Ref) -> Place:
        """The loop in which the items of a reduction are gathered, None for every other node."""
        node = self.graph.nodes[ref]
        if not isinstance(node, g.Reduce) or is_length(node):
            return None
        return node.list, self.levels[ref] - 1

    def is_leaf(self, ref: Ref) -> bool:
        """Whether the node is read off the item anew in every loop."""
        return isinstance(self.graph.nodes[ref], g.Input | g.Position)

    def read_in(self, place: Place) -> list[Ref]:
        """The nodes of items read in a loop that are worked out in an earlier one, or are leaves."""
        return [
            ref
            for ref in self.needed
            if self.lists[ref] is not None
            and place in self.uses[ref]
            and (self.is_leaf(ref) or self.place(ref) != place)
        ]

    def inlined(self, ref: Ref) -> bool:
        """Whether the node is read once only, where it is worked out."""
        return self.uses[ref] == [self.place(ref)]


def is_length(node: g.Node) -> bool:
    """Whether the node counts all items, which needs no loop."""
    return isinstance(node, g.Reduce) and node.op == "count" and node.where is None


def order(graph: g.Graph, outside: Iterable[Ref], inside: Iterable[tuple[str, tuple[Ref, ...]]]) -> Order:
    """The order for a function that answers nodes outside of lists, and groups of nodes for each item."""
    found = Order(graph, g.item_lists(graph.nodes))
    levels = found.levels
    for node in graph.nodes:
        level = max((levels[ref] for ref in g.operands(node)), default=0)
        levels.append(level + 1 if isinstance(node, g.Reduce) and not is_length(node) else level)
    outside, inside = list(outside), list(inside)
    groups: list[tuple[Place, tuple[Ref, ...]]] = [(None, (ref,)) for ref in outside]
    groups += [((name, max(levels[ref] for ref in refs)), refs) for name, refs in inside]
    uses: dict[Ref, list[Place]] = {}
    for place, refs in groups:
        for ref in refs:
            uses.setdefault(ref, []).append(place)
    for ref in reversed(range(len(graph.nodes))):
        if ref not in uses:
            continue
        node = graph.nodes[ref]
        if found.lists[ref] is not None:
            # no earlier than it can, no earlier than it must
            levels[ref] = max(levels[ref], min(place[1] for place in uses[ref] if place is not None))
        place = found.place(ref)
        if isinstance(node, g.Reduce):
            place = (node.list, levels[ref] - 1)
        for operand in g.operands(node):
            uses.setdefault(operand, []).append(place)
    found.needed = sorted(uses)
    found.uses = {ref: uses[ref] for ref in found.needed}
    found.users = {ref: [] for ref in found.needed}
    for ref in found.needed:
        for operand in dict.fromkeys(g.operands(graph.nodes[ref])):
            found.users[operand].append(ref)
    return found
