"""Stretches of time, or of numbers, cut into pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

Cut: TypeAlias = tuple[int, int, int]
"""Where a piece begins, where it ends, and the place (from 0) of the item it is a part of."""


def cutter(edges: Sequence[Callable[[int, int], list[int]]]) -> Callable[[int, int, tuple[int, ...], int], list[Cut]]:
    """Cuts what lies from one place to another at the edges of windows and at the further places inside."""

    def pieces(start: int, end: int, places: tuple[int, ...], item: int) -> list[Cut]:
        if end <= start:
            return []
        cuts = {start, end}
        for between in edges:
            cuts.update(between(start, end))
        cuts.update(place for place in places if start < place < end)
        return [(one, other, item) for one, other in pairwise(sorted(cuts))]

    return pieces
