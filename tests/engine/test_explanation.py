"""Explanations: every line told in one sentence, with the numbers behind it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from dsl.compile import analyse
from engine.builder import Builder
from engine.declarations import Declared, Origin, Type
from engine.explanation.explain import explain
from engine.explanation.explained import Explanation, TableRow
from engine.graph import Amount, Graph, Line, Part
from engine.quote import Pricer, Quote, Unpriced
from engine.requests.problems import Refused
from tests.engine.charging import charging, phase
from tests.engine.city import REQUEST, city, origin
from tests.engine.inputs import PLN, number
from tests.engine.random_graphs import random_graph
from tests.engine.random_requests import random_values

CITY, CHARGING = Pricer(city()), Pricer(charging())


def explained(pricer: Pricer, request: Mapping[str, object]) -> Explanation:
    values = pricer.read(request)
    assert not isinstance(values, Refused), values
    found = explain(pricer, values)
    assert isinstance(found, Explanation), found
    return found


def sentences(pricer: Pricer, request: Mapping[str, object]) -> list[str]:
    found = explained(pricer, request)
    return [line.sentence for line in found.lines] + [line.sentence for line in found.left_out]


def test_a_ride_is_told_line_by_line() -> None:
    assert sentences(CITY, REQUEST) == [
        "Unlocking: 1.99 PLN (line 35)",
        "Driving time: 12 min 20 s measured, 13 min billed at 0.59 PLN/min = 7.67 PLN (line 41)",
        "Stopover: 5 min at 0.15 PLN/min = 0.75 PLN (line 45)",
        "Distance: 7.4 km: 5 km free; 2.4 km at 0.85 PLN/km = 2.04 PLN (line 49)",
        "Daily maximum: Driving time + Stopover came to 8.42 PLN, at most 129.00 PLN: nothing changes (line 56)",
        "Student discount: on Daily maximum, -10% of 8.42 PLN = -0.842 PLN, rounded to -0.84 PLN (line 59)",
    ]


def test_a_long_ride_meets_its_maximum() -> None:
    ride = {"from": "2026-03-02T08:10:00+01:00", "to": "2026-03-02T18:27:20+01:00"}
    request = {**REQUEST, "ride": ride, "distance": "60 km", "parked": "0 min", "segment": "regular"}
    assert sentences(CITY, request)[1:] == [
        "Driving time: 10 h 17 min 20 s measured, 10 h 18 min billed at 0.59 PLN/min = 364.62 PLN (line 41)",
        "Stopover: 0 min, nothing billed (line 45)",
        (
            "Distance: 60 km: 5 km free; 45 km at 0.85 PLN/km = 38.25 PLN; 10 km at 0.68 PLN/km = 6.80 PLN; "
            "in all 45.05 PLN (line 49)"
        ),
        "Daily maximum: Driving time + Stopover came to 364.62 PLN, at most 129.00 PLN: -235.62 PLN (line 56)",
        "Student discount: left out, it needs that segment is student (line 59)",
    ]


def test_items_of_a_list_are_told_one_by_one() -> None:
    phases = [
        phase("08:00", "08:30", "charging", "10.5 kWh"),
        phase("08:30", "09:01", "idle"),
        phase("09:01", "09:02", "idle"),
    ]
    voucher = {"amount": "1", "currency": "EUR"}
    assert sentences(CHARGING, {"phases": phases, "voucher": voucher}) == [
        (
            "Energy: item 1: 10.5 kWh at 0.25 EUR/kWh = 2.625 EUR; item 2: 0 kWh, nothing billed; "
            "item 3: 0 kWh, nothing billed; in all 2.625 EUR (line 12)"
        ),
        (
            "Idle time: item 1: 0 min, nothing billed; "
            "item 2: 31 min measured, 45 min billed at 0.10 EUR/min = 4.50 EUR; "
            "item 3: 1 min measured, 15 min billed at 0.10 EUR/min = 1.50 EUR; in all 6.00 EUR (line 16)"
        ),
        "Voucher: Energy + Idle time came to 8.625 EUR: -1.00 EUR (line 20)",
    ]
    found = explained(CHARGING, {"phases": phases, "voucher": voucher})
    assert [(step.item, step.measured, step.billed) for step in found.lines[1].steps] == [
        (1, "0 min", "0 min"),
        (2, "31 min", "45 min"),
        (3, "1 min", "15 min"),
    ]
    many = [phase(f"{hour:02}:00", f"{hour + 1:02}:00", "idle") for hour in range(8, 12)]
    assert (
        sentences(CHARGING, {"phases": many, "voucher": voucher})[1] == "Idle time: 4 items, in all 24.00 EUR (line 16)"
    )
    one = sentences(CHARGING, {"phases": many[:1], "voucher": voucher})
    assert one[1] == "Idle time: 1 h at 0.10 EUR/min = 6.00 EUR (line 16)"


def test_the_numbers_behind_a_sentence() -> None:
    found = explained(CITY, REQUEST)
    distance = found.lines[3]
    (step,) = distance.steps
    assert (step.item, step.measured, step.billed) == (None, "7.4 km", "7.4 km")
    free, middle, far = step.parts
    assert (free.quantity, free.price, free.amount, free.above, free.up_to) == (
        "5 km",
        "0.00 PLN/km",
        "0.00 PLN",
        "0 km",
        "5 km",
    )
    assert (middle.quantity, middle.above, middle.up_to) == ("2.4 km", "5 km", "50 km")
    assert middle.row == TableRow("rates", 1, Origin(20, 1, ""))
    assert (far.quantity, far.price, far.above, far.up_to) == ("0 km", "0.68 PLN/km", "50 km", None)
    limit = found.lines[4]
    assert (limit.covers, limit.before, limit.bound, limit.direction) == (
        ("Driving time", "Stopover"),
        "8.42",
        "129.00",
        "at most",
    )
    discount = found.lines[5]
    assert (discount.exact, discount.amount, discount.condition) == ("-0.842", "-0.84", "segment is student")
    assert found.lines[1].steps[0].parts[0].origin == origin(41)


@pytest.mark.parametrize(
    ("start", "value", "line"), [("2026-06-30", "129.00 PLN", 28), ("2026-07-01", "139.00 PLN", 29)]
)
def test_a_dated_value_names_the_line_that_was_in_force(start: str, value: str, line: int) -> None:
    ride = {"from": f"{start}T08:00:00+02:00", "to": f"{start}T08:20:00+02:00"}
    found = explained(CITY, {**REQUEST, "ride": ride})
    assert found.priced_at == f"{start}T08:00:00+02:00"
    assert [(one.name, one.value, one.origin and one.origin.line) for one in found.dated] == [("day_cap", value, line)]


def test_the_json_form_is_stable() -> None:
    wire = explained(CITY, {**REQUEST, "segment": "regular"}).as_wire()
    assert json.loads(json.dumps(wire)) == wire
    assert list(wire) == ["format", "currency", "priced_at", "total", "lines", "left_out", "dated", "choices"]
    assert wire["format"] == 1
    assert wire["lines"][1] == {
        "name": "driving",
        "label": "Driving time",
        "kind": "charge",
        "amount": {"amount": "7.67", "currency": "PLN"},
        "exact": {"amount": "7.67", "currency": "PLN"},
        "condition": None,
        "covers": [],
        "before": None,
        "bound": None,
        "direction": None,
        "steps": [
            {
                "item": None,
                "measured": "12 min 20 s",
                "billed": "13 min",
                "covered": [],
                "parts": [
                    {
                        "quantity": "13 min",
                        "price": "0.59 PLN/min",
                        "amount": "7.67 PLN",
                        "above": None,
                        "up_to": None,
                        "row": {"table": "rates", "number": 1, "line": 20, "source": None},
                        "origin": {"source": None, "line": 41, "column": 1, "text": ""},
                    }
                ],
            }
        ],
        "origin": {"source": None, "line": 41, "column": 1, "text": ""},
        "sentence": "Driving time: 12 min 20 s measured, 13 min billed at 0.59 PLN/min = 7.67 PLN (line 41)",
    }
    assert wire["left_out"] == [
        {
            "name": "student",
            "label": "Student discount",
            "kind": "discount",
            "condition": "segment is student",
            "origin": {"source": None, "line": 59, "column": 1, "text": ""},
            "sentence": "Student discount: left out, it needs that segment is student (line 59)",
        }
    ]
    assert wire["dated"] == [{"name": "day_cap", "value": "129.00 PLN", "line": 28, "source": None}]


def test_what_has_no_price_has_no_explanation() -> None:
    values = CITY.read({**REQUEST, "zone": "harbour"})
    assert not isinstance(values, Refused)
    assert isinstance(explain(CITY, values), Unpriced)
    values = CITY.read({**REQUEST, "parked": "20 min"})
    assert not isinstance(values, Refused)
    assert isinstance(explain(CITY, values), Refused)


# ----------------------------------------------------------------------------------------- small bills


def bill(*amounts: str, parts: bool = True, **line: Any) -> Graph:
    """One charge of several prices for numbers of things, and one line that acts on it."""
    b = Builder()
    count = b.input("count", number())
    price = [b.number(Fraction(amount), PLN, Fraction(1, 1000)) for amount in amounts]
    products = [b.product([count, one]) for one in price]
    exact = b.sum(products)
    amount = b.round(exact, Fraction(1, 100), "half_up")
    told = tuple(Part(Amount(count), Amount(one), Amount(times)) for one, times in zip(price, products, strict=True))
    bound = b.number(Fraction(5), PLN, Fraction(1, 100))
    least = b.sum([b.max([amount, bound]), b.negate(amount)])
    lines = (
        Line("charge", "things", "Things", Amount(amount), Amount(exact), parts=told if parts else ()),
        Line("limit", "least", "Least", Amount(least), Amount(least), covers=("things",), before=amount, bound=bound),
    )
    inputs = (Declared("count", "number", number(), whole=True),)
    nodes = (tuple(b.nodes), tuple(b.types))
    return Graph("bill", "", "PLN", "UTC", inputs, (), *nodes, (), (), lines, (), Amount(amount))


@pytest.mark.parametrize(
    ("graph", "count", "told"),
    [
        (bill("0.333"), 2, ["Things: 2 at 0.333 PLN = 0.666 PLN, rounded to 0.67 PLN",
                            "Least: Things came to 0.67 PLN, at least 5.00 PLN: 4.33 PLN"]),
        (bill("2.50"), 2, ["Things: 2 at 2.50 PLN = 5.00 PLN",
                           "Least: Things came to 5.00 PLN: nothing changes"]),
        (bill("2.50"), 3, ["Things: 3 at 2.50 PLN = 7.50 PLN",
                           "Least: Things came to 7.50 PLN, at least 5.00 PLN: nothing changes"]),
        (bill("2", "1"), 3, ["Things: 3 at 2.00 PLN = 6.00 PLN; 3 at 1.00 PLN = 3.00 PLN; in all 9.00 PLN",
                             "Least: Things came to 9.00 PLN, at least 5.00 PLN: nothing changes"]),
        (bill("1", parts=False), 7, ["Things: 7.00 PLN",
                                     "Least: Things came to 7.00 PLN, at least 5.00 PLN: nothing changes"]),
        (bill(*["1"] * 7), 1, ["Things: 7 prices; in all 7.00 PLN",
                               "Least: Things came to 7.00 PLN, at least 5.00 PLN: nothing changes"]),
    ],
)  # fmt: skip
def test_small_bills(graph: Graph, count: int, told: list[str]) -> None:
    assert sentences(Pricer(graph), {"count": count}) == told


def test_a_price_that_does_not_exist_and_is_not_needed_is_not_told() -> None:
    b = Builder()
    count = b.input("count", number())
    price = b.number(Fraction(2), PLN, Fraction(1, 100))
    missing = b.no_price("none", Type("number", PLN, Fraction(1, 100)))
    few = b.compare("<", count, b.number(Fraction(10)))
    amount = b.select(few, b.product([count, price]), missing)
    parts = (Part(None, Amount(missing), Amount(missing)), Part(Amount(count), Amount(price), Amount(amount)))
    line = Line("charge", "things", "", Amount(amount), Amount(amount), parts=parts)
    inputs = (Declared("count", "number", number(), whole=True),)
    nodes = (tuple(b.nodes), tuple(b.types))
    graph = Graph("bill", "", "PLN", "UTC", inputs, (), *nodes, (), (), (line,), (), Amount(amount))
    assert sentences(Pricer(graph), {"count": 3}) == ["things: 3 at 2.00 PLN = 6.00 PLN"]


def test_a_condition_without_short_words() -> None:
    graph = city()
    discount = graph.lines[5]
    assert discount.condition is not None
    limit = replace(graph.lines[4], condition=discount.condition)
    pricer = Pricer(replace(graph, lines=(*graph.lines[:4], limit)))
    assert sentences(pricer, {**REQUEST, "segment": "regular"})[-1] == (
        "Daily maximum: left out, it needs that segment is student (line 56)"
    )


@pytest.mark.parametrize("seed", range(60))
def test_every_quote_has_an_explanation_with_the_same_amounts(seed: int) -> None:
    random = Random(seed)
    graph = random_graph(random)
    pricer = Pricer(graph)
    for _ in range(5):
        values = random_values(random, graph)
        quote, told = pricer.quote(values), explain(pricer, values)
        if not isinstance(quote, Quote):
            assert told == quote
            continue
        assert isinstance(told, Explanation)
        assert told.quote == quote
        assert [(line.name, line.amount) for line in told.lines] == [(line.name, line.amount) for line in quote.lines]
        assert {line.name for line in told.left_out}.isdisjoint(line.name for line in quote.lines)
        assert json.loads(json.dumps(told.as_wire())) == told.as_wire()


def test_a_line_tells_how_much_of_a_month_it_is_for() -> None:
    text = """\
tariff plan "Plan"
  currency EUR
  time zone Europe/Warsaw
  round each line half up to 0.01 EUR

inputs
  used  period
  fair  yes/no

let days = 31 EUR/month * months of used by actual days
let hours = 31 EUR/month * months of used by seconds rounded half up to 0.01 EUR

charge fee "Fee"
  price days when fair otherwise hours
charge net "Net"
  quantity months of used by 30-day months
  price 30 EUR/month
charge twice "Twice"
  price 2 * fee
"""
    graph = analyse(text).graph
    assert graph is not None
    pricer = Pricer(graph)

    def sentences(first: str, last: str, fair: bool) -> list[str]:
        values = pricer.read({"used": {"from": first, "to": last}, "fair": fair})
        assert not isinstance(values, Refused)
        told = explain(pricer, values)
        assert isinstance(told, Explanation)
        return [line.sentence.split(":")[0] for line in told.lines]

    told = sentences("2026-01-08T00:00:00", "2026-03-10T00:00:00", True)
    assert told == ["Fee (24 of 31 days + 1 month + 9 of 31 days)", "Net (2 months + 2 of 30 days)", "Twice"]
    told = sentences("2026-01-31T12:00:00", "2026-02-01T00:00:00", False)
    assert told == ["Fee (12 h of 744 h)", "Net (0 months)", "Twice"]
