"""Spreading an amount over weights."""

from __future__ import annotations

from collections.abc import Sequence


def shares(steps: int, weights: Sequence[int]) -> list[int]:
    """Whole steps in proportion to weights, which are never negative: rounded down, and what is then left over
    one step each to the largest remainders, the first among equals (Hamilton). A negative amount is the mirror
    image of its positive one. Nothing falls on weights that are all zero."""
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    left = size = abs(steps)
    parts, remainders = [], []
    for weight in weights:
        part, remainder = divmod(size * weight, whole)
        parts.append(part)
        remainders.append(remainder)
        left -= part
    if left:
        for place in sorted(range(len(parts)), key=lambda at: -remainders[at])[:left]:
            parts[place] += 1
    return parts if steps >= 0 else [-part for part in parts]
