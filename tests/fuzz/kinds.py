"""The kinds of nodes, and the forms of those that have several: what random tariffs must reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from engine import graph as g
from engine.declarations import Type

_CELLS = tuple(kind.__name__ for kind in get_args(g.Cell))
KINDS: tuple[str, ...] = (
    *(kind.__name__ for kind in get_args(g.Node)),
    *(f"Round {mode}" for mode in get_args(g.RoundMode)),
    "Round of a quotient",
    *(f"Reduce {op}" for op in ("sum", "count", "min", "max", "last")),
    "Reduce where",
    *(f"Groups {op}" for op in ("sum", "count", "min", "max")),
    "Groups where",
    "Groups between",
    "Items of a count",
    "SoFar within",
    *(f"Compare {op}" for op in ("<", "<=", "=")),
    *(f"Input {part}" for part in ("from", "to", "given")),
    "Input of an item",
    *(f"Coverage {form}" for form in ("days", "thirty", "seconds", "from a number", "from a date")),
    "Table only",
    "Table first",
    *(f"Fits {cell}" for cell in _CELLS if cell not in ("AnyValue", "Excluding")),  # they are written otherwise
    *(f"Table {cell}" for cell in _CELLS),
)
"""Every kind by its name, and every form that is worked out in its own way."""


def kinds_of(node: g.Node, types: Sequence[Type]) -> Iterator[str]:
    """The kind of a node and its forms."""
    yield type(node).__name__
    match node:
        case g.Round(_, divisor, _, mode):
            yield f"Round {mode}"
            if divisor is not None:
                yield "Round of a quotient"
        case g.Reduce(op, _, _, where):
            yield f"Reduce {op}"
            if where is not None:
                yield "Reduce where"
        case g.Groups(values=values, where=where, first=first):
            yield from (f"Groups {one.op}" for one in values)
            if where is not None:
                yield "Groups where"
            if first is not None:
                yield "Groups between"
        case g.SoFar(_, int()):
            yield "SoFar within"
        case g.Position(int()):
            yield "Items of a count"
        case g.Compare(op):
            yield f"Compare {op}"
        case g.Coverage(by=by, origin=origin):
            yield f"Coverage {by}"
            if origin is not None:
                yield f"Coverage from a {'date' if types[origin].kind == 'date' else 'number'}"
        case g.Input(_, part, list):
            if part:
                yield f"Input {part}"
            if list is not None:
                yield "Input of an item"
        case g.Fits(_, cell):
            yield f"Fits {type(cell).__name__}"
        case g.Table(_, _, rows, policy):
            yield f"Table {policy}"
            for name in {type(cell).__name__ for row in rows for cell in row}:
                yield f"Table {name}"
        case _:
            pass


def reached(graph: g.Graph, refs: Iterable[g.Ref]) -> set[str]:
    """The kinds and forms among these nodes."""
    return {kind for ref in refs for kind in kinds_of(graph.nodes[ref], graph.types)}
