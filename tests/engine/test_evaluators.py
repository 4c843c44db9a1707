"""The oracle and the generated functions agree to the last integer, and what was planted to break it is found."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from timeit import repeat
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import graph as g
from engine.builder import Builder
from engine.declarations import TRUTH, Declared, Type
from engine.graph import Amount, Graph, Ref
from engine.intervals import intervals
from engine.oracle.interpret import Evaluation, outcome
from engine.outcome import NoPriceAt, Priced
from engine.scalar import lookup as scalar_lookup
from engine.scalar.program import compile_scalar, price_source, trace_source
from tests.engine.comparison import case, cases, difference, scalar_outcome, unasked
from tests.engine.planted_faults import FAULTS, Fault, planted
from tests.engine.random_requests import cells
from tests.engine.reference_tariff import price_by_hand, reference_graph, rides, values

ALLOWED = (
    # All that may stand in generated source. No attribute but these, no import, no text.
    ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.If, ast.For,
    ast.Expr, ast.Call, ast.Name, ast.Constant, ast.Tuple, ast.List, ast.Subscript, ast.IfExp, ast.BinOp,
    ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Load, ast.Store, ast.Add, ast.Sub, ast.Mult, ast.FloorDiv,
    ast.BitAnd, ast.USub, ast.Not, ast.And, ast.Or, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq, ast.In,
    ast.NotIn, ast.Is, ast.Attribute, ast.Dict, ast.ListComp, ast.GeneratorExp, ast.comprehension,
)  # fmt: skip
ALLOWED_ATTRIBUTES = {"append", "bit_length", "get", "startswith"}
ALLOWED_NAMES = {
    "all", "bisect", "enumerate", "fail", "i", "len", "max", "min", "n", "price", "range", "refuse", "sorted", "tuple",
    "zip", "_",
}  # fmt: skip


@settings(max_examples=500, deadline=None, derandomize=True)
@given(seed=st.integers(10_000, 2**40))
def test_generated_functions_agree_with_the_oracle(seed: int) -> None:
    assert difference(case(seed, requests=3)) is None


def test_the_default_cases_agree() -> None:
    assert [found for one in cases() if (found := difference(one)) is not None] == []


def test_large_graphs_agree() -> None:
    assert [found for seed in range(20) if (found := difference(case(seed, size=250, requests=2)))] == []


def test_tables_looked_up_by_masks_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scalar_lookup, "DENSEST", 1)
    monkeypatch.setattr(scalar_lookup, "_FEW", 0)
    assert [found for one in cases()[:100] if (found := difference(one)) is not None] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(fault: Fault) -> None:
    with planted(fault) as compiler:
        assert any(difference(one, compiler) is not None for one in cases())


def test_the_cases_hold_every_kind_of_node_and_cell_and_every_outcome() -> None:
    nodes = Counter(type(node) for one in cases() for node in one.graph.nodes)
    held = Counter(type(cell) for one in cases() for node in one.graph.nodes for cell in cells(node))
    outcomes = Counter(type(asked.outcome) for one in cases() for asked in one.asked)
    assert [kind for kind in get_args(g.Node) if nodes[kind] < 50] == []
    assert [kind for kind in get_args(g.Cell) if held[kind] < 50] == []
    assert outcomes[Priced] > outcomes.total() / 3
    assert len(outcomes) == 3


def test_values_lie_in_their_intervals() -> None:
    for one in cases():
        known = intervals(one.graph)
        for asked in one.asked:
            for ref, value in enumerate(asked.nodes):
                lower, upper = known[ref]
                for number in value if isinstance(value, tuple) else (value,):
                    if isinstance(number, Fraction):
                        assert lower is None or lower <= number, (one.seed, ref)
                        assert upper is None or number <= upper, (one.seed, ref)


# Generated source


def sources(graph: Graph) -> tuple[str, str]:
    return price_source(graph).text, trace_source(unasked(graph), range(len(graph.nodes))).text


def test_generated_source_holds_allowed_syntax_and_names_only() -> None:
    for one in cases():
        for text in sources(one.graph):
            for node in ast.walk(ast.parse(text)):
                assert isinstance(node, ALLOWED), ast.dump(node)
                match node:
                    case ast.Attribute(attr=name):
                        assert name in ALLOWED_ATTRIBUTES
                    case ast.Name(id=name) | ast.arg(arg=name):
                        assert name in ALLOWED_NAMES or (name[0] in "abcdefghkKlmnopqrstvwxy" and is_numbered(name))
                    case ast.Constant(value=value):
                        assert value is None or value == "" or isinstance(value, int)
                    case _:
                        pass


def is_numbered(name: str) -> bool:
    return all(part.isdigit() for part in name[1:].split("_"))


def test_generated_source_is_always_the_same() -> None:
    for one in cases()[:20]:
        assert sources(one.graph) == sources(replace(one.graph, label="Other"))


def test_texts_of_a_tariff_never_reach_the_source() -> None:
    words = ('"""', "import os", "'; x = 1 #", "\\", "{x0}")
    plans = Type("choice", options=words)
    b = Builder()
    text, plan = b.input(words[0], Type("text")), b.input(words[1], plans)
    fits = [b.fits(text, g.OneOf(words)), b.fits(text, g.StartsWith(words)), b.fits(plan, g.OneOf(words[:2]))]
    named = b.table(words[2], (text,), [(g.StartsWith((word,)),) for word in words], "first")
    picked = b.pick(named, [b.constant(word, Type("text")) for word in words])
    answers = [b.any(fits), picked, b.select(fits[2], picked, b.no_price(words[3], Type("text")))]
    inputs = (Declared(words[0], "text"), Declared(words[1], "choice", plans))
    graph = graph_of(b, inputs, *answers)
    assert not any(word in price_source(graph).text for word in words)
    assert compile_scalar(graph).price("{x0} and", 1) == (True, "{x0}", "{x0}")


# Graphs as large as they may be


def graph_of(b: Builder, inputs: tuple[Declared, ...], *answers: Ref) -> Graph:
    results = tuple(g.Result(f"r{ref}", "", Amount(ref)) for ref in answers)
    return Graph(
        "t", "", "PLN", "UTC", inputs, (), tuple(b.nodes), tuple(b.types), (), (), (), results, None
    )  # fmt: skip


NUMBER = Type("number")
INPUTS = (
    Declared("x", "number", NUMBER),
    Declared("l", "list", fields=(Declared("a", "number", NUMBER),), items=500),
)
REQUEST = (7, ((3,), (-4,), (5,)))


def deep_sums(b: Builder, x: Ref) -> Ref:
    for step in range(5000):
        x = b.round(b.product([x, b.number(Fraction(1, 3))]), Fraction(1, 2 + step % 5), "half_up")
    return x


def deep_choices(b: Builder, x: Ref) -> Ref:
    found = x
    for step in range(3000):
        found = b.select(b.compare("<", x, b.number(Fraction(step))), b.number(Fraction(step + 1)), found)
    return found


def wide(b: Builder, x: Ref) -> Ref:
    above = [b.max([x, b.number(Fraction(step))]) for step in range(4000)]
    every = b.all([b.compare("<=", x, ref) for ref in above])
    return b.select(every, b.sum([b.min(above), b.max(above), b.sum(above), b.product([x] * 500)]), x)


def many_loops(b: Builder, x: Ref) -> Ref:
    item = b.input("a", NUMBER, list="l")
    for _ in range(1000):
        item = b.min([b.reduce("max", "l", item), b.sum([item, b.so_far(item)])])
    return b.reduce("sum", "l", item)


def long_table(b: Builder, x: Ref) -> Ref:
    y, z = b.round(x, Fraction(3), "up"), b.product([x, x])
    rows: list[tuple[g.Cell, ...]] = [
        (g.Range(Fraction(n), Fraction(n + 1), True, False), g.Range(Fraction(n), None), g.Range(None, Fraction(n * n)))
        for n in range(1999)
    ]
    table = b.table("long", (x, y, z), [*rows, (g.AnyValue(),) * 3], "first")
    return b.pick(table, [b.sum([x, b.number(Fraction(n))]) for n in range(2000)])


def large_numbers(b: Builder, x: Ref) -> Ref:
    for step in range(1000):
        x = b.product([x, b.number(Fraction(10**12 + step, 7))])
    return b.round(x, Fraction(1, 3), "half_even")


@pytest.mark.parametrize("grow", [deep_sums, deep_choices, wide, many_loops, long_table, large_numbers])
def test_a_graph_may_be_large(grow: object) -> None:
    b = Builder()
    assert callable(grow)
    graph = graph_of(b, INPUTS, grow(b, b.input("x", NUMBER)))
    scalar = compile_scalar(graph)
    assert scalar_outcome(scalar, REQUEST) == outcome(graph, REQUEST)
    assert scalar.trace(*REQUEST).keys() == {graph.results[0].amount.value}


# Meaning, by hand


def test_the_reference_tariff_is_priced_like_by_hand_and_as_fast() -> None:
    graph = reference_graph()
    price = compile_scalar(graph).price
    asked = rides(2000)
    slots = [values(ride) for ride in asked]
    assert [price(*one) for one in slots] == [tuple(price_by_hand(ride).values()) for ride in asked]
    priced = outcome(graph, slots[0])
    assert isinstance(priced, Priced)
    assert [amount and amount * 100 for amount in priced.amounts] == list(price_by_hand(asked[0]).values())[:5]

    def generated() -> None:
        for one in slots:
            price(*one)

    def by_hand() -> None:
        for ride in asked:
            price_by_hand(ride)

    assert min(repeat(generated, number=3, repeat=7)) < 1.5 * min(repeat(by_hand, number=3, repeat=7))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        # of -2.5, -2, -1.5, -0.5, 0, 0.5, 1, 1.5, 2.5, 2.6
        ("up", [-3, -2, -2, -1, 0, 1, 1, 2, 3, 3]),
        ("down", [-2, -2, -1, 0, 0, 0, 1, 1, 2, 2]),
        ("half_up", [-3, -2, -2, -1, 0, 1, 1, 2, 3, 3]),
        ("half_down", [-2, -2, -1, 0, 0, 0, 1, 1, 2, 3]),
        ("half_even", [-2, -2, -2, 0, 0, 0, 1, 2, 2, 3]),
        ("next", [-1, -1, 0, 1, 1, 1, 2, 2, 3, 3]),
    ],
)
@pytest.mark.parametrize("divided", [False, True])
def test_rounding(mode: g.RoundMode, expected: list[int], divided: bool) -> None:
    b = Builder()
    tenths = b.input("x", Type("number", scale=Fraction(1, 10)))
    ten = b.input("ten", NUMBER)
    answer = b.round(b.product([tenths, ten]) if divided else tenths, Fraction(1), mode, ten if divided else None)
    inputs = (Declared("x", "number", Type("number", scale=Fraction(1, 10))), Declared("ten", "number", NUMBER))
    graph = graph_of(b, inputs, answer)
    price = compile_scalar(graph).price
    for divisor in (10, -10):
        found = [price(x, divisor)[0] for x in (-25, -20, -15, -5, 0, 5, 10, 15, 25, 26)]
        assert found == expected
        assert [Evaluation(graph, (x, divisor)).value(answer) for x in (-25, -20, -15, -5)] == expected[:4]


@pytest.mark.parametrize(
    ("amount", "weights", "expected"),
    [
        (100, (1, 1, 1), (34, 33, 33)),
        (-100, (1, 1, 1), (-34, -33, -33)),
        (5, (1, 1, 1), (2, 2, 1)),
        (10, (3, 3, 1), (4, 4, 2)),  # 4.29 4.29 1.43
        (7, (0, 0, 0), (0, 0, 0)),
        (7, (0, 5, 0), (0, 7, 0)),
        (0, (1, 2, 3), (0, 0, 0)),
    ],
)
def test_an_amount_is_spread_over_weights(amount: int, weights: tuple[int, ...], expected: tuple[int, ...]) -> None:
    b = Builder()
    refs = [b.input(name, NUMBER) for name in ("a", "u", "v", "w")]
    inputs = tuple(Declared(name, "number", NUMBER) for name in ("a", "u", "v", "w"))
    graph = graph_of(b, inputs, *(b.share(refs[0], refs[1:], index) for index in range(3)))
    assert compile_scalar(graph).price(amount, *weights) == expected
    priced = outcome(graph, (amount, *weights))
    assert isinstance(priced, Priced)
    assert priced.results == expected


def test_the_first_missing_value_on_the_way_is_reported() -> None:
    b = Builder()
    given, x = b.input("x", TRUTH, "given"), b.input("x", NUMBER)
    y = b.input("a", NUMBER, list="l")
    divided = b.round(y, Fraction(1), "up", b.sum([y, b.number(Fraction(3))]))
    summed = b.reduce("sum", "l", divided)
    chosen = b.select(given, b.sum([summed, x]), b.number(Fraction(0)))
    listed = Declared("l", "list", fields=(Declared("a", "number", NUMBER),), items=5)
    graph = graph_of(b, (Declared("x", "number", NUMBER, optional=True), listed), chosen, x)
    scalar = compile_scalar(graph, (chosen, divided, x))
    assert scalar.price(2, True, ((1,), (-4,))) == (1 + 4 + 2, 2)
    for request, ref, item in (
        ((2, True, ((1,), (-3,), (2,), (-3,))), divided, 1),
        ((0, False, ((-3,),)), x, None),
    ):
        for asked in (scalar.price, scalar.trace):
            with pytest.raises(NoPriceAt) as missing:
                asked(*request)
            assert (missing.value.ref, missing.value.item) == (ref, item)
    assert scalar.trace(2, True, ((1,), (-4,))) == {chosen: 7, divided: (1, 4), x: 2}
