"""The price along one input."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from studio.views.curve import POINTS, _round_number
from tests.studio.conftest import Page


def chart(studio: Page) -> dict[str, Any]:
    """What the browser is told to draw."""
    found = studio.app.get("vega_lite_chart")
    spec: dict[str, Any] = json.loads(found[0].proto.spec)
    return spec


def test_draft_and_live_version_differ_in_more_than_colour(studio: Page) -> None:
    studio.open("city_drive", panel="Curve").replace("0.59 PLN/min", "0.65 PLN/min")
    line = next(layer for layer in chart(studio)["layer"] if layer["mark"]["type"] == "line")
    assert line["encoding"]["color"]["scale"]["domain"] == ["Draft", "Version 1"]
    assert line["encoding"]["strokeDash"]["scale"]["range"] == [[1, 0], [6, 3]]
    assert line["encoding"]["x"]["title"] == "length of ride (min)"
    assert line["encoding"]["y"]["title"] == "PLN"


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("city_drive", ["length of ride", "parked", "distance"]),
        ("blocking_fee", ["length of connected", "energy"]),
        ("referral_fees", ["item price", "shipping"]),
    ],
)
def test_every_input_that_is_a_quantity_can_be_the_axis(studio: Page, name: str, titles: list[str]) -> None:
    studio.open(name, panel="Curve")
    along = next(one for one in studio.app.selectbox if one.label == "Price along")
    assert along.options == titles
    for place in range(len(titles)):
        next(one for one in studio.app.selectbox if one.label == "Price along").select_index(place)
        studio.run()
        assert chart(studio)["layer"]


def test_the_range_can_be_written_with_a_decimal_comma_and_is_checked(studio: Page) -> None:
    studio.open("blocking_fee", panel="Curve", along="energy").fill("To", "12,5")
    assert "expected" not in studio.said
    studio.fill("To", "12 parsecs")
    assert "To: expected a number with its unit" in studio.said
    studio.fill("To", "5 kWh").fill("From", "6 kWh")
    assert "expected a value not below `from`" in studio.said


def test_where_there_is_no_price_it_is_said(studio: Page) -> None:
    studio.open("city_drive", panel="Curve", along="parked").fill("To", "42 min")
    assert f"of {POINTS} points" in studio.said


def test_a_tariff_without_such_inputs_says_so(studio: Page) -> None:
    studio.open("time_of_use", panel="Curve")
    assert "no quantity, amount or period along which a price could be drawn" in studio.said


@pytest.mark.parametrize(
    ("value", "next_one"), [("42", "50"), ("50", "50"), ("0.3", "0.5"), ("1001", "2000"), ("9", "10")]
)
def test_an_axis_ends_at_a_round_number(value: str, next_one: str) -> None:
    assert _round_number(Fraction(value)) == Fraction(next_one)
