"""What is answered of alternatives, and what is carried from item to item: parts of a graph beside its nodes.

A `Ref` is a node's position in `Graph.nodes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from engine.declarations import Origin

Ref: TypeAlias = int
ListRef: TypeAlias = str | Ref


@dataclass(frozen=True, slots=True)
class Amount:
    """A value to answer: `value` divided by `divisor` where there is one."""

    value: Ref
    divisor: Ref | None = None


@dataclass(frozen=True, slots=True)
class Carry:
    """A value carried from item to item: `next` never rests on a value of all items that rests on it."""

    name: str
    list: ListRef
    start: Ref
    next: Ref
    """What it is after the item at hand."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One of the alternatives of a choice, and what the bill would come to with it (needed where it is open)."""

    name: str
    label: str
    amount: Amount
    chosen: Ref
    """Whether its lines stand on the bill."""
    condition: Ref | None = None
    """Where it does not hold the plan is not open."""
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """The cheapest of several plans, the first of those that cost the same."""

    name: str
    plans: tuple[Plan, ...]
    origin: Origin | None = field(default=None, compare=False)
