"""Prices as fields: what is one, and that a change goes to exactly these digits."""

from __future__ import annotations

import pytest

from dsl.compile import analyse
from dsl.examples import run_examples
from studio.expectations import expect_found, shown
from studio.prices import PriceField, price_fields, with_number
from tariff_library.texts import ShippedText, shipped
from tests.studio.conftest import Page

TEXTS = tuple(shipped())


def fields_of(text: str) -> tuple[PriceField, ...]:
    return price_fields(analyse(text))


def city_drive() -> str:
    return next(one.text for one in TEXTS if one.name == "city_drive")


def test_the_prices_of_city_drive() -> None:
    fields = fields_of(city_drive())
    assert [(one.group, one.row, one.column, one.number, one.unit) for one in fields[:5]] == [
        ("tax", "VAT", "", "23", "%"),
        ("table rates", "mini, city, suburb", "unlock", "1.99", "PLN"),
        ("table rates", "mini, city, suburb", "drive", "0.59", "PLN/min"),
        ("table rates", "mini, city, suburb", "park", "0.15", "PLN/min"),
        ("table rates", "mini, city, suburb", "km", "0.85", "PLN/km"),
    ]
    assert [(one.group, one.row, one.number) for one in fields[17:]] == [
        ("values", "night_share", "50"),
        ("values", "day_cap from 2025-01-01", "129"),
        ("values", "day_cap from 2026-07-01", "139"),
        ("Distance", "above        80% of rates.km", "80"),
        ("Student discount", "10% of time", "10"),
        ("Minimum fare", "total at least 5 PLN", "5"),
    ]


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.name)
def test_every_field_stands_where_it_says_and_is_kept_by_writing_it_back(one: ShippedText) -> None:
    fields = fields_of(one.text)
    assert fields
    for field in fields:
        assert one.text[field.digits.start : field.digits.end] == field.number
        assert one.text.count("\n", 0, field.digits.start) + 1 == field.line
        assert with_number(one.text, field, field.number) == one.text


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.name)
def test_a_changed_field_changes_one_line_and_nothing_else(one: ShippedText) -> None:
    for field in fields_of(one.text):
        changed = with_number(one.text, field, "7,25")
        assert changed is not None
        before, after = one.text.split("\n"), changed.split("\n")
        assert len(before) == len(after)
        assert [number for number, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b] == [field.line]
        assert [f.number for f in fields_of(changed)] == [
            "7.25" if f.digits.start == field.digits.start else f.number for f in fields_of(one.text)
        ]


def test_a_longer_number_keeps_the_bars_of_a_table_in_their_column() -> None:
    text = city_drive()
    field = fields_of(text)[1]
    changed = with_number(text, field, "12.99")
    assert changed is not None
    assert "| 12.99 PLN | 0.59 PLN/min |" in changed
    shorter = with_number(text, field, "2")
    assert shorter is not None
    assert "|| 2 PLN    | 0.59 PLN/min |" in shorter


@pytest.mark.parametrize("written", ["", "much", "1.2.3", "-1", "1 EUR", "1e3", "."])
def test_what_is_no_number_changes_nothing(written: str) -> None:
    assert with_number(city_drive(), fields_of(city_drive())[1], written) is None


def test_a_field_of_the_page_changes_the_draft_and_its_total(studio: Page) -> None:
    studio.open("city_drive", view="Prices")
    studio.fill("table rates, mini, city, suburb, drive, PLN/min", "0,65")
    assert studio.total == "17.68 PLN"
    assert "| 0.65 PLN/min |" in studio.text
    studio.fill("table rates, mini, city, suburb, drive, PLN/min", "many")
    assert "expected a number such as 0.65" in studio.said
    assert studio.total == "17.68 PLN"


# new figures for examples


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.name)
def test_examples_that_expect_what_was_found_hold(one: ShippedText) -> None:
    for field in fields_of(one.text):
        changed = with_number(one.text, field, "7.25")
        assert changed is not None
        analysis = analyse(changed, one.name)
        if analysis.graph is None:
            continue
        failed = [result for result in run_examples(analysis) if not result.passed and result.differences]
        text = expect_found(analysis, failed)
        again = run_examples(analyse(text, one.name))
        lines = {result.line for result in failed}
        assert [result for result in again if result.line in lines and result.differences] == []
        changed_lines = zip(changed.split("\n"), text.split("\n"), strict=True)
        assert {number for number, (a, b) in enumerate(changed_lines, 1) if a != b} == lines


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("19.5 PLN", "19.50 PLN"),
        ("-3 JPY", "-3 JPY"),
        ("1.2345 EUR", "1.2345 EUR"),
        ("12 min", "12 min"),
        ("gold", "gold"),
    ],
)
def test_money_is_written_with_the_digits_of_its_currency(found: str, words: str) -> None:
    assert shown(found) == words
