"""The types of the language, as an author thinks of them, and how they are said in a message."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from engine.units import KINDS, ONE, UNITS, Dimension, currency_of, is_currency, multiply, power


@dataclass(frozen=True, slots=True)
class Num:
    """A number with its dimension: money, a quantity, a rate, or plain (`ONE`). A percentage is a kind of
    its own: times anything it gives that thing, and it is never added to anything but a percentage."""

    dimension: Dimension = ONE
    percent: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceOf:
    """One of a few words."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Simple:
    """A type without parts: yes/no, moment, date, time of day, period, text."""

    words: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """The list input of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class FreeType:
    """`free`: nothing to pay, of whatever kind is expected."""


YES_NO, MOMENT, DATE, TIME, PERIOD, TEXT = (
    Simple("yes/no"),
    Simple("moment"),
    Simple("date"),
    Simple("time of day"),
    Simple("period"),
    Simple("text"),
)
PLAIN, PERCENT = Num(), Num(percent=True)
SECONDS: Dimension = (("s", 1),)
DURATION = Num(SECONDS)

ValueType: TypeAlias = Num | ChoiceOf | Simple | ListOf | FreeType

_KIND_WORDS = {dimension: word for word, (dimension, _) in KINDS.items()}


def money(currency: str) -> Num:
    return Num(((currency, 1),))


def is_money(type_: ValueType) -> bool:
    return isinstance(type_, Num) and not type_.percent and currency_of(type_.dimension) is not None


def joins(left: ValueType, right: ValueType) -> bool:
    """Whether values of the two types can be added, compared or stand in one column."""
    match left, right:
        case FreeType(), _:
            return isinstance(right, Num | FreeType)
        case _, FreeType():
            return isinstance(left, Num)
        case Num(), Num():
            return (left.dimension, left.percent) == (right.dimension, right.percent)
        case _:
            return left == right


def unit_words(dimension: Dimension) -> str:
    """The usual unit of a dimension, as one writes it: `PLN/min`, `kWh`, `PLN/km`."""
    if dimension in _USUAL:
        return _USUAL[dimension]
    top = [(base, e) for base, e in dimension if e > 0]
    bottom = tuple((base, -e) for base, e in dimension if e < 0)
    if not top:
        return "1/" + "/".join(_parts(bottom))
    above = unit_words(tuple(top)) if tuple(top) != dimension else "*".join(_parts(tuple(top)))
    return "/".join([above, *_parts(bottom)]) if bottom else above


def _parts(dimension: Dimension) -> list[str]:
    if dimension in _USUAL:
        return [_USUAL[dimension]]
    return [_USUAL.get(((base, e),), base if e == 1 else f"{base}{e}") for base, e in dimension]


_USUAL: dict[Dimension, str] = {
    UNITS[name].dimension: name for name in ("min", "day", "month", "km", "kg", "GB", "kW", "kWh", "l", "m2", "A")
}


def type_words(type_: ValueType) -> str:
    """The type in the author's words: `money in PLN`, `a rate in PLN/min`, `a duration`, `yes/no`."""
    match type_:
        case Num(percent=True):
            return "a percentage"
        case Num(dimension=()):
            return "a whole number" if type_.whole else "a plain number"
        case Num(dimension=dimension):
            if currency := currency_of(dimension):
                return f"money in {currency}"
            if dimension in _KIND_WORDS:
                word = _KIND_WORDS[dimension]
                return f"an {word}" if word[0] in "aeiou" else f"a {word}"
            if any(e < 0 for _, e in dimension):
                return f"a rate in {unit_words(dimension)}"
            return f"a quantity in {unit_words(dimension)}"
        case ChoiceOf(options):
            return "one of " + ", ".join(options)
        case Simple(words):
            return words if words == "yes/no" else f"a {words}"
        case ListOf(name):
            return f"the list {name}"
        case FreeType():
            return "free"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit path means: its dimension and how many bases one of it is."""

    dimension: Dimension
    factor: Fraction
    percent: bool = False


def read_unit(path: str, declared: dict[str, str]) -> Measure | str:
    """The meaning of `PLN/min`, `%`, `kWh`, `EUR/kW/month`, or the word in it that is no unit.

    `declared` gives the canonical name of each spelling of the tariff's own counting units."""
    dimension, factor, percent = ONE, Fraction(1), False
    for place, word in enumerate(path.split("/") if path else ()):
        sign = 1 if place == 0 else -1
        if word == "%":
            if place:
                return word
            percent, factor = True, factor / 100
        elif word in declared:
            dimension = multiply(dimension, ((declared[word], sign),))
        elif unit := UNITS.get(word):
            dimension = multiply(dimension, power(unit.dimension, sign))
            factor = factor * unit.factor if sign > 0 else factor / unit.factor
        elif is_currency(word):
            dimension = multiply(dimension, ((word, sign),))
        elif place == 0 and word == "1":
            continue
        else:
            return word
    return Measure(dimension, factor, percent and dimension == ONE)
