"""The nodes of a graph that an explanation tells of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.declarations import Type
from engine.graph import Amount, DateOf, Graph, Pick, Ref, Table
from engine.scalar.program import named_refs
from engine.units import multiply, power


def explained_refs(graph: Graph) -> tuple[Ref, ...]:
    """The nodes an explanation tells of: those that lines name, the values that a date picks, and plans."""
    dated = [ref for pick, _ in dated_picks(graph) for ref in (pick, table_of(graph, pick))]
    plans = [plan for choice in graph.choices for plan in choice.plans]
    asked = (ref for plan in plans for ref in (plan.chosen, plan.condition, plan.amount.value, plan.amount.divisor))
    under = [table_of(graph, ref) for _, ref in _layers(graph)]
    found = (*named_refs(graph), *dated, *(ref for ref in asked if ref is not None), *under)
    return tuple(dict.fromkeys(found))


def layer_under(graph: Graph, pick: Ref, row: int) -> Ref | None:
    """The value of the same table in another text that a row takes over; None for a row with a value of its own."""
    node = graph.nodes[pick]
    if not isinstance(node, Pick) or not 0 <= row < len(node.options):
        return None
    under = node.options[row]
    return under if (pick, under) in set(_layers(graph, (pick,))) else None


def _layers(graph: Graph, picks: Iterable[Ref] | None = None) -> Iterator[tuple[Ref, Ref]]:
    """Picks with those of the table under theirs. `rates of city_drive`, as no author can write, lies under `rates`."""
    nodes = graph.nodes
    for ref in range(len(nodes)) if picks is None else picks:
        node = nodes[ref]
        if not isinstance(node, Pick) or not isinstance(table := nodes[node.row], Table):
            continue
        under = f"{table.name.split(' of ')[0]} of "
        for option in node.options:
            inner = nodes[option]
            below = nodes[inner.row] if isinstance(inner, Pick) else None
            if isinstance(below, Table) and below.name.startswith(under):
                yield ref, option


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
