"""What a stated tariff answers: it is compiled, priced and explained as an application would have it.

A map names an answer in one of these ways:

| words | answer |
|---|---|
| `total`, `net`, `gross`, `tax` | of the quote |
| `line NAME` | the amount of a line, 0 where it is left out |
| `net of NAME`, `tax of NAME`, `gross of NAME` | the sides of a line, 0 where it is left out |
| `times NAME` | how often a charge is due that has no quantity: once, or not at all |
| `measured NAME in UNIT`, `billed NAME in UNIT` | the quantity of a line |
| `price of NAME in UNIT`, `part N of NAME` | the only price that was due; the amount of the Nth product (tier) |
| `result NAME`, `result NAME in UNIT` | a result |

`of item N` behind NAME asks for one item of a list. `GROUP: ` in front names the group of quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from dsl.compile import Analysis, analyse
from dsl.syntax import UnitDecl
from engine.explanation.explain import explain
from engine.explanation.explained import ExplainedLine, ExplainedPart, Explanation, Step
from engine.quote import Pricer, Quote, Unpriced
from engine.requests.problems import Refused
from engine.units import ONE, UNITS, Dimension, is_currency, multiply, power
from tests.cases.renaming import Wire

_WORDS: Final = re.compile(
    r"(?:(?P<sum>total|net|gross|tax)"
    r"|(?P<what>line|times|measured|billed|price of|net of|tax of|gross of|part (?P<part>\d+) of|result) (?P<name>\w+)"
    r"(?: of item (?P<item>\d+))?)"
    r"(?: in (?P<unit>\S+))?"
)
_SIDES: Final = ("net of", "tax of", "gross of")
_MEASURE: Final = re.compile(r"(-?\d+(?:\.\d+)?(?:/\d+)?)\s*(%|[^\W\d]\w*(?:/[^\W\d]\w*)*|/[^\W\d]\w*)?")


class AnswerError(Exception):
    """A tariff does not compile or price, or has no such answer."""


class NoPrice(AnswerError):  # noqa: N818 (a case may expect it)
    """A tariff has no price for a request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is asked of a quote."""

    what: str
    name: str = ""
    part: int | None = None
    item: int | None = None
    unit: str | None = None


def read_answer(words: str) -> Answer:
    """The answer that a map's words name."""
    found = _WORDS.fullmatch(words)
    if found is None:
        raise AnswerError(f"`{words}` names no answer")
    what = found["sum"] or ("part" if found["part"] else found["what"])
    part = int(found["part"]) if found["part"] else None
    item = int(found["item"]) if found["item"] else None
    return Answer(what, found["name"] or "", part, item, found["unit"])


class PriceList:
    """One compiled tariff."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.text = file.read_text(encoding="utf-8")
        analysis = analyse(self.text, file.stem)
        if analysis.graph is None:
            errors = [d for d in analysis.diagnostics if d.severity == "error"]
            places = [f"line {analysis.source.place(d.span.start).line}: {d.message}" for d in errors]
            raise AnswerError(f"{file.name} does not compile: {'; '.join(places)}")
        self._pricer = Pricer(analysis.graph)
        self._counted = _counted(analysis)

    def explained(self, request: Wire) -> Explanation:
        """The quote of a request and how it arose."""
        values = self._pricer.read(request)
        told = values if isinstance(values, Refused) else explain(self._pricer, values)
        match told:
            case Refused(problems):
                said = "; ".join(f"{p.field}: {p.name}, expected {p.expected}, found {p.found}" for p in problems)
                raise AnswerError(f"{self.file.name} refuses {request}: {said}")
            case Unpriced(reason):
                raise NoPrice(f"{self.file.name} has no price for {request}: {reason}")
            case _:
                return told

    def text_of(self, told: Explanation, answer: Answer) -> str:
        """The answer as the quote or its explanation writes it."""
        quote = told.quote
        sums = {"total": quote.total, "net": quote.net, "gross": quote.gross, "tax": quote.tax}
        if answer.what in sums:
            return _known(sums[answer.what], f"the quote has no {answer.what}")
        if answer.what == "result":
            return _of_result(quote, answer)
        if answer.what in _SIDES:
            return _of_side(told, answer)
        line = next((line for line in told.lines if line.name == answer.name), None)
        if line is None:
            if answer.name not in {left.name for left in told.left_out}:
                raise AnswerError(f"the quote has no line {answer.name}")
            return "0"
        return _of_line(line, answer)

    def figure(self, text: str, unit: str | None) -> Fraction:
        """The number that a text gives, in this unit; without one, of money or of a plain number."""
        value, dimension = self.measure(text)
        if unit is None:
            if dimension == ONE or (len(dimension) == 1 and is_currency(dimension[0][0])):
                return value
            raise AnswerError(f"{text} needs a unit in the map")
        size, wanted = self._unit(unit)
        if dimension != wanted and value != 0:
            raise AnswerError(f"{text} cannot be told in {unit}")
        return value / size

    def measure(self, text: str) -> tuple[Fraction, Dimension]:
        """`1 h 30 min`, `0.25 EUR/kWh`, `1/3 EUR` as a number of base units."""
        total, dimension, position = Fraction(0), None, 0
        for found in _MEASURE.finditer(text):
            if text[position : found.start()].strip():
                break
            size, unit = self._unit(found[2] or "")
            if dimension not in (None, unit):
                break
            total, dimension, position = total + Fraction(found[1]) * size, unit, found.end()
        if dimension is None or text[position:].strip():
            raise AnswerError(f"`{text}` is no figure")
        return total, dimension

    def _unit(self, path: str) -> tuple[Fraction, Dimension]:
        """How many base units one of a unit is, and of which dimension."""
        factor, dimension = Fraction(1), ONE
        if path == "%":
            return Fraction(1, 100), ONE
        for place, word in enumerate(path.split("/") if path else ()):
            sign = -1 if place else 1
            if word in UNITS:
                factor *= UNITS[word].factor ** sign
                dimension = multiply(dimension, power(UNITS[word].dimension, sign))
            elif word:
                if not is_currency(word) and word not in self._counted:
                    raise AnswerError(f"{word} is no unit of {self.file.name}")
                dimension = multiply(dimension, ((self._counted.get(word, word), sign),))
        return factor, dimension


def _counted(analysis: Analysis) -> dict[str, str]:
    """The counting units of a tariff, every spelling with its first one."""
    declared = [part for part in analysis.tariff.body if isinstance(part, UnitDecl)]
    return {name.text: unit.names[0].text for unit in declared for name in unit.names}


def _known(text: str | None, fault: str) -> str:
    if text is None:
        raise AnswerError(fault)
    return text


def _of_result(quote: Quote, answer: Answer) -> str:
    value = next((result.value for result in quote.results if result.name == answer.name), None)
    if value is None:
        raise AnswerError(f"the quote has no result {answer.name}")
    if isinstance(value, str) and answer.item is None:
        return value
    if isinstance(value, str) or answer.item is None or not 1 <= answer.item <= len(value):
        raise AnswerError(f"the result {answer.name} has no item {answer.item}")
    return value[answer.item - 1]


def _of_side(told: Explanation, answer: Answer) -> str:
    if answer.name in {left.name for left in told.left_out}:
        return "0"
    line = next((line for line in told.quote.lines if line.name == answer.name), None)
    if line is None or line.sides is None:
        raise AnswerError(f"the quote tells no {answer.what} {answer.name}")
    return line.sides[_SIDES.index(answer.what)]


def _of_line(line: ExplainedLine, answer: Answer) -> str:
    if answer.what == "line":
        if answer.item is None:
            return line.amount
        raise AnswerError(f"the amount of {line.name} is one for all items")
    steps = [step for step in line.steps if step.item == answer.item]
    if len(steps) != 1:
        raise AnswerError(f"{line.name} has no item {answer.item}, or several")
    step = steps[0]
    match answer.what:
        case "times":
            parts = step.parts
            if len(parts) != 1 or parts[0].quantity is not None:
                raise AnswerError(f"{line.name} is not due once")
            return "1"
        case "measured":
            return _known(step.measured, f"{line.name} measures nothing")
        case "billed":
            return _known(step.billed, f"{line.name} bills no quantity")
        case "part":
            return _part(line, step, answer.part or 0).amount
        case _:
            due = [part for part in step.parts if not part.is_empty or len(step.parts) == 1]
            if len(due) != 1:
                raise AnswerError(f"{line.name} has {len(due)} prices")
            return due[0].price


def _part(line: ExplainedLine, step: Step, number: int) -> ExplainedPart:
    if not 1 <= number <= len(step.parts):
        raise AnswerError(f"{line.name} has {len(step.parts)} parts")
    return step.parts[number - 1]
