"""The nearest known word to a mistyped one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

SIMILAR = 0.7
"""How alike two words must be (difflib's ratio) for the one to be taken for the other."""


def closest(word: str, known: Sequence[str]) -> str | None:
    """The most similar of the known words, None when none is similar enough."""
    matches = get_close_matches(word, known, n=1, cutoff=SIMILAR)
    return matches[0] if matches else None
