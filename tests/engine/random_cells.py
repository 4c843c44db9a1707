"""Random cells."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from engine import graph as g
from engine.declarations import Type

WORDS = ("", "a", "ab", "abc", "4", "48", "485", "49", "x y", "żółć")


def random_cell(random: Random, type_: Type, moments: Sequence[int], days: Sequence[int]) -> g.Cell:
    """A cell for values of a type, its bounds among these moments and days."""
    if random.random() < 0.2:
        return g.AnyValue()
    if random.random() < 0.15:
        return g.Excluding(random_cell(random, type_, moments, days))
    match type_.kind:
        case "choice":
            return g.OneOf(tuple(random.sample(type_.options, random.randint(1, len(type_.options)))))
        case "truth":
            return g.OneOf((random.random() < 0.5,))
        case "text":
            words = tuple(random.sample(WORDS, random.randint(1, 3)))
            return g.OneOf(words) if random.random() < 0.5 else g.StartsWith(words)
        case "moment" if random.random() < 0.4:
            return g.InWindow(random.randrange(3))
        case "moment":
            among: Sequence[int] = moments
        case "date":
            among = days
        case _:
            among = (-60, -5, 0, 1, 5, 7, 9, 60, 100, 4000)
    bounds = sorted(Fraction(one) for one in random.sample(among, 2))
    if type_.kind == "number" and random.random() < 0.3:
        bounds[1] += Fraction(1, 7)
    if random.random() < 0.25:
        return g.OneOf(tuple(bounds))
    lower, upper = (None if random.random() < 0.2 else one for one in bounds)
    return g.Range(lower, upper, random.random() < 0.5, random.random() < 0.5)
