"""Readers of the inputs that are words, truths and numbers; `engine.requests.reader` tells how they are written.

Every reader has two ways. `quick` knows the plain good form and answers None for all else, good or bad.
`careful` knows every form; it answers None exactly when it has added a problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from numbers import Number
from typing import Any, Protocol, TypeAlias

from engine.requests.number_texts import NumberText
from engine.requests.problems import InputProblem, NumberLiteral, closest, listing, shown
from engine.units import is_currency

Slots: TypeAlias = tuple[Any, ...]
Problems: TypeAlias = list[InputProblem]

LONGEST_TEXT = 1000
"""Characters of a text input."""
_ABSENT: Any = object()


class Kind(Protocol):
    """Reads the value of one input."""

    def quick(self, value: object) -> Slots | None: ...

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None: ...

    def expected(self) -> str: ...


def misfit(value: object, field: str, expected: str) -> InputProblem:
    """The problem of a value of another JSON kind than the due one."""
    if value is None:
        return InputProblem(field, "null-value", expected, "null", "a field that is not given is left out")
    if isinstance(value, Number | NumberLiteral) and not isinstance(value, bool):
        return InputProblem(field, "number-as-text", expected, shown(value), "write it as a text")
    return InputProblem(field, "wrong-type", expected, shown(value))


def is_clean(text: str) -> bool:
    """Whether the text can be stored everywhere: no half of a surrogate pair, no U+0000."""
    if text.isascii():
        return "\0" not in text
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)


def unknown_fields(document: Mapping[str, object], known: Sequence[str], field: str, problems: Problems) -> None:
    """Adds a problem for each field that is none of the known ones."""
    for name in document:
        if name not in known:
            place = f"{field}.{name}" if field else str(name)
            due = f"one of {listing(known)}" if known else "no field"
            problems.append(InputProblem(place, "unknown-field", due, shown(name), closest(str(name), known)))


class ChoiceKind:
    """One of the options of a choice; its value is the option's position."""

    def __init__(self, options: Sequence[str]) -> None:
        self._known = {option: (position,) for position, option in enumerate(options)}

    def quick(self, value: object) -> Slots | None:
        return self._known.get(value) if type(value) is str else None

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        found = self.quick(value)
        if found is None and isinstance(value, str):
            help = closest(value, self._known)
            problems.append(InputProblem(field, "unknown-option", self.expected(), shown(value), help))
        elif found is None:
            problems.append(misfit(value, field, self.expected()))
        return found

    def expected(self) -> str:
        return f"one of {listing(self._known)}" if len(self._known) > 1 else listing(self._known)


class TextKind:
    """Any text up to `LONGEST_TEXT` characters."""

    def quick(self, value: object) -> Slots | None:
        return (value,) if type(value) is str and len(value) <= LONGEST_TEXT and is_clean(value) else None

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        if (found := self.quick(value)) is not None:
            return found
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            length = f"{len(value)} characters"
            problems.append(InputProblem(field, "text-too-long", self.expected(), length))
        else:
            problems.append(misfit(value, field, self.expected()))
        return None

    def expected(self) -> str:
        return f"a text of up to {LONGEST_TEXT} characters"


class TruthKind:
    """Yes or no."""

    def quick(self, value: object) -> Slots | None:
        return (value,) if value is True or value is False else None

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        if (found := self.quick(value)) is None:
            problems.append(misfit(value, field, self.expected()))
        return found

    def expected(self) -> str:
        return "true or false"


class NumberKind:
    """A number, a percentage, a quantity or a rate."""

    def __init__(self, numbers: NumberText) -> None:
        self.numbers = numbers
        self.quick = numbers.quick_plain if "" in numbers.units else numbers.quick

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        numbers = self.numbers
        if type(value) is int and "" in numbers.units and abs(value) < 10**18:
            value = str(value)
        if not isinstance(value, str):
            problem = misfit(value, field, numbers.expected())
            if type(value) is int and abs(value) < 10**18:
                due = f'write "{numbers.amount(Fraction(value) * numbers.forms.factors[numbers.own])}"'
                problem = InputProblem(field, problem.name, problem.expected, problem.found, due)
            elif isinstance(value, NumberLiteral):
                meant = numbers.careful(f"{value.text}{numbers.space}{numbers.own}", field)
                if isinstance(meant, int):
                    help = f'write "{value.text}{numbers.space}{numbers.own}"'
                    problem = InputProblem(field, problem.name, problem.expected, problem.found, help)
            elif type(value) is int:
                problem = InputProblem(field, "too-many-digits", problem.expected, "a longer number")
            problems.append(problem)
            return None
        found = numbers.careful(value, field)
        if isinstance(found, InputProblem):
            problems.append(found)
            return None
        return (found,)

    def expected(self) -> str:
        return self.numbers.expected()


class MoneyKind:
    """An amount of money, `{"amount": "12.50", "currency": "PLN"}`."""

    def __init__(self, numbers: NumberText) -> None:
        self.numbers = numbers
        self._currency = numbers.money

    def quick(self, value: object) -> Slots | None:
        if type(value) is not dict or len(value) != 2 or value.get("currency") != self._currency:
            return None
        return self.numbers.quick_plain(value.get("amount"))

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        before = len(problems)
        if not isinstance(value, Mapping):
            help = f"write {self.expected()}" if isinstance(value, str) else None
            found = misfit(value, field, self.expected())
            problems.append(InputProblem(field, found.name, found.expected, found.found, help or found.help))
            return None
        self._currency_problems(value.get("currency", _ABSENT), f"{field}.currency", problems)
        amount = value.get("amount", _ABSENT)
        steps: int | InputProblem = 0
        if amount is _ABSENT:
            problems.append(InputProblem(f"{field}.amount", "missing-field", self.expected(), "nothing"))
        elif isinstance(amount, str):
            steps = self.numbers.careful(amount, f"{field}.amount")
            if isinstance(steps, InputProblem):
                problems.append(steps)
        else:
            problems.append(misfit(amount, f"{field}.amount", 'the amount as a text such as "12.50"'))
        unknown_fields(value, ("amount", "currency"), field, problems)
        return (steps,) if len(problems) == before else None

    def _currency_problems(self, code: object, field: str, problems: Problems) -> None:
        due = f'"{self._currency}"'
        if code is _ABSENT:
            problems.append(InputProblem(field, "missing-field", due, "nothing"))
        elif not isinstance(code, str):
            problems.append(misfit(code, field, due))
        elif code != self._currency:
            if is_currency(code):
                name = "other-currency"
            else:
                name = "currency-case" if is_currency(code.upper()) else "unknown-currency"
            problems.append(InputProblem(field, name, due, shown(code), f"write {due}"))

    def expected(self) -> str:
        return self.numbers.expected()
