"""The nearest known word to a mistyped one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher, get_close_matches

SIMILAR = 0.7
"""How alike two words must be (difflib's ratio) for the one to be taken for the other."""


LONGEST = 60
"""Longer words resemble nothing: comparing takes time that grows with the square of their length."""


def likeness(word: str, other: str) -> float:
    """How alike two words are, from 0 to 1."""
    return SequenceMatcher(None, other, word).ratio()


def closest(word: str, known: Sequence[str]) -> str | None:
    """The most similar of the known words, rather one that begins alike; None when none is similar enough."""
    if len(word) > LONGEST:
        return None
    matches = get_close_matches(word, known, n=3, cutoff=SIMILAR)
    same_start = [match for match in matches if match[:1] == word[:1]]
    return next(iter(same_start or matches), None)
