"""Every price of a text as a field: where it stands, what it is called, and how to write another number there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from dsl import header
from dsl import syntax as sx
from dsl.compile import Analysis
from dsl.diagnostics import Span
from dsl.expressions import Number
from engine.units import is_currency
from studio.edits import Edit, apply, fitted

_WRITTEN = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(.*?)\s*").fullmatch
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class PriceField:
    """A number of the text with a unit of money or a percentage."""

    group: str
    """The declaration it belongs to: `table rates`, `values`, `charge parking`."""
    row: str
    """The conditions of a table's row; of a value its name; else the words of the line."""
    column: str
    """The column of a table, empty elsewhere."""
    number: str
    unit: str
    line: int
    digits: Span
    """The digits alone."""
    whole: Span
    """Digits and unit."""


def price_fields(analysis: Analysis) -> tuple[PriceField, ...]:
    """The prices of a text, in its order. Figures of examples, bounds of inputs and roundings are no prices."""
    placed = (part for change in analysis.tariff.changes if isinstance(change, sx.Placed) for part in change.body)
    found = [field for part in (*analysis.tariff.body, *placed) for field in _of_declaration(analysis, part)]
    settings = [s for s in analysis.tariff.settings if isinstance(s, header.PricesTax)]
    taxes = [field for s in settings for field in _fields(analysis, s.rate, "tax", s.tax.text)]
    return tuple(sorted((*taxes, *found), key=lambda one: one.digits.start))


def with_number(text: str, field: PriceField, written: str) -> str | None:
    """The text with another number in the field, `0,65` as well as `0.65`; None when none is written."""
    found = _WRITTEN(written)
    if found is None or found[2] not in ("", field.unit):
        return None
    number = found[1].replace(",", ".")
    tail = text[field.digits.end : field.whole.end]
    return apply(text, [fitted(text, field.whole, number + tail) if tail else Edit(field.digits, number)])


def _of_declaration(analysis: Analysis, part: sx.Declaration) -> Iterator[PriceField]:
    match part:
        case (
            sx.Examples()
            | sx.InputDecl()
            | sx.Require()
            | sx.WindowDecl()
            | sx.UnitDecl()
            | sx.Guarantee()
            | sx.Choose()
        ):
            return
        case sx.TableDecl():
            for row in part.rows:
                title = _row_title(analysis, row)
                for column, result in zip(part.results, row.results, strict=False):
                    yield from _fields(analysis, result, f"table {part.name.text}", title, column.text)
        case sx.ValueDecl():
            for value, since in part.value.values:
                dated = "" if since is None else f" from {since.value.isoformat()}"
                yield from _fields(analysis, value, "values", f"{part.name.text}{dated}")
        case sx.ForEach() | sx.Plan():
            for inner in part.body:
                yield from _of_declaration(analysis, inner)
        case sx.Carry():
            yield from _fields(analysis, (part.start, part.next), "values", part.name.text)
        case sx.LetDecl():
            yield from _fields(analysis, part.value, "values", part.name.text)
        case _:
            title = part.label.value if part.label is not None else part.name.text
            yield from _fields(analysis, part, title, "")


def _row_title(analysis: Analysis, row: sx.Row) -> str:
    if row.otherwise:
        return "otherwise"
    written = [analysis.source.text[cell.span.start : cell.span.end].strip() for cell in row.cells]
    return ", ".join(word for word in written if word != "any") or "any"


def _fields(analysis: Analysis, tree: object, group: str, row: str, column: str = "") -> Iterator[PriceField]:
    for number in _numbers(tree):
        if not _is_price(number.unit):
            continue
        span = number.span
        found = _DIGITS.match(analysis.source.text, span.start, span.end)
        if found is None:
            continue
        line = analysis.source.place(span.start).line
        words = row or analysis.source.line(line).split("#")[0].strip()
        digits = Span(*found.span())
        yield PriceField(group, words, column, found.group(), number.unit, line, digits, span)


def _is_price(unit: str) -> bool:
    return is_currency(unit.split("/")[0]) or unit.startswith("%")


def _numbers(tree: object) -> Iterator[Number]:
    """All numbers of a tree but those of roundings and of bounds of tiers, in written order."""
    match tree:
        case Number():
            yield tree
        case sx.TierRow():
            yield from _numbers((tree.price, tree.bounds))
        case tuple():
            for one in tree:
                yield from _numbers(one)
        case _ if is_dataclass(tree):
            for part in fields(tree):
                if part.name not in ("span", "step"):
                    yield from _numbers(getattr(tree, part.name))
        case _:
            return
