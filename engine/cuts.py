"""Nodes that cut time and numbers to pieces, and what names their lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.calendar_nodes import Ref as Ref

ListRef: TypeAlias = str | Ref
"""A list: an input by its name, the pieces that a split makes, or as many items as a node counts (a whole number,
the same for the whole request), each of which is known by its position alone."""


@dataclass(frozen=True, slots=True)
class Split:
    """A list: the pieces of what lies from `start` to `end` (of each item of `of` for which `where` holds, in their
    order), cut where a window begins or ends and at the `places` inside.

    The ends are moments, or numbers of one dimension (then there are no windows). What is empty has no pieces."""

    start: Ref
    end: Ref
    windows: tuple[int, ...] = ()
    places: tuple[Ref, ...] = ()
    of: ListRef | None = None
    where: Ref | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Where the piece at hand begins or ends."""

    split: Ref
    part: Literal["from", "to"]


@dataclass(frozen=True, slots=True)
class Whole:
    """What a node is for the item of which the piece at hand is a part."""

    split: Ref
    arg: Ref


@dataclass(frozen=True, slots=True)
class StartedBlocks:
    """How much of the blocks that start in an item lies in them, when the items of a list are joined end to end
    by their `length`. A block has the `size` of the item in which it starts and is finished even where that ends;
    an item of size 0 has no blocks: what earlier blocks leave of its length counts as it is."""

    length: Ref
    size: Ref
