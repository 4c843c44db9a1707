"""The parts of an expression, for questions that do not depend on its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from dsl import expressions as ex


def names_in(expr: object) -> Iterator[ex.Name]:
    """Every name in an expression, a condition or a cell, in written order."""
    return (part for part in parts_of(expr) if isinstance(part, ex.Name))


def parts_of(expr: object) -> Iterator[object]:
    """Everything an expression, a condition, a cell or a clause is made of, itself first, in written order."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
        elif is_dataclass(part) and not isinstance(part, type):
            yield part
            waiting.extend(reversed([getattr(part, f.name) for f in fields(part) if f.name != "span"]))
