"""What a run has found so far; tallies of several processes are added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MOST_SHOWN = 40


@dataclass(slots=True)
class Tally:
    """Counts, and for each failure one line of words."""

    texts: int = 0
    tariffs: int = 0
    """Random tariffs written."""
    compiled: int = 0
    requests: int = 0
    """Prices compared."""
    outcomes: Counter[str] = field(default_factory=Counter)
    exceptions: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    """Diagnostics without a place in the text or without words."""
    unequal: list[str] = field(default_factory=list)
    round_trips: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    """Diagnostics of random tariffs that do not compile."""
    refusals: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    """In how many tariffs the oracle was asked for a node of this kind or form."""

    def add(self, other: Tally) -> None:
        self.texts += other.texts
        self.tariffs += other.tariffs
        self.compiled += other.compiled
        self.requests += other.requests
        self.outcomes += other.outcomes
        self.refused += other.refused
        self.kinds += other.kinds
        self.exceptions += other.exceptions
        self.misplaced += other.misplaced
        self.unequal += other.unequal
        self.round_trips += other.round_trips
        self.refusals += other.refusals[: MOST_SHOWN - len(self.refusals)]

    @property
    def compiled_share(self) -> float:
        return self.compiled / self.tariffs if self.tariffs else 1.0
