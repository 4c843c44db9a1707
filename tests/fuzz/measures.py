"""Numbers as a random tariff writes them: quantities in their units, money, rates, percentages.

A type is a word: a quantity (`duration`, `energy`, …), `number`, `percent`, `money`, a rate (`money/energy`),
or `truth`, `choice`, `text`, `moment`, `date`, `period`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random

UNITS: dict[str, tuple[str, ...]] = {
    # the usual unit first; it is the one that limits, tiers and blocks are mostly written in
    "duration": ("min", "h", "s"),
    "length": ("km", "m"),
    "energy": ("kWh", "Wh", "MWh"),
    "power": ("kW", "W"),
    "current": ("A",),
    "volume": ("l", "ml", "m3"),
    "mass": ("kg", "g", "t"),
    "area": ("m2", "ha"),
    "data": ("GB", "MB", "kB", "GiB", "byte"),
}
STEPS: dict[str, tuple[str, ...]] = {
    "duration": ("1 s", "1 min", "0.1 min", "15 min"),
    "length": ("1 m", "100 m", "0.5 km"),
    "energy": ("1 Wh", "0.1 kWh", "0.5 Wh"),
    "power": ("1 W", "0.1 kW"),
    "current": ("1 A", "0.5 A"),
    "volume": ("1 ml", "1 l", "0.1 l"),
    "mass": ("1 g", "0.5 kg"),
    "area": ("1 m2", "0.5 m2"),
    "data": ("1 byte", "1 MB", "1 KiB"),
}
"""Steps of an input, the default one first; all of them measure the bounds exactly."""

CURRENCIES = {"PLN": "0.01", "EUR": "0.01", "USD": "0.01", "JPY": "1", "KWD": "0.001"}
"""Currencies and their minor units."""
MODES = ("up", "down", "half up", "half down", "half even")
SMALL = ("0", "1", "2", "3", "5", "7", "10", "12", "20", "25", "30", "50", "60", "100")
FINE = ("0.1", "0.5", "1.5", "2.5", "0.25", "7.4", "12.34", "0.01", "99.99", "33.333", "0.125")
BIG = ("1000", "1024", "12345.678", "999999", "123456789012")
LEAST_DAY, LAST_DAY = date(2019, 1, 1), date(2030, 12, 31)


def is_number(type_: str) -> bool:
    """Whether values of the type can be added and compared."""
    return type_ not in ("truth", "choice", "text", "moment", "date", "period")


def is_quantity(type_: str) -> bool:
    """Whether a rate can be per this type."""
    return is_number(type_) and type_ not in ("number", "percent", "money") and "/" not in type_


def units_of(type_: str, counted: str) -> tuple[str, ...]:
    """The units of a quantity; what a tariff counts has its own plural."""
    return UNITS.get(type_) or (f"{counted}s", counted)


def amount(dice: Random, least: int = 0) -> str:
    """A number that is not negative, `least` 1: and not zero."""
    text = dice.choice(SMALL if dice.random() < 0.6 else FINE if dice.random() < 0.8 else BIG)
    return text if least == 0 or text != "0" else "1"


def literal(dice: Random, type_: str, currency: str, counted: str, least: int = 0) -> str:
    """A constant of a numeric type, written with one of its units."""
    number = amount(dice, least)
    match type_.split("/"):
        case ["number"]:
            return number
        case ["percent"]:
            return f"{number}%"
        case ["money"]:
            return f"{number} {currency}"
        case [quantity]:
            units = units_of(quantity, counted)
            unit = units[0] if dice.random() < 0.7 else dice.choice(units)
            return f"{number} {unit}"
        case [top, quantity]:
            units = units_of(quantity, counted)
            if top == "percent":
                return f"{number}%/{dice.choice(units)}"
            if quantity == "energy" and dice.random() < 0.1:
                return f"{number} {currency}/kW/h"
            unit = units[0] if dice.random() < 0.7 else dice.choice(units)
            return f"{number} {currency}/{singular(unit, counted)}"
        case _:
            raise ValueError(type_)


def singular(unit: str, counted: str) -> str:
    """The unit after a slash."""
    return counted if unit == f"{counted}s" else unit


def unit_text(literal: str) -> str:
    """What follows the number of a literal, with the space before it."""
    return literal.lstrip("0123456789.")


def ascending(dice: Random, count: int) -> list[str]:
    """So many different positive numbers, the least first."""
    found = {text for text in (*SMALL, *FINE) if text != "0"}
    return sorted(dice.sample(sorted(found), count), key=Fraction)


def day(dice: Random) -> date:
    """A day, often one on which clocks or years change."""
    if dice.random() < 0.3:
        return date(dice.randint(2020, 2029), *dice.choice([(1, 1), (12, 31), (3, 29), (10, 25), (7, 1), (2, 28)]))
    return LEAST_DAY + timedelta(days=dice.randrange((LAST_DAY - LEAST_DAY).days))


def clock_time(dice: Random) -> str:
    """A time of day that is no midnight at the end."""
    hour = dice.choice([0, 1, 2, 3, 6, 7, 8, 12, 18, 20, 22, 23])
    return f"{hour:02}:{dice.choice([0, 0, 0, 30, 15, 59]):02}"


def moment(dice: Random) -> str:
    """A moment at noon or in the afternoon, where no clock changes; or with an offset."""
    if dice.random() < 0.3:
        return f"{day(dice)} {clock_time(dice)}{dice.choice(['Z', '+02:00', '-05:00', '+05:30'])}"
    return f"{day(dice)} {dice.choice([10, 12, 15]):02}:{dice.choice([0, 30]):02}{dice.choice(['', '', ':30'])}"


def chosen(dice: Random, options: Sequence[tuple[int, str]]) -> str:
    """One of these, each as often as its number says."""
    return dice.choices([text for _, text in options], [weight for weight, _ in options])[0]
