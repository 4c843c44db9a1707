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


GroupOp: TypeAlias = Literal["sum", "count", "min", "max"]


@dataclass(frozen=True, slots=True)
class GroupValue:
    """What is worked out from the items of a group, as a reduction does; `count` has no `arg`."""

    op: GroupOp
    arg: Ref | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """A list: a group for each whole number `key` that an item of `list` has, in the order of these numbers.

    Only items for which `where` holds count. With `first` and `last` there is a group for each number between them,
    both in, and items with other numbers are left out. A group without items has no min or max: no price."""

    list: ListRef
    key: Ref
    values: tuple[GroupValue, ...]
    where: Ref | None = None
    first: Ref | None = None
    last: Ref | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The value at a place (from 0) of the group at hand."""

    groups: Ref
    place: int
