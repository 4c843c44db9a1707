"""Prices along one input."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.requests.problems import Refused
from tariff_library.actions.curves import Curve, CurvePoint, Range, curve_of_tariff, curve_of_text
from tariff_library.actions.publishing import publish
from tariff_library.actions.tariffs import create_tariff
from tariff_library.answers import NoVersionYet, UnknownTariff, Version
from tariff_library.library import Library
from tests.tariff_library.world import NOON, shuttle

EVERYTHING = """tariff everything "Everything"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN

inputs
  ride    period up to 30 days
  booked  moment
  born    date
  tip     PLN from 0 PLN up to 10 PLN = 0 PLN
  word    text = "x"

charge riding "Ride"
  quantity ride, per started 1 min
  price    1 PLN/min

charge thanks "Tip"
  price tip
"""

OTHERS = {
    "ride": {"from": "2026-03-29T00:00:00+01:00", "to": "2026-03-29T01:00:00+01:00"},
    "booked": "2026-03-28T12:00:00+01:00",
    "born": "2000-01-01",
}


def curve(over: str, first: object, last: object, points: int = 3) -> Curve:
    found = curve_of_text(EVERYTHING, Range(OTHERS, over, first, last, points))
    assert isinstance(found, Curve), found
    return found


def test_points_are_spread_evenly_and_priced_exactly(library: Library) -> None:
    found = curve_of_text(shuttle(), Range({}, "distance", "1 km", "2 km", 5))
    assert found == Curve(
        "distance",
        "PLN",
        (
            CurvePoint("1 km", "14.00"),
            CurvePoint("1.25 km", "14.50"),
            CurvePoint("1.5 km", "15.00"),
            CurvePoint("1.75 km", "15.50"),
            CurvePoint("2 km", "16.00"),
        ),
    )


def test_there_are_no_more_points_than_steps(library: Library) -> None:
    found = curve_of_text(shuttle(), Range({}, "distance", "1 m", "3 m", 100))
    assert isinstance(found, Curve)
    assert [point.at for point in found.points] == ["0.001 km", "0.002 km", "0.003 km"]


def test_the_length_of_a_period_counts_from_its_start_across_the_change_of_clocks() -> None:
    found = curve("ride", "1 min", "181 min", 4)
    assert [(point.at, point.total) for point in found.points] == [
        ("1 min", "1.00"),
        ("61 min", "61.00"),
        ("121 min", "121.00"),
        ("181 min", "181.00"),
    ]


def test_money_moments_and_dates_can_be_gone_along() -> None:
    ten = {"amount": "10.00", "currency": "PLN"}
    found = curve("tip", {"amount": "0", "currency": "PLN"}, ten)
    assert [(point.at, point.total) for point in found.points] == [
        ({"amount": "0", "currency": "PLN"}, "60.00"),
        ({"amount": "5", "currency": "PLN"}, "65.00"),
        ({"amount": "10", "currency": "PLN"}, "70.00"),
    ]
    assert [point.at for point in curve("booked", "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z").points] == [
        "2026-03-29T01:00:00+01:00",
        "2026-03-29T03:00:00+02:00",
        "2026-03-29T04:00:00+02:00",
    ]
    assert [point.at for point in curve("born", "2000-02-28", "2000-03-01").points] == [
        "2000-02-28",
        "2000-02-29",
        "2000-03-01",
    ]


def test_a_point_without_price_says_why() -> None:
    found = curve("ride", "1 h", "1000 h")
    assert found.points[0].total == "60.00"
    assert found.points[-1].total is None
    assert found.points[-1].problem is not None
    assert found.points[-1].problem.startswith("ride")


@pytest.mark.parametrize(
    ("over", "first", "last", "field", "name"),
    [
        ("rode", "1 min", "2 min", "over", "unknown-field"),
        ("word", "a", "b", "over", "unknown-field"),
        ("ride", "1 km", "2 min", "from", "wrong-unit"),
        ("ride", "2 min", "1 min", "to", "reversed-range"),
        ("ride", "1,5 min", "x", "from", "decimal-comma"),
        ("booked", "yesterday", "2026-03-29T02:00:00Z", "from", "moment-form"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(over: str, first: str, last: str, field: str, name: str) -> None:
    found = curve_of_text(EVERYTHING, Range(OTHERS, over, first, last, 3))
    assert isinstance(found, Refused), found
    assert (found.problems[0].field, found.problems[0].name) == (field, name)


@pytest.mark.parametrize("period", [None, {}, {"from": 5}, {"from": "soon"}])
def test_the_start_of_a_period_must_be_given(period: object) -> None:
    inputs = {**OTHERS, "ride": period}
    found = curve_of_text(EVERYTHING, Range(inputs, "ride", "1 min", "2 min", 3))
    assert isinstance(found, Refused)
    assert found.problems[0].field == "inputs.ride.from"


def test_a_text_with_errors_has_no_curve() -> None:
    assert curve_of_text("tarif x", Range({}, "x", "1", "2", 3)) is None


def test_a_published_tariff_has_its_curve(library: Library) -> None:
    wanted = Range({}, "distance", "1 km", "2 km", 2)
    assert curve_of_tariff(library, "shuttle", wanted) == UnknownTariff("shuttle", ())
    create_tariff(library, "shuttle", shuttle())
    assert curve_of_tariff(library, "shuttle", wanted) == NoVersionYet("shuttle", NOON, None)
    made = publish(library, "shuttle", datetime(2026, 1, 1, tzinfo=UTC), "x", correction=True)
    assert isinstance(made, Version)
    assert curve_of_tariff(library, "shuttle", wanted) == curve_of_text(shuttle(), wanted)
