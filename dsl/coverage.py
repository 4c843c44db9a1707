"""Whether the rows of a table leave a gap, overlap, or can never be reached: exact across all columns.

Each column is cut into its smallest pieces (atoms): options, or the points and open stretches between the
bounds of its cells that hold a value of the column's grid. A row is one set of atoms per column, as bits of
an integer. Two rows overlap when all their sets meet; a gap is a choice of atoms that no row has.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from engine.declarations import Type
from engine.graph import AnyValue, Cell, Excluding, InWindow, OneOf, Range, StartsWith

MOST_OVERLAPS = 100
"""Overlapping pairs told of one table."""
FEW = 8
"""Rows of one set of which the pairs are told."""
MOST_STEPS = 400_000
"""Atoms looked at, over all sets of rows, before the search gives up and says so."""

Example = str | Fraction | bool


@dataclass(frozen=True, slots=True)
class Column:
    """A condition column: its type and, for a number, the bounds of what it can be."""

    type: Type
    lower: Fraction | None = None
    upper: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """`gap` is the smallest example that no row has; `overlaps` pairs of rows with an example both have;
    `dead` the rows that earlier ones cover wholly. `complete` is off when the search gave up."""

    gap: tuple[Example | None, ...] | None
    overlaps: tuple[tuple[int, int, tuple[Example, ...]], ...]
    dead: tuple[int, ...]
    complete: bool = True


def _cells_bounds(cell: Cell) -> set[Fraction]:
    match cell:
        case Range(lower, upper, _, _):
            return {bound for bound in (lower, upper) if bound is not None}
        case OneOf(values):
            return {value for value in values if isinstance(value, Fraction)}
        case Excluding(inner):
            return _cells_bounds(inner)
        case _:
            return set()


def _beyond_bounds(cell: Cell) -> bool:
    """Whether the cell asks for more than bounds tell, as windows and prefixes do."""
    return isinstance(cell, InWindow | StartsWith) or (isinstance(cell, Excluding) and _beyond_bounds(cell.cell))


def atoms_of(column: Column, cells: Sequence[Cell]) -> list[Example] | None:
    """An example of each atom, smallest first; None where the column cannot be cut (texts, windows)."""
    if column.type.kind == "choice":
        return list(column.type.options)
    if column.type.kind == "truth":
        return [True, False]
    if column.type.kind not in ("number", "date", "moment") or any(map(_beyond_bounds, cells)):
        return None
    scale = column.type.scale
    bounds = sorted(set().union(*(_cells_bounds(cell) for cell in cells)))
    bounds = [
        bound
        for bound in bounds
        if (column.lower is None or bound >= column.lower) and (column.upper is None or bound <= column.upper)
    ]
    out: list[Example] = []

    def between(low: Fraction | None, high: Fraction | None, low_in: bool) -> None:
        if low is None and high is None:
            out.append(Fraction(0))
        elif low is None:
            assert high is not None
            below = floor(high / scale) * scale
            out.append(below if below < high else below - scale)
        else:
            above = low if low_in and low / scale == floor(low / scale) else (floor(low / scale) + 1) * scale
            if high is None or above < high:
                out.append(above)

    if not bounds:
        between(column.lower, column.upper, True)
        if not out:
            out.append(column.lower or Fraction(0))
        return out
    if column.lower is None or column.lower < bounds[0]:
        between(column.lower, bounds[0], True)
    for place, bound in enumerate(bounds):
        if bound / scale == floor(bound / scale):
            out.append(bound)
        if place + 1 < len(bounds):
            between(bound, bounds[place + 1], False)
    last = bounds[-1]
    if column.upper is None:
        between(last, None, False)
    elif last < column.upper:
        between(last, column.upper, False)
        if column.upper not in out:
            out.append(column.upper)
    return out


def rows_at(cells: Sequence[Cell], atoms: Sequence[Example]) -> list[int]:
    """For each atom of a column the rows whose cell has it, as bits of an integer."""
    changes = [0] * (len(atoms) + 1)
    index = {value: place for place, value in enumerate(atoms)}
    numbers = [value for value in atoms if isinstance(value, Fraction)]
    for row, cell in enumerate(cells):
        bit = 1 << row
        for low, high in _stretches(cell, index, numbers, len(atoms)):
            changes[low] ^= bit
            changes[high] ^= bit
    out, rows = [], 0
    for change in changes[:-1]:
        rows ^= change
        out.append(rows)
    return out


def _stretches(cell: Cell, index: dict[Example, int], numbers: Sequence[Fraction], size: int) -> list[tuple[int, int]]:
    """The runs of atoms that a cell has, as half open places."""
    match cell:
        case AnyValue():
            return [(0, size)]
        case OneOf(values):
            return [(index[value], index[value] + 1) for value in dict.fromkeys(values) if value in index]
        case Range(lower, upper, lower_in, upper_in):
            low = 0 if lower is None else (bisect_left if lower_in else bisect_right)(numbers, lower)
            high = size if upper is None else (bisect_right if upper_in else bisect_left)(numbers, upper)
            return [(low, high)] if low < high else []
        case Excluding(inner):
            return [(0, size), *_stretches(inner, index, numbers, size)]
        case _:
            return []


def coverage(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> Coverage | None:
    """What the rows cover; None when a column cannot be cut into atoms.

    Walks the columns with the set of rows still alive; the same set at the same column is looked at once."""
    examples: list[list[Example]] = []
    at: list[list[int]] = []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        atoms = atoms_of(column, cells)
        if atoms is None:
            return None
        examples.append(atoms)
        at.append(rows_at(cells, atoms))
    gap: tuple[Example | None, ...] | None = None
    overlaps: dict[tuple[int, int], tuple[Example, ...]] = {}
    reached = steps = 0
    seen: set[tuple[int, bytes]] = set()
    size = len(rows) // 8 + 1
    waiting: list[tuple[int, int, tuple[int, ...]]] = [(0, (1 << len(rows)) - 1, ())]
    while waiting:
        column_at, alive, chosen = waiting.pop()
        if not alive:
            if gap is None:
                known = [examples[place][atom] for place, atom in enumerate(chosen)]
                gap = (*known, *[None] * (len(columns) - len(known)))
            continue
        if column_at == len(columns):
            reached |= alive & -alive
            if alive & (alive - 1) and len(overlaps) < MOST_OVERLAPS:
                example = tuple(examples[place][atom] for place, atom in enumerate(chosen))
                for pair in _pairs(alive):
                    overlaps.setdefault(pair, example)
            continue
        steps += len(examples[column_at])
        if steps > MOST_STEPS:
            return Coverage(gap, tuple((*pair, example) for pair, example in overlaps.items()), (), False)
        for atom in range(len(examples[column_at]) - 1, -1, -1):
            left = alive & at[column_at][atom]
            key = (column_at + 1, left.to_bytes(size, "little"))  # integers of long runs of ones share their hashes
            if key not in seen:
                seen.add(key)
                waiting.append((column_at + 1, left, (*chosen, atom)))
    dead = tuple(row for row in range(len(rows)) if not reached >> row & 1)
    return Coverage(gap, tuple((*pair, example) for pair, example in sorted(overlaps.items())), dead)


def _pairs(rows: int) -> list[tuple[int, int]]:
    """The pairs of the first few rows in a set."""
    places: list[int] = []
    while rows and len(places) < FEW:
        low = rows & -rows
        places.append(low.bit_length() - 1)
        rows ^= low
    return [(first, second) for at, second in enumerate(places) for first in places[:at]]
