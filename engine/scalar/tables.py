"""Cells and tables as integers: the numbers that fit a cell, and the row a table takes for each class of keys.

The values of a key fall into few classes which no cell tells apart: the options of a choice, the stretches
between the bounds of ranges, the texts that cells name. A table is a look-up by the classes of its keys.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import accumulate, product
from math import ceil, floor
from operator import and_, xor
from typing import TypeAlias

from engine.declarations import Type
from engine.graph import AnyValue, Cell, Excluding, InWindow, OneOf, Range, StartsWith

Spans: TypeAlias = list[tuple[int | None, int | None]]
"""Integers from the first up to, not with, the second; None is open. Sorted, with room between them."""

DENSEST = 4096
"""Combinations of classes beyond which a table is looked up by bit masks."""


def spans(cell: Cell, unit: Fraction) -> Spans:
    """The integers n for which n x unit fits the cell; `unit` is positive."""
    match cell:
        case AnyValue():
            return [(None, None)]
        case OneOf(values):
            places = sorted({Fraction(value) / unit for value in values})
            return _joined([(place.numerator, place.numerator + 1) for place in places if place.denominator == 1])
        case Range(lower, upper, lower_in, upper_in):
            start = None if lower is None else ceil(lower / unit) if lower_in else floor(lower / unit) + 1
            end = None if upper is None else floor(upper / unit) + 1 if upper_in else ceil(upper / unit)
            return [] if start is not None and end is not None and start >= end else [(start, end)]
        case Excluding(inner):
            return _outside(spans(inner, unit))
        case InWindow() | StartsWith():
            raise ValueError(f"no cell of numbers: {cell}")


def _joined(pieces: Spans) -> Spans:
    joined: Spans = []
    for start, end in pieces:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _outside(inner: Spans) -> Spans:
    if inner == [(None, None)]:
        return []
    starts: list[int | None] = [None, *(end for _, end in inner)]
    ends: list[int | None] = [*(start for start, _ in inner), None]
    if inner and inner[0][0] is None:
        starts, ends = starts[1:], ends[1:]
    if inner and inner[-1][1] is None:
        starts, ends = starts[:-1], ends[:-1]
    return list(zip(starts, ends, strict=True))


def innermost(cell: Cell) -> tuple[Cell, bool]:
    """What stands inside `Excluding`, and whether it is excluded."""
    excluded = False
    while isinstance(cell, Excluding):
        cell, excluded = cell.cell, not excluded
    return cell, excluded


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of one key: an expression for the number of the class, and which rows fit which class."""

    text: str
    fitting: tuple[int, ...]
    """By class the rows that fit, one bit each."""


def numeric(
    cells: Sequence[Cell],
    unit: Fraction,
    bounds: tuple[int | None, int | None],
    text: Callable[[Sequence[int]], str],
) -> Classes:
    """Classes of integers; `text` tells how many of some sorted numbers are not above the key."""
    every = [spans(cell, unit) for cell in cells]
    least, most = bounds
    edges = {edge for pieces in every for piece in pieces for edge in piece if edge is not None}
    breaks = sorted(edge for edge in edges if (least is None or edge > least) and (most is None or edge <= most))
    never = len(breaks) + 1

    def first(edge: int) -> int:
        """The class that begins at an edge."""
        return never if most is not None and edge > most else bisect_right(breaks, edge)

    changes = [0] * (never + 1)  # which rows begin or cease to fit with a class
    for row, pieces in enumerate(every):
        for start, end in pieces:
            changes[0 if start is None else first(start)] ^= 1 << row
            changes[never if end is None else first(end)] ^= 1 << row
    return Classes(text(breaks), tuple(accumulate(changes[:-1], xor)))


def optional(cells: Sequence[Cell], type_: Type, text: str) -> Classes:
    """Classes of a choice or of yes and no: its options."""
    options: Sequence[str | bool] = type_.options if type_.kind == "choice" else (False, True)
    return Classes(text, _fitting(cells, options))


@dataclass(frozen=True, slots=True)
class Texts:
    """Classes of texts: by the whole text, else by its longest known beginning, else the first class."""

    known: Mapping[str, int]
    beginnings: Mapping[str, int]
    lengths: tuple[int, ...]
    """Of the beginnings, longest first."""

    def __call__(self, text: str) -> int:
        """The class of a text."""
        found = self.known.get(text)
        if found is not None:
            return found
        for length in self.lengths:
            found = self.beginnings.get(text[:length])
            if found is not None:
                return found
        return 0


def textual(cells: Sequence[Cell]) -> tuple[Texts, tuple[int, ...]]:
    """The classes of a text key, and by class the rows that fit, one bit each."""
    inner = [innermost(cell)[0] for cell in cells]
    exact = sorted({str(value) for cell in inner if isinstance(cell, OneOf) for value in cell.values})
    prefixes = sorted({prefix for cell in inner if isinstance(cell, StartsWith) for prefix in cell.prefixes} - {""})
    used = {letter for text in (*exact, *prefixes) for letter in text}
    unlike = next(letter for letter in map(chr, range(len(used) + 1)) if letter not in used)
    known = {text: 1 + place for place, text in enumerate(exact)}
    beginnings = {prefix: 1 + len(exact) + place for place, prefix in enumerate(prefixes)}
    lengths = tuple(sorted({len(prefix) for prefix in prefixes}, reverse=True))
    samples = [unlike, *exact, *(prefix + unlike for prefix in prefixes)]
    return Texts(known, beginnings, lengths), _fitting(cells, samples)


def _fitting(cells: Sequence[Cell], values: Sequence[str | bool]) -> tuple[int, ...]:
    """For each option, truth or text the rows that it fits, one bit each."""
    always, excluding = 0, 0
    listed: dict[str | Fraction | bool, int] = defaultdict(int)
    beginning: dict[str, int] = defaultdict(int)
    for row, cell in enumerate(cells):
        inner, excluded = innermost(cell)
        bit = 1 << row
        excluding |= bit if excluded else 0
        match inner:
            case AnyValue():
                always |= bit
            case OneOf(options):
                for option in options:
                    listed[option] |= bit
            case StartsWith(prefixes):
                for prefix in prefixes:
                    beginning[prefix] |= bit
            case _:
                raise ValueError(f"no cell of options or texts: {cell}")
    lengths = sorted({len(prefix) for prefix in beginning})
    found = []
    for value in values:
        rows = always | listed.get(value, 0)
        if isinstance(value, str):
            for length in lengths:
                rows |= beginning.get(value[:length], 0) if length <= len(value) else 0
        found.append(rows ^ excluding)
    return tuple(found)


def rows_of(classes: Sequence[Classes]) -> list[int]:
    """The first fitting row for every combination of classes, the last key's class running fastest; -1: none."""
    found = []
    for combination in product(*(key.fitting for key in classes)):
        rows = reduce(and_, combination)
        found.append((rows & -rows).bit_length() - 1)
    return found
