"""Whether the rows of a table leave a gap, overlap, or can never be reached: exact across all columns.

Each column is cut into its smallest pieces (atoms): options, or the points and open stretches between the
bounds of its cells that hold a value of the column's grid. A row is one set of atoms per column, as bits of
an integer. Two rows overlap when all their sets meet; a gap is a choice of atoms that no row has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from engine.declarations import Type
from engine.graph import AnyValue, Cell, Excluding, InWindow, OneOf, Range, StartsWith

MOST_STATES = 200_000
"""Sets of rows looked at before the search for gaps gives up and says so."""

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


def _has(cell: Cell, value: Example) -> bool:
    match cell:
        case AnyValue():
            return True
        case OneOf(values):
            return value in values
        case Range(lower, upper, lower_in, upper_in):
            assert isinstance(value, Fraction)
            if lower is not None and (value < lower or (value == lower and not lower_in)):
                return False
            return upper is None or value < upper or (value == upper and upper_in)
        case Excluding(inner):
            return not _has(inner, value)
        case _:
            return False


def coverage(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> Coverage | None:
    """What the rows cover; None when a column cannot be cut into atoms."""
    examples: list[list[Example]] = []
    for place, column in enumerate(columns):
        atoms = atoms_of(column, [row[place] for row in rows])
        if atoms is None:
            return None
        examples.append(atoms)
    sets = [
        tuple(
            sum(1 << bit for bit, value in enumerate(examples[place]) if _has(cell, value))
            for place, cell in enumerate(row)
        )
        for row in rows
    ]
    overlaps = []
    for second in range(len(rows)):
        for first in range(second):
            both = [a & b for a, b in zip(sets[first], sets[second], strict=True)]
            if all(both):
                example = tuple(examples[place][(bits & -bits).bit_length() - 1] for place, bits in enumerate(both))
                overlaps.append((first, second, example))
    full = [(1 << len(atoms)) - 1 for atoms in examples]
    gap, complete = _uncovered(sets, full)
    shown = None
    if gap is not None:
        shown = tuple(None if bits is None else examples[place][bits] for place, bits in enumerate(gap))
    dead = []
    for place, row in enumerate(sets):
        if 0 in row or any(
            all(mine & theirs == mine for mine, theirs in zip(row, other, strict=True)) for other in sets[:place]
        ):
            dead.append(place)
    return Coverage(shown, tuple(overlaps), tuple(dead), complete)


def _uncovered(sets: Sequence[tuple[int, ...]], full: Sequence[int]) -> tuple[tuple[int | None, ...] | None, bool]:
    """The first choice of atoms that no row has (None in it: any), column by column over sets of rows."""
    seen: set[tuple[int, tuple[int, ...]]] = set()
    waiting: list[tuple[int, tuple[int, ...], tuple[int | None, ...]]] = [(0, tuple(range(len(sets))), ())]
    while waiting:
        column, alive, chosen = waiting.pop()
        if not alive:
            return chosen + (None,) * (len(full) - column), True
        if column == len(full):
            continue
        if len(seen) > MOST_STATES:
            return None, False
        following = []
        groups: set[tuple[int, ...]] = set()
        for bit in range(full[column].bit_length()):
            left = tuple(row for row in alive if sets[row][column] >> bit & 1)
            if left in groups or (column + 1, left) in seen:
                continue
            groups.add(left)
            seen.add((column + 1, left))
            following.append((column + 1, left, (*chosen, bit)))
        waiting.extend(reversed(following))
    return None, True
