"""Exact values in an author's words, for messages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dsl.lower.wire import decimal, moment_text
from dsl.value_types import DATE, MOMENT, Num, ValueType, unit_words
from engine.units import UNITS, currency_of, minor_unit


def money_text(value: Fraction, currency: str) -> str:
    """An amount with at least the digits of its currency's minor unit."""
    text = decimal(value) or str(value)
    digits = len(str(minor_unit(currency).denominator)) - 1
    if "/" in text or not digits:
        return text
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(digits, '0')}"


def value_words(value: Fraction | str | bool, type_: ValueType) -> str:
    """`799.5 EUR`, `12 min`, `van`, `yes`, `2026-03-02`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if type_ == DATE:
        return date.fromordinal(int(value)).isoformat()
    if type_ == MOMENT:
        return moment_text(value)
    if not isinstance(type_, Num):
        return str(value)
    if type_.percent:
        return f"{decimal(value * 100) or value * 100}%"
    if not type_.dimension:
        return decimal(value) or str(value)
    if currency := currency_of(type_.dimension):
        return f"{money_text(value, currency)} {currency}"
    unit = unit_words(type_.dimension)
    factor = UNITS[unit].factor if unit in UNITS else Fraction(1)
    for smaller in ("s", "m", "g", "Wh", "W"):
        if unit in UNITS and UNITS[smaller].dimension == type_.dimension and value and value < factor:
            unit, factor = smaller, UNITS[smaller].factor
    return f"{decimal(value / factor) or value / factor} {unit}"
