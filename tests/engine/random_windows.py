"""Random windows."""

from __future__ import annotations

from random import Random
from typing import Literal

from engine.declarations import Combined, Stretch, WindowRule


def random_rule(random: Random, depth: int) -> WindowRule:
    """A window of up to `depth` combinations."""
    if depth and random.random() < 0.35:
        op: Literal["or", "and", "not"] = random.choice(["or", "and", "not"])
        parts = 1 if op == "not" else random.randint(1, 3)
        return Combined(op, tuple(random_rule(random, depth - 1) for _ in range(parts)))
    start = random.choice([0, 60, 120, 150, 180, 360, 1320, random.randrange(1440)])
    return Stretch(
        start,
        start + random.choice([1, 30, 60, 180, 480, 1440, 4000]),
        tuple(sorted(random.sample(range(7), random.choice([1, 2, 5, 7])))),
        random.choice([None, None, (739600, 739800)]),
        random.choice([None, None, ((3, 1), (10, 31)), ((12, 24), (1, 6))]),
        random.choice([None, None, None, "PL", "DE-BY"]),
        random.choice([(), (739700,)]),
        random.choice([(), (739737,)]),
    )
