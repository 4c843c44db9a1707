"""What can be wrong with a request, each with a name that people can say and search."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

PROBLEMS: dict[str, str] = {
    "wrong-type": "another kind of JSON value is due here",
    "number-as-text": "a JSON number stands where the exact text of a number is due",
    "missing-field": "a field that has no default is not given",
    "unknown-field": "the tariff has no such input",
    "null-value": "null is no value; a field that is not given is left out",
    "unknown-option": "the word is none of the options",
    "number-form": "the text is no number",
    "decimal-comma": "a number has a decimal point and no other mark",
    "exponent": "a number is written out, without an exponent",
    "too-many-digits": "a number has at most 18 digits before the point and 24 after it",
    "missing-unit": "the number has no unit",
    "unknown-unit": "there is no such unit",
    "wrong-unit": "the unit measures something else",
    "finer-than-step": "the value lies between two steps of the input; it is refused and never rounded",
    "out-of-bounds": "the value is smaller or larger than the tariff allows",
    "text-too-long": "the text is longer than a request may hold",
    "unknown-currency": "there is no such currency",
    "currency-case": "a currency is written in capitals",
    "other-currency": "the amount is in another currency than the input",
    "moment-form": "the text is no date and time",
    "no-such-moment": "the calendar or the clock has no such date and time",
    "missing-hour": "clocks skip this local time",
    "doubled-hour": "clocks show this local time twice, so it needs an offset",
    "outside-calendar": "the moment or date lies outside the years 1900 to 2199",
    "date-form": "the text is no date",
    "no-such-date": "the calendar has no such date",
    "open-period": "the period has no end",
    "reversed-period": "the period ends before it begins",
    "empty-period": "the period ends when it begins",
    "period-too-long": "the period is longer than the tariff allows",
    "too-many-items": "the list is longer than the tariff allows",
    "not-consecutive": "an item does not begin where the one before it ends",
    "requirement": "a rule of the tariff between inputs is not kept",
    "not-json": "the body is no JSON",
    "not-utf-8": "the body is no UTF-8 text",
    "doubled-field": "a field is given twice",
    "not-a-number": "NaN and Infinity are no numbers",
    "nested-too-deep": "the body is nested deeper than any request",
    "broken-character": "the text holds half of a surrogate pair",
}
"""Every name an `InputProblem` may have, with its meaning."""

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing that is wrong with a request.

    `field` is a path such as `phases[2].energy`, empty for the request as a whole; `name` is one of
    `PROBLEMS`; `expected` and `found` are in the words of the tariff's author; `help` says what to write."""

    field: str
    name: str
    expected: str
    found: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The request is not priced. All problems that were found, in the order of the inputs."""

    problems: tuple[InputProblem, ...]


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A JSON number with a point or an exponent, or one too long, as it was written: it was not read as a number."""

    text: str


def shown(value: object) -> str:
    """A value of a request as its JSON text, shortened."""
    try:
        if isinstance(value, NumberLiteral):
            return _short(value.text)
        text = json.dumps(value, ensure_ascii=False, default=_literal)
    except (TypeError, ValueError, RecursionError):
        return "a value that is no JSON"
    return _short(text.encode("utf-8", "backslashreplace").decode())


def _literal(value: object) -> str:
    if isinstance(value, NumberLiteral):
        return value.text
    raise TypeError(value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def closest(word: str, known: Iterable[str]) -> str | None:
    """`did you mean …` for a word that is nearly one of the known ones."""
    if len(word) > _LONGEST_SHOWN:
        return None
    options = list(known)
    by_case = [option for option in options if option.casefold() == word.casefold()]
    near = by_case or get_close_matches(word, options, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else None


def listing(words: Iterable[str], most: int = 12) -> str:
    """`mini, compact, van`, cut after `most` words."""
    known = list(words)
    return ", ".join(known[:most]) + (f" … ({len(known)} in all)" if len(known) > most else "")
