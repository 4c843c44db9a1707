"""What a pricing call may come to: amounts, a value that does not exist, or a request that is refused."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from engine.graph import Ref

Value: TypeAlias = Fraction | bool | str | int
"""A number is a Fraction in base units; a moment, date, choice or row is an int, see `declarations.Kind`."""


class NoPriceAt(Exception):  # noqa: N818 - an answer about a tariff, not a mistake of the program
    """A value that was needed does not exist: `ref` is the node without a value, `item` the place (from 0) in
    its list of the item it belongs to, None where it belongs to none."""

    def __init__(self, ref: Ref, item: int | None = None) -> None:
        super().__init__(ref, item)
        self.ref = ref
        self.item = item


class RequirementUnmet(Exception):  # noqa: N818 - as above
    """The requirement at `index` does not hold (for the item at `item`)."""

    def __init__(self, index: int, item: int | None = None) -> None:
        super().__init__(index, item)
        self.index = index
        self.item = item


@dataclass(frozen=True, slots=True)
class Priced:
    """Every answer a graph gives."""

    amounts: tuple[Fraction | None, ...]
    """Of the lines; None where the line's condition does not hold."""
    results: tuple[Value | tuple[Value, ...], ...]
    """A result inside a list holds one value for each item."""
    sides: tuple[tuple[Fraction, Fraction, Fraction] | None, ...]
    """Net, tax and gross of the lines; None where a line is left out or has none."""
    total: Fraction | None
    net: Fraction | None
    tax: Fraction | None
    gross: Fraction | None


@dataclass(frozen=True, slots=True)
class Unpriced:
    """A value that was needed does not exist."""

    ref: Ref
    item: int | None


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement does not hold."""

    index: int
    item: int | None


Outcome: TypeAlias = Priced | Unpriced | Unmet
