"""Where each node of a generated function is worked out: before, in or between the loops over lists.

A list is gone through once for every level: a value that sums up items is ready one level after them, and
items that need it are worked out in the next loop.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from engine import graph as g
from engine.carried import needed
from engine.graph import Ref

Place: TypeAlias = tuple[g.ListRef, int] | None
"""The loop over a list at a level; None is outside all loops."""


class Order:
    """What a function has to work out, and where, when it answers some nodes outside of lists, and groups of
    nodes for each item of a list."""

    def __init__(
        self, graph: g.Graph, outside: Iterable[Ref], inside: Iterable[tuple[g.ListRef, tuple[Ref, ...]]]
    ) -> None:
        self.graph = graph
        self.lists = g.item_lists(graph.nodes)
        self.levels = _earliest(graph)
        self.uses: dict[Ref, list[Place]] = defaultdict(list)
        """Where each needed node is read, once for each time."""
        self.users: dict[Ref, list[Ref]] = defaultdict(list)
        """The needed nodes that read a node."""
        for ref in outside:
            self.uses[ref].append(None)
        for name, refs in inside:
            level = self.level_of(name, refs)
            if isinstance(name, Ref):
                self.uses[name].append((name, level))
            for ref in refs:
                self.uses[ref].append((name, level))
        for ref in sorted(needed(graph.nodes, graph.carries, self.uses)):
            node = graph.nodes[ref]
            if isinstance(node, g.Before):
                carry = graph.carries[node.carry]
                self.uses[carry.start].append(self.place(ref))
                self.uses[carry.next].append(self.place(ref))
        self._settle()
        self.needed = sorted(self.uses)
        """In evaluation order."""
        self.outside: dict[int, list[Ref]] = defaultdict(list)
        """By level, without reductions."""
        self.inside: dict[Place, list[Ref]] = defaultdict(list)
        self.reduced: dict[Place, list[Ref]] = defaultdict(list)
        """The reductions whose items are gathered in a loop."""
        self.restored: dict[Place, list[Ref]] = defaultdict(list)
        """The nodes of items that a loop takes from the item or from an earlier loop."""
        for ref in self.needed:
            place = self.place(ref)
            if self.lists[ref] is not None:
                self.inside[place].append(ref)
                for reading in dict.fromkeys(self.uses[ref]):
                    if reading is not None and reading[0] != self.lists[ref]:
                        continue  # pieces read the items they are cut of one by one
                    if reading != place or self.is_leaf(ref):
                        self.restored[reading].append(ref)
            elif self.reduced_in(ref) is None:
                self.outside[self.levels[ref]].append(ref)
            else:
                self.reduced[self.reduced_in(ref)].append(ref)
        self.last_level = max((self.levels[ref] for ref in self.needed), default=0)

    def _settle(self) -> None:
        """Moves what is read in later loops only to the first of these, from the last node to the first."""
        for ref in reversed(range(len(self.graph.nodes))):
            if ref not in self.uses:
                continue
            if self.lists[ref] is not None and not isinstance(self.graph.nodes[ref], g.Before):
                first = min(place[1] for place in self.uses[ref] if place is not None)
                self.levels[ref] = max(self.levels[ref], first)
            operands = g.operands(self.graph.nodes[ref])
            for operand in operands:
                self.uses[operand].append(self.reduced_in(ref) or self.place(ref))
            for operand in dict.fromkeys(operands):
                self.users[operand].append(ref)

    def level_of(self, list: g.ListRef, refs: Iterable[Ref]) -> int:
        """The level at which nodes are all worked out for the items of a list."""
        own: tuple[Ref, ...] = () if isinstance(list, str) else (list,)
        return max(self.levels[ref] for ref in (*refs, *own))

    def counted(self) -> list[Ref]:
        """The nodes that count the items of a list, in evaluation order."""
        places = [*self.inside, *self.reduced, *(place for uses in self.uses.values() for place in uses)]
        return sorted({place[0] for place in places if place is not None and isinstance(place[0], Ref)})

    def place(self, ref: Ref) -> Place:
        """Where a node is worked out."""
        name = self.lists[ref]
        return None if name is None else (name, self.levels[ref])

    def reduced_in(self, ref: Ref) -> Place:
        """The loop in which the items of a reduction, or the pieces of items, are gathered; None for every
        other node."""
        node = self.graph.nodes[ref]
        if isinstance(node, g.Split):
            return None if node.of is None else (node.of, self.levels[ref] - 1)
        if not isinstance(node, g.Reduce | g.Groups) or is_length(node):
            return None
        return node.list, self.levels[ref] - 1

    def is_leaf(self, ref: Ref) -> bool:
        """Whether the node is read off the item anew in every loop."""
        return isinstance(self.graph.nodes[ref], g.Input | g.Position | g.Piece | g.Group)

    def inlined(self, ref: Ref) -> bool:
        """Whether the node is read once only, where it is worked out, and by no name."""
        return not isinstance(self.graph.nodes[ref], g.Split | g.Groups) and self.uses[ref] == [self.place(ref)]


def _earliest(graph: g.Graph) -> list[int]:
    """For every node the number of loops that must have run before it can be worked out. What is carried becomes its
    next value in the loop that reads it."""
    carried = [0] * len(graph.carries)
    while True:
        levels: list[int] = []
        for node in graph.nodes:
            level = max((levels[ref] for ref in g.operands(node)), default=0)
            if isinstance(node, g.Before):
                level = max(level, carried[node.carry])
            levels.append(level + 1 if _gathers(node) else level)
        found = [max(levels[one.start], levels[one.next]) for one in graph.carries]
        if found == carried:
            return levels
        if max(found) > len(graph.nodes):
            raise ValueError("a value is carried in a circle")
        carried = found


def _gathers(node: g.Node) -> bool:
    """Whether the node is ready only after a loop over a list."""
    if isinstance(node, g.Split):
        return node.of is not None
    return isinstance(node, g.Reduce | g.Groups) and not is_length(node)


def is_length(node: g.Node) -> bool:
    """Whether the node counts all items, which needs no loop."""
    return isinstance(node, g.Reduce) and node.op == "count" and node.where is None and isinstance(node.list, str)
