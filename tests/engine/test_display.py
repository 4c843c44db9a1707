"""Values as the author of a tariff would write them, exactly."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.declarations import DATE, MOMENT, SECONDS, TEXT, TRUTH, Declared, Type
from engine.explanation.display import Display, duration_text
from engine.requests.number_texts import decimal_text
from engine.requests.unit_forms import counting_names, unit_forms
from engine.units import Dimension
from tests.engine.inputs import DISTANCE, ENERGY, METRES, PLN, SEATS, SEATS_TAKEN, graph_of, number

PER_SECOND: Dimension = (("PLN", 1), ("s", -1))
PER_ENERGY: Dimension = (("EUR", 1), ("W", -1), ("s", -1))
SEATS_IN_MANY = Declared("seats", "number", number(SEATS), unit="seats")


def show(value: str, type_: Type, *inputs: Declared) -> str:
    return Display(graph_of(*inputs)).value(type_, Fraction(value))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        ("0", "0 min"),
        ("20", "20 s"),
        ("60", "1 min"),
        ("740", "12 min 20 s"),
        ("1260", "21 min"),
        ("3600", "1 h"),
        ("5400", "1 h 30 min"),
        ("3601", "1 h 1 s"),
        ("90000", "25 h"),
        ("-5400", "-1 h 30 min"),
        ("1/2", "0.5 s"),
        ("1/3", "1/3 s"),
    ],
)
def test_a_duration(seconds: str, text: str) -> None:
    assert duration_text(Fraction(seconds)) == text
    assert show(seconds, Type("number", SECONDS)) == text


@pytest.mark.parametrize(
    ("value", "dimension", "scale", "inputs", "text"),
    [
        # a price keeps the unit in which it was written: 0.59 PLN/min is a hundredth on the grid of minutes
        ("59/6000", PER_SECOND, "1/6000", (), "0.59 PLN/min"),
        ("354/36000", PER_SECOND, "1/36000", (), "35.40 PLN/h"),
        ("1/2", PER_SECOND, "1/10", (), "0.50 PLN/s"),
        ("25/360000000", PER_ENERGY, "1/360000000", (), "0.25 EUR/kWh"),
        ("85/100000", (("PLN", 1), ("m", -1)), "1/100000", (), "0.85 PLN/km"),
        ("42/10000", (("EUR", 1), ("W", -1), ("month", -1)), "1/10000", (), "4.20 EUR/kW/month"),
        ("42/120000", (("EUR", 1), ("W", -1), ("month", -1)), "1/120000", (), "4.20 EUR/kW/year"),
        ("201/10000", (("USD", 1), ("unit", -1)), "1/10000", (), "0.0201 USD/unit"),
        ("7400", METRES, "1", (), "7.4 km"),
        ("7400", METRES, "1", (DISTANCE,), "7.4 km"),
        ("7400", METRES, "1", (Declared("d", "number", number(METRES), unit="m"),), "7400 m"),
        ("201168/125", METRES, "1", (Declared("d", "number", number(METRES), unit="mi"),), "1.609344 km"),
        ("44442000", ENERGY, "3600", (), "12.345 kWh"),
        ("1", SEATS, "1", (SEATS_TAKEN,), "1 seat"),
        ("3", SEATS, "1", (SEATS_TAKEN,), "3 seats"),
        ("3", SEATS, "1", (), "3 seat"),
        ("12", (("day", 1),), "1", (), "12 days"),
        ("1", (("day", 1),), "1", (), "1 day"),
        ("3", (("month", 1),), "1", (), "3 months"),
        ("25/2", PLN, "1/2", (), "12.50 PLN"),
        ("1250", (("JPY", 1),), "1", (), "1250 JPY"),
        ("1/3", PLN, "1/3", (), "1/3 PLN"),
        ("1/8", (), "1/8", (), "0.125"),
        ("1/3", (), "1/3", (), "1/3"),
        ("5/100", (("month", -1),), "1/100", (), "0.05/month"),
        ("6", (("PLN", 1), ("day", 1)), "1", (), "6 PLN·day"),
        ("80000000000", (("bit", 1),), "8", (), "10 GB"),
    ],
)
def test_a_number_with_its_unit(
    value: str, dimension: Dimension, scale: str, inputs: tuple[Declared, ...], text: str
) -> None:
    assert show(value, Type("number", dimension, Fraction(scale)), *inputs) == text


@pytest.mark.parametrize(
    ("dimension", "scale", "steps", "text"),
    [(PLN, "1/100", 1250, "12.50 PLN"), (SECONDS, "60", 90, "1 h 30 min"), (METRES, "1", 1, "0.001 km")],
)
def test_a_writer_says_the_same_of_integers(dimension: Dimension, scale: str, steps: int, text: str) -> None:
    type_ = Type("number", dimension, Fraction(scale))
    display = Display(graph_of())
    assert display.writer(type_)(steps) == display.value(type_, steps * type_.scale) == text


def test_what_is_no_number() -> None:
    display = Display(graph_of())
    assert display.value(TRUTH, True) == "yes"
    assert display.value(TRUTH, False) == "no"
    assert display.value(TEXT, "a b") == "a b"
    assert display.value(DATE, date(2026, 3, 2).toordinal()) == "2026-03-02"
    assert display.value(MOMENT, 1772435400) == "2026-03-02T08:10:00+01:00"
    assert display.value(MOMENT, -2208988800) == "1900-01-01T01:24:00+01:24"
    assert display.value(Type("choice", options=("a", "b")), 1) == "b"
    assert display.value(Type("row"), 0) == "row 1"


def test_an_offset_with_seconds_is_shown_in_utc() -> None:
    """Amsterdam was 19 min 32 s ahead until 1937; RFC 3339 has no such offset."""
    assert Display(graph_of(time_zone="Europe/Amsterdam")).value(MOMENT, -1500000000) == "1922-06-20T21:20:00+00:00"


@given(st.fractions())
def test_a_decimal_text_is_exact(number: Fraction) -> None:
    text = decimal_text(number)
    assert Fraction(text) == number
    assert "e" not in text


def test_the_forms_of_a_unit() -> None:
    assert list(unit_forms((("s", 1),), "min").factors) == ["min", "s", "h"]
    per_area = unit_forms((("EUR", 1), ("m", -2), ("month", -1)), "EUR/m2/month").factors
    assert per_area["EUR/month/m2"] == per_area["EUR/m2/month"] == 1
    assert per_area["EUR/ha/year"] == Fraction(1, 120_000)
    assert "EUR/m/m/month" not in per_area
    assert unit_forms((("s", -1),)).factors["/h"] == Fraction(1, 3600)
    assert unit_forms((("PLN", 1), ("day", 1))).factors == {}
    assert unit_forms((), "%").factors == {"%": Fraction(1, 100)}


def test_the_author_may_write_a_unit_of_more_parts() -> None:
    forms = unit_forms(PER_ENERGY, "EUR/kW/h").factors
    assert next(iter(forms)) == "EUR/kW/h"
    assert forms["EUR/kW/h"] == forms["EUR/kWh"] == Fraction(1, 3_600_000)


def test_counted_things_have_a_word_for_many() -> None:
    price = Declared("price", "number", number((("PLN", 1), ("seat", -1)), "1/100"), unit="PLN/seat")
    assert counting_names((price, SEATS_IN_MANY)) == {"seat": "seats"}
    inside = Declared("rows", "list", fields=(SEATS_IN_MANY,))
    assert counting_names((inside,)) == {"seat": "seats"}
    assert counting_names((price,)) == {"seat": "seat"}
