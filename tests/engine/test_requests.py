"""What a request may hold: every form that is read, and every mistake with its name and its cure."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engine.declarations import TEXT, TRUTH, Declared
from engine.requests.problems import NumberLiteral
from engine.requests.reader import Reader, Refused
from tests.engine.inputs import (
    BLOCKS,
    BOOKED,
    BORN,
    COUNT,
    DAYS,
    DISTANCE,
    ENERGY_USED,
    FACTOR,
    GROWTH,
    MEMBER,
    NAME,
    PARKED,
    PHASES,
    PLACE,
    POWER_PRICE,
    PRICE,
    RATE,
    READINGS,
    RIDE,
    SEATS_TAKEN,
    SHARE,
    STAY,
    ZONE,
    graph_of,
)
from tests.engine.reading import period, problem, read


@pytest.mark.parametrize(
    ("declared", "value", "steps"),
    [
        (DISTANCE, "7.4 km", 7400),
        (DISTANCE, "7.40000 km", 7400),
        (DISTANCE, "007 km", 7000),
        (DISTANCE, "-0 km", 0),
        (DISTANCE, "7400 m", 7400),
        (DISTANCE, "7400000 mm", 7400),
        (DISTANCE, "1250 ft", 381),
        (DISTANCE, "0 km", 0),
        (DISTANCE, "3000 km", 3_000_000),
        (PARKED, "90 min", 5400),
        (PARKED, "1.5 h", 5400),
        (PARKED, "1 h 30 min", 5400),
        (PARKED, "1 h 30 min 20 s", 5420),
        (PARKED, "1 h 20 s", 3620),
        (PARKED, "12 min 20 s", 740),
        (PARKED, "0.25 min", 15),
        (ENERGY_USED, "12.345 kWh", 12_345),
        (ENERGY_USED, "0.012345 MWh", 12_345),
        (FACTOR, "0.125", 125),
        (FACTOR, 3, 3000),
        (FACTOR, 0, 0),
        (COUNT, "3", 3),
        (COUNT, 3, 3),
        (COUNT, "3.000", 3),
        (SHARE, "23%", 230),
        (SHARE, "12.5%", 125),
        (PRICE, {"amount": "12.50", "currency": "PLN"}, 1250),
        (PRICE, {"currency": "PLN", "amount": "12.5"}, 1250),
        (RATE, "0.59 PLN/min", 59),
        (RATE, "35.4 PLN/h", 59),
        (POWER_PRICE, "4.2 EUR/kW/month", 420),
        (POWER_PRICE, "4.2 EUR/month/kW", 420),
        (POWER_PRICE, "50.4 EUR/kW/year", 420),
        (SEATS_TAKEN, "1 seat", 1),
        (SEATS_TAKEN, "3 seats", 3),
        (DAYS, "12 days", 12),
        (DAYS, "2 weeks", 14),
        (GROWTH, "3%/year", 3),
        (GROWTH, "0.25%/month", 3),
        (BLOCKS, "45 min", 3),
    ],
)
def test_a_number_is_read_exactly_in_any_unit_of_its_dimension(declared: Declared, value: object, steps: int) -> None:
    assert read(declared, value) == (steps,)


def test_eighteen_digits_and_twelve_decimals_are_exact() -> None:
    fine = replace(FACTOR, type=replace(FACTOR.type, scale=Fraction(1, 10**12)), upper=None)
    assert read(fine, "123456789012345678.123456789012") == (123456789012345678123456789012,)


@pytest.mark.parametrize(
    ("declared", "value", "name", "expected", "help"),
    [
        (DISTANCE, "7,4 km", "decimal-comma", 'a number with its unit such as "1 km"', "write `7.4 km`"),
        (DISTANCE, "1,000 km", "decimal-comma", 'a number with its unit such as "1 km"',
         "write `1000 km` or `1.000 km`"),
        (DISTANCE, "1,234,567.5 m", "decimal-comma", 'a number with its unit such as "1 km"', "write `1234567.5 m`"),
        (DISTANCE, "7 400 m", "decimal-comma", 'a number with its unit such as "1 km"', "write `7400 m`"),
        (DISTANCE, "1.234,5 m", "decimal-comma", 'a number with its unit such as "1 km"', "write `1234.5 m`"),
        (DISTANCE, "1.234.567 m", "decimal-comma", 'a number with its unit such as "1 km"', "write `1234567 m`"),
        (DISTANCE, "1'000 m", "decimal-comma", 'a number with its unit such as "1 km"', "write `1000 m`"),
        (FACTOR, "0,125", "decimal-comma", 'a number such as "0.125"', "write `0.125`"),
        (SHARE, "12,5%", "decimal-comma", 'a percentage such as "23%"', "write `12.5%`"),
        (DISTANCE, "7.4", "missing-unit", 'a number with its unit such as "1 km"', "write `7.4 km`"),
        (PARKED, "90", "missing-unit", 'a number with its unit such as "1 min"', "write `90 min`"),
        (SHARE, "23", "missing-unit", 'a percentage such as "23%"', "write `23%`"),
        (DISTANCE, "7.4km", "number-form", 'a number with its unit such as "1 km"', "write `7.4 km`"),
        (DISTANCE, " 7.4 km", "number-form", 'a number with its unit such as "1 km"', "write `7.4 km`"),
        (DISTANCE, "7.4  km", "number-form", 'a number with its unit such as "1 km"', "write `7.4 km`"),
        (DISTANCE, "7.4 km\n", "number-form", 'a number with its unit such as "1 km"', "write `7.4 km`"),
        (DISTANCE, "+7.4 km", "number-form", 'a number with its unit such as "1 km"', "write `7.4 km`"),
        (SHARE, "23 %", "number-form", 'a percentage such as "23%"', "write `23%`"),
        (DISTANCE, "", "number-form", 'a number with its unit such as "1 km"', None),
        (DISTANCE, "far", "number-form", 'a number with its unit such as "1 km"', None),
        (DISTANCE, "٧ km", "number-form", 'a number with its unit such as "1 km"', None),
        (FACTOR, ".5", "number-form", 'a number such as "0.125"', None),
        (FACTOR, "5.", "number-form", 'a number such as "0.125"', None),
        (FACTOR, "0x10", "number-form", 'a number such as "0.125"', None),
        (FACTOR, "1/3", "number-form", 'a number such as "0.125"', None),
        (FACTOR, "23%", "wrong-unit", 'a number such as "0.125"', None),
        (FACTOR, "1e3", "exponent", 'a number such as "0.125"', None),
        (DISTANCE, "1e3 km", "exponent", 'a number with its unit such as "1 km"', None),
        (FACTOR, "NaN", "not-a-number", 'a number such as "0.125"', None),
        (DISTANCE, "Infinity km", "not-a-number", 'a number with its unit such as "1 km"', None),
        (FACTOR, "1234567890123456789", "too-many-digits", 'a number such as "0.125"', None),
        (DISTANCE, "0.1234567890123456789012345 km", "too-many-digits", 'a number with its unit such as "1 km"', None),
        (FACTOR, "9" * 5000, "number-form", 'a number such as "0.125"', None),
        (FACTOR, 10**18, "too-many-digits", 'a number such as "0.125"', None),
        (DISTANCE, 7, "number-as-text", 'a number with its unit such as "1 km"', 'write "7 km"'),
        (DISTANCE, NumberLiteral("7.4"), "number-as-text", 'a number with its unit such as "1 km"', 'write "7.4 km"'),
        (FACTOR, NumberLiteral("0.125"), "number-as-text", 'a number such as "0.125"', 'write "0.125"'),
        (FACTOR, 0.125, "number-as-text", 'a number such as "0.125"', "write it as a text"),
        (SHARE, 23, "number-as-text", 'a percentage such as "23%"', 'write "23%"'),
        (DISTANCE, True, "wrong-type", 'a number with its unit such as "1 km"', None),
        (DISTANCE, None, "null-value", 'a number with its unit such as "1 km"',
         "a field that is not given is left out"),
        (DISTANCE, ["7 km"], "wrong-type", 'a number with its unit such as "1 km"', None),
        (DISTANCE, "7.4005 km", "finer-than-step", "steps of 0.001 km", "7.4 km or 7.401 km"),
        (DISTANCE, "1 ft", "finer-than-step", "steps of 0.001 km", "0 km or 0.001 km"),
        (PARKED, "0.5 s", "finer-than-step", "steps of 1 s", "0 s or 1 s"),
        (COUNT, "2.5", "finer-than-step", "a whole number", "2 or 3"),
        (BLOCKS, "20 min", "finer-than-step", "steps of 15 min", "15 min or 30 min"),
        (DISTANCE, "3000.001 km", "out-of-bounds", "from 0 km, up to 3000 km", None),
        (DISTANCE, "-1 m", "out-of-bounds", "from 0 km, up to 3000 km", None),
        (FACTOR, "10", "out-of-bounds", "from 0, under 10", None),
        (COUNT, 51, "out-of-bounds", "from 1, up to 50", None),
        (SHARE, "100.1%", "out-of-bounds", "from 0%, up to 100%", None),
    ],
)  # fmt: skip
def test_a_bad_number_is_named_with_its_cure(
    declared: Declared, value: object, name: str, expected: str, help: str | None
) -> None:
    found = problem(declared, value)
    assert (found.field, found.name, found.expected, found.help) == (declared.name, name, expected, help)


@pytest.mark.parametrize(
    ("declared", "value", "name", "help"),
    [
        (DISTANCE, "7 KM", "unknown-unit", "did you mean `km`?"),
        (DISTANCE, "7 kms", "unknown-unit", "did you mean `km`?"),
        (DISTANCE, "7 parsec", "unknown-unit", None),
        (DISTANCE, "7 kWh", "wrong-unit", None),
        (DISTANCE, "7 km/h", "wrong-unit", None),
        (DISTANCE, "7%", "wrong-unit", None),
        (PARKED, "1 day", "wrong-unit", None),
        (DAYS, "1 month", "wrong-unit", None),
        (RATE, "0.59 EUR/min", "wrong-unit", None),
        (RATE, "0.59 pln/min", "unknown-unit", "did you mean `PLN/min`?"),
    ],
)
def test_a_strange_unit_is_named(declared: Declared, value: str, name: str, help: str | None) -> None:
    found = problem(declared, value)
    assert (found.name, found.help) == (name, help)
    assert "units: " in found.expected


@pytest.mark.parametrize(
    ("value", "field", "name", "expected", "help"),
    [
        ({"amount": "12,50", "currency": "PLN"}, "price.amount", "decimal-comma",
         '{"amount": "12.50", "currency": "PLN"}', "write `12.50`"),
        ({"amount": 12, "currency": "PLN"}, "price.amount", "number-as-text",
         'the amount as a text such as "12.50"', "write it as a text"),
        ({"amount": "12.505", "currency": "PLN"}, "price.amount", "finer-than-step", "steps of 0.01 PLN",
         "12.5 PLN or 12.51 PLN"),
        ({"amount": "500.01", "currency": "PLN"}, "price.amount", "out-of-bounds", "from 0 PLN, up to 500 PLN", None),
        ({"amount": "12", "currency": "pln"}, "price.currency", "currency-case", '"PLN"', 'write "PLN"'),
        ({"amount": "12", "currency": "EUR"}, "price.currency", "other-currency", '"PLN"', 'write "PLN"'),
        ({"amount": "12", "currency": "ZZZ"}, "price.currency", "unknown-currency", '"PLN"', 'write "PLN"'),
        ({"amount": "12"}, "price.currency", "missing-field", '"PLN"', None),
        ({"currency": "PLN"}, "price.amount", "missing-field", '{"amount": "12.50", "currency": "PLN"}', None),
        ({"amount": "12", "currency": "PLN", "tax": "1"}, "price.tax", "unknown-field", "one of amount, currency",
         None),
        ("12 PLN", "price", "wrong-type", '{"amount": "12.50", "currency": "PLN"}',
         'write {"amount": "12.50", "currency": "PLN"}'),
        (12, "price", "number-as-text", '{"amount": "12.50", "currency": "PLN"}', "write it as a text"),
    ],
)  # fmt: skip
def test_a_bad_amount_is_named(value: object, field: str, name: str, expected: str, help: str | None) -> None:
    found = problem(PRICE, value)
    assert (found.field, found.name, found.expected, found.help) == (field, name, expected, help)


def test_words_and_truths() -> None:
    assert read(PLACE, "suburb") == (1,)
    assert read(NAME, "Zażółć 🚲") == ("Zażółć 🚲",)
    assert read(NAME, "") == ("",)
    assert read(MEMBER, True) == (True,)
    assert read(MEMBER, False) == (False,)


@pytest.mark.parametrize(
    ("declared", "value", "name", "help"),
    [
        (PLACE, "citty", "unknown-option", "did you mean `city`?"),
        (PLACE, "City", "unknown-option", "did you mean `city`?"),
        (PLACE, "moon", "unknown-option", None),
        (PLACE, 1, "number-as-text", "write it as a text"),
        (PLACE, True, "wrong-type", None),
        (NAME, "x" * 1001, "text-too-long", None),
        (NAME, "a\0b", "wrong-type", None),
        (NAME, "\ud83d", "wrong-type", None),
        (NAME, 7, "number-as-text", "write it as a text"),
        (MEMBER, "yes", "wrong-type", None),
        (MEMBER, 1, "number-as-text", "write it as a text"),
    ],
)
def test_a_bad_word_is_named(declared: Declared, value: object, name: str, help: str | None) -> None:
    found = problem(declared, value)
    assert (found.name, found.help) == (name, help)


def phase(start: str, end: str, energy: str) -> dict[str, object]:
    return {"span": period(f"2026-03-02T{start}:00Z", f"2026-03-02T{end}:00Z"), "energy": energy}


def test_a_list_is_read() -> None:
    phases = [phase("08:00", "08:30", "5 kWh"), phase("08:30", "09:00", "0.5 kWh")]
    assert read(PHASES, phases) == (((1772438400, 1772440200, 5000), (1772440200, 1772442000, 500)),)
    assert read(PHASES, []) == ((),)
    assert read(READINGS, [{"state": "city"}, {"state": "suburb", "note": "x"}]) == (((0, "", False), (1, "x", True)),)


@pytest.mark.parametrize(
    ("phases", "field", "name", "expected", "found"),
    [
        ([phase("08:00", "08:30", "1 kWh"), phase("08:31", "09:00", "1 kWh")], "phases[1].span.from", "not-consecutive",
         "2026-03-02T09:30:00+01:00", "2026-03-02T09:31:00+01:00"),
        ([phase("08:00", "08:30", "1 kWh"), phase("08:29", "09:00", "1 kWh")], "phases[1].span.from", "not-consecutive",
         "2026-03-02T09:30:00+01:00", "2026-03-02T09:29:00+01:00"),
        ([phase("08:00", "08:30", "1 kWh"), phase("08:30", "09:00", "1 km")], "phases[1].energy", "wrong-unit",
         'a number with its unit such as "1 kWh" (units: kWh, Wh, MWh)', '"1 km"'),
        ([phase("08:00", "08:30", "1 kWh"), "x"], "phases[1]", "wrong-type", "an object with span, energy", '"x"'),
        ([phase("08:00", "08:30", "1 kWh")] * 4, "phases", "too-many-items", "up to 3 items", "4 items"),
        ({"span": 1}, "phases", "wrong-type", "an array of objects with span, energy", '{"span": 1}'),
    ],
)  # fmt: skip
def test_a_bad_list_is_named(phases: object, field: str, name: str, expected: str, found: str) -> None:
    only = problem(PHASES, phases)
    assert (only.field, only.name, only.expected, only.found) == (field, name, expected, found)


def test_a_field_left_out_takes_its_default() -> None:
    parked = replace(PARKED, default="5 min")
    stay = replace(STAY, default=period("2026-03-02T08:10:00+01:00", "2026-03-02T09:10:00+01:00"))
    price = replace(PRICE, default={"amount": "3", "currency": "PLN"})
    assert Reader(graph_of(parked, stay, price)).read({}) == (300, 1772435400, 1772439000, 300)
    assert Reader(graph_of(parked, PLACE)).read({"zone": "city", "parked": "1 min"}) == (60, 0)


def test_an_optional_field_says_whether_it_is_given() -> None:
    inputs = [replace(one, optional=True) for one in (DISTANCE, RIDE, NAME, MEMBER, PLACE, READINGS)]
    reader = Reader(graph_of(*inputs))
    assert reader.read({}) == (0, False, 0, 0, False, "", False, False, False, 0, False, (), False)
    ride = period("2026-03-02T08:10:00+01:00", "2026-03-02T08:10:01+01:00")
    given = {"distance": "1 m", "ride": ride, "name": "x", "member": True, "zone": "suburb", "readings": []}
    assert reader.read(given) == (1, True, 1772435400, 1772435401, True, "x", True, True, True, 1, True, (), True)


def test_null_is_no_way_to_leave_a_field_out() -> None:
    assert problem(replace(DISTANCE, optional=True), None).name == "null-value"


def test_all_problems_are_told_at_once_in_the_order_of_the_inputs() -> None:
    reader = Reader(graph_of(PLACE, DISTANCE, RIDE))
    found = reader.read({"distnace": "7,4 km", "ride": {"from": "x"}})
    assert isinstance(found, Refused)
    assert [(one.field, one.name, one.help) for one in found.problems] == [
        ("zone", "missing-field", None),
        ("distance", "missing-field", None),
        ("ride.from", "moment-form", None),
        ("ride.to", "open-period", None),
        ("distnace", "unknown-field", "did you mean `distance`?"),
    ]
    assert found.problems[0].expected == "one of city, suburb, airport"


def test_the_request_is_an_object() -> None:
    reader: Any = Reader(graph_of(PLACE))
    documents: tuple[object, ...] = ([], "x", None, 3)
    for document in documents:
        found = reader.read(document)
        assert isinstance(found, Refused)
        assert found.problems[0].field == ""
        assert found.problems[0].expected == "an object with zone"


def test_a_declaration_that_no_request_can_meet_is_refused() -> None:
    with pytest.raises(ValueError, match="default of distance"):
        Reader(graph_of(replace(DISTANCE, default="7,4 km")))
    with pytest.raises(ValueError, match="no unit can be written"):
        Reader(graph_of(replace(DISTANCE, type=replace(DISTANCE.type, dimension=(("PLN", 1), ("day", 1))), unit="")))
    with pytest.raises(ValueError, match="nothing places the items"):
        Reader(graph_of(replace(READINGS, consecutive=True)))


def test_items_placed_by_moments_follow_one_another() -> None:
    steps = Declared("steps", "list", items=9, consecutive=True, fields=(BOOKED, Declared("x", "text", TEXT)))
    times = ["2026-03-02T08:00:00Z", "2026-03-02T08:00:01Z", "2026-03-02T08:00:01Z"]
    items = [{"booked": time, "x": ""} for time in times]
    assert read(steps, items[:2]) == (((1772438400, ""), (1772438401, "")),)
    assert problem(steps, items).field == "steps[2].booked"


@pytest.mark.parametrize("value", ["7.4 km", "0.59 PLN/min", "x" * 10_000, "1" * 10_000, "," * 10_000, " " * 10_000])
def test_long_texts_are_refused_at_once_and_shown_short(value: str) -> None:
    for declared in (FACTOR, PLACE, BOOKED, BORN):
        assert len(problem(declared, value).found) <= 62


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        (DISTANCE, "7.4 km"),
        (SHARE, "12.5%"),
        (PRICE, {"amount": "12.50", "currency": "PLN"}),
        (RIDE, period("2026-03-02T08:10:00+01:00", "2026-03-02T08:31:00+01:00")),
        (PHASES, [phase("08:00", "08:30", "1 kWh")]),
        (MEMBER, True),
    ],
)
def test_the_plain_forms_are_read_the_quick_way(declared: Declared, value: object) -> None:
    assert Reader(graph_of(declared))._record.quick({declared.name: value}) is not None


def test_truths_of_a_list_and_defaults_inside_it() -> None:
    rows = Declared(
        "rows", "list", items=2, fields=(Declared("on", "truth", TRUTH, default=False), replace(PLACE, type=ZONE))
    )
    assert read(rows, [{"zone": "city"}, {"zone": "airport", "on": True}]) == (((False, 0), (True, 2)),)
