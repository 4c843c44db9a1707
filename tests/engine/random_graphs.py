"""Random well-typed graphs, and requests for them that lie on every edge the graph knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from math import floor
from random import Random
from typing import Literal

from engine import graph as g
from engine.builder import Builder
from engine.declarations import (
    DATE,
    MOMENT,
    SECONDS,
    TEXT,
    TRUTH,
    Combined,
    Declared,
    Stretch,
    Type,
    Window,
    WindowRule,
)
from engine.graph import Amount, Graph, Line, Ref, Requirement, Result
from engine.interpret_windows import edge
from engine.slots import empty, slots
from engine.units import ONE, Dimension

ZONES = ("Europe/Warsaw", "America/New_York", "Asia/Singapore", "Australia/Lord_Howe", "America/St_Johns")
MONEY: Dimension = (("PLN", 1),)
DIMENSIONS = (ONE, MONEY, SECONDS)
COLOURS = Type("choice", options=("red", "green", "blue", "grey"))
PLANS = Type("choice", options=("basic", "gold"))
WORDS = ("", "a", "ab", "abc", "4", "48", "485", "49", "x y", "żółć")
MODES: tuple[g.RoundMode, ...] = ("up", "down", "half_up", "half_down", "half_even", "next")
CHANGES = (
    # around the changes of clocks, new year and holidays
    "2008-11-02T00:30",
    "2026-01-01T00:00",
    "2026-03-08T07:00",
    "2026-03-29T01:00",
    "2026-04-04T15:00",
    "2026-05-01T00:00",
    "2026-10-03T15:30",
    "2026-10-25T01:00",
    "2026-11-01T06:00",
    "2026-12-25T00:00",
)
_PERIOD = Declared("", "period", MOMENT, days=20)


@dataclass
class Pool:
    """The nodes of one scope: outside of lists, or of the items of a list."""

    numbers: dict[Dimension, list[Ref]] = field(default_factory=lambda: {one: [] for one in DIMENSIONS})
    truths: list[Ref] = field(default_factory=list)
    moments: list[Ref] = field(default_factory=list)
    dates: list[Ref] = field(default_factory=list)
    choices: list[Ref] = field(default_factory=list)
    texts: list[Ref] = field(default_factory=list)
    periods: list[tuple[Ref, Ref]] = field(default_factory=list)
    rows: list[tuple[Ref, int]] = field(default_factory=list)
    """Tables and how many rows they have."""
    last: list[Ref] = field(default_factory=list)


class Maker:
    """Grows one graph."""

    def __init__(self, random: Random, size: int) -> None:
        self.random = random
        self.builder = Builder()
        self.zone = random.choice(ZONES)
        self.windows = [self.window() for _ in range(3)]
        self.pools: dict[str | None, Pool] = {None: Pool(), "items": Pool(), "legs": Pool()}
        self.inputs = self.declare()
        for _ in range(size):
            self.grow()

    # declarations

    def number(self, name: str, optional: bool = False) -> Declared:
        scale = self.random.choice([Fraction(1), Fraction(1, 100), Fraction(1, 3), Fraction(60), Fraction(7, 4)])
        lower = self.random.choice([None, Fraction(0), Fraction(-5), Fraction(7), Fraction(-1000)])
        upper = self.random.choice([None, Fraction(0), Fraction(9), Fraction(4000)])
        lower, upper = (None if one is None else floor(one / scale) * scale for one in (lower, upper))
        if lower is not None and upper is not None and lower > upper:
            lower = None
        type_ = Type("number", self.random.choice(DIMENSIONS), scale)
        return Declared(name, "number", type_, lower=lower, upper=upper, optional=optional)

    def fields(self, prefix: str) -> tuple[Declared, ...]:
        every = [
            self.number(prefix + "n"),
            self.number(prefix + "m"),
            self.number(prefix + "o", optional=True),
            Declared(prefix + "t", "truth", TRUTH),
            Declared(prefix + "to", "truth", TRUTH, optional=True),
            Declared(prefix + "w", "moment", MOMENT, optional=self.random.random() < 0.3),
            replace(_PERIOD, name=prefix + "p"),
            Declared(prefix + "d", "date", DATE),
            Declared(prefix + "c", "choice", COLOURS),
            Declared(prefix + "co", "choice", PLANS, optional=True),
            Declared(prefix + "x", "text", TEXT, optional=self.random.random() < 0.3),
        ]
        return tuple(one for one in every if self.random.random() < 0.8)

    def declare(self) -> tuple[Declared, ...]:
        outer = [
            *self.fields(""),
            self.number("n2"),
            replace(_PERIOD, name="p2", optional=True, days=None, seconds=86400 * 5),
        ]
        for name in ("items", "legs"):
            if self.random.random() < 0.6:
                optional = self.random.random() < 0.2
                fields = self.fields("f")
                outer.append(Declared(name, "list", fields=fields, items=4, optional=optional))
                self.read(fields, name)
            else:
                del self.pools[name]
        self.read(tuple(one for one in outer if one.kind != "list"), None)
        return tuple(outer)

    def read(self, declared: Sequence[Declared], list: str | None) -> None:
        """Puts inputs into the pool of their scope."""
        for one in declared:
            if one.optional:
                given = self.builder.input(one.name, TRUTH, "given", list)
                self.put(given)
            if one.kind == "period":
                start = self.builder.input(one.name, MOMENT, "from", list)
                end = self.builder.input(one.name, MOMENT, "to", list)
                self.put(start)
                self.put(end)
                self.pools[list].periods.append((start, end))
                continue
            ref = self.builder.input(one.name, one.type, list=list)
            if one.optional and self.random.random() < 0.7:
                ref = self.builder.select(given, ref, self.constant(one.type))
            self.put(ref)
        if list is not None:
            self.put(self.builder.position(list))

    def window(self) -> Window:
        return Window("w", self.rule(2))

    def rule(self, depth: int) -> WindowRule:
        random = self.random
        if depth and random.random() < 0.35:
            op: Literal["or", "and", "not"] = random.choice(["or", "and", "not"])
            return Combined(op, tuple(self.rule(depth - 1) for _ in range(1 if op == "not" else random.randint(1, 3))))
        start = random.choice([0, 60, 120, 150, 180, 360, 1320, random.randrange(1440)])
        length = random.choice([1, 30, 60, 180, 480, 1440, 4000])
        return Stretch(
            start,
            start + length,
            tuple(sorted(random.sample(range(7), random.choice([1, 2, 5, 7])))),
            random.choice([None, None, (739600, 739800)]),
            random.choice([None, None, ((3, 1), (10, 31)), ((12, 24), (1, 6))]),
            random.choice([None, None, None, "PL", "DE-BY"]),
            random.choice([(), (739700,)]),
            random.choice([(), (739737,)]),
        )

    # growing

    def put(self, ref: Ref) -> Ref:
        """Notes a node in the pool of the scope it turned out to have."""
        scope = g.item_lists(self.builder.nodes)[ref]
        pool, type_ = self.pools[scope], self.builder.type(ref)
        if type_.kind == "number":
            pool.numbers.setdefault(type_.dimension, []).append(ref)
        else:
            {
                "truth": pool.truths,
                "moment": pool.moments,
                "date": pool.dates,
                "choice": pool.choices,
                "text": pool.texts,
                "row": pool.last,
            }[type_.kind].append(ref)
        pool.last.append(ref)
        return ref
