"""Cells: what the condition of a table's row, or a condition alone, asks of one value."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class AnyValue:
    """Fits everything."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Fits the listed values: options of a choice, texts, numbers (exact, in base units) or yes/no."""

    values: tuple[str | Fraction | bool, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Fits a number, moment or date between two bounds, each in or out; None is open."""

    lower: Fraction | None
    upper: Fraction | None
    lower_in: bool = True
    upper_in: bool = True


@dataclass(frozen=True, slots=True)
class InWindow:
    """Fits a moment that lies in a window of the graph."""

    window: int


@dataclass(frozen=True, slots=True)
class StartsWith:
    """Fits a text that begins with one of the prefixes."""

    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excluding:
    """Fits what `cell` does not fit."""

    cell: Cell


Cell: TypeAlias = AnyValue | OneOf | Range | InWindow | StartsWith | Excluding
