"""Why a request has no price, as a sentence about the tariff."""

from __future__ import annotations

from collections.abc import Sequence

from engine import graph as g
from engine.declarations import Origin
from engine.explanation.wording import Wording
from engine.graph import Graph, Ref
from engine.oracle.interpret import Evaluation
from engine.oracle.rules import fits
from engine.outcome import NoPriceAt, Value


def reason(graph: Graph, wording: Wording, values: Sequence[object], missing: NoPriceAt) -> str:
    """One sentence that says what is missing; for a table which row comes nearest."""
    at = Evaluation(graph, values)
    name = wording.name(missing.ref)
    where = "" if missing.item is None else f" (item {missing.item + 1})"
    match graph.nodes[missing.ref]:
        case g.NoPrice(words):
            return words + where
        case g.Table() as table if all(graph.types[key].kind == "truth" for key in table.keys):
            return _no_condition(graph, wording, at, missing, table)
        case g.Table() as table:
            return _no_row(graph, wording, at, missing, table) + where
        case g.Reduce(op, list, _, given) if op in ("min", "max") and _is_empty(at, missing.ref):
            which = "has no items" if given is None else "has no item that counts"
            listed = f"`{list}`" if isinstance(list, str) else "what is cut into blocks"
            return f"{listed} {which}, so it has no {'smallest' if op == 'min' else 'largest'} value{where}"
        case g.Groups() if _is_empty(at, missing.ref):
            return "a block has no item that counts, so it has no smallest or largest value"
        case g.Input() if _is_empty(at, missing.ref, missing.item):
            return f"`{name}` is not given{where}"
        case g.Round(divisor=int(divisor)):
            name = wording.name(divisor)
        case _:
            pass
    return (f"`{name}` is zero and nothing can be divided by it" if name else "a divisor is zero") + where


def _is_empty(at: Evaluation, ref: Ref, item: int | None = None) -> bool:
    """Whether the node itself has no value (otherwise it was found to be zero where it divides)."""
    try:
        at.value(ref, item)
    except NoPriceAt:
        return True
    return False


def _no_row(graph: Graph, wording: Wording, at: Evaluation, missing: NoPriceAt, table: g.Table) -> str:
    """`no row of … fits zone harbour; the nearest row (line 23) needs zone city or suburb`."""
    keys: list[Value | None] = []
    for key in table.keys:
        try:
            keys.append(at.value(key, missing.item if graph_list(graph, key) else None))
        except NoPriceAt:
            keys.append(None)
    names = [wording.name(key) or f"column {place + 1}" for place, key in enumerate(table.keys)]
    types = [graph.types[key] for key in table.keys]

    def misses(row: Sequence[g.Cell]) -> list[int]:
        return [
            place
            for place, (cell, value) in enumerate(zip(row, keys, strict=True))
            if cell != g.AnyValue() and (value is None or not fits(graph, cell, types[place], value))
        ]

    missed = [misses(row) for row in table.rows]
    nearest = min(range(len(missed)), key=lambda row: (len(missed[row]), row))
    hopeless = [place for place in range(len(keys)) if all(place in row for row in missed)]
    told = hopeless or list(range(len(keys)))
    said = " and ".join(
        f"{names[place]} "
        + (wording.constant(value, types[place]) if (value := keys[place]) is not None else "missing")
        for place in told
    )
    needs = " and ".join(
        f"{names[place]} {wording.cell(table.rows[nearest][place], types[place])}" for place in missed[nearest]
    )
    lines = dict(graph.row_origins).get(missing.ref, ())
    line = f" ({lines[nearest].words})" if nearest < len(lines) else ""
    return f"no row of `{table.name}` fits {said}; the nearest row{line} needs {needs}"


def _no_condition(graph: Graph, wording: Wording, at: Evaluation, missing: NoPriceAt, table: g.Table) -> str:
    """`no row of the price of parking holds from 2026-03-02 18:00; the nearest row (line 12) needs: stay in day`."""
    lists = g.item_lists(graph.nodes)

    def holds(ref: Ref) -> bool:
        try:
            return bool(at.value(ref, None if lists[ref] is None else missing.item))
        except NoPriceAt:
            return False

    def distance(key: Ref) -> tuple[int, int]:
        """What does not hold, and less what does."""
        node = graph.nodes[key]
        held = [holds(part) for part in (node.args if isinstance(node, g.All) else (key,))]
        return held.count(False), -held.count(True)

    nearest = min(range(len(table.keys)), key=lambda row: distance(table.keys[row]))
    lines = dict(graph.row_origins).get(missing.ref, ())
    line = f" (line {lines[nearest].line}) needs: {lines[nearest].text}" if nearest < len(lines) else ""
    own = lists[missing.ref]
    where = "" if missing.item is None else f" for item {missing.item + 1}"
    if isinstance(own, Ref):
        begins = next((r for r, n in enumerate(graph.nodes) if n == g.Piece(own, "from")), None)
        if begins is not None:
            shown = wording.constant(at.value(begins, missing.item), graph.types[begins])
            where = f" from {shown}" + ("" if graph.types[begins].kind == "moment" else " on")
    return f"no row of the {table.name} holds{where}; the nearest row{line}"


def graph_list(graph: Graph, ref: Ref) -> g.ListRef | None:
    """The list whose items a node belongs to."""
    return g.item_lists(graph.nodes)[ref]


def origin(graph: Graph, missing: NoPriceAt) -> Origin | None:
    """Where the value that does not exist was written."""
    return dict(graph.origins).get(missing.ref)
