"""The published form of a graph: what is written is read back the same, and what is no graph is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.declarations import Combined, Declared, Origin, Stretch, Type, Window
from engine.graph import Excluding, Fits, Graph, InWindow, OneOf, Table
from engine.graph_json.document import BrokenGraph, UnknownFormat, canonical_bytes, from_json, to_json
from engine.graph_json.schema import PATH, schema, text
from tests.engine.city import city
from tests.engine.random_graphs import random_graph

SCHEMA = Draft202012Validator(schema())

WINDOWS = (
    Window("night", Stretch(1320, 1800, weekdays=(0, 4), dates=(739000, 739001))),
    Window(
        "holidays",
        Combined(
            "or",
            (
                Stretch(0, 1440, holidays="DE-BY", plus=(739100,), minus=(739101,)),
                Combined("not", (Stretch(0, 1440, season=((12, 24), (1, 6))),)),
            ),
        ),
    ),
)
INPUT = Declared(
    "price", "number", Type("number", (("PLN", 1),), Fraction(1, 100)), default={"amount": "3", "currency": "PLN"}
)


def stored(graph: Graph) -> Any:
    """The graph as it comes back from a file."""
    return json.loads(json.dumps(to_json(graph)))


@pytest.mark.parametrize("graph", [city(), replace(city(), windows=WINDOWS, inputs=(*city().inputs, INPUT))])
def test_a_graph_comes_back_the_same(graph: Graph) -> None:
    back = from_json(stored(graph))
    assert back == graph
    assert to_json(back) == to_json(graph)
    assert (back.origins, back.row_origins) == (graph.origins, graph.row_origins)
    assert [line.origin for line in back.lines] == [line.origin for line in graph.lines]
    SCHEMA.validate(stored(graph))


@pytest.mark.parametrize("seed", range(40))
def test_random_graphs_come_back_the_same(seed: int) -> None:
    graph = random_graph(Random(seed))
    back = from_json(stored(graph))
    assert back == graph
    assert repr(back) == repr(graph)
    assert canonical_bytes(back) == canonical_bytes(graph)
    SCHEMA.validate(stored(graph))


def test_numbers_truths_and_texts_stay_apart() -> None:
    cells = (OneOf((Fraction(1), True, "1", "true")), Excluding(Excluding(InWindow(0))))
    number = next(ref for ref, node in enumerate(city().nodes) if isinstance(node, Table))
    graph = replace(city(), windows=WINDOWS)
    for cell in cells:
        nodes = (*graph.nodes, Fits(number, cell))
        changed = replace(graph, nodes=nodes, types=(*graph.types, graph.types[0]))
        back = from_json(stored(changed))
        assert repr(back.nodes[-1]) == repr(changed.nodes[-1])


def test_the_meaning_is_the_same_wherever_it_stands_in_the_text() -> None:
    graph = city()
    moved = replace(graph, origins=(), row_origins=(), lines=tuple(replace(line, origin=None) for line in graph.lines))
    assert canonical_bytes(moved) == canonical_bytes(graph)
    assert moved == graph
    dearer = replace(graph, label="Other")
    assert canonical_bytes(dearer) != canonical_bytes(graph)
    assert b"origin" not in canonical_bytes(graph)


def test_how_it_looks() -> None:
    written = to_json(city())
    assert list(written)[:3] == ["format", "name", "label"]
    assert written["format"] == 1
    assert written["nodes"][4] == {"op": "input", "name": "parked", "type": 3}
    assert written["types"][3] == {"kind": "number", "dimension": {"s": 1}}
    assert written["nodes"][7] == {"op": "const", "value": {"number": "199/100"}, "type": 6}
    assert written["inputs"][5]["upper"] == "3000000"
    assert written["row_origins"][1][1][1] == {"line": 29, "column": 1, "text": ""}


def test_the_published_schema_is_that_of_the_code() -> None:
    """`python -m engine.graph_json.schema` writes it anew."""
    assert PATH.read_text(encoding="utf-8") == text()
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("found", [0, 2, "1", None, True, 1.0])
def test_another_format_is_refused(found: object) -> None:
    with pytest.raises(UnknownFormat, match=r"this release reads graphs of format 1, not"):
        from_json({**stored(city()), "format": found})


def put(*path: Any, value: object = ...) -> Callable[[Any], None]:
    """Sets a place of a document, or deletes it."""

    def change(document: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        if value is ...:
            del document[path[-1]]
        else:
            document[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("name"), r"graph\.name: missing"),
        (put("nodes"), r"graph\.nodes: an array is due"),
        (put("extra", value=1), r"graph\.extra: no such field"),
        (put("nodes", 0, "op", value="magic"), r"graph\.nodes\[0\]\.op: one of input, const"),
        (put("nodes", 0, "op", value=["input"]), r"graph\.nodes\[0\]\.op: one of input, const"),
        (put("nodes", 0, "name"), r"graph\.nodes\[0\]\.name: missing"),
        (put("nodes", 0, "part", value="middle"), r"graph\.nodes\[0\]\.part: one of "),
        (put("nodes", 0, "type", value=99), r"graph\.nodes\[0\]\.type: the position of a type"),
        (put("nodes", 0, "type", value=-1), r"graph\.nodes\[0\]\.type: the position of a type"),
        (put("nodes", 6, "keys", 0, value=6), r"graph\.nodes\[6\]: refers to a node that is not before it"),
        (put("nodes", 6, "keys", 0, value=-1), r"graph\.nodes\[6\]: refers to a node that is not before it"),
        (put("nodes", 6, "keys", 0, value=True), r"graph\.nodes\[6\]\.keys\[0\]: integer is due"),
        (put("nodes", 6, "keys", value=[0]), r"graph\.nodes\[6\]: a row has not one cell for each key"),
        (put("nodes", 6, "rows", 3), r"picks from no table with as many rows"),
        (put("nodes", 6, "rows", 0, 0, value={"fits": "in_window", "window": 0}), r"refers to a window that is not"),
        (put("nodes", 7, "value", "number", value="2/4"), r"a fraction in lowest terms"),
        (put("nodes", 7, "value", "number", value="1.99"), r"a fraction in lowest terms"),
        (put("nodes", 7, "value", "number", value="1e999999999"), r"a fraction in lowest terms"),
        (put("nodes", 7, "value", "number", value="9" * 9999), r"graph\.nodes\[7\]\.value\.number: "),
        (put("nodes", 7, "value", value={"number": "1", "text": "1"}), r"one of number, truth, text is due"),
        (put("types", 3, "dimension", "s", value=0), r"bases with whole exponents"),
        (put("types", 3, "scale", value="0.5"), r"graph\.types\[3\]\.scale: a fraction"),
        (put("lines", 0, "amount", "value", value=999), r"graph\.lines\[0\]: refers to a node that is not there"),
        (put("total", "divisor", value=999), r"graph\.total: refers to a node that is not there"),
        (put("origins", 0, 0, value=999), r"graph\.origins: refers to a node that is not there"),
        (put("origins", 0, value=[1]), r"graph\.origins\[0\]: an array of 2 is due"),
        (put("priced_at", value=-1), r"graph\.priced_at: refers to a node that is not there"),
        (put("inputs", value={}), r"graph\.inputs: an array is due"),
    ],
)
def test_what_is_no_graph_is_refused_with_its_place(change: Callable[[Any], None], message: str) -> None:
    document = stored(city())
    change(document)
    with pytest.raises(BrokenGraph, match=message):
        from_json(document)


def test_a_graph_is_an_object() -> None:
    nothing: Any = []
    with pytest.raises(BrokenGraph, match="graph: an object is due"):
        from_json(nothing)


def test_an_origin_keeps_its_words() -> None:
    graph = replace(city(), origins=((6, Origin(17, 3, "table rates – „ą”")),))
    assert from_json(stored(graph)).origins == graph.origins
