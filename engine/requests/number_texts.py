"""Numbers with units as a request writes them: `"7.4 km"`, `"0.59 PLN/min"`, `"23%"`, `"1 h 30 min"`.

Exact: a value becomes an integer times the input's scale or is refused, it is never rounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from engine.declarations import SECONDS, Declared
from engine.requests.problems import InputProblem, closest, listing, shown
from engine.requests.unit_forms import UnitForms, factor_of, unit_forms
from engine.units import UNITS, Dimension, currency_of, is_currency, multiply, power

DIGITS, DECIMALS = 18, 24
TENS = tuple(10**power for power in range(DECIMALS + 1))
NUMBER = r"-?[0-9]{1,18}(?:\.[0-9]{1,24})?"
_NUMBER = re.compile(r"(-?[0-9]{1,18})(?:\.([0-9]{1,24}))?").fullmatch
_WITH_UNIT = re.compile(r"(-?[0-9]{1,18})(?:\.([0-9]{1,24}))?( ?)([^ 0-9.,].*)").fullmatch
_LOOSE = re.compile(r"\s*([+-]?)\s*([0-9]+)(?:\.([0-9]+))?\s*([^\d\s.,'’_].*?)?\s*").fullmatch
_MARKED = re.compile(r"\s*(-?)([0-9]+(?:[.,'’_\s][0-9]+)+)(\s*[^0-9.,\s]*)\s*").fullmatch
"""A number with marks within, which are not one decimal point alone."""
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+.*").fullmatch
_NOT_A_NUMBER = re.compile(r"[+-]?(?:nan|inf|infinity)\b.*", re.IGNORECASE).fullmatch
_DURATION = re.compile(
    r"([0-9]{1,18}) h ([0-9]{1,18}) min(?: ([0-9]{1,18}) s)?"
    r"|([0-9]{1,18}) h ([0-9]{1,18}) s"
    r"|([0-9]{1,18}) min ([0-9]{1,18}) s"
).fullmatch
DURATION_PATTERN = (
    r"[0-9]{1,18} h [0-9]{1,18} min(?: [0-9]{1,18} s)?"
    r"|[0-9]{1,18} h [0-9]{1,18} s"
    r"|[0-9]{1,18} min [0-9]{1,18} s"
)
"""A duration in several units: whole numbers, each unit at most once, the larger first."""

_LONGEST = 100
"""More characters than any number that could be meant."""

_FAR = 10**90
"""More than any number that a request can hold has in any scale."""


class NumberText:
    """Reads the text of one input's numbers.

    `units` gives for each way to write a unit the factor to the input's scale, as two integers."""

    def __init__(self, declared: Declared, counted: Mapping[str, str]) -> None:
        type_ = declared.type
        self.declared = declared
        self.counted = dict(counted)
        self.money = currency_of(type_.dimension)
        self.forms = (
            UnitForms({"": Fraction(1)}, joined=True)
            if self.money
            else unit_forms(type_.dimension, declared.unit, self.counted)
        )
        if not self.forms.factors:
            raise ValueError(f"no unit can be written for the input {declared.name}")
        self.scale = type_.scale
        self.space = "" if self.forms.joined else " "
        """What stands between a number and its unit."""
        self.units = {
            name: ((factor / self.scale).numerator, (factor / self.scale).denominator)
            for name, factor in self.forms.factors.items()
        }
        self.own = declared.unit if declared.unit in self.units else next(iter(self.units))
        self.low, self.high = -_FAR, _FAR
        if declared.lower is not None:
            steps = declared.lower / self.scale
            self.low = -(-steps // 1) if declared.lower_in else steps // 1 + 1
        if declared.upper is not None:
            steps = declared.upper / self.scale
            self.high = steps // 1 if declared.upper_in else -(-steps // 1) - 1

    def quick(self, value: object) -> tuple[int] | None:
        """The number of steps of a plain good value, None for every other."""
        if type(value) is not str:
            return None
        found = _WITH_UNIT(value)
        if found is None:
            return None
        whole, decimals, space, unit = found.groups()
        factor = self.units.get(unit)
        if factor is None or (not space) is not self.forms.joined:
            return None
        top, bottom = factor
        if decimals is None:
            number = int(whole) * top
        else:
            number = int(whole + decimals) * top
            bottom *= TENS[len(decimals)]
        if bottom != 1:
            number, rest = divmod(number, bottom)
            if rest:
                return None
        return (number,) if self.low <= number <= self.high else None

    def quick_plain(self, value: object) -> tuple[int] | None:
        """The same for a text without a unit, or a JSON integer where this input takes one."""
        if type(value) is int and not self.money:
            if not -TENS[9] * TENS[9] < value < TENS[9] * TENS[9]:
                return None
            whole, decimals = value, None
        elif type(value) is str and (found := _NUMBER(value)) is not None:
            decimals = found.group(2)
            whole = int(found.group(1) + (decimals or ""))
        else:
            return None
        top, bottom = self.units[""]
        if decimals is not None:
            bottom *= TENS[len(decimals)]
        number, rest = divmod(whole * top, bottom)
        return (number,) if not rest and self.low <= number <= self.high else None

    # what follows is asked when the quick way had no answer

    def careful(self, value: str, field: str) -> int | InputProblem:
        """The number of steps, or what is wrong with the text."""
        if self.declared.type.dimension == SECONDS and (parts := _DURATION(value)) is not None:
            seconds = zip(parts.groups(), (3600, 60, 1, 3600, 1, 60, 1), strict=True)
            return self._checked(Fraction(sum(int(part or 0) * size for part, size in seconds)), value, field)
        plain = "" in self.units
        found = _NUMBER(value) if plain else _WITH_UNIT(value)
        if found is None or (not plain and found.group(4) not in self.units):
            return self._malformed(value, field)
        whole, decimals, *rest = found.groups()
        number = Fraction(int(whole + (decimals or "")), TENS[len(decimals or "")])
        if plain:
            return self._checked(number, value, field)
        space, unit = rest
        if (not space) is not self.forms.joined:
            return self._wrong(field, "number-form", value, self._written(number, unit))
        return self._checked(number * self.forms.factors[unit], value, field, unit)

    def _checked(self, number: Fraction, value: str, field: str, unit: str | None = None) -> int | InputProblem:
        steps = number / self.scale
        found = f"{value} {self.money}" if self.money else value
        if steps.denominator != 1:
            below = steps // 1
            unit = self._unit_of_steps(unit)
            near = [self.amount(self.scale * (below + more), unit) for more in (0, 1)]
            expected = "a whole number" if self.declared.whole else f"steps of {self.amount(self.scale, unit)}"
            return InputProblem(field, "finer-than-step", expected, found, f"{near[0]} or {near[1]}")
        if not self.low <= steps <= self.high:
            return InputProblem(field, "out-of-bounds", self.bounds(), found)
        return int(steps)

    def _unit_of_steps(self, unit: str | None) -> str:
        """A unit in which a step is a short decimal, the author's or the request's if possible."""
        tried = [name for name in (unit, self.own) if name is not None] + list(self.units)
        for name in tried:
            if is_decimal(self.scale / self.forms.factors[name]):
                return name
        return self.own

    def amount(self, number: Fraction, unit: str | None = None) -> str:
        """A number of bases in the author's unit (or another) as a request writes it."""
        unit = self.own if unit is None else unit
        return self._written(number / self.forms.factors[unit], unit)

    def _written(self, number: Fraction, unit: str) -> str:
        text = decimal_text(number)
        if self.money:
            return f"{text} {self.money}"
        return text + self.space + unit

    def step(self) -> str:
        """One step, in the author's unit if it is a decimal there: `0.001 km`."""
        return self.amount(self.scale, self._unit_of_steps(None))

    def bounds(self) -> str:
        """`from 0 km, up to 3000 km`: the bounds in the author's unit."""
        declared = self.declared
        said = []
        if declared.lower is not None:
            said.append(("from " if declared.lower_in else "above ") + self.amount(declared.lower))
        if declared.upper is not None:
            said.append(("up to " if declared.upper_in else "under ") + self.amount(declared.upper))
        return ", ".join(said) or "any number"

    def expected(self) -> str:
        """The form that is due, with an example."""
        if self.money:
            return f'{{"amount": "12.50", "currency": "{self.money}"}}'
        if self.own == "":
            return 'a whole number such as "3"' if self.declared.whole else 'a number such as "0.125"'
        if self.own == "%":
            return 'a percentage such as "23%"'
        return f'a number with its unit such as "{self.example()}"'

    def example(self) -> str:
        """A value that this input accepts, in the author's unit if one is a decimal there."""
        for unit in (self.own, *self.units):
            factor = self.forms.factors[unit]
            one = int(factor / self.scale) or 1
            low = self.low if self.low > -_FAR else 0
            high = self.high if self.high < _FAR else max(low, 0) + one
            for steps in (min(max(one, low), high), low, high):
                number = self.scale * steps / factor
                if is_decimal(number):
                    return decimal_text(number) if self.money else self._written(number, unit)
        raise ValueError(f"no value can be written for the input {self.declared.name}")

    def _wrong(self, field: str, name: str, value: str, help: str | None = None) -> InputProblem:
        return InputProblem(field, name, self.expected(), shown(value), help and f"write `{help}`")

    def _malformed(self, value: str, field: str) -> InputProblem:
        """The name and the cure of a text that is no number of the due form."""
        if len(value) > _LONGEST:
            return self._wrong(field, "number-form", value)
        if _NOT_A_NUMBER(value):
            return self._wrong(field, "not-a-number", value)
        if _EXPONENT(value):
            return self._wrong(field, "exponent", value)
        loose = _LOOSE(value)
        if loose is not None:
            sign, whole, decimals, unit = loose.groups()
            if len(whole) > DIGITS or len(decimals or "") > DECIMALS:
                return self._wrong(field, "too-many-digits", value)
            number = Fraction(int(whole + (decimals or "")), TENS[len(decimals or "")])
            number = -number if sign == "-" else number
            if not unit:
                name = "number-form" if "" in self.units else "missing-unit"
                return self._wrong(field, name, value, self._written(number, self.own))
            if unit in self.units:
                return self._wrong(field, "number-form", value, self._written(number, unit))
            if "," not in unit:
                return self._strange_unit(number, unit, value, field)
        marked = _MARKED(value)
        if marked is not None:
            sign, digits, unit = marked.groups()
            texts = [f"{sign}{text}{unit}" for text in _without_marks(digits)]
            return self._wrong(field, "decimal-comma", value, "` or `".join(texts))
        return self._wrong(field, "number-form", value)

    def _strange_unit(self, number: Fraction, unit: str, value: str, field: str) -> InputProblem:
        """A unit that is none, or one of another dimension."""
        due = self.expected() + f" (units: {listing(self.units)})" if self.own else self.expected()
        if dimension_of(unit, self.counted) is not None:
            return InputProblem(field, "wrong-unit", due, shown(value))
        if "" in self.units:
            name = "wrong-unit" if unit.isalpha() else "number-form"
            return InputProblem(field, name, due, shown(value))
        help = closest(unit, self.units)
        return InputProblem(field, "unknown-unit", due, shown(value), help)


def is_far(steps: int) -> bool:
    """Whether a bound in steps stands for none."""
    return abs(steps) >= _FAR


def _without_marks(digits: str) -> list[str]:
    """`1.234,5` -> `1234.5`; `1,000` may be a thousand or one."""
    parts = re.split(r"[^0-9]", digits)
    marks = re.sub(r"[0-9]", "", digits)
    grouped = "".join(parts)
    with_point = f"{''.join(parts[:-1])}.{parts[-1]}"
    is_thousands = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0][0] != "0"
    if marks[-1] in ".," and marks.count(marks[-1]) == 1:
        return [grouped, with_point] if len(marks) == 1 and is_thousands else [with_point]
    return [grouped]


def dimension_of(text: str, counted: Mapping[str, str]) -> Dimension | None:
    """The dimension of a unit such as `PLN/min`, None where it is none at all."""
    atoms = text.split("/")
    known = {*counted, *counted.values()}
    if not all(atom in UNITS or atom == "%" or is_currency(atom) or atom in known for atom in atoms):
        return None
    things = {word: thing for thing, word in counted.items()}
    found: Dimension = ()
    for position, atom in enumerate(atoms):
        if atom in UNITS:
            dimension = UNITS[atom].dimension
        elif atom == "%":
            dimension = ()
        else:
            dimension = ((things.get(atom, atom), 1),)
        found = multiply(found, power(dimension, -1 if position else 1))
    return found if factor_of(text, found, dict(counted)) is not None else None


def is_decimal(number: Fraction) -> bool:
    """Whether the number has a finite decimal form within the digits of a request."""
    return bool(TENS[DECIMALS] % number.denominator == 0) and abs(number) < TENS[9] * TENS[9]


def decimal_text(number: Fraction) -> str:
    """The shortest exact decimal form; a fraction `1/3` where there is none."""
    twos = fives = 0
    rest = number.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return str(number)
    digits = max(twos, fives)
    steps = abs(number.numerator) * (10**digits // number.denominator)
    text = str(steps).rjust(digits + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
