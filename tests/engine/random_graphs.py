"""Random well-typed graphs of every kind of node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor
from random import Random
from typing import Literal

from engine import graph as g
from engine.builder import Builder
from engine.calendar_nodes import Convention, MonthEnd, Months
from engine.declarations import (
    DATE,
    MOMENT,
    SECONDS,
    TEXT,
    TRUTH,
    Blocks,
    Declared,
    Kind,
    Type,
    Window,
)
from engine.graph import Amount, Graph, Line, LineSides, Ref, Requirement, Result
from engine.units import ONE, Dimension
from tests.engine.random_carries import carried, carry_on
from tests.engine.random_cells import WORDS, random_cell
from tests.engine.random_groups import grouped
from tests.engine.random_windows import random_rule

CHANGES = {
    # days on which the clock of a zone changes
    "Europe/Warsaw": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Asia/Singapore": ("2026-02-28", "2024-02-29"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "America/St_Johns": ("2008-11-02", "2009-03-08"),  # midnight came twice, and an hour after it was left out
}
MONEY: Dimension = (("PLN", 1),)
DIMENSIONS = (ONE, MONEY, SECONDS)
COLOURS = Type("choice", options=("red", "green", "blue", "grey"))
PLANS = Type("choice", options=("basic", "gold"))
MODES: tuple[g.RoundMode, ...] = ("up", "down", "half_up", "half_down", "half_even", "next")
BLOCKS: tuple[Months, ...] = (0, 1, 1, 3, 12)
CONVENTIONS: tuple[Convention, ...] = ("days", "days", "thirty", "seconds")
MONTH_ENDS: tuple[MonthEnd, ...] = ("last", "next", "refuse")
HOLIDAYS = ("2026-01-01", "2026-05-01", "2026-12-24", "2026-12-26")
HOURS = (0, 1800, 3600, 7200, 10800, 25200, 54000)
FACTORS = ("0", "1", "-1", "2", "1/2", "1/3", "5", "60", "1/60", "7/4", "23/100", "100/123", "-5/2", "1000")
LONGEST_LIST = 4
_PERIOD = Declared("", "period", MOMENT, days=20)


def days(zone: str) -> tuple[int, ...]:
    """Days on which something happens in a zone, some more than once."""
    return tuple(date.fromisoformat(day).toordinal() for day in (*CHANGES[zone] * 2, *HOLIDAYS))


def moments(day: int) -> tuple[int, ...]:
    """Some moments of a day."""
    return tuple((day - date(1970, 1, 1).toordinal()) * 86400 + hour for hour in HOURS)


class Maker:
    """Grows one graph."""

    def __init__(self, random: Random, size: int) -> None:
        self.random = random
        self.builder = Builder()
        self.zone = random.choice(list(CHANGES))
        self.days = days(self.zone)
        self.moments = tuple(moment for day in self.days for moment in moments(day))
        self.windows = tuple(Window(f"w{number}", random_rule(random, 2)) for number in range(3))
        named = [name for name in ("items", "legs") if random.random() < 0.6]
        self.lists: list[g.ListRef] = [*named]
        self.inputs = self.declare(named)
        self.scopes: list[g.ListRef | None] = []
        kinds = list(self.growths())
        for _ in range(size):
            random.choice(kinds)(random.choice([None, *self.lists]))

    # declarations

    def number_input(self, name: str, optional: bool = False) -> Declared:
        scale = Fraction(self.random.choice(["1", "1/100", "1/3", "60", "7/4"]))
        bounds = self.random.choice([(None, None), (0, None), (0, 4000), (-1000, 9), (7, 90), (None, 0), (-5, 5)])
        lower, upper = (None if one is None else floor(one / scale) * scale for one in bounds)
        type_ = Type("number", self.random.choice(DIMENSIONS), scale)
        return Declared(name, "number", type_, lower=lower, upper=upper, optional=optional)

    def fields(self, prefix: str, missing: Fraction) -> tuple[Declared, ...]:
        def seldom() -> bool:
            return self.random.random() < missing

        every = [
            self.number_input(prefix + "n"),
            self.number_input(prefix + "m"),
            self.number_input(prefix + "no", optional=seldom()),
            Declared(prefix + "t", "truth", TRUTH, optional=seldom()),
            Declared(prefix + "w", "moment", MOMENT, optional=seldom()),
            replace(_PERIOD, name=prefix + "p", optional=seldom()),
            Declared(prefix + "d", "date", DATE, optional=seldom()),
            Declared(prefix + "c", "choice", COLOURS, optional=seldom()),
            Declared(prefix + "g", "choice", PLANS),
            Declared(prefix + "x", "text", TEXT, optional=seldom()),
        ]
        return tuple(one for one in every if self.random.random() < 0.8)

    def declare(self, lists: Sequence[str]) -> tuple[Declared, ...]:
        outer = [
            *self.fields("", Fraction(1, 8)),
            self.number_input("k"),
            replace(_PERIOD, name="q", days=None, seconds=432000),
        ]
        self.read(outer, None)
        for name in lists:
            fields = self.fields(name[0], Fraction(1, 4))
            self.read(fields, name)
            self.builder.position(name)
            outer.append(Declared(name, "list", fields=fields, items=LONGEST_LIST, optional=self.random.random() < 0.2))
        self.random.shuffle(outer)
        return tuple(outer)

    def read(self, declared: Sequence[Declared], list: str | None) -> None:
        for one in declared:
            if one.kind == "period":
                self.builder.input(one.name, MOMENT, "from", list)
                self.builder.input(one.name, MOMENT, "to", list)
            else:
                self.builder.input(one.name, one.type, list=list)
            if one.optional:
                self.builder.input(one.name, TRUTH, "given", list)

    def is_split(self, list: g.ListRef) -> bool:
        return isinstance(list, Ref) and isinstance(self.builder.nodes[list], g.Split)

    # operands

    def scope(self, ref: Ref) -> g.ListRef | None:
        if ref >= len(self.scopes):
            self.scopes = list(g.item_lists(self.builder.nodes))
        return self.scopes[ref]

    def refs(self, kind: Kind, scope: g.ListRef | None, dimension: Dimension | None = None) -> list[Ref]:
        """The nodes of a kind that may be read in a scope, those of its items more than once."""
        found = []
        for ref, type_ in enumerate(self.builder.types):
            missing = isinstance(self.builder.nodes[ref], g.NoPrice)
            if type_.kind == kind and dimension in (None, type_.dimension) and not missing:
                inside = self.scope(ref)
                found += [ref] if inside is None else [ref, ref, ref] if inside == scope else []
        return found

    def any_of(self, kind: Kind, scope: g.ListRef | None) -> Ref:
        found = self.refs(kind, scope)
        if not found or self.random.random() < 0.1:
            return self.constant(self.type_of(kind))
        return self.random.choice(found)

    def type_of(self, kind: Kind) -> Type:
        types = {"truth": TRUTH, "moment": MOMENT, "date": DATE, "text": TEXT, "choice": COLOURS}
        return types.get(kind, Type("number", self.random.choice(DIMENSIONS)))

    def alike(self, ref: Ref, scope: g.ListRef | None) -> Ref:
        """Another node that joins with one."""
        type_ = self.builder.type(ref)
        found = self.refs(type_.kind, scope, type_.dimension)
        found = [one for one in found if self.builder.type(one).options == type_.options]
        if type_.kind == "row" or (found and self.random.random() < 0.75):
            return self.random.choice(found)
        return self.constant(type_)

    def constant(self, type_: Type) -> Ref:
        random, builder = self.random, self.builder
        match type_.kind:
            case "number":
                return builder.number(Fraction(random.choice(FACTORS)) * random.choice([1, 1, 10]), type_.dimension)
            case "truth":
                return builder.constant(random.random() < 0.5, type_)
            case "moment":
                return builder.constant(Fraction(random.choice(self.moments)), type_)
            case "date":
                return builder.constant(Fraction(random.choice(self.days)), type_)
            case "choice":
                return builder.constant(random.choice(type_.options), type_)
            case _:
                return builder.constant(random.choice(WORDS), type_)

    def number(self, scope: g.ListRef | None, dimension: Dimension | None = None) -> Ref:
        found = [
            ref for ref in self.refs("number", scope, dimension) if self.builder.type(ref).scale.denominator < 10**9
        ]
        if not found or self.random.random() < 0.1:
            return self.constant(Type("number", self.random.choice(DIMENSIONS) if dimension is None else dimension))
        return self.random.choice(found)

    def numbers(self, scope: g.ListRef | None, least: int = 2) -> list[Ref]:
        first = self.number(scope)
        dimension = self.builder.type(first).dimension
        return [first, *(self.number(scope, dimension) for _ in range(self.random.randint(least, 4) - 1))]

    def number_like(self, ref: Ref, scope: g.ListRef | None) -> Ref:
        return self.number(scope, self.builder.type(ref).dimension)

    def divisor(self, scope: g.ListRef | None) -> Ref:
        """A number that is seldom zero."""
        found = self.number(scope)
        if self.random.random() < 0.3:
            return found
        if self.random.random() < 0.4:
            return self.builder.number(Fraction(self.random.choice([2, 4, 8, -2, 60])))
        one = self.builder.number(Fraction(1), self.builder.type(found).dimension)
        positive = self.builder.max([found, one])
        return positive if self.random.random() < 0.8 else self.builder.negate(positive)

    def step(self) -> Fraction:
        return Fraction(self.random.choice(["1", "1/100", "5", "60", "1/3", "2", "1/2", "7/10", "8"]))

    def mode(self) -> g.RoundMode:
        return self.random.choice(MODES)

    def cell(self, type_: Type) -> g.Cell:
        return random_cell(self.random, type_, self.moments, self.days)

    # nodes

    def growths(self) -> Sequence[Callable[[g.ListRef | None], object]]:
        """What a graph grows by; the more important more than once."""
        b, random = self.builder, self.random

        def product(scope: g.ListRef | None) -> Ref:
            return b.product(
                [self.number(scope), self.number(scope, ONE), *([self.number(scope, ONE)] * random.randint(0, 1))]
            )

        def rounded(scope: g.ListRef | None) -> Ref:
            divisor = self.divisor(scope) if random.random() < 0.35 else None
            return b.round(self.number(scope), self.step(), self.mode(), divisor)

        def select(scope: g.ListRef | None) -> Ref:
            kind: Kind = random.choice(["number", "number", "moment", "date", "choice", "text", "truth"])
            then = self.any_of(kind, scope)
            return b.select(self.any_of("truth", scope), then, self.alike(then, scope))

        def compare(scope: g.ListRef | None) -> Ref:
            kind: Kind = random.choice(["number", "number", "moment", "date", "date", "choice", "text", "truth"])
            op: Literal["<", "<=", "="] = random.choice(["<", "<=", "="])
            left = self.any_of(kind, scope)
            sides = [left, self.alike(left, scope)]
            random.shuffle(sides)
            return b.compare(op if kind in ("number", "moment", "date") else "=", *sides)

        def fits(scope: g.ListRef | None) -> Ref:
            key = self.any_of(random.choice(["number", "moment", "date", "choice", "text", "truth"]), scope)
            return b.fits(key, self.cell(b.type(key)))

        def tier(scope: g.ListRef | None) -> Ref:
            quantity = self.number(scope)
            dimension = b.type(quantity).dimension
            lower, upper = sorted(Fraction(one) for one in random.sample((0, 0, 1, 5, 60, 1000), 2))
            if random.random() < 0.7:
                return b.tier(
                    quantity,
                    b.number(lower, dimension),
                    None if random.random() < 0.3 else b.number(upper, dimension),
                )
            return b.tier(quantity, self.number(scope, dimension), self.number(scope, dimension))

        def table(scope: g.ListRef | None) -> Ref:
            kinds: list[Kind] = ["number", "moment", "date", "choice", "choice", "text", "truth"]
            keys = [self.any_of(random.choice(kinds), scope) for _ in range(random.randint(1, 3))]
            rows = [tuple(self.cell(b.type(key)) for key in keys) for _ in range(random.randint(1, 6))]
            if random.random() < 0.5:
                rows.append(tuple(g.AnyValue() for _ in keys))
            return picked(scope, b.table("rates", keys, rows, "first"), len(rows))

        def dense(scope: g.ListRef | None) -> Ref:
            keys = [ref for ref in self.refs("choice", scope) if isinstance(b.nodes[ref], g.Input)]
            keys = random.sample(keys, min(len(keys), random.randint(1, 2))) or [self.constant(PLANS)]
            rows: list[tuple[g.Cell, ...]] = [()]
            for key in keys:
                rows = [(*row, g.OneOf((option,))) for row in rows for option in b.type(key).options]
            random.shuffle(rows)
            row = b.table("grid", keys, rows, "only")
            picked(scope, row, len(rows))
            return picked(scope, row, len(rows), constant=True)

        def picked(scope: g.ListRef | None, row: Ref, rows: int, constant: bool = False) -> Ref:
            first = self.any_of(random.choice(["number", "number", "number", "choice", "text", "truth"]), scope)
            if constant or random.random() < 0.5:
                first = self.constant(b.type(first))
                return b.pick(row, [first, *(self.constant(b.type(first)) for _ in range(rows - 1))])
            return b.pick(row, [first, *(self.alike(first, scope) for _ in range(rows - 1))])

        def overlap(scope: g.ListRef | None) -> Ref:
            start, end = self.period(scope)
            return b.overlap(start, end, random.randrange(3))

        def elapsed(scope: g.ListRef | None) -> Ref:
            return b.elapsed(*self.period(scope))

        def split(_: g.ListRef | None) -> Ref:
            """Something cut to pieces, which are read, reduced and read together with the items they are cut of."""
            whole = [one for one in self.lists if not self.is_split(one)]
            of = random.choice([None, *whole])
            where = self.any_of("truth", of) if of is not None and random.random() < 0.4 else None
            if random.random() < 0.6:
                start, end = self.period(of)
                windows = random.sample(range(3), random.randint(0, 2))
                places = [self.any_of("moment", of) for _ in range(random.randint(0, 2))]
                pieces = b.split(start, end, windows, places, of, where)
                length = b.elapsed(b.piece(pieces, "from"), b.piece(pieces, "to"))
                b.fits(b.piece(pieces, "from"), g.InWindow(random.randrange(3)))
            else:
                start, end, *more = self.numbers(of)
                pieces = b.split(start, end, (), more, of, where)
                length = b.sum([b.piece(pieces, "to"), b.negate(b.piece(pieces, "from"))])
            if pieces not in self.lists:
                self.lists.append(pieces)
            b.position(pieces)
            if of is not None:
                short = b.compare("<", length, self.constant(b.type(length)))
                b.sum([length, b.in_pieces(self.number_like(length, of), pieces)])
                b.all([short, b.in_pieces(self.any_of("truth", of), pieces)])
            return b.reduce("sum", pieces, b.so_far(length) if random.random() < 0.5 else length)

        def started(_: g.ListRef | None) -> Ref | None:
            if not self.lists:
                return None
            length = self.number(random.choice(self.lists))
            size = self.number_like(length, self.scope(length))
            if self.scope(length) is None or (self.scope(size) or self.scope(length)) != self.scope(length):
                return None
            return b.started_blocks(length, size)

        def reduce(_: g.ListRef | None) -> Ref | None:
            if not self.lists:
                return None
            list = random.choice(self.lists)
            op: Literal["sum", "count", "min", "max"] = random.choice(["sum", "sum", "count", "min", "max"])
            where = self.any_of("truth", list) if random.random() < 0.4 else None
            return b.reduce(op, list, None if op == "count" else self.number(list), where)

        def so_far(scope: g.ListRef | None) -> Ref | None:
            found = [ref for ref in self.refs("number", scope) if self.scope(ref) is not None]
            block = b.round(self.number(scope, ONE), Fraction(random.choice([1, 2, 5])), self.mode())
            within = block if random.random() < 0.5 and b.type(block) == Type("number") else None
            return b.so_far(random.choice(found[-8:]), within) if found else None

        def counted(_: g.ListRef | None) -> Ref:
            few = b.min([self.number(None, ONE), b.number(Fraction(LONGEST_LIST))])
            items = b.round(few, Fraction(1), random.choice(["up", "down"]))
            if b.type(items) != Type("number") or len(self.lists) > 3:
                return items
            self.lists.append(items)
            return b.position(items)

        def blocks(scope: g.ListRef | None) -> Ref:
            unit: Literal["day", "week", "month"] = random.choice(["day", "week", "month"])
            first = {"day": 0, "week": random.randrange(7), "month": random.choice([1, 15, 31])}[unit]
            calendar = Blocks(unit, random.choice([0, 120, 270]), first)
            number = b.block_of(self.any_of("moment", scope), calendar, random.random() < 0.5)
            if random.random() < 0.5:
                return number
            return b.block_start(b.sum([number, b.number(Fraction(random.randint(-2, 2)))]), calendar)

        def share(scope: g.ListRef | None) -> Ref:
            weights = self.numbers(scope)
            dimension = b.type(weights[0]).dimension
            zero = b.number(Fraction(0), dimension)
            return b.share(self.number(scope), [b.max([one, zero]) for one in weights], random.randrange(len(weights)))

        def no_price(scope: g.ListRef | None) -> Ref:
            then = self.any_of(random.choice(["number", "choice", "truth"]), scope)
            nothing = b.no_price("none", b.type(then))
            branches = [then, nothing]
            random.shuffle(branches)
            return b.select(self.any_of("truth", scope), *branches)

        def date_of(scope: g.ListRef | None) -> Ref:
            return b.date_of(self.any_of("moment", scope))

        def block_edge(scope: g.ListRef | None) -> Ref:
            return b.block_edge(self.any_of("date", scope), random.choice(BLOCKS), random.random() < 0.5)

        def coverage(scope: g.ListRef | None) -> Ref:
            start, end = self.period(scope)
            months, by = random.choice(BLOCKS), random.choice(CONVENTIONS)
            place = None if random.random() < 0.4 else b.number(Fraction(random.choice((0, 1, 15, 28, 29, 30, 31, 32))))
            if place is not None and random.random() < 0.5:
                place = self.any_of("date", scope)
            ref, below = b.coverage(start, end, months, by, place, random.choice(MONTH_ENDS))
            return ref if below is None else b.round(ref, self.step(), self.mode(), below)

        def some_date(scope: g.ListRef | None) -> Ref:
            found = [ref for ref in self.refs("date", scope) if isinstance(b.nodes[ref], g.DateOf)]
            key = random.choice(found) if found else date_of(scope)
            return b.fits(key, self.cell(DATE))

        def bill(scope: g.ListRef | None) -> Ref:
            """Lines, an adjustment, and what is then left."""
            lines = self.numbers(scope)
            before = b.sum(lines)
            after = random.choice([b.min, b.max])([before, random.choice(lines)])
            left = b.sum([*lines, after, b.negate(before)])
            return b.sum([left, self.number_like(left, scope), b.negate(left)][:: random.choice([1, -1])])

        def joined(scope: g.ListRef | None) -> Ref:
            truths = [self.any_of("truth", scope) for _ in range(random.randint(2, 4))]
            return random.choice([b.all, b.any])(truths)

        def extreme(scope: g.ListRef | None) -> Ref:
            return random.choice([b.min, b.max])(self.numbers(scope))

        return (
            product, product, counted, blocks, blocks, rounded, rounded, rounded, select, select, compare, compare,
            fits, fits, tier, table, table, dense, overlap, elapsed, split, started, grouped(self), reduce, reduce,
            reduce, so_far, share, no_price, date_of, block_edge, coverage, coverage, coverage, some_date, some_date,
            overlap, so_far, bill, bill, joined, extreme, carried(self),
            lambda scope: b.sum(self.numbers(scope)),
            lambda scope: b.negate(self.number(scope)),
            lambda scope: b.not_(self.any_of("truth", scope)),
        )  # fmt: skip

    def period(self, scope: g.ListRef | None) -> tuple[Ref, Ref]:
        nodes = self.builder.nodes
        starts = [
            ref for ref in self.refs("moment", scope) if isinstance(node := nodes[ref], g.Input) and node.part == "from"
        ]
        if starts and self.random.random() < 0.7:
            start = self.random.choice(starts)
            first = nodes[start]
            assert isinstance(first, g.Input)
            return start, self.builder.input(first.name, MOMENT, "to", first.list)
        return self.any_of("moment", scope), self.any_of("moment", scope)

    # the whole

    def graph(self) -> Graph:
        carry_on(self)
        b, random = self.builder, self.random

        def late(found: Sequence[Ref]) -> Ref:
            return random.choice(list(found)[-max(4, len(found) // 2) :])

        def amount(kind: Kind, scope: g.ListRef | None = None) -> Amount:
            value = late(self.refs(kind, scope) or [self.any_of(kind, scope)])
            if kind != "number" or random.random() < 0.8:
                return Amount(value)
            return Amount(value, self.divisor(scope))

        def line(name: str) -> Line:
            condition = self.any_of("truth", None) if random.random() < 0.4 else None
            told, sides = amount("number"), None
            if random.random() < 0.3:
                sides = LineSides(amount("number"), amount("number"), amount("number"))
            return Line("charge", name, name, told, Amount(0), condition, sides=sides)

        def result(name: str) -> Result:
            kind: Kind = random.choice(["number", "number", "truth", "choice", "text", "moment", "date"])
            list = random.choice([None, *(one for one in self.lists if not self.is_split(one))])
            return Result(name, name, amount(kind, list), list)

        def requirement() -> Requirement:
            list = random.choice([None, *(one.name for one in self.inputs if one.kind == "list")])
            first = self.any_of("truth", list)
            often = b.any([first, self.any_of("truth", list), self.any_of("truth", list)])
            return Requirement(often, "", (), list)

        requirements = tuple(requirement() for _ in range(random.choice([0, 0, 1, 2])))
        lines = tuple(line(f"l{number}") for number in range(random.randint(1, 4)))
        results = tuple(result(f"r{number}") for number in range(random.randint(1, 4)))
        total = amount("number")
        net, tax, gross = (amount("number") if random.random() < 0.5 else None for _ in range(3))
        return Graph(
            "random", "", "PLN", self.zone, self.inputs, self.windows, tuple(b.nodes), tuple(b.types), (),
            requirements, lines,
            results, total, net, tax, gross, carries=tuple(one for one in b.carries if one is not None),
        )  # fmt: skip


def random_graph(random: Random, size: int = 40) -> Graph:
    """A graph grown by so many steps."""
    return Maker(random, size).graph()


def kinds(graph: Graph) -> Counter[str]:
    """Its nodes by kind."""
    return Counter(type(node).__name__ for node in graph.nodes)
