"""The nodes of a graph that an explanation tells of."""

from __future__ import annotations

from collections.abc import Iterator

from engine.declarations import Type
from engine.graph import Amount, DateOf, Graph, Pick, Ref, Table
from engine.scalar.program import named_refs
from engine.units import multiply, power


def explained_refs(graph: Graph) -> tuple[Ref, ...]:
    """The nodes an explanation tells of: those that lines name, the values that a date picks, and plans."""
    dated = [ref for pick, _ in dated_picks(graph) for ref in (pick, table_of(graph, pick))]
    plans = [plan for choice in graph.choices for plan in choice.plans]
    asked = (ref for plan in plans for ref in (plan.chosen, plan.condition, plan.amount.value, plan.amount.divisor))
    return (*named_refs(graph), *dated, *(ref for ref in asked if ref is not None))


def dated_picks(graph: Graph) -> Iterator[tuple[Ref, Table]]:
    """The values that the pricing date alone picks, with their tables."""
    nodes, at = graph.nodes, graph.priced_at
    dates = {ref for ref, node in enumerate(nodes) if isinstance(node, DateOf) and node.moment == at} | {at}
    for ref, node in enumerate(nodes):
        if isinstance(node, Pick) and isinstance(table := nodes[node.row], Table) and set(table.keys) <= dates:
            yield ref, table


def table_of(graph: Graph, pick: Ref) -> Ref:
    """The table from which a node picks."""
    node = graph.nodes[pick]
    assert isinstance(node, Pick)
    return node.row


def amount_type(graph: Graph, amount: Amount) -> Type:
    """The type of an answer; with a divisor, of the quotient, its scale that of both."""
    type_ = graph.types[amount.value]
    if amount.divisor is None:
        return type_
    divisor = graph.types[amount.divisor]
    dimension = multiply(type_.dimension, power(divisor.dimension, -1))
    return Type("number", dimension, type_.scale / divisor.scale)
