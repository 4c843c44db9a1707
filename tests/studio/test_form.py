"""Between the texts of a form and a request."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dsl.compile import analyse
from engine.requests.reader import Reader
from studio.form.fields import applied
from studio.form.reading import entries_of, request_of
from tariff_library.texts import ShippedText, beside_shipped, shipped

INPUTS = """tariff form "Form"
  currency EUR
  time zone Europe/Warsaw
  round each line half up to 0.01 EUR

inputs
  member    yes/no
  group     one of "big one", small may be missing
  pieces    whole number up to 10
  share     percent in steps of 0.1%
  spent     money up to 1000 EUR
  way       length up to 100 km
  used      duration up to 5 h
  day       date
  seen      moment
  ride      period up to 3 days
  stops     list up to 5
    slot    period up to 1 days
    kind    one of a, b

charge driven "Way"
  quantity way
  price    1 EUR/km
"""


def declared() -> Any:
    analysis = analyse(INPUTS)
    assert analysis.graph is not None, analysis.diagnostics
    return analysis.graph.inputs


def test_what_people_write_becomes_a_request() -> None:
    request = request_of(
        declared(),
        {
            "member": "yes",
            "group": "",
            "pieces": "3",
            "share": "12,5",
            "spent": "12,50",
            "way": "7,4km",
            "used": "1 h 30 min",
            "day": " 2026-03-02 ",
            "seen": "2026-03-02 08:10",
            "ride from": "2026-03-02 08:10",
            "ride to": "2026-03-02 09:10",
            "stops": [
                {"slot from": "2026-03-02 08:20", "slot to": "2026-03-02 08:30", "kind": "a"},
                {"slot from": "", "slot to": "", "kind": ""},
            ],
        },
    )
    assert request == {
        "member": True,
        "pieces": "3",
        "share": "12.5%",
        "spent": {"amount": "12.50", "currency": "EUR"},
        "way": "7.4 km",
        "used": "1 h 30 min",
        "day": "2026-03-02",
        "seen": "2026-03-02 08:10",
        "ride": {"from": "2026-03-02 08:10", "to": "2026-03-02 09:10"},
        "stops": [{"slot": {"from": "2026-03-02 08:20", "to": "2026-03-02 08:30"}, "kind": "a"}],
    }


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("spent", "5 USD", {"amount": "5", "currency": "USD"}),
        ("spent", "much", {"amount": "much", "currency": "EUR"}),
        ("spent", "1.234,50", {"amount": "1.234,50", "currency": "EUR"}),
        ("way", "7", "7 km"),
        ("way", "7000 m", "7000 m"),
        ("way", "+7", "7 km"),
        ("used", "90", "90"),
        ("used", "1,5 h", "1.5 h"),
        ("used", "1,5 h 3 min", "1.5 h 3 min"),
        ("share", "12 %", "12%"),
        ("member", "perhaps", "perhaps"),
        ("ride to", "2026-03-02", {"to": "2026-03-02"}),
    ],
)
def test_one_field(field: str, written: str, value: object) -> None:
    assert request_of(declared(), {field: written}) == {field.split()[0]: value, "stops": []}


@pytest.mark.parametrize("one", tuple(shipped()), ids=lambda one: one.name)
def test_a_form_filled_from_an_example_asks_the_same(one: ShippedText) -> None:
    analysis = analyse(one.text, one.name, beside_shipped(one.text))
    assert analysis.graph is not None
    reader = Reader(analysis.graph)
    for example in analysis.examples:
        entries = entries_of(analysis.graph.inputs, example.request, ZoneInfo(analysis.graph.time_zone))
        assert reader.read(request_of(analysis.graph.inputs, entries)) == reader.read(example.request)


def test_a_moment_in_the_doubled_hour_keeps_its_offset() -> None:
    zone = ZoneInfo("Europe/Warsaw")
    for written in ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"):
        entries = entries_of(declared(), {"seen": written}, zone)
        assert str(entries["seen"]).startswith("2026-10-25 02:30:00+0")


def test_changes_of_a_grid_are_applied_to_the_rows_it_was_opened_on() -> None:
    base = [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}, {"a": "3", "b": "z"}]
    changes = {
        "edited_rows": {"0": {"a": "9"}, 2: {"b": None}},
        "deleted_rows": [1],
        "added_rows": [{"a": "4"}, {}],
    }
    assert applied(base, changes) == [{"a": "9", "b": "x"}, {"a": "3", "b": ""}, {"a": "4"}, {}]
    assert base[0]["a"] == "1"
