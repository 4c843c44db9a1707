"""Values for the inputs of a tariff, most of them where something changes: bounds, tiers, windows, clocks.

All of them are values that a request may hold: within their declared bounds, on their step, in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from math import ceil, floor
from random import Random
from zoneinfo import ZoneInfo

import holidays

from engine import graph as g
from engine.declarations import Combined, Declared, Stretch, WindowRule
from engine.graph import Graph
from engine.moments import FIRST_DATE, FIRST_MOMENT, LAST_DATE, LAST_MOMENT, later
from engine.oracle.windows import edge
from engine.requests.times import whole_bounds
from engine.slots import empty
from engine.units import Dimension
from tests.engine.random_requests import Values, bounds, cells

EPOCH_DAY = date(1970, 1, 1).toordinal()
DAY = 86400
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
"""Between these days windows and clocks are looked for."""
MANY = 4
"""Items of a long list, where it may be longer."""
LONGEST = 40 * DAY
"""Periods without a bound are seldom longer, so that the oracle need not walk over years of windows."""
_TEXTS = ("", "48", "485", "4", "49", "abc", "ab", "abcd", "x y", "żółć", "Ż")


@cache
def clock_changes(zone: str) -> tuple[int, ...]:
    """The moments at which a zone's clock is put forward or back."""
    there = ZoneInfo(zone)

    def ahead(at: int) -> timedelta | None:
        return datetime.fromtimestamp(at, UTC).astimezone(there).utcoffset()

    found = []
    first, last = ((day.toordinal() - EPOCH_DAY) * DAY for day in (FIRST, LAST))
    for start in range(first, last, DAY):
        low, high = start, start + DAY
        if ahead(low) == ahead(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if ahead(middle) == ahead(start) else (low, middle)
        found.append(high)
    return tuple(found)


@cache
def public_holidays(calendar: str) -> tuple[int, ...]:
    """Day numbers of a calendar's holidays."""
    country, _, region = calendar.partition("-")
    years = range(FIRST.year, LAST.year + 1)
    found = holidays.country_holidays(country, subdiv=region or None, years=years)
    return tuple(sorted(day.toordinal() for day in found))


class Boundaries:
    """Where something in a graph changes."""

    def __init__(self, dice: Random, graph: Graph) -> None:
        self.dice, self.graph, self.zone = dice, graph, ZoneInfo(graph.time_zone)
        self.numbers: dict[Dimension, list[Fraction]] = defaultdict(lambda: [Fraction(0)])
        self.days = [dice.randint(FIRST.toordinal(), LAST.toordinal()) for _ in range(2)]
        self.moments: list[int] = []
        self.texts = list(_TEXTS)
        for ref, node in enumerate(graph.nodes):
            self._note(node, ref)
        for window in graph.windows:
            self._window(window.rule)
        self.changes = list(clock_changes(graph.time_zone))
        self.moments += [self._midnight(day) for day in self.days]

    def _note(self, node: g.Node, ref: int) -> None:
        if isinstance(node, g.Const):
            self._value(ref, node.value)
        keyed = [(node.key, node.cell)] if isinstance(node, g.Fits) else []
        if isinstance(node, g.Table):
            keyed = [(key, cell) for row in node.rows[:20] for key, cell in zip(node.keys, row, strict=True)]
        for key, cell in keyed:
            for bound in bounds(cell):
                self._value(key, bound)
        for cell in cells(node)[:20]:
            while isinstance(cell, g.Excluding):
                cell = cell.cell
            if isinstance(cell, g.StartsWith):
                self.texts += [prefix + self.dice.choice(["", "5", "é"]) for prefix in cell.prefixes]

    def _value(self, ref: int, value: object) -> None:
        if not isinstance(value, Fraction):
            return
        type_ = self.graph.types[ref]
        match type_.kind:
            case "number":
                self.numbers[type_.dimension].append(value)
            case "date":
                self.days.append(floor(value))
            case "moment":
                self.moments.append(floor(value))
            case _:
                pass

    def _midnight(self, day: int) -> int:
        return edge(self.graph.time_zone, (day - EPOCH_DAY) * DAY)

    def _window(self, rule: WindowRule) -> None:
        """The edges of a window on a few days, among them those on which clocks change."""
        if isinstance(rule, Combined):
            for part in rule.parts:
                self._window(part)
            return
        assert isinstance(rule, Stretch)
        dice = self.dice
        days = [*self.days[:2], dice.randint(FIRST.toordinal(), LAST.toordinal())]
        changes = clock_changes(self.graph.time_zone)
        known = [change // DAY + EPOCH_DAY for change in dice.sample(changes, min(2, len(changes)))]
        if rule.holidays:
            days += dice.sample(public_holidays(rule.holidays), 2)
        days += [*(rule.dates or ()), *rule.plus[:1], *rule.minus[:1]]
        for day in [*known, *dice.sample(days, min(3, len(days)))]:
            wall = (day - EPOCH_DAY) * DAY
            self.moments += [edge(self.graph.time_zone, wall + minutes * 60) for minutes in (rule.start, rule.end)]

    # ------------------------------------------------------------------------------------------ requests

    def values(self) -> Values:
        """One value for each slot of the graph."""
        return self._record(self.graph.inputs)

    def _record(self, declared: Sequence[Declared], placed: tuple[str, int, int] | None = None) -> Values:
        found: list[object] = []
        for one in declared:
            given = not one.optional or self.dice.random() < 0.7
            if placed is not None and one.name == placed[0]:
                found += placed[1:]
            elif not given:
                found += [empty(one)] * (2 if one.kind == "period" else 1)
            elif one.kind == "period":
                found += self._period(one)
            else:
                found.append(self._one(one))
            if one.optional:
                found.append(given)
        return tuple(found)

    def _one(self, declared: Declared) -> object:
        dice = self.dice
        match declared.kind:
            case "number":
                return self._number(declared)
            case "truth":
                return dice.random() < 0.5
            case "choice":
                return dice.randrange(len(declared.type.options))
            case "text":
                return dice.choice(self.texts)
            case "moment":
                return self._moment(declared)
            case "date":
                low, high = whole_bounds(declared, FIRST_DATE.toordinal(), LAST_DATE.toordinal())
                day = dice.choice([*self.days, low, high, FIRST.toordinal()]) + dice.choice([0, 0, 1, -1])
                return min(max(day, low), high)
            case _:
                return self._items(declared)

    def _number(self, declared: Declared) -> int:
        """A number of steps: at a bound, at a constant of the tariff, one step beside it, or anywhere."""
        dice, step = self.dice, declared.type.scale
        low = high = None
        if declared.lower is not None:
            low = ceil(declared.lower / step) if declared.lower_in else floor(declared.lower / step) + 1
        if declared.upper is not None:
            high = floor(declared.upper / step) if declared.upper_in else ceil(declared.upper / step) - 1
        near = [bound for bound in (low, high) if bound is not None]
        share = dice.random()
        if share < 0.25 and near:
            found = dice.choice(near) + dice.choice([0, 0, 1, -1])
        elif share < 0.7:
            found = floor(dice.choice(self.numbers[declared.type.dimension]) / step) + dice.choice([0, 0, 1, -1])
        elif share < 0.8:
            found = floor(dice.randint(1, 9) * self._unit(declared) / step)
        elif share < 0.95:
            found = floor(Fraction(dice.randrange(-1000, 200_000), 1000) * self._unit(declared) / step)
        else:
            found = dice.choice([10**9, -(10**9), 10**17 + 1, -(10**17) - 3, 1, 0, -1])
        found = found if low is None else max(found, low)
        return found if high is None else min(found, high)

    def _unit(self, declared: Declared) -> Fraction:
        """The size of the numbers with which the tariff speaks of such inputs."""
        numbers = [abs(one) for one in self.numbers[declared.type.dimension] if one]
        return max(min(numbers), declared.type.scale) if numbers else declared.type.scale

    def _moment(self, declared: Declared | None = None) -> int:
        dice = self.dice
        if self.changes and dice.random() < 0.25:
            at = dice.choice(self.changes) + dice.choice([0, -1, 1800, -1800, 3600, dice.randrange(-9000, 9000)])
        else:
            at = dice.choice(self.moments)
            at += dice.choice([0, 0, -1, 1, 1800, 3600, -3600, -1800, dice.randrange(-DAY, DAY)])
        if dice.random() < 0.01:
            at = dice.choice([FIRST_MOMENT, LAST_MOMENT, 0, -1])
        low, high = FIRST_MOMENT, LAST_MOMENT
        if declared is not None:
            low, high = whole_bounds(declared, low, high)
        return min(max(at, low), high)

    def _period(self, declared: Declared, start: int | None = None) -> tuple[int, int]:
        dice = self.dice
        start = min(self._moment(), LAST_MOMENT - 1) if start is None else start
        longest = LAST_MOMENT
        if declared.seconds is not None:
            longest = min(longest, start + declared.seconds)
        if declared.days is not None:
            longest = min(longest, later(start, self.zone, days=declared.days))
        if declared.months is not None:
            longest = min(longest, later(start, self.zone, months=declared.months))
        sizes = [floor(one) for one in self.numbers[(("s", 1),)] if 0 < one < LONGEST]
        share = dice.random()
        if share < 0.35:
            end = start + dice.choice([*sizes, 1, 60, 3600]) + dice.choice([0, 0, 1, -1])
        elif share < 0.5 and self.changes:
            end = min(self.changes, key=lambda change: abs(change - start)) + dice.randrange(-9000, 9000)
        elif share < 0.65:
            end = dice.choice(self.moments) + dice.choice([0, 0, 1, -1])
        elif share < 0.75 and longest - start < LONGEST:
            end = longest
        else:
            end = start + dice.randrange(1, dice.choice([100, 10_000, 3 * DAY]))
        if end - start > LONGEST:
            end = start + DAY
        return start, max(start + 1, min(end, longest))

    def _items(self, declared: Declared) -> Values:
        """Items of a list; one after another where it says so."""
        dice = self.dice
        count = min(dice.choice([0, 1, 1, 2, 3, MANY]), declared.items)
        items: list[Values] = []
        period = next((field for field in declared.fields if field.kind == "period"), None)
        reached: int | None = None
        for _ in range(count):
            placed = None
            if declared.consecutive and period is not None:
                start, reached = self._period(period, reached)
                placed = (period.name, start, reached)
                if reached > LAST_MOMENT - DAY:
                    break
            items.append(self._record(declared.fields, placed))
        return tuple(items)
