"""Exact display of values with their units, as the tariff's author would write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from engine.declarations import SECONDS, Declared, Type
from engine.graph import Graph
from engine.moments import show_date, show_moment
from engine.outcome import Value
from engine.requests.number_texts import decimal_text, is_decimal
from engine.requests.unit_forms import counting_names, factor_of
from engine.units import ONE, UNITS, Dimension, currency_of, is_currency, minor_unit, power

_USUAL: dict[Dimension, tuple[str, ...]] = {
    (("s", 1),): ("min", "h", "s"),
    (("day", 1),): ("day", "week"),
    (("month", 1),): ("month", "year"),
    (("m", 1),): ("km", "m", "cm", "mm"),
    (("m", 2),): ("m2", "km2", "ha"),
    (("m", 3),): ("l", "m3", "ml"),
    (("W", 1),): ("kW", "W", "MW"),
    (("W", 1), ("s", 1)): ("kWh", "Wh", "MWh"),
    (("A", 1),): ("A",),
    (("g", 1),): ("kg", "g", "t"),
    (("bit", 1),): ("GB", "MB", "byte", "bit"),
}
"""The units in which a dimension is shown when the inputs do not tell; all singular."""

_SINGULAR = {
    "inches": "inch",
    "bytes": "byte",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "years": "year",
    "quarters": "quarter",
}
_PLURAL = {one: many for many, one in _SINGULAR.items()}


def minor_digits(currency: str) -> int:
    """The decimals of a currency's minor unit: 2 for PLN, 0 for JPY."""
    return len(str(minor_unit(currency).denominator)) - 1


def padded(text: str, digits: int) -> str:
    """A decimal text with at least so many decimals; a fraction `1/3` stays."""
    if "/" in text or not digits:
        return text
    _, _, decimals = text.partition(".")
    return (text if decimals else text + ".") + "0" * (digits - len(decimals))


def money_text(number: Fraction, currency: str) -> str:
    """The amount without its currency, with at least the digits of the minor unit: `12.50`."""
    return padded(decimal_text(number), minor_digits(currency))


def duration_text(seconds: Fraction) -> str:
    """`21 min`, `1 h 30 min`, `12 min 20 s`, `0.5 s`."""
    if seconds.denominator != 1:
        return f"{decimal_text(seconds)} s"
    sign, whole = ("-" if seconds < 0 else ""), abs(int(seconds))
    sizes = ((whole // 3600, "h"), (whole // 60 % 60, "min"), (whole % 60, "s"))
    return sign + (" ".join(f"{count} {unit}" for count, unit in sizes if count) or "0 min")


@dataclass(frozen=True, slots=True)
class _Form:
    """How numbers of one type are shown: in a unit of so many bases, with at least so many decimals."""

    factor: Fraction
    digits: int
    one: str
    """What follows the number 1."""
    many: str
    """What follows any other number."""

    def with_unit(self, text: str) -> str:
        return text + (self.one if text in ("1", "-1") else self.many)


class Display:
    """Shows the values of one graph. The author's units are those of the inputs; a unit that no input tells
    is the usual one in which the value's scale is a power of ten, as an author writes `0.59 PLN/min`."""

    def __init__(self, graph: Graph) -> None:
        self.zone = ZoneInfo(graph.time_zone)
        self._counted = counting_names(graph.inputs)
        self._own: dict[Dimension, list[str]] = {}
        self._forms: dict[Type, _Form] = {}
        for declared in _all_inputs(graph.inputs):
            if declared.kind == "number" and declared.unit:
                self._learn(declared.unit, declared.type.dimension)

    def _learn(self, unit: str, dimension: Dimension) -> None:
        if factor_of(unit, dimension, self._counted) is not None:
            self._own.setdefault(dimension, []).append(unit)
        for atom in unit.split("/"):
            if atom in UNITS:
                self._own.setdefault(UNITS[atom].dimension, []).append(atom)

    def value(self, type_: Type, value: Value) -> str:
        """Any value with its unit; a number in base units."""
        match type_.kind:
            case "number":
                return self.number(Fraction(value), type_)
            case "truth":
                return "yes" if value else "no"
            case "moment":
                return show_moment(int(value), self.zone)
            case "date":
                return show_date(int(value))
            case "choice":
                return value if isinstance(value, str) else type_.options[int(value)]
            case "text":
                return str(value)
            case "row":
                return f"row {int(value) + 1}"
            case "pieces":
                raise ValueError("pieces are shown one by one")

    def number(self, value: Fraction, type_: Type) -> str:
        """`7.4 km`, `0.59 PLN/min`, `12.50 PLN`, `1 h 30 min`, `12 days`, `3`."""
        if type_.dimension == SECONDS:
            return duration_text(value)
        form = self._form(type_)
        return form.with_unit(padded(decimal_text(value / form.factor), form.digits))

    def writer(self, type_: Type) -> Callable[[Any], str]:
        """`value` for one type, made ready: of a number it takes the integer in the type's scale."""
        match type_.kind:
            case "number" if type_.dimension == SECONDS:
                return lambda number: duration_text(type_.scale * number)
            case "number":
                form = self._form(type_)
                write, with_unit = amount_writer(type_.scale / form.factor, form.digits), form.with_unit
                return lambda number: with_unit(write(number))
            case "choice":
                return type_.options.__getitem__
            case _:
                return lambda value: self.value(type_, value)

    def percent(self, value: Fraction) -> str:
        """`23%`."""
        return f"{decimal_text(value * 100)}%"

    def _form(self, type_: Type) -> _Form:
        """How numbers of this type are shown."""
        form = self._forms.get(type_)
        if form is None:
            form = self._forms[type_] = self._new_form(type_)
        return form

    def _new_form(self, type_: Type) -> _Form:
        dimension = type_.dimension
        if dimension == ONE:
            return _Form(Fraction(1), 0, "", "")
        unit = currency_of(dimension) or self.unit(type_)
        factor = None if unit is None else factor_of(unit, dimension, self._counted)
        if unit is None or factor is None:
            return _Form(Fraction(1), 0, *[f" {_bases(dimension)}"] * 2)
        top = unit.split("/")[0]
        if is_currency(top):
            return _Form(factor, minor_digits(top), f" {unit}", f" {unit}")
        if not top or top == "%":
            return _Form(factor, 0, unit, unit)
        singular = {many: one for one, many in (*_PLURAL.items(), *self._counted.items())}
        one = singular.get(unit, unit)
        return _Form(factor, 0, f" {one}", f" {_PLURAL.get(one) or self._counted.get(one) or unit}")

    def unit(self, type_: Type) -> str | None:
        """The unit in which numbers of this type are shown; None where no unit can be written."""
        candidates = dict.fromkeys(self._candidates(type_.dimension))
        sizes = [(unit, factor_of(unit, type_.dimension, self._counted)) for unit in candidates]
        known = [(unit, type_.scale / factor) for unit, factor in sizes if factor is not None]
        decimal_ones = [unit for unit, step in known if is_decimal(step)]
        own = [unit for unit in decimal_ones if unit in self._own.get(type_.dimension, ())]
        round_ones = [unit for unit, step in known if _is_power_of_ten(step)]
        ranked = own or round_ones or decimal_ones or [unit for unit, _ in known]
        return ranked[0] if ranked else None

    def _candidates(self, dimension: Dimension) -> Iterator[str]:
        """Units of this dimension, the likeliest first."""
        yield from self._own.get(dimension, ())
        above = tuple((base, exponent) for base, exponent in dimension if exponent > 0)
        below = power(tuple((base, exponent) for base, exponent in dimension if exponent < 0), -1)
        bottoms = [self._names(below)] if self._names(below) else [self._names(((b, e),)) for b, e in below]
        choices = [self._names(above) if above else [""], *(bottoms if below else [])]
        ranked = sorted(product(*map(enumerate, choices)), key=lambda parts: sum(rank for rank, _ in parts))
        singular = _SINGULAR | {many: one for one, many in self._counted.items()}
        for parts in ranked:
            top, *rest = (name for _, name in parts)
            yield "/".join([top, *(singular.get(name, name) for name in rest)])

    def _names(self, dimension: Dimension) -> list[str]:
        """Single units of this dimension, the author's first."""
        names = [*self._own.get(dimension, ()), *_USUAL.get(dimension, ())]
        if len(dimension) == 1 and dimension[0][1] == 1 and dimension not in _USUAL:
            names.append(dimension[0][0])
        return list(dict.fromkeys(name for name in names if "/" not in name))


def amount_writer(scale: Fraction, digits: int) -> Callable[[int], str]:
    """Writes an integer times the scale as an exact decimal with at least so many digits; quick.

    A value without a finite decimal form is written as a fraction."""
    places = digits
    while places < 40 and (scale * 10**places).denominator != 1:
        places += 1
    one: int = 10**places
    factor = int(scale * one)
    if (scale * one).denominator != 1:
        return lambda number: padded(decimal_text(scale * number), digits)
    form = f"%d.%0{places}d"
    if places == 0:
        return lambda number: str(number * factor)
    if places == digits:
        tails = _tails(digits)

        def write(number: int) -> str:
            number *= factor
            if number < 0:
                return f"-{-number // one}{tails[-number % one]}"
            return f"{number // one}{tails[number % one]}"

        return write

    def write_short(number: int) -> str:
        number *= factor
        text = form % divmod(number, one) if number >= 0 else "-" + form % divmod(-number, one)
        return padded(text.rstrip("0").rstrip("."), digits)

    return write_short


@cache
def _tails(digits: int) -> tuple[str, ...]:
    """`.00` to `.99`."""
    return tuple(f".{rest:0{digits}d}" for rest in range(10**digits))


def _all_inputs(inputs: tuple[Declared, ...]) -> Iterator[Declared]:
    for declared in inputs:
        yield declared
        yield from _all_inputs(declared.fields)


def _is_power_of_ten(step: Fraction) -> bool:
    return step.numerator == 1 and str(step.denominator).strip("0") == "1"


def _bases(dimension: Dimension) -> str:
    """The bases with their exponents, for a unit that has no name: `PLN·day`."""
    return "·".join(base + ("" if exponent == 1 else f"^{exponent}") for base, exponent in dimension)
