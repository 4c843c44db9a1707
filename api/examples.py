"""The examples of the OpenAPI document. A test sends every one of them to a library with the shipped tariffs."""

from __future__ import annotations

from typing import Any

CITY_DRIVE: dict[str, Any] = {
    "vehicle_class": "mini",
    "zone": "city",
    "ride": {"from": "2026-03-02T08:10:00+01:00", "to": "2026-03-02T08:31:00+01:00"},
    "distance": "7.4 km",
}

SHUTTLE = """tariff night_shuttle "Night shuttle"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN

inputs
  distance  length up to 200 km

charge boarding "Boarding"
  price 12 PLN

charge kilometres "Distance"
  quantity distance
  price    2.40 PLN/km

examples
  | claim         | distance || total     |
  | to the suburb | 15.5 km  || 49.20 PLN |
"""


def _example(summary: str, value: object) -> dict[str, Any]:
    return {"summary": summary, "value": value}


EXAMPLES: dict[str, dict[str, Any]] = {
    "quote": _example("A ride of 21 minutes and 7.4 kilometres", {"tariff": "city_drive", "inputs": CITY_DRIVE}),
    "quote_explained": _example(
        "The same with every amount explained",
        {"tariff": "city_drive", "inputs": CITY_DRIVE, "explain": True},
    ),
    "quote_of_version": _example(
        "The price by the first version, whatever is in force now",
        {"tariff": "city_drive", "inputs": CITY_DRIVE, "version": 1},
    ),
    "quote_list": _example(
        "Two vehicles to choose from",
        {
            "requests": [
                {"tariff": "city_drive", "inputs": CITY_DRIVE},
                {"tariff": "city_drive", "inputs": {**CITY_DRIVE, "vehicle_class": "van"}},
            ]
        },
    ),
    "quote_of_text": _example("A text that is nowhere published", {"text": SHUTTLE, "inputs": {"distance": "15.5 km"}}),
    "curve": _example(
        "The published price of up to 50 kilometres",
        {
            "tariff": "city_drive",
            "inputs": CITY_DRIVE,
            "over": "distance",
            "from": "0 km",
            "to": "50 km",
            "points": 11,
        },
    ),
    "curve_of_text": _example(
        "The same of a text",
        {"text": SHUTTLE, "inputs": {}, "over": "distance", "from": "0 km", "to": "50 km", "points": 11},
    ),
    "analyse": _example("A text without mistakes", {"text": SHUTTLE}),
    "analyse_mistake": _example(
        "A text with a mistake in its first word", {"text": SHUTTLE.replace("tariff", "tarif", 1)}
    ),
    "new_tariff": _example("A tariff of one's own", {"name": "night_shuttle", "text": SHUTTLE, "domain": "mobility"}),
    "draft": _example("The kilometre is dearer", {"text": SHUTTLE.replace("2.40", "2.60").replace("49.20", "52.30")}),
    "publish": _example("As soon as possible", {"reason": "Fuel has become dearer."}),
    "publish_later": _example(
        "From a moment on",
        {"effective_from": "2040-01-01T00:00:00+01:00", "reason": "The price list of the new year."},
    ),
}
"""In the order in which they can be sent one after the other."""

HEADERS: dict[str, str] = {"draft": '"1"'}
"""The `If-Match` that goes with an example."""
