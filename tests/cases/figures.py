"""Whether a tariff holds figures that its case does not: nothing may be computed outside the language.

Every number of a tariff must stand in the words of the price list, in the notes on it or among the inputs.
These are the same figure: `8.7 cents` and `0.087 CAD`, `23%` and `0.23`, `10,000` and `10000`, `1 million`
and `1000000`, `1/5` and `0.2`, `half`, `quarter`, `second` and `0.5`, `0.25`, `2`; `a day` and `24 h`.
A rounding may go to as many decimals as a figure is expected with, where they are more than two.
The decimals of an expected figure may stand in its name: `equity_6dp`. A case that names another (`of rt-100`) states
what that one states in words.
What cannot change an amount is free: names, labels, comments, dates and times of day, 0, 1 of anything but
money and percent, the step of an input, the longest a list may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dsl.vocabulary import AFTER_A_NUMBER, MONTHS
from engine.units import is_currency, minor_unit
from tests.cases.case_files import Case, leaves, read_cases

_DATE: Final = r"\d{4}-(?:0[1-9]|1[0-2])(?!\d)(?:-\d\d)?(?:[T ]\d\d:\d\d(?::\d\d)?)?(?:Z|[+-]\d\d:\d\d)?"
_TIME: Final = r"\b\d{1,2}:\d\d(?::\d\d)?\b"
_SEASON: Final = rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)})\b"
_CLOCK: Final = re.compile(f"{_DATE}|{_TIME}|{_SEASON}")

_LITERAL: Final = re.compile(
    rf"(?<![\w.])(\d+(?:\.\d+)?)(?:\s?(%|(?!(?:{'|'.join(AFTER_A_NUMBER)})\b)[^\W\d]\w*(?:/[^\W\d]\w*)*))?"
)
_STEP: Final = re.compile(r"\bin steps of\s*$")
_LONGEST_LIST: Final = re.compile(r"\blist up to\s*$")
_ROUNDING: Final = re.compile(r"\bround(?:ed)?\b[^#\n]*?\b(?:up|down|even) to\s*$")

_NUMBER: Final = re.compile(r"(?<![\w.])(?<![A-Za-z]-)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_FRACTION: Final = re.compile(r"(?<![\w./])(\d+)/(\d+)(?![\w./])")
_SHARE: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(?:%|percent|points?\b)")
_LARGE: Final = re.compile(r"(?:(\d[\d,]*(?:\.\d+)?)\s+)?\b(thousand|million)\b")
_DECIMALS: Final = re.compile(r"\b(?:decimals?|places)\b")
_PLACES: Final = re.compile(r"_(\d+)dp\b")
_SENTENCE: Final = re.compile(r"[;:(]|\.\s|\n")

_SMALL_UNIT: Final = re.compile(r"\b(?:cents?|pence|penny)\b", re.IGNORECASE)
_WORDS: Final = {
    "one": Fraction(1), "two": Fraction(2), "three": Fraction(3), "four": Fraction(4), "five": Fraction(5),
    "six": Fraction(6), "seven": Fraction(7), "eight": Fraction(8), "nine": Fraction(9), "ten": Fraction(10),
    "twelve": Fraction(12), "second": Fraction(2), "third": Fraction(3), "fourth": Fraction(4),
    "half": Fraction(1, 2), "quarter": Fraction(1, 4),
}  # fmt: skip
_NO_ORDINAL: Final = re.compile(r"\b(?:per|each|boundary|whole|started|GB)[ -]second\b", re.IGNORECASE)
_SIZES: Final = {"thousand": Fraction(1_000), "million": Fraction(1_000_000)}
_SPANS: Final = (
    (re.compile(r"\b(?:day|daily)\b"), Fraction(24), "h"),
    (re.compile(r"\b(?:week|weekly)\b"), Fraction(168), "h"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number written in a tariff. `role` says whether it is a step, a rounding or a plain figure."""

    value: Fraction
    unit: str
    line: int
    text: str
    role: str = ""


@dataclass(slots=True)
class Stated:
    """The figures that a case states."""

    numbers: set[Fraction] = field(default_factory=set)
    shares: set[Fraction] = field(default_factory=set)
    """Numbers that are followed by a sign or word of percent."""
    decimals: set[int] = field(default_factory=set)
    cents: bool = False
    currencies: set[str] = field(default_factory=set)
    spans: set[tuple[Fraction, str]] = field(default_factory=set)


def invented(tariff: str, case: Case) -> list[Figure]:
    """The figures of a tariff that its case does not state."""
    stated = stated_figures(case)
    return [figure for figure in written_figures(tariff) if not is_stated(figure, stated)]


def written_figures(tariff: str) -> Iterator[Figure]:
    """Every number in a tariff, outside labels, comments, names, dates and times."""
    for number, line in enumerate(tariff.split("\n"), 1):
        code = re.sub(r'"[^"]*"', '""', line)
        code = re.sub(r"(?:^|(?<=\s))#.*", "", code)
        code = _CLOCK.sub(" ", code)
        for found in _LITERAL.finditer(code):
            before = code[: found.start()]
            if _LONGEST_LIST.search(before):
                continue
            role = "step" if _STEP.search(before) else "rounding" if _ROUNDING.search(before) else ""
            yield Figure(Fraction(found[1]), found[2] or "", number, found[0].strip(), role)


def stated_figures(case: Case) -> Stated:
    """What the words and the inputs of a case state, with the words of the case that it speaks of."""
    words = _CLOCK.sub(" ", "\n".join([case.wording, *_spoken_of(case)]))
    texts = [words]
    stated = Stated()
    for _, value in case.inputs():
        if isinstance(value, Decimal):
            stated.numbers.add(Fraction(value))
        elif isinstance(value, str):
            texts.append(_CLOCK.sub(" ", value))
    for text in texts:
        _numbers(text, stated)
    stated.cents = bool(_SMALL_UNIT.search(words))
    if stated.cents:
        stated.decimals.add(2)
    if "no decimals" in words:
        stated.decimals.add(0)
    for sentence in _SENTENCE.split(words):
        if _DECIMALS.search(sentence):
            inside = Stated()
            _numbers(sentence, inside)
            stated.decimals |= {int(n) for n in inside.numbers if n.denominator == 1 and 0 < n <= 12}
    expected = [value for root in case.expected() for _, value in leaves("", root)]
    digits = [-int(value.as_tuple().exponent) for value in expected if isinstance(value, Decimal)]
    stated.decimals |= {count for count in digits if count > 2}
    stated.decimals |= {int(places) for places in _PLACES.findall(" ".join(map(str, case.body.get("expected", ()))))}
    known = f"{words} {case.body.get('currency', '')}"
    stated.currencies = {word for word in re.findall(r"\b[A-Z]{3}\b", known) if is_currency(word)}
    stated.spans = {(size, unit) for pattern, size, unit in _SPANS if pattern.search(words)}
    return stated


def _spoken_of(case: Case) -> Iterator[str]:
    """The words of the cases that this one names: `coefficient of rt-100`."""
    named = set(re.findall(r"\b[a-z]+-\d{3}\b", case.wording))
    if named:
        for name, other in read_cases().items():
            if name != case.id and "-".join(name.split("-")[:2]) in named:
                yield other.wording


def _numbers(text: str, into: Stated) -> None:
    into.numbers |= {_plain(found) for found in _NUMBER.findall(text)}
    into.numbers |= {Fraction(int(a), int(b)) for a, b in _FRACTION.findall(text) if int(b)}
    into.shares |= {_plain(found) for found in _SHARE.findall(text)}
    for count, size in _LARGE.findall(text):
        into.numbers.add((_plain(count) if count else Fraction(1)) * _SIZES[size])
    ordinals = _NO_ORDINAL.sub(" ", text).lower()
    into.numbers |= {_WORDS[word] for word in re.findall(r"[a-z]+", ordinals) if word in _WORDS}


def _plain(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def is_stated(figure: Figure, stated: Stated) -> bool:
    """Whether a case states this figure, or it is one that cannot change an amount."""
    value, unit = figure.value, figure.unit
    is_money = is_currency(unit.split("/")[0])
    if value == 0 or (value == 1 and unit != "%" and not is_money):
        return True
    if figure.role == "step" and value < 1 and _power_of_ten(value):
        return True
    if figure.role == "rounding" and _power_of_ten(value):
        if len(str(value.denominator)) - 1 in stated.decimals:
            return True
        currency = unit.split("/")[0]
        if currency in stated.currencies and value == minor_unit(currency):
            return True
    if value in stated.numbers or (value, unit) in stated.spans:
        return True
    if unit == "%":
        return value / 100 in stated.numbers
    if is_money and stated.cents and (value * 100 in stated.numbers or value * 100 == 1):
        return True
    return value * 100 in stated.shares


def _power_of_ten(value: Fraction) -> bool:
    return value.numerator == 1 and set(str(value.denominator)[1:]) <= {"0"} and str(value.denominator)[0] == "1"
