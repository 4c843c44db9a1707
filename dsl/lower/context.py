"""What the walk over a tariff knows at any moment: the names in reach, the graph so far, the problems found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from dsl.diagnostics import Diagnostic, Span
from dsl.expressions import Blocks, Name, RoundWord
from dsl.messages import meaning as say
from dsl.source import Source
from dsl.value_types import Num, ValueType
from engine import declarations as d
from engine.builder import Builder
from engine.calendar_nodes import MonthEnd
from engine.declarations import Declared, Origin, Window
from engine.graph import ListRef, Ref, RoundMode

MODES: dict[RoundWord, RoundMode] = {
    "up": "up",
    "down": "down",
    "half up": "half_up",
    "half down": "half_down",
    "half even": "half_even",
}


MOST_SUGGESTIONS = 20
"""Unknown names of a text for which a similar one is looked for."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in time a quantity lies: in a period, or in the period of each item of `list` for which `where`
    holds; there only what lies in the `windows` counts. `item` is the quantity of an item, None its time."""

    start: Ref | None
    end: Ref | None
    windows: tuple[int, ...] = ()
    list: ListRef | None = None
    where: Ref | None = None
    item: Ref | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression means: its type and its node.

    A quotient by a value known only at run time keeps its `divisor` until the next rounding. A period is its
    two ends: `ref` and `end`. `place` says where a quantity lies in time."""

    type: ValueType
    ref: Ref
    divisor: Ref | None = None
    end: Ref | None = None
    place: Place | None = None


@dataclass(slots=True)
class Running:
    """What the rows of a price cut: a period, or the quantities of items. `at` is the moment and `amount` the
    sum so far at which the rows are asked; the conditions note where they cut."""

    start: Ref | None
    end: Ref | None
    at: Ref | None
    item: Ref | None = None
    amount: Ref | None = None
    windows: list[int] = field(default_factory=list)
    places: list[Ref] = field(default_factory=list)
    amounts: list[Ref] = field(default_factory=list)


EntityKind = Literal[
    "input", "field", "item", "piece", "list", "let", "value", "table", "window", "charge", "limit", "discount",
    "surcharge", "tax", "result", "unit", "plan", "choice", "carry", "broken",
]  # fmt: skip


@dataclass(slots=True)
class Entity:
    """A name that was declared. `evaluate` gives its value where it has one; `members` what may follow a dot."""

    name: str
    kind: EntityKind
    span: Span
    evaluate: Callable[[], Value | None] | None = None
    members: dict[str, Entity] = field(default_factory=dict)
    full: Callable[[], Value | None] | None = None
    """A line as it was priced, before what acts on it."""
    detail: str = ""
    used: bool = False
    label: str = ""
    lines: tuple[str, ...] = ()
    """The lines of the bill that it stands for where something acts on it."""
    needs: tuple[str, ...] = ()
    """The names its own text mentions."""
    known: bool = False
    """It was worked out before."""


class Names:
    """The one namespace of a tariff, and the names that hold only inside a plan, `for each` or an aggregate."""

    def __init__(self, broken: frozenset[str]) -> None:
        self.entities: dict[str, Entity] = {}
        self.inner: list[dict[str, Entity]] = []
        self.home = self.entities
        """Where names are declared: those of a plan in the plan."""
        self.broken = broken
        self.removed: dict[str, Span] = {}
        """Names of the base that this tariff takes out."""
        self.later: dict[str, Span] = {}
        """Lines of the bill further down: not priced yet."""

    def find(self, name: str) -> Entity | None:
        for names in reversed(self.inner):
            if name in names:
                return names[name]
        return self.entities.get(name)

    def is_broken(self, name: str) -> bool:
        """Whether a mistake in its declaration was reported, so that its uses stay silent."""
        entity = self.find(name)
        return name in self.broken if entity is None else entity.kind == "broken"

    def in_reach(self) -> list[str]:
        return [*(name for names in self.inner for name in names), *self.entities]

    @contextmanager
    def of_plan(self, own: dict[str, Entity], later: dict[str, Span]) -> Iterator[None]:
        """Declares into a plan, whose own lines further down are `later`."""
        outside, self.home, before = self.home, own, self.later
        self.later = {**before, **later}
        try:
            with self.within(own):
                yield
        finally:
            self.home, self.later = outside, before

    @contextmanager
    def within(self, entities: dict[str, Entity]) -> Iterator[None]:
        self.inner.append(entities)
        try:
            yield
        finally:
            self.inner.pop()


@dataclass(frozen=True, slots=True)
class Cut:
    """How time is cut: into elapsed blocks of so many seconds, or into those of a calendar."""

    size: Fraction | None
    calendar: d.Blocks | None


@dataclass(slots=True)
class LineRounding:
    """A rounding point of the header."""

    mode: RoundMode
    step: Fraction
    per: Literal["", "line", "rate", "once"] = ""


@dataclass(slots=True)
class Context:
    """The state of the walk. It only grows: nodes, windows, names, diagnostics."""

    source: Source
    names: Names
    builder: Builder = field(default_factory=Builder)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    currency: str = ""
    currency_broken: bool = False
    """The header's currency was reported."""
    zone: str = ""
    units: dict[str, str] = field(default_factory=dict)
    windows: list[Window] = field(default_factory=list)
    rounding: dict[str, LineRounding] = field(default_factory=dict)
    side: Literal["", "net", "gross"] = ""
    """Whether written prices are without or with the header's tax; empty: there is none."""
    next_blocks: bool = False
    month_end: MonthEnd = "last"
    exact_answers: bool = False
    """`round nothing`: a fraction is an answer."""
    item_list: ListRef | None = None
    running: Running | None = None
    """Inside the conditions of price rows that cut time."""
    unknown: int = 0
    priced_at: Ref | None = None
    origins: list[tuple[Ref, Origin]] = field(default_factory=list)
    wholes: dict[Ref, Ref] = field(default_factory=dict)
    """Quantities that have only passed so far, and the whole of them: blocks lie at their start, and the tier of a
    volume is that of the whole."""
    cut_by: tuple[Blocks, ...] = ()
    """How the limits of the tariff cut time."""
    known_cuts: dict[Blocks, Cut | None] = field(default_factory=dict)
    cuts: list[tuple[Ref, Span]] = field(default_factory=list)
    """The nodes that count pieces of time, and what is cut."""
    row_origins: list[tuple[Ref, tuple[Origin, ...]]] = field(default_factory=list)
    open_windows: list[str] = field(default_factory=list)
    evaluating: list[Entity] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    """The inputs so far."""

    @contextmanager
    def scoped(self, inner: list[dict[str, Entity]], item_list: ListRef | None) -> Iterator[None]:
        """Works something out with the names that were in reach where it was declared."""
        outer = self.names.inner, self.item_list
        self.names.inner, self.item_list = inner, item_list
        try:
            yield
        finally:
            self.names.inner, self.item_list = outer

    def report(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)

    def origin(self, span: Span) -> Origin:
        """The place of a span, with the words of its first line, and the text where it is another one."""
        line, column = self.source.place(span.start)
        return Origin(line, column, self.source.words(span).split("\n")[0].strip(), self.source.of(span.start).called)

    def declare(self, entity: Entity) -> None:
        """Takes up a name. Under `for each` a `let` or a result holds only for the item at hand."""
        known = self.names.find(entity.name)
        if known is not None and known.kind != "broken":
            self.report(say.duplicate_name(entity.name, entity.span, known.span, known.kind))
            return
        inside = self.item_list is not None and entity.kind in ("let", "result")
        scope = self.names.inner[-1] if inside and self.names.inner else self.names.home
        scope[entity.name] = entity

    def look_up(self, name: str, span: Span) -> Entity | None:
        """The entity of that name; None (reported, unless its declaration was) where there is none."""
        entity = self.names.find(name)
        if entity is None:
            if name in self.names.later:
                self.report(say.not_priced_yet(name, span, self.names.later[name]))
            elif name in self.names.removed:
                self.report(say.removed_name(name, span, self.names.removed[name]))
            elif name not in self.names.broken:
                self.unknown += 1
                known = self.names.in_reach() if self.unknown <= MOST_SUGGESTIONS else []
                self.report(say.unknown_name(name, span, known))
            return None
        entity.used = True
        return None if entity.kind == "broken" else entity

    def entity_of(self, name: Name) -> Entity | None:
        """What a name, dotted where it has several parts, stands for; None (reported) where it is nothing."""
        entity = self.look_up(name.parts[0], name.span)
        for part in name.parts[1:]:
            if entity is None:
                return None
            member = entity.members.get(part)
            if member is None and part not in self.names.broken:
                self.report(say.unknown_member(entity.name, part, list(entity.members), entity.kind, name.span))
            entity = member
            if entity is not None:
                entity.used = True
        return entity

    def value_of(self, entity: Entity, span: Span) -> Value | None:
        """The value of an entity, worked out at its first use; a circle is reported once."""
        if entity.evaluate is None:
            self.report(say.not_a_value(entity.name, entity.kind, span))
            return None
        if any(entity is open_ for open_ in self.evaluating) and entity.kind in ("let", "value", "carry"):
            self.report(say.circle(entity.name, span, entity.span))
            return None
        if entity.needs and not entity.known:
            self._work_out_first(entity)
        self.evaluating.append(entity)
        try:
            return entity.evaluate()
        finally:
            self.evaluating.pop()
            entity.known = True

    def _work_out_first(self, entity: Entity) -> None:
        """Works out what a name needs, in an order in which no chain of names is walked by recursion.

        Circles are left to the one who walks into them; lines of the bill to their place in it."""
        seen = {entity.name}
        path = [(entity, iter(entity.needs))]
        while path:
            current, names = path[-1]
            name = next(names, None)
            if name is not None:
                needed = self.names.find(name)
                if needed is not None and needed.needs and not needed.known and name not in seen:
                    seen.add(name)
                    path.append((needed, iter(needed.needs)))
                continue
            path.pop()
            if path and current.evaluate is not None and not current.known and not self.waits(current):
                current.known = True
                self.evaluating.append(current)
                current.evaluate()
                self.evaluating.pop()

    def waits(self, entity: Entity) -> bool:
        """Whether an entity names a line of the bill that is still to be priced."""
        return any(name in self.names.later or name.startswith("total") for name in entity.needs)

    def constant(self, value: Value, span: Span, what: str) -> Fraction | None:
        """The value as a constant number, or a message that `what` must be one."""
        known = self.builder.constant_of(value.ref) if value.divisor is None else None
        if known is None:
            self.report(say.must_be_fixed(what, span))
        return known

    def zero(self, like: ValueType) -> Ref:
        dimension = like.dimension if isinstance(like, Num) else ()
        return self.builder.number(Fraction(0), dimension)
