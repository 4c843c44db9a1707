"""What changes the fingerprint of a graph, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from engine.declarations import Origin, Stretch, Type, Window
from engine.fingerprint import price_hash
from engine.graph import Amount, Const, Graph, Line, NoPrice, Round
from tests.engine.comparison import cases
from tests.engine.reference_tariff import reference_graph

GRAPH = reference_graph()
ROUND = next(ref for ref, node in enumerate(GRAPH.nodes) if isinstance(node, Round))


def with_line(graph: Graph, line: Line) -> Graph:
    return replace(graph, lines=(line, *graph.lines[1:]))


def with_node(graph: Graph, ref: int, node: Const | Round) -> Graph:
    return replace(graph, nodes=(*graph.nodes[:ref], node, *graph.nodes[ref + 1 :]))


def rounded(mode: str, step: int = 60) -> Callable[[Graph], Graph]:
    def change(graph: Graph) -> Graph:
        node = graph.nodes[ROUND]
        assert isinstance(node, Round)
        return with_node(graph, ROUND, replace(node, mode=mode, step=Fraction(step)))  # type: ignore[arg-type]

    return change


def cheaper(graph: Graph) -> Graph:
    ref = next(ref for ref, node in enumerate(graph.nodes) if node == Const(Fraction(199, 100)))
    return with_node(graph, ref, Const(Fraction(198, 100)))


def bounded(graph: Graph) -> Graph:
    return replace(graph, inputs=(*graph.inputs[:-1], replace(graph.inputs[-1], upper=Fraction(5000))))


@pytest.mark.parametrize(
    "change",
    [
        lambda graph: replace(graph, label="Other words"),
        lambda graph: replace(graph, inputs=tuple(replace(one, label="Other words") for one in graph.inputs)),
        lambda graph: with_line(graph, replace(graph.lines[0], label="Other words", origin=Origin(3, 1, "price"))),
        lambda graph: replace(graph, origins=((ROUND, Origin(7, 2, "per started 1 min")),)),
        lambda graph: replace(graph, nodes=(*graph.nodes, NoPrice("unread")), types=(*graph.types, Type("text"))),
    ],
)
def test_words_and_what_is_not_read_do_not_change_it(change: Callable[[Graph], Graph]) -> None:
    assert price_hash(change(GRAPH)) == price_hash(GRAPH)


@pytest.mark.parametrize(
    "change",
    [
        rounded("down"),
        rounded("up", 61),
        cheaper,
        bounded,
        lambda graph: replace(graph, currency="EUR"),
        lambda graph: replace(graph, time_zone="UTC"),
        lambda graph: replace(graph, lines=graph.lines[::-1]),
        lambda graph: replace(graph, total=Amount(0)),
        lambda graph: replace(graph, windows=(Window("night", Stretch(0, 60)),)),
        lambda graph: with_line(graph, replace(graph.lines[0], name="other")),
    ],
)
def test_what_prices_depend_on_changes_it(change: Callable[[Graph], Graph]) -> None:
    assert price_hash(change(GRAPH)) != price_hash(GRAPH)


def test_graphs_differ_in_it() -> None:
    graphs = [one.graph for one in cases()]
    assert len({price_hash(graph) for graph in graphs}) == len(graphs)
