"""Writes new figures into the examples of a text, keeping everything else as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from dsl.compile import Analysis
from dsl.examples import ExampleResult
from dsl.syntax import Example, Examples
from engine.explanation.display import money_text
from engine.units import is_currency
from studio.edits import Edit, apply, fitted

_MONEY = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})").fullmatch


def shown(found: str) -> str:
    """An answer in words, money with all digits of its minor unit: `19.50 PLN`."""
    money = _MONEY(found)
    if money is None or not is_currency(money[2]):
        return found
    return f"{money_text(Fraction(money[1]), money[2])} {money[2]}"


def expect_found(analysis: Analysis, results: Sequence[ExampleResult]) -> str:
    """The text in which these examples expect what was found."""
    by_line = {one.line: {name: found for name, _, found in one.differences} for one in results}
    edits: list[Edit] = []
    text = analysis.source.text
    for block, row in _rows(analysis):
        found = by_line.get(analysis.source.place(row.span.start).line, {})
        for head, cell in zip(block.expected, row.expected, strict=False):
            wanted = found.get(" ".join(head.parts))
            if wanted is not None and cell is not None:
                edits.append(fitted(text, cell.span, shown(wanted)))
    return apply(text, edits)


def _rows(analysis: Analysis) -> Iterator[tuple[Examples, Example]]:
    for block in analysis.tariff.body:
        if isinstance(block, Examples):
            for row in block.rows:
                yield block, row
