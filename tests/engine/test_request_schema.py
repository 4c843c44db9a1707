"""The schema of a request: what it says, and that it accepts and refuses what the reader does."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema.protocols import Validator

from engine.declarations import MOMENT, Declared
from engine.graph import Requirement
from engine.requests.reader import Reader, Refused
from engine.requests.schema import request_schema
from engine.units import UNITS
from tests.engine.city import REQUEST, city
from tests.engine.inputs import (
    BOOKED,
    BORN,
    COUNT,
    DISTANCE,
    EVERY_KIND,
    PARKED,
    PHASES,
    PLACE,
    PRICE,
    RATE,
    READINGS,
    RIDE,
    SEATS_TAKEN,
    SHARE,
    graph_of,
)
from tests.engine.schema_keywords import validator_of

ZONES = ("Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "UTC")


def schema_of(declared: Declared) -> dict[str, Any]:
    found: dict[str, Any] = request_schema(graph_of(declared))["properties"][declared.name]
    return found


def test_a_length() -> None:
    assert schema_of(DISTANCE) == {
        "title": "Distance",
        "description": "From 0 km, up to 3000 km, in steps of 0.001 km",
        "type": "string",
        "pattern": (
            r"^(?:-?[0-9]{1,18}(?:\.[0-9]{1,3}0{0,21})? km"
            r"|-?[0-9]{1,18}(?:\.0{1,24})? (?:mm|cm|m|inch|inches|ft)"
            r"|-?[0-9]{1,18}(?:\.[0-9]{1,4}0{0,20})? mi)$"
        ),
        "ratewright": {
            "number": {
                "step": "0.001 km",
                "steps": {
                    "km": "1000",
                    "mm": "1/1000",
                    "cm": "1/100",
                    "m": "1",
                    "inch": "127/5000",
                    "inches": "127/5000",
                    "ft": "381/1250",
                    "mi": "201168/125",
                },
                "minimum": "0",
                "maximum": "3000000",
            }
        },
        "examples": ["1 km"],
    }


def test_money_words_and_defaults() -> None:
    assert schema_of(replace(PRICE, label="Agreed price")) == {
        "title": "Agreed price",
        "description": "From 0 PLN, up to 500 PLN, in steps of 0.01 PLN",
        "type": "object",
        "properties": {
            "amount": {
                "title": "Amount",
                "type": "string",
                "pattern": r"^(?:-?[0-9]{1,18}(?:\.[0-9]{1,2}0{0,22})?)$",
                "ratewright": {
                    "number": {"step": "0.01 PLN", "steps": {"": "100"}, "minimum": "0", "maximum": "50000"}
                },
            },
            "currency": {"const": "PLN"},
        },
        "required": ["amount", "currency"],
        "additionalProperties": False,
        "examples": [{"amount": "1", "currency": "PLN"}],
    }
    document = request_schema(graph_of(replace(PLACE, default="city"), replace(PARKED, optional=True), COUNT))
    assert document["required"] == ["count"]
    assert document["properties"]["zone"]["default"] == "city"
    assert document["properties"]["zone"]["enum"] == ["city", "suburb", "airport"]
    assert document["properties"]["parked"]["description"] == "From 0 min, in steps of 1 s, may be left out"
    assert document["examples"] == [{"zone": "city", "parked": "1 min", "count": "1"}]


def test_requirements_are_told() -> None:
    graph = replace(city(), requirements=(Requirement(0, "Stopover is longer than the ride", ("parked",)),))
    assert request_schema(graph)["ratewright"] == {
        "requirements": [{"message": "Stopover is longer than the ride", "fields": ["parked"]}]
    }


@pytest.mark.parametrize("declared", EVERY_KIND, ids=lambda declared: declared.name)
def test_every_unit_of_the_dimension_is_offered_with_its_factor(declared: Declared) -> None:
    schema = schema_of(declared)
    numbers = schema.get("ratewright", {}).get("number")
    if numbers is not None:
        same = {unit.name: unit for unit in UNITS.values() if unit.dimension == declared.type.dimension}
        for name, unit in same.items():
            assert Fraction(numbers["steps"][name]) == unit.factor / declared.type.scale


@pytest.mark.parametrize("declared", EVERY_KIND, ids=lambda declared: declared.name)
def test_its_examples_are_accepted_by_reader_and_schema(declared: Declared) -> None:
    graph = graph_of(declared)
    schema = request_schema(graph)
    for request in (*schema["examples"], {declared.name: schema["properties"][declared.name]["examples"][0]}):
        assert not isinstance(Reader(graph).read(request), Refused)
        validator_of(schema).validate(request)


def test_the_schema_is_json() -> None:
    schema = request_schema(graph_of(*EVERY_KIND))
    assert json.loads(json.dumps(schema)) == schema


# ------------------------------------------------------------------------------------------- both agree


@cache
def both(inputs: tuple[Declared, ...], zone: str) -> tuple[Reader, Validator]:
    graph = graph_of(*inputs, time_zone=zone)
    return Reader(graph), validator_of(request_schema(graph))


def agree(inputs: tuple[Declared, ...], request: object, zone: str = "Europe/Warsaw") -> bool:
    """Whether both accept the request; fails where they differ."""
    reader, validator = both(inputs, zone)
    document: Any = request
    read = reader.read(document)
    errors = [error.message for error in validator.iter_errors(document)]
    assert isinstance(read, Refused) == bool(errors), (request, read, errors)
    return not errors


def decimals(size: int = 20) -> st.SearchStrategy[str]:
    whole = st.one_of(st.integers(-50, 4000).map(str), st.integers(-(10**size), 10**size).map(str))
    part = st.one_of(st.just(""), st.text("05", max_size=14).map(lambda text: f".{text}"), st.just(".125"))
    return st.builds(lambda a, b: a + b, whole, part)


def units_of(declared: Declared) -> st.SearchStrategy[str]:
    schema = schema_of(declared)
    if declared is PRICE:
        schema = schema["properties"]["amount"]
    return st.sampled_from([*schema["ratewright"]["number"]["steps"], "", "km", "PLN", "x", "%"])


def numbers_of(declared: Declared) -> st.SearchStrategy[Any]:
    texts = st.builds(
        lambda number, space, unit: number + space + unit,
        decimals(),
        st.sampled_from(["", " ", " ", " ", "  "]),
        units_of(declared),
    )
    counts = st.integers(0, 200).map(str)
    combined = st.builds(
        lambda parts: " ".join(f"{count} {unit}" for count, unit in parts),
        st.lists(st.tuples(counts, st.sampled_from(["h", "min", "s", "day"])), min_size=1, max_size=4),
    )
    return st.one_of(texts, texts, combined, st.integers(-(10**19), 10**19), st.integers(-3, 60), st.floats())


NUMBERS = [declared for declared in EVERY_KIND if declared.kind == "number"]


@pytest.mark.parametrize("declared", NUMBERS, ids=lambda declared: declared.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_agree_on_numbers(declared: Declared, data: st.DataObject) -> None:
    value = data.draw(numbers_of(declared))
    if declared is PRICE:
        value = data.draw(
            st.sampled_from(
                [
                    {"amount": value, "currency": "PLN"},
                    {"amount": value, "currency": "pln"},
                    {"amount": value},
                    value,
                ]
            )
        )
    agree((declared,), {declared.name: value})


SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)


def moments() -> st.SearchStrategy[str]:
    near = st.builds(
        lambda base, seconds: base + timedelta(seconds=seconds),
        st.sampled_from([SPRING, AUTUMN, datetime(2026, 3, 2, 7, 10, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)]),
        st.one_of(st.integers(-8000, 8000), st.sampled_from([0, -1, 3600, 3599, -3600, 2592000, 2588400])),
    )
    anywhere = st.integers(-2_520_000_000, 7_570_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))
    forms = st.sampled_from(
        [
            "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+00:00", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
            "%Y-%m-%dT%H:%M:%S.000Z", "%Y-%m-%dt%H:%M:%S.5z", "%Y-%m-%d", "%Y-%m-%dT%H:%MZ", "%Y%m%dT%H%M%SZ",
        ]
    )  # fmt: skip
    return st.builds(lambda at, form: at.strftime(form), st.one_of(near, near, anywhere), forms)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(moments(), st.text(max_size=30)), zone=st.sampled_from(ZONES))
@example(text="2026-03-29T02:30:00", zone="Europe/Warsaw")
@example(text="2026-10-25T02:30:00", zone="Europe/Warsaw")
@example(text="1899-12-31T23:30:00-01:00", zone="UTC")
@example(text="2200-01-01T00:30:00+01:00", zone="UTC")
def test_both_agree_on_moments(text: str, zone: str) -> None:
    agree((BOOKED,), {"booked": text}, zone)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.dates().map(str), st.dates().map(lambda day: day.strftime("%d.%m.%Y")), st.text(max_size=12)))
@example("1950-01-01")
@example("1949-12-31")
@example("2026-03-01")
@example("2026-03-02")
@example("2023-02-29")
def test_both_agree_on_dates(text: str) -> None:
    agree((BORN,), {"born": text})


@settings(max_examples=120, deadline=None)
@given(
    start=moments(),
    end=moments(),
    bound=st.sampled_from(
        [{"days": 30}, {"days": 1}, {"months": 1}, {"seconds": 7200}, {"days": 40, "seconds": 86400}, {}]
    ),
    zone=st.sampled_from(ZONES),
)
@example("2026-03-02T08:10:00+01:00", "2026-04-01T08:10:00+02:00", {"days": 30}, "Europe/Warsaw")
@example("2026-03-02T08:10:00+01:00", "2026-04-01T08:10:01+02:00", {"days": 30}, "Europe/Warsaw")
@example("2026-03-28T02:30:00", "2026-03-29T03:00:01", {"days": 1}, "Europe/Warsaw")
@example("2026-01-31T12:00:00", "2026-02-28T12:00:00", {"months": 1}, "Europe/Warsaw")
@example("2026-01-31T12:00:00", "2026-02-28T12:00:01", {"months": 1}, "Europe/Warsaw")
def test_both_agree_on_periods(start: str, end: str, bound: dict[str, int], zone: str) -> None:
    declared = Declared("ride", "period", MOMENT, **bound)  # type: ignore[arg-type]
    agree((declared,), {"ride": {"from": start, "to": end}}, zone)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


@pytest.mark.parametrize("declared", EVERY_KIND, ids=lambda declared: declared.name)
@settings(max_examples=25, deadline=None)
@given(value=JSON)
def test_both_agree_on_any_json(declared: Declared, value: object) -> None:
    agree((declared,), {declared.name: value})
    agree((replace(declared, optional=True),), {declared.name: value})


PHASE_TIMES = st.lists(st.integers(0, 4), min_size=2, max_size=6)


@settings(max_examples=60, deadline=None)
@given(times=PHASE_TIMES, energy=st.sampled_from(["1 kWh", "1 km", "0.0001 kWh"]), gap=st.integers(0, 4))
def test_both_agree_on_lists(times: list[int], energy: str, gap: int) -> None:
    def at(hour: int) -> str:
        return f"2026-03-02T{hour + 10}:00:00Z"

    phases = [
        {"span": {"from": at(a), "to": at(b + (gap == place))}, "energy": energy}
        for place, (a, b) in enumerate(pairwise(times))
    ]
    agree((PHASES,), {"phases": phases})


MIXED = (
    PLACE,
    DISTANCE,
    PARKED,
    RIDE,
    replace(PRICE, optional=True),
    replace(SHARE, default="5%"),
    READINGS,
    SEATS_TAKEN,
)
VALID: dict[str, Any] = {
    "zone": "city",
    "distance": "7.4 km",
    "parked": "1 h 5 min",
    "ride": {"from": "2026-03-02T08:10:00+01:00", "to": "2026-03-02T08:31:00+01:00"},
    "price": {"amount": "12.50", "currency": "PLN"},
    "share": "12.5%",
    "readings": [{"state": "city", "note": "x"}, {"state": "suburb"}],
    "seats": "3 seats",
}


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in paths(one, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    """The document with one place dropped (`...`), or replaced, or edited by a function."""
    if not path:
        return change(value) if callable(change) else change
    copy = dict(value) if isinstance(value, dict) else list(value)
    if change is ... and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = changed(copy[path[0]], path[1:], change)
    return copy


def edited(place: int, letters: str) -> Any:
    def edit(value: Any) -> Any:
        if not isinstance(value, str):
            return [value]
        at = place % (len(value) + 1)
        return value[:at] + letters + value[at + 1 :]

    return edit


CHANGES = st.one_of(
    st.just(...),
    JSON,
    st.builds(
        edited, st.integers(0, 40), st.sampled_from(["", ",", ".", " ", "0", "9", "-", "e", "\n", "K", "²", "Z"])
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([path for path in paths(VALID) if path]), CHANGES)
def test_both_agree_on_a_changed_request(path: tuple[Any, ...], change: Any) -> None:
    assert agree(MIXED, VALID)
    agree(MIXED, changed(VALID, path, change))


def test_both_accept_the_city_request() -> None:
    assert agree(city().inputs, REQUEST)
    assert agree((BOOKED, RATE), {"booked": "2026-03-02T08:10:00", "rate": "35.4 PLN/h"})
    assert not agree((BOOKED, RATE), {"booked": "2026-03-02T08:10:00", "rate": "35.45 PLN/h"})
