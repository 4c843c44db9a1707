"""The texts in which a unit of a given dimension may be written: `km`, `PLN/min`, `EUR/kW/month`, `seats`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.declarations import Declared
from engine.units import UNITS, Dimension, Unit, currency_of, is_currency, multiply, power

BASES = frozenset(base for unit in UNITS.values() for base, _ in unit.dimension)
MOST_FORMS = 1000
"""More ways to write one unit than this are not offered; only the author's own is."""


def counting_names(inputs: Sequence[Declared]) -> dict[str, str]:
    """For each counted thing the word for many: `seat` -> `seats`, as far as the inputs tell."""
    names: dict[str, str] = {}
    for declared in inputs:
        things = [base for base, _ in declared.type.dimension if is_counted(base)]
        words = [word for word in declared.unit.split("/") if word not in UNITS and is_counted(word)]
        for thing in things:
            names.setdefault(thing, thing)
        if len(things) == len(words) == 1 and words != things:
            names[things[0]] = words[0]
        for thing, word in counting_names(declared.fields).items():
            if names.setdefault(thing, word) == thing:
                names[thing] = word
    return names


def is_counted(base: str) -> bool:
    """Whether this base is no physical unit and no currency but a thing that a tariff counts."""
    return bool(base) and base not in BASES and base != "%" and not is_currency(base)


@dataclass(frozen=True, slots=True)
class UnitForms:
    """The units of a dimension: `factors` gives the bases in one of each.

    `joined` forms follow the number without a space: `%`, `%/year`, `/h`."""

    factors: dict[str, Fraction]
    joined: bool = False


def unit_forms(dimension: Dimension, own: str = "", counted: dict[str, str] | None = None) -> UnitForms:
    """All ways to write a unit of this dimension. `own` is the author's and is always among them.

    A dimension that no single unit can be written for, as PLN x day, has none."""
    words = _words(dimension, counted or {})
    above = tuple((base, exponent) for base, exponent in dimension if exponent > 0)
    below = power(tuple((base, exponent) for base, exponent in dimension if exponent < 0), -1)
    if above:
        tops = {word.name: word.factor for word in words if word.dimension == above}
    else:
        tops = {"%": Fraction(1, 100)} if own.startswith("%") else {"": Fraction(1)}
    factors: dict[str, Fraction] = {}
    for bottom, divisor in _denominators(below, words) if below else [("", Fraction(1))]:
        for top, factor in tops.items():
            factors[top + bottom] = factor / divisor
        if len(factors) > MOST_FORMS:
            break
    mine = factor_of(own, dimension, counted or {})
    if mine is not None:
        factors = {own: mine, **factors} if len(factors) <= MOST_FORMS else {own: mine}
    return UnitForms(factors, joined=not above)


def factor_of(text: str, dimension: Dimension, counted: dict[str, str]) -> Fraction | None:
    """The bases in one of the unit written so, None where it is no unit of the dimension."""
    words = {word.name: word for word in _words(dimension, counted)}
    words["%"] = Unit("%", (), Fraction(1, 100))
    words[""] = Unit("", (), Fraction(1))
    found: Dimension = ()
    factor = Fraction(1)
    for position, name in enumerate(text.split("/")):
        word = words.get(name) if name or not position else None
        if word is None or (name == "%" and position):
            return None
        sign = -1 if position else 1
        found = multiply(found, power(word.dimension, sign))
        factor *= word.factor**sign
    return factor if found == dimension else None


def _words(dimension: Dimension, counted: dict[str, str]) -> list[Unit]:
    """The single units that can occur in a unit of this dimension."""
    bases = {base for base, _ in dimension}
    words = [unit for unit in UNITS.values() if {base for base, _ in unit.dimension} <= bases]
    for base in sorted(bases):
        if currency_of(((base, 1),)) is not None:
            words.append(Unit(base, ((base, 1),), Fraction(1)))
        elif is_counted(base):
            names = dict.fromkeys((base, counted.get(base, base)))
            words.extend(Unit(name, ((base, 1),), Fraction(1)) for name in names)
    return words


def _denominators(below: Dimension, words: Sequence[Unit]) -> list[tuple[str, Fraction]]:
    """`/min`, `/kW/month` …: every way to write this dimension with the fewest single units."""
    for count in range(1, len(below) + 3):
        found = list(_products(below, words, count))
        if found:
            return found
    return []


def _products(rest: Dimension, words: Sequence[Unit], count: int) -> Iterator[tuple[str, Fraction]]:
    if not count:
        if not rest:
            yield "", Fraction(1)
        return
    for word in words:
        left = multiply(rest, power(word.dimension, -1))
        if all(exponent > 0 for _, exponent in left):
            for text, factor in _products(left, words, count - 1):
                yield f"/{word.name}{text}", factor * word.factor
