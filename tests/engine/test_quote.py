"""Quotes: exact texts, lines that are left out, results with their units, and why there is no price."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.builder import Builder
from engine.declarations import DATE, Declared, Type
from engine.explanation.display import amount_writer, money_text
from engine.graph import Amount, AnyValue, Excluding, Graph, Line, OneOf, Range, StartsWith
from engine.oracle.interpret import outcome
from engine.outcome import Priced, Unmet
from engine.quote import Pricer, Quote, QuoteLine, QuoteResult, Unpriced
from engine.requests.problems import Refused
from tests.engine.charging import charging, phase
from tests.engine.city import REQUEST, city
from tests.engine.inputs import PLN, number
from tests.engine.random_graphs import random_graph
from tests.engine.random_requests import random_values

CITY, CHARGING = Pricer(city()), Pricer(charging())


def quote_of(pricer: Pricer, request: Mapping[str, object]) -> Quote | Unpriced | Refused:
    values = pricer.read(request)
    assert not isinstance(values, Refused), values
    return pricer.quote(values)


def priced(pricer: Pricer, request: Mapping[str, object]) -> Quote:
    found = quote_of(pricer, request)
    assert isinstance(found, Quote), found
    return found


def test_a_ride_through_the_city() -> None:
    # 17 min 20 s, 5 of them parked: 13 started minutes x 0.59; 5 x 0.15; 2.4 km x 0.85; a tenth of 8.42 off
    quote = priced(CITY, REQUEST)
    assert [(line.name, line.amount) for line in quote.lines] == [
        ("unlock", "1.99"),
        ("driving", "7.67"),
        ("parking", "0.75"),
        ("kilometres", "2.04"),
        ("time", "0.00"),
        ("student", "-0.84"),
    ]
    assert (quote.total, quote.net, quote.tax, quote.gross) == ("11.61", "9.44", "2.17", "11.61")
    assert quote.lines[1] == QuoteLine("driving", "Driving time", "charge", "7.67")
    assert quote.currency == "PLN"


def test_a_line_whose_condition_does_not_hold_is_left_out() -> None:
    quote = priced(CITY, {**REQUEST, "segment": "regular"})
    assert [line.name for line in quote.lines] == ["unlock", "driving", "parking", "kilometres", "time"]
    assert quote.total == "12.45"


def test_results_carry_their_units() -> None:
    quote = priced(CITY, REQUEST)
    assert quote.results[:3] == (
        QuoteResult("per_km", "Price of a kilometre", "1.569 PLN/km"),
        QuoteResult("day", "Day of the ride", "2026-03-02"),
        QuoteResult("zone", "Zone", "city"),
    )


def test_a_list_answers_for_each_item_and_nothing_is_rounded() -> None:
    request = {
        "phases": [phase("08:00", "08:30", "charging", "10.5 kWh"), phase("08:30", "09:01", "idle")],
        "voucher": {"amount": "1", "currency": "EUR"},
    }
    quote = priced(CHARGING, request)
    assert [(line.name, line.amount) for line in quote.lines] == [
        ("energy", "2.625"),
        ("idle", "4.50"),
        ("voucher", "-1.00"),
    ]
    assert {result.name: result.value for result in quote.results} == {
        "phase": ("2.625 EUR", "4.50 EUR"),
        "least": "0 kWh",
        "share": "700/19%",  # 2.625 of 7.125
        "third": "49/24 EUR",  # a third of 6.125
        "voucher": "yes",
        "worth": "1.00 EUR",
    }
    assert (quote.total, quote.net) == ("6.125", None)


def test_the_wire_form() -> None:
    quote = priced(
        CHARGING, {"phases": [phase("08:00", "08:30", "idle")], "voucher": {"amount": "1", "currency": "EUR"}}
    )
    wire = quote.as_wire()
    assert list(wire) == ["currency", "total", "lines", "results"]
    assert wire["total"] == {"amount": "2.00", "currency": "EUR"}
    assert wire["lines"][1] == {
        "name": "idle",
        "label": "Idle time",
        "kind": "charge",
        "amount": {"amount": "3.00", "currency": "EUR"},
    }
    assert wire["results"][0] == {"name": "phase", "label": "Price of the phase", "value": ["3.00 EUR"]}


def test_a_line_cannot_be_changed_and_is_equal_by_value() -> None:
    line = priced(CITY, REQUEST).lines[0]
    assert line == QuoteLine("unlock", "Unlocking", "charge", "1.99")
    assert hash(line) == hash(QuoteLine("unlock", "Unlocking", "charge", "1.99"))
    with pytest.raises(FrozenInstanceError):
        line.amount = "0.00"  # type: ignore[misc]


# ------------------------------------------------------------------------------------------- no price


@pytest.mark.parametrize(
    ("change", "reason", "line"),
    [
        ({"zone": "harbour"},
         "no row of `rates` fits zone harbour; the nearest row (line 20) needs zone city or suburb", 17),
        ({"ride": {"from": "2024-12-31T23:00:00+01:00", "to": "2024-12-31T23:30:00+01:00"}},
         ("no row of `day_cap` fits date of start of ride 2024-12-31; the nearest row (line 28) needs "
          "date of start of ride from 2025-01-01 and before 2026-07-01"), 28),
        ({"distance": "0 km"}, "`distance` is zero and nothing can be divided by it", None),
    ],
)  # fmt: skip
def test_a_missing_price_names_what_is_missing(change: dict[str, object], reason: str, line: int | None) -> None:
    found = quote_of(CITY, {**REQUEST, **change})
    assert isinstance(found, Unpriced)
    assert (found.name, found.reason) == ("no-price", reason)
    assert (None if found.origin is None else found.origin.line) == line


@pytest.mark.parametrize(
    ("request_", "reason", "line"),
    [
        ({"phases": []}, "`phases` has no items, so it has no smallest value", 30),
        ({"phases": [phase("08:00", "08:30", "idle")]}, "no voucher was given", 31),
        ({"phases": [phase("08:00", "08:30", "charging")], "voucher": {"amount": "1", "currency": "EUR"}},
         "a divisor is zero", None),
    ],
)  # fmt: skip
def test_a_list_may_have_no_price(request_: dict[str, object], reason: str, line: int | None) -> None:
    found = quote_of(CHARGING, request_)
    assert isinstance(found, Unpriced)
    assert found.reason == reason
    assert (None if found.origin is None else found.origin.line) == line


WORDS = Type("choice", options=("a", "b", "c"))


def table_graph(*rows: tuple[Any, ...]) -> Graph:
    """A table over a choice, an amount, a day and a text."""
    b = Builder()
    keys = [
        b.input("word", WORDS),
        b.input("price", number(PLN, "1/100")),
        b.input("day", DATE),
        b.input("call", Type("text")),
    ]
    table = b.table("fees", keys, rows, "first")
    fee = b.pick(table, [b.number(Fraction(place), PLN) for place in range(len(rows))])
    inputs = (
        Declared("word", "choice", WORDS),
        Declared("price", "number", number(PLN, "1/100"), unit="PLN"),
        Declared("day", "date", DATE),
        Declared("call", "text", Type("text")),
    )
    line = Line("charge", "fee", "Fee", Amount(fee), Amount(fee))
    return Graph(
        "fees", "Fees", "PLN", "UTC", inputs, (), tuple(b.nodes), tuple(b.types), (), (), (line,), (), Amount(fee)
    )


ANY = AnyValue()
BELOW, ABOVE = Range(None, Fraction(400), upper_in=False), Range(Fraction(800), None, lower_in=False)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(ANY, BELOW, ANY, ANY), (ANY, ABOVE, ANY, ANY)],
         "price 500.00 PLN; the nearest row needs price under 400.00 PLN"),
        ([(OneOf(("b",)), ABOVE, ANY, ANY), (OneOf(("b",)), ANY, ANY, ANY)],
         "word a; the nearest row needs word b"),
        ([(OneOf(("b",)), ANY, ANY, ANY), (ANY, ABOVE, ANY, ANY)],
         "word a and price 500.00 PLN and day 2026-03-02 and call 4930; the nearest row needs word b"),
        ([(Excluding(OneOf(("a",))), ANY, ANY, ANY)], "word a; the nearest row needs word not a"),
        ([(ANY, ANY, ANY, StartsWith(("48", "47")))],
         "call 4930; the nearest row needs call a text that starts with 48 or 47"),
        ([(ANY, ANY, Range(None, Fraction(739_677), upper_in=False), ANY)],
         "day 2026-03-02; the nearest row needs day before 2026-03-02"),
        ([(ANY, ANY, Range(Fraction(739_677), None, lower_in=False), ANY)],
         "day 2026-03-02; the nearest row needs day after 2026-03-02"),
        ([(ANY, Range(Fraction(1), Fraction(2)), ANY, ANY)],
         "price 500.00 PLN; the nearest row needs price from 1.00 PLN up to 2.00 PLN"),
    ],
)  # fmt: skip
def test_the_nearest_row_says_what_it_needs(rows: list[tuple[Any, ...]], reason: str) -> None:
    pricer = Pricer(table_graph(*rows))
    request = {"word": "a", "price": {"amount": "500", "currency": "PLN"}, "day": "2026-03-02", "call": "4930"}
    found = quote_of(pricer, request)
    assert isinstance(found, Unpriced)
    assert found.reason == f"no row of `fees` fits {reason}"


def test_an_input_that_is_not_given_is_named() -> None:
    b = Builder()
    fee = b.input("price", number(PLN, "1/100"))
    inputs = (Declared("price", "number", number(PLN, "1/100"), unit="PLN", optional=True),)
    graph = Graph("fees", "", "PLN", "UTC", inputs, (), tuple(b.nodes), tuple(b.types), (), (), (), (), Amount(fee))
    found = quote_of(Pricer(graph), {})
    assert isinstance(found, Unpriced)
    assert found.reason == "`price` is not given"


def test_a_requirement_refuses_with_its_message_and_fields() -> None:
    found = quote_of(CITY, {**REQUEST, "parked": "20 min"})
    assert isinstance(found, Refused)
    assert [(one.field, one.name, one.expected, one.found) for one in found.problems] == [
        ("parked", "requirement", "parked is at most length of ride", "Stopover is longer than the ride"),
        ("ride", "requirement", "parked is at most length of ride", "Stopover is longer than the ride"),
    ]


def test_a_requirement_of_an_item_names_the_item() -> None:
    request = {"phases": [phase("08:00", "08:30", "idle"), phase("08:30", "09:00", "charging", "75.001 kWh")]}
    found = quote_of(CHARGING, request)
    assert isinstance(found, Refused)
    assert [(one.field, one.found) for one in found.problems] == [
        ("phases[1].energy", "More energy than 150 kW can give")
    ]


# ------------------------------------------------------------------------------------------- exact texts


@pytest.mark.parametrize(
    ("scale", "digits", "number", "text"),
    [
        ("1/100", 2, 1250, "12.50"),
        ("1/100", 2, -5, "-0.05"),
        ("1/100", 2, 0, "0.00"),
        ("1", 2, 7, "7.00"),
        ("1", 0, -7, "-7"),
        ("5", 0, 3, "15"),
        ("1/4", 2, 1, "0.25"),
        ("1/8", 2, 1, "0.125"),
        ("1/8", 2, 4, "0.50"),
        ("1/8", 2, -8, "-1.00"),
        ("1/1000", 0, 1500, "1.5"),
        ("1/1000", 0, 2000, "2"),
        ("1/1000", 0, 0, "0"),
        ("1/3", 2, 1, "1/3"),
        ("1/3", 2, -1, "-1/3"),
        ("1/3", 2, 3, "1.00"),
        ("1/6000", 2, 3000, "0.50"),
        ("3/7", 0, 7, "3"),
        ("1/1000", 3, 1, "0.001"),
    ],
)
def test_an_amount_has_the_digits_it_needs(scale: str, digits: int, number: int, text: str) -> None:
    assert amount_writer(Fraction(scale), digits)(number) == text


@given(
    st.integers(-(10**15), 10**15),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.sampled_from([0, 2, 3]),
)
def test_every_text_is_exact(number: int, top: int, bottom: int, digits: int) -> None:
    scale = Fraction(top, bottom)
    text = amount_writer(scale, digits)(number)
    assert Fraction(text) == scale * number
    assert text == money_text(scale * number, {0: "JPY", 2: "PLN", 3: "KWD"}[digits])
    assert not text.startswith("-0") or Fraction(text) < 0
    if "/" not in text:
        decimals = len(text.partition(".")[2])
        assert decimals >= digits
        assert decimals == digits or not text.endswith("0")


@pytest.mark.parametrize(("currency", "text"), [("JPY", "1250"), ("PLN", "1250.00"), ("KWD", "1250.000")])
def test_a_currency_has_its_own_minor_unit(currency: str, text: str) -> None:
    assert money_text(Fraction(1250), currency) == text


@pytest.mark.parametrize("seed", range(60))
def test_quotes_say_what_the_oracle_says(seed: int) -> None:
    random = Random(seed)
    graph = random_graph(random)
    pricer = Pricer(graph)
    for _ in range(8):
        values = random_values(random, graph)
        expected, found = outcome(graph, values), pricer.quote(values)
        match expected:
            case Priced(amounts):
                assert isinstance(found, Quote)
                texts = [money_text(amount, "PLN") for amount in amounts if amount is not None]
                assert [line.amount for line in found.lines] == texts
                assert found.total == (None if expected.total is None else money_text(expected.total, "PLN"))
                assert found.tax == (None if expected.tax is None else money_text(expected.tax, "PLN"))
                shown = [
                    pricer.display.value(graph.types[result.amount.value], value)
                    for result, value in zip(graph.results, expected.results, strict=True)
                    if result.amount.divisor is None and not isinstance(value, tuple)
                ]
                told = [
                    one.value
                    for one, result in zip(found.results, graph.results, strict=True)
                    if result.list is None and result.amount.divisor is None
                ]
                assert told == shown
            case Unmet():
                assert isinstance(found, Refused)
            case _:
                assert isinstance(found, Unpriced)
                assert found.reason
