"""The published JSON form of a graph: stored with every version of a tariff and evaluated from there.

`engine.graph_json.forms` says how the parts are written and `graph.schema.json` is the JSON Schema of the whole.
Nodes carry the position of their type in `types`, where each type stands once.
"""

from __future__ import annotations

import json
from typing import Any

from engine import graph as g
from engine.carried import carried_in_circle
from engine.declarations import Type
from engine.graph import FORMAT, Amount, Graph, Ref, operands
from engine.graph_json.forms import BrokenGraph, Form, Record, form_of

__all__ = ["BrokenGraph", "UnknownFormat", "canonical_bytes", "from_json", "to_json"]

Json = dict[str, Any]

GRAPH_FORM = Record(Graph, left_out=("format", "nodes", "types"))


class UnknownFormat(ValueError):  # noqa: N818 - says what the graph is
    """The graph was written by a newer release than this one, or is none of ours."""

    def __init__(self, found: object) -> None:
        super().__init__(f"this release reads graphs of format {FORMAT}, not {found!r}")
        self.found = found


def to_json(graph: Graph, places: bool = True) -> Json:
    """The graph as JSON. Without `places` it holds no places in the text and is the same for equal graphs."""
    types: dict[Type, int] = {}
    node_form = form_of(g.Node)
    nodes = [
        {**node_form.write(node, places), "type": types.setdefault(type_, len(types))}
        for node, type_ in zip(graph.nodes, graph.types, strict=True)
    ]
    type_form = form_of(Type)
    return {
        "format": graph.format,
        **GRAPH_FORM.write(graph, places),
        "types": [type_form.write(type_, places) for type_ in types],
        "nodes": nodes,
    }


def from_json(document: Json) -> Graph:
    """The graph again. UnknownFormat and BrokenGraph for what is none."""
    if type(document) is not dict:
        raise BrokenGraph("graph: an object is due")
    rest = dict(document)
    found = rest.pop("format", None)
    if type(found) is not int or found != FORMAT:
        raise UnknownFormat(found)
    types = form_of(tuple[Type, ...]).read(rest.pop("types", None), "graph.types")
    written = rest.pop("nodes", None)
    if type(written) is not list:
        raise BrokenGraph("graph.nodes: an array is due")
    node_form: Form = form_of(g.Node)
    nodes, node_types = [], []
    for place, one in enumerate(written):
        path = f"graph.nodes[{place}]"
        if type(one) is not dict:
            raise BrokenGraph(f"{path}: an object is due")
        node = dict(one)
        type_ = node.pop("type", None)
        if type(type_) is not int or not 0 <= type_ < len(types):
            raise BrokenGraph(f"{path}.type: the position of a type is due")
        nodes.append(node_form.read(node, path))
        node_types.append(types[type_])
    graph: Graph = Graph(
        nodes=tuple(nodes), types=tuple(node_types), format=found, **GRAPH_FORM.read_fields(rest, "graph")
    )
    _check(graph)
    return graph


def canonical_bytes(graph: Graph) -> bytes:
    """The graph's meaning as bytes: the same for two graphs exactly when they are equal."""
    document = to_json(graph, places=False)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _check(graph: Graph) -> None:
    """Every reference points to something that is there, those of nodes to an earlier one."""
    for place, node in enumerate(graph.nodes):
        path = f"graph.nodes[{place}]"
        if any(not 0 <= ref < place for ref in operands(node)):
            raise BrokenGraph(f"{path}: refers to a node that is not before it")
        for window in _windows(node):
            if not 0 <= window < len(graph.windows):
                raise BrokenGraph(f"{path}: refers to a window that is not there")
        match node:
            case g.Table(_, keys, rows) if any(len(row) != len(keys) for row in rows):
                raise BrokenGraph(f"{path}: a row has not one cell for each key")
            case g.Pick(row, options):
                table = graph.nodes[row]
                if not isinstance(table, g.Table) or len(table.rows) != len(options):
                    raise BrokenGraph(f"{path}: picks from no table with as many rows")
            case g.Share(_, weights, index) if not 0 <= index < len(weights):
                raise BrokenGraph(f"{path}: takes a share that is not there")
            case g.Piece(split) | g.Whole(split):
                if not isinstance(graph.nodes[split], g.Split):
                    raise BrokenGraph(f"{path}: belongs to no such pieces")
            case g.Group(groups, at):
                made = graph.nodes[groups]
                if not isinstance(made, g.Groups) or not 0 <= at < len(made.values):
                    raise BrokenGraph(f"{path}: is no value of a group")
            case g.Groups(values=values, first=first, last=last) if (first is None) != (last is None) or any(
                (one.op == "count") != (one.arg is None) for one in values
            ):
                raise BrokenGraph(f"{path}: forms no groups")
            case _:
                pass
    for place, node in enumerate(graph.nodes):
        if isinstance(node, g.Before) and not (
            0 <= node.carry < len(graph.carries) and graph.carries[node.carry].list == node.list
        ):
            raise BrokenGraph(f"graph.nodes[{place}]: refers to a carried value that is not there")
    for path, ref in _answers(graph):
        if not 0 <= ref < len(graph.nodes):
            raise BrokenGraph(f"graph.{path}: refers to a node that is not there")
    if circle := carried_in_circle(graph.nodes, graph.carries):
        raise BrokenGraph(f"graph.carries: `{circle}` rests on all items that rest on it")
    try:
        g.item_lists(graph.nodes)
    except ValueError as error:
        raise BrokenGraph(f"graph.nodes: {error}") from None


def _windows(node: g.Node) -> list[int]:
    if isinstance(node, g.Overlap):
        return [node.window]
    if isinstance(node, g.Split):
        return list(node.windows)
    cells = [node.cell] if isinstance(node, g.Fits) else []
    if isinstance(node, g.Table):
        cells = [cell for row in node.rows for cell in row]
    found = []
    for cell in cells:
        while isinstance(cell, g.Excluding):
            cell = cell.cell
        if isinstance(cell, g.InWindow):
            found.append(cell.window)
    return found


def _answers(graph: Graph) -> list[tuple[str, Ref]]:
    """All references that are no operands, with their place."""
    found: list[tuple[str, Ref | None]] = [("priced_at", graph.priced_at)]
    amounts: list[tuple[str, Amount | None]] = [
        (name, getattr(graph, name)) for name in ("total", "net", "tax", "gross")
    ]
    for place, rule in enumerate(graph.requirements):
        found.append((f"requirements[{place}]", rule.condition))
    for place, result in enumerate(graph.results):
        amounts.append((f"results[{place}]", result.amount))
        found.append((f"results[{place}]", result.list if isinstance(result.list, Ref) else None))
    for place, line in enumerate(graph.lines):
        path = f"lines[{place}]"
        found.append((path, line.list if isinstance(line.list, Ref) else None))
        found += [(path, ref) for ref in (line.condition, line.measured, line.billed, line.before, line.bound)]
        amounts += [(path, line.amount), (path, line.exact)]
        if line.sides is not None:
            amounts += [(path, amount) for amount in (line.sides.net, line.sides.tax, line.sides.gross)]
        for part in line.parts:
            found += [(path, ref) for ref in (part.row, part.lower, part.upper)]
            amounts += [(path, amount) for amount in (part.quantity, part.price, part.amount)]
    for place, carry in enumerate(graph.carries):
        found += [(f"carries[{place}]", ref) for ref in (carry.start, carry.next)]
    for place, choice in enumerate(graph.choices):
        path = f"choices[{place}]"
        for plan in choice.plans:
            found += [(path, ref) for ref in (plan.chosen, plan.condition)]
            amounts.append((path, plan.amount))
    for path, amount in amounts:
        if amount is not None:
            found += [(path, amount.value), (path, amount.divisor)]
    found += [("origins", ref) for ref, _ in graph.origins]
    found += [("row_origins", ref) for ref, _ in graph.row_origins]
    return [(path, ref) for path, ref in found if ref is not None]
