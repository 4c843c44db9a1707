"""What a tariff's prices depend on, as one short text: two graphs with the same fingerprint price alike."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from engine.declarations import Declared
from engine.graph import Choice, Graph, Line, Part, Result
from engine.graph_json.document import canonical_bytes
from engine.prune import pruned


def price_hash(graph: Graph) -> str:
    """SHA-256 (hexadecimal) of a graph's meaning.

    Labels, places in the text and nodes that no answer needs do not count; names do, since requests and
    answers carry them."""
    return sha256(canonical_bytes(_meaning(pruned(graph)))).hexdigest()


def _meaning(graph: Graph) -> Graph:
    return replace(
        graph,
        label="",
        inputs=tuple(map(_declared, graph.inputs)),
        lines=tuple(map(_line, graph.lines)),
        results=tuple(map(_result, graph.results)),
        requirements=tuple(replace(one, message="", origin=None) for one in graph.requirements),
        origins=(),
        row_origins=(),
        choices=tuple(map(_choice, graph.choices)),
    )


def _declared(declared: Declared) -> Declared:
    return replace(declared, label="", fields=tuple(map(_declared, declared.fields)))


def _line(line: Line) -> Line:
    return replace(line, label="", within="", origin=None, parts=tuple(map(_part, line.parts)))


def _choice(choice: Choice) -> Choice:
    plans = tuple(replace(plan, label="", origin=None) for plan in choice.plans)
    return replace(choice, plans=plans, origin=None)


def _part(part: Part) -> Part:
    return replace(part, origin=None)


def _result(result: Result) -> Result:
    return replace(result, label="", origin=None)
