"""How many words a tariff needs for what its case says in prose.

A **word** is counted by the same rule on both sides:

- a number is one word, with its decimal point and thousands marks: `10,000.50`; so are a date and a time of day:
  `2026-03-02`, `22:00`;
- a run of letters, and of digits after a letter, is one word: `kWh`, `T2`, `don't`; hyphens, underscores, dots between
  names and slashes part words: `city_drive` and `rates.km` are two words each, like `one-off` and `city drive`;
- a unit is a word of its own, also where it is a sign or touches its number: `20min`, `23%` and `$5` are two words;
- nothing else is a word: no bars of tables, `=`, `+`, `*`, `>`, brackets, commas, quotation marks.

Counted is **all that a tariff says**, header, names, units, windows, tables, requirements and guarantees included, but
its inputs, its examples, its labels and its comments, which a description has not. Where a case needs several tariffs,
all are counted. Layout does not matter: the formatter changes no word. The other side is the description of the case
(`tariff`), without its notes and its inputs.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from dsl.expressions import Text
from dsl.reading.layout import Line
from dsl.reading.lexer import Token
from dsl.reading.parse import parse
from dsl.source import Source
from tests.cases.case_files import Case

MOST_MEDIAN: Final = Fraction(13, 10)
MOST: Final = Fraction(3)

_WORD: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?!\d)|\d\d?:\d\d(?::\d\d)?(?!\d)"  # a date, a time of day
    r"|(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|(?<!\d)\.\d+"  # a number
    r"|[^\W\d_](?:[^\W_]|['’](?=[^\W\d_]))*"
    r"|[%‰$€£¥¢₹₽₺₩₦฿]"
)
_NOT_COUNTED: Final = frozenset({"inputs", "examples"})


@dataclass(frozen=True, slots=True)
class Ratio:
    """The words of a case's tariffs and of its description."""

    case: str
    tariff: int
    description: int

    @property
    def value(self) -> Fraction:
        return Fraction(self.tariff, self.description)

    def __str__(self) -> str:
        return f"{float(self.value):.2f}  {self.case}: {self.tariff} words for {self.description}"


def ratio(case: Case, folder: Path) -> Ratio:
    """The words of a stated case."""
    tariffs = (file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.tariff")))
    return Ratio(case.id, sum(words_of_tariff(text) for text in tariffs), words(str(case.body["tariff"])))


def median(ratios: list[Ratio]) -> Fraction:
    return statistics.median(found.value for found in ratios)


def words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def words_of_tariff(text: str) -> int:
    """How many words a tariff has, without inputs, examples, labels and comments."""
    tariff, _, layout = parse(Source(text))
    labels = {span.start for span in _labels(tariff)}
    counted = (line for line in layout.root.children if line.tokens[0].text not in _NOT_COUNTED)
    return sum(words(token.text) for line in counted for token in _tokens(line) if token.start not in labels)


def _tokens(line: Line) -> Iterator[Token]:
    yield from line.tokens
    for child in line.children:
        yield from _tokens(child)


def _labels(node: Any) -> Iterator[Any]:
    """The places of the labels, messages and claims below a part of the tree."""
    if isinstance(node, tuple):
        for part in node:
            yield from _labels(part)
    elif is_dataclass(node):
        for field in fields(node):
            inner = getattr(node, field.name)
            if isinstance(inner, Text) and field.name in ("label", "message", "claim"):
                yield inner.span
            else:
                yield from _labels(inner)
