"""How a request stands in a pricing call: one plain value for each slot, in the order of the declarations.

| input | slots | value |
|---|---|---|
| number | one | int: the value divided by the type's scale |
| truth | one | bool |
| moment | one | int: UTC seconds |
| date | one | int: day number |
| choice | one | int: position in the type's options |
| text | one | str |
| period | two, `from` and `to` | int: UTC seconds |
| list | one | tuple of items, each a tuple of its fields' slots |

An optional input adds a slot `given` (bool) directly after its own. Where it is not given its own slots hold
`empty`, and reading one is no price; a list that is not given has no items. A period never ends before it
starts, and values keep their declared bounds: evaluators build on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.declarations import Declared

SlotPart = Literal["", "from", "to", "given"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument of a pricing call, or one element of a list's item."""

    name: str
    part: SlotPart
    declared: Declared

    @property
    def empty(self) -> object:
        """What the slot holds when the input is not given."""
        return empty(self.declared) if self.part != "given" else False


def empty(declared: Declared) -> object:
    """The value of each of an input's own slots when it is not given."""
    match declared.kind:
        case "text":
            return ""
        case "truth":
            return False
        case "list":
            return ()
        case _:
            return 0


def slots(declared: Sequence[Declared]) -> tuple[Slot, ...]:
    """The slots of a graph's inputs, or of a list's fields."""
    found: list[Slot] = []
    for one in declared:
        parts: tuple[SlotPart, ...] = ("from", "to") if one.kind == "period" else ("",)
        if one.optional:
            parts = (*parts, "given")
        found.extend(Slot(one.name, part, one) for part in parts)
    return tuple(found)
