"""What follows from values carried over the items of a list: which nodes they rest on, and whether they can fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine import graph as g
from engine.graph import Carry, Node, Ref, operands


def needed(nodes: Sequence[Node], carries: Sequence[Carry], roots: Iterable[Ref]) -> set[Ref]:
    """The nodes that these rest on, and they themselves."""
    found: set[Ref] = set()
    waiting = list(roots)
    while waiting:
        ref = waiting.pop()
        if ref in found:
            continue
        found.add(ref)
        node = nodes[ref]
        waiting.extend(operands(node))
        if isinstance(node, g.Before):
            waiting.extend((carries[node.carry].start, carries[node.carry].next))
    return found


def carried_in_circle(nodes: Sequence[Node], carries: Sequence[Carry]) -> str | None:
    """A carried value that rests on a value of all items which rests on it: there is no first to work out."""
    for carry in carries:
        for ref in needed(nodes, carries, (carry.start, carry.next)):
            node = nodes[ref]
            if isinstance(node, g.Reduce | g.Groups) and ref in needed(nodes, carries, operands(node)):
                return carry.name
    return None


def fallible_carries(graph: g.Graph) -> frozenset[int]:
    """The carried values that rest on something that may not exist."""
    optional: set[tuple[str, str | None]] = {(one.name, None) for one in graph.inputs if one.optional}
    optional |= {(field.name, one.name) for one in graph.inputs for field in one.fields if field.optional}
    found = set()
    for at, carry in enumerate(graph.carries):
        for ref in needed(graph.nodes, graph.carries, (carry.start, carry.next)):
            match graph.nodes[ref]:
                case g.NoPrice() | g.Pick() | g.Coverage() | g.Reduce("min" | "max" | "last") | g.Groups(first=int()):
                    found.add(at)
                case g.Round(_, divisor) if divisor is not None:
                    found.add(at)
                case g.Input(name, part, list) if part != "given" and (name, list) in optional:
                    found.add(at)
                case _:
                    pass
    return frozenset(found)
