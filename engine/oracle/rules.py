"""The oracle's rules that are not arithmetic: rounding, spreading an amount, fitting a cell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from engine.declarations import Type
from engine.graph import (
    AnyValue,
    Cell,
    Excluding,
    Graph,
    InWindow,
    OneOf,
    Range,
    RoundMode,
    StartsWith,
)
from engine.oracle.windows import inside
from engine.outcome import Value

_HALF = Fraction(1, 2)


def rounded(steps: Fraction, mode: RoundMode) -> int:
    """A number of steps as a whole number."""
    whole = floor(abs(steps))
    rest = abs(steps) - whole
    if mode == "next":
        return (whole if steps >= 0 else -whole) + 1
    away = {
        "up": rest > 0,
        "down": False,
        "half_up": rest >= _HALF,
        "half_down": rest > _HALF,
        "half_even": rest > _HALF or (rest == _HALF and whole % 2 == 1),
    }[mode]
    return (whole + away) * (1 if steps >= 0 else -1)


def shared(steps: int, weights: Sequence[Fraction]) -> list[int]:
    """Whole steps spread over weights by the largest remainder; a negative amount as its mirror image."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    exact = [abs(steps) * weight / whole for weight in weights]
    parts = [floor(part) for part in exact]
    by_rest = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_rest[: abs(steps) - sum(parts)]:
        parts[i] += 1
    return parts if steps >= 0 else [-part for part in parts]


def fits(graph: Graph, cell: Cell, type_: Type, value: Value) -> bool:
    """Whether a value of this type fits the cell."""
    match cell:
        case AnyValue():
            return True
        case OneOf(values):
            return (type_.options[int(value)] if type_.kind == "choice" else value) in values
        case Range(lower, upper, lower_in, upper_in):
            number = Fraction(value)
            above = lower is None or lower < number or (lower_in and lower == number)
            return above and (upper is None or number < upper or (upper_in and number == upper))
        case InWindow(window):
            return inside(graph.windows[window].rule, graph.time_zone, int(value))
        case StartsWith(prefixes):
            return any(str(value).startswith(prefix) for prefix in prefixes)
        case Excluding(inner):
            return not fits(graph, inner, type_, value)
