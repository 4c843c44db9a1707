"""The units of measure: one table, read by the checker, the request reader, completion and the reference page.

A unit is an exact multiple of the base of its dimension. Elapsed time (s) and the calendar (day, month)
are different dimensions: they never convert into each other. Sources of the factors: SI brochure (9th ed.),
IEC 80000-13 for data, the international yard and pound agreement of 1959 for mi, ft, in, lb, oz.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from moneyed import CURRENCIES, get_currency

Dimension = tuple[tuple[str, int], ...]
"""Bases with their exponents, sorted by base, no zero exponent. `()` is a plain number."""

ONE: Dimension = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: `factor` bases make one of it."""

    name: str
    dimension: Dimension
    factor: Fraction
    meaning: str = ""


def _u(name: str, factor: str | int | Fraction, meaning: str, **bases: int) -> Unit:
    return Unit(name, tuple(sorted(bases.items())), Fraction(factor), meaning)


_TABLE = (
    _u("s", 1, "second", s=1),
    _u("min", 60, "minute", s=1),
    _u("h", 3600, "hour", s=1),
    _u("day", 1, "calendar day", day=1),
    _u("days", 1, "calendar days", day=1),
    _u("week", 7, "calendar week", day=1),
    _u("weeks", 7, "calendar weeks", day=1),
    _u("month", 1, "calendar month", month=1),
    _u("months", 1, "calendar months", month=1),
    _u("quarter", 3, "calendar quarter", month=1),
    _u("quarters", 3, "calendar quarters", month=1),
    _u("year", 12, "calendar year", month=1),
    _u("years", 12, "calendar years", month=1),
    _u("mm", "1/1000", "millimetre", m=1),
    _u("cm", "1/100", "centimetre", m=1),
    _u("m", 1, "metre", m=1),
    _u("km", 1000, "kilometre", m=1),
    _u("inch", "127/5000", "inch", m=1),
    _u("inches", "127/5000", "inches", m=1),
    _u("ft", "381/1250", "foot", m=1),
    _u("mi", "201168/125", "mile", m=1),
    _u("m2", 1, "square metre", m=2),
    _u("ha", 10000, "hectare", m=2),
    _u("km2", 1000000, "square kilometre", m=2),
    _u("cm3", "1/1000000", "cubic centimetre", m=3),
    _u("inch3", Fraction(127, 5000) ** 3, "cubic inch", m=3),
    _u("ml", "1/1000000", "millilitre", m=3),
    _u("l", "1/1000", "litre", m=3),
    _u("m3", 1, "cubic metre", m=3),
    _u("W", 1, "watt", W=1),
    _u("kW", 1000, "kilowatt", W=1),
    _u("MW", 1000000, "megawatt", W=1),
    _u("Wh", 3600, "watt-hour", W=1, s=1),
    _u("kWh", 3600000, "kilowatt-hour", W=1, s=1),
    _u("MWh", 3600000000, "megawatt-hour", W=1, s=1),
    _u("A", 1, "ampere", A=1),
    _u("g", 1, "gram", g=1),
    _u("kg", 1000, "kilogram", g=1),
    _u("t", 1000000, "tonne", g=1),
    _u("lb", "45359237/100000", "pound", g=1),
    _u("oz", "45359237/1600000", "ounce", g=1),
    _u("bit", 1, "bit", bit=1),
    _u("byte", 8, "byte", bit=1),
    _u("bytes", 8, "bytes", bit=1),
    _u("kB", 8 * 10**3, "kilobyte (1,000 bytes)", bit=1),
    _u("MB", 8 * 10**6, "megabyte", bit=1),
    _u("GB", 8 * 10**9, "gigabyte", bit=1),
    _u("TB", 8 * 10**12, "terabyte", bit=1),
    _u("KiB", 8 * 2**10, "kibibyte (1,024 bytes)", bit=1),
    _u("MiB", 8 * 2**20, "mebibyte", bit=1),
    _u("GiB", 8 * 2**30, "gibibyte", bit=1),
    _u("TiB", 8 * 2**40, "tebibyte", bit=1),
)

UNITS: dict[str, Unit] = {unit.name: unit for unit in _TABLE}

KINDS: dict[str, tuple[Dimension, str]] = {
    # the word of an input's type: its dimension and the unit of its default step
    "duration": ((("s", 1),), "s"),
    "length": ((("m", 1),), "m"),
    "energy": ((("W", 1), ("s", 1)), "Wh"),
    "power": ((("W", 1),), "W"),
    "current": ((("A", 1),), "A"),
    "volume": ((("m", 3),), "ml"),
    "mass": ((("g", 1),), "g"),
    "area": ((("m", 2),), "m2"),
    "data": ((("bit", 1),), "byte"),
}


def is_currency(code: str) -> bool:
    """Whether `code` is a currency of ISO 4217 (as py-moneyed lists them), in capitals."""
    return code in CURRENCIES


def minor_unit(code: str) -> Fraction:
    """The smallest amount of a currency by ISO 4217: 1/100 for PLN, 1 for JPY, 1/1000 for KWD."""
    sub_unit = get_currency(code).sub_unit
    return Fraction(1, int(sub_unit))


def multiply(left: Dimension, right: Dimension) -> Dimension:
    """The dimension of a product."""
    powers = dict(left)
    for base, exponent in right:
        powers[base] = powers.get(base, 0) + exponent
    return tuple(sorted((base, exponent) for base, exponent in powers.items() if exponent))


def power(dimension: Dimension, exponent: int) -> Dimension:
    """The dimension raised to a whole power; -1 gives that of the reciprocal."""
    return tuple((base, e * exponent) for base, e in dimension if e * exponent)


def currency_of(dimension: Dimension) -> str | None:
    """The currency of an amount of money, None when the dimension is no plain money."""
    if len(dimension) == 1 and dimension[0][1] == 1 and is_currency(dimension[0][0]):
        return dimension[0][0]
    return None
