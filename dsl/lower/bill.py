"""What acts on amounts, in written order: limits, discounts, surcharges, taxes, the total.

The bill keeps each charge as it was priced and each adjustment as a signed line; the total is their sum. What
is *left* of a line (which names, taxes and later steps see) is worked out only where something asks for it:
its amount and its share of every adjustment that covers it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.diagnostics import Span
from dsl.lower import expressions
from dsl.lower.arithmetic import add, plain, rounded, times
from dsl.lower.conditions import condition
from dsl.lower.context import Context, Entity, EntityKind, LineRounding, Value
from dsl.messages import meaning as say
from dsl.value_types import PERCENT, is_money, joins, money
from engine.graph import Amount, Line, LineKind, ListRef, Part, Ref

MOST_SPREAD = 50_000
"""Weights of all shares of a bill together: adjustments that are spread over each other's lines grow fast."""


STAND_FOR_LINES: tuple[EntityKind, ...] = ("charge", "limit", "discount", "surcharge", "tax", "plan")


@dataclass(frozen=True, slots=True)
class InPieces:
    """What an adjustment changes in the piece at hand of so many pieces of time."""

    count: Ref
    change: Ref


@dataclass(slots=True)
class Adjusted:
    """A signed amount that acts on lines."""

    name: str
    amount: Ref
    covers: tuple[str, ...]
    spread: str
    span: Span
    in_pieces: InPieces | None = None
    """None: it has no place in time."""
    is_limit: bool = False
    """In order, the lines use up what a limit leaves: what it takes off comes off the last ones."""
    refused: bool = False
    """It had to be spread and could not."""


@dataclass(slots=True)
class Entry:
    """A line whose amount counts: a charge or a tax of its own."""

    name: str
    amount: Ref
    rate: Value | None = None
    """Its own rate of the header's tax."""
    untaxed: bool = False
    is_tax: bool = False
    charge: sx.Charge | None = None
    """How a charge is priced, what it measures, the list it is a sum over, and its condition."""
    measured: Ref | None = None
    list: ListRef | None = None
    test: Ref | None = None


@dataclass(slots=True)
class Bill:
    """The lines so far, and what is left of them."""

    ctx: Context
    lines: list[Line] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    adjustments: list[Adjusted] = field(default_factory=list)
    open_amounts: list[str] = field(default_factory=list)
    """Lines that are open quotients (`round nothing`): nothing can act on them."""
    plan: str = ""
    """The plan whose lines are added, on a copy of the bill so far."""
    _left: dict[str, list[tuple[int, Ref]]] = field(default_factory=dict)
    """What is left of each line after the adjustments (by their places) that were spread over it."""
    _spread_so_far: int = 0
    _spread_work: int = 0
    _given_up: bool = False
    _weights: dict[int, list[Ref]] = field(default_factory=dict)
    """What each adjustment, by its place, found left of the lines it covers."""
    _sum: Ref | None = None
    _counted: tuple[int, int] = (0, 0)
    """The sum of all so far, and how many lines and adjustments it counts."""
    _sums: dict[frozenset[str], tuple[int, Ref]] = field(default_factory=dict)
    """Sums of lines, and how many adjustments they count."""

    @property
    def type(self) -> Value:
        return Value(money(self.ctx.currency), self.ctx.zero(money(self.ctx.currency)))

    def step(self) -> LineRounding | None:
        return self.ctx.rounding.get("line")

    # plans

    def fork(self, plan: str) -> Bill:
        """The bill so far, to which the lines of a plan are added."""
        own = [replace(adjusted) for adjusted in self.adjustments]
        return Bill(self.ctx, list(self.lines), dict(self.entries), own, list(self.open_amounts), plan)

    def take(self, fork: Bill, before: Bill, chosen: Ref) -> None:
        """Adds what a plan has added to the bill `before` it; it counts where the plan was chosen."""
        b, zero = self.ctx.builder, self.type.ref
        for line in fork.own_lines(before):
            own = () if line.condition is None else (line.condition,)
            self.lines.append(replace(line, condition=b.all([chosen, *own])))
        for name, entry in list(fork.entries.items())[len(before.entries) :]:
            self.entries[name] = replace(entry, amount=b.select(chosen, entry.amount, zero), charge=None)
        for adjusted in fork.adjustments[len(before.adjustments) :]:
            amount = b.select(chosen, adjusted.amount, zero)
            self.adjustments.append(replace(adjusted, amount=amount, in_pieces=None))

    def own_lines(self, before: Bill) -> list[Line]:
        """The lines that were added since."""
        return self.lines[len(before.lines) :]

    def named(self, name: ex.Ident) -> str:
        """What a line of this name is called on the bill."""
        return f"{self.plan}.{name.text}" if self.plan else name.text

    # what is left

    def share(self, place: int, name: str) -> Ref:
        """The part of an adjustment that falls on one line it covers."""
        adjusted, b = self.adjustments[place], self.ctx.builder
        if len(adjusted.covers) == 1:
            return adjusted.amount
        index, step = adjusted.covers.index(name), self.step()
        assert step is not None
        amount = b.on_grid(adjusted.amount, step.step)
        evenly = b.share(amount, [b.number(Fraction(1))] * len(adjusted.covers), index)
        if adjusted.spread == "evenly":
            return evenly
        weights = self._weights.get(place)
        if weights is None:
            weights = [b.max([self._left_before(other, place), self.type.ref]) for other in adjusted.covers]
            self._weights[place] = weights
        if adjusted.spread == "in order":
            used = b.sum(weights[:index]) if index else self.type.ref
            taken = b.negate(b.tier(b.negate(amount), used, b.sum(weights[: index + 1])))
            takes_more = index != (len(weights) - 1 if adjusted.is_limit else 0)
            return taken if takes_more else b.sum([taken, b.max([amount, self.type.ref])])
        none = b.compare("<=", b.sum(weights), self.type.ref)
        return b.select(none, evenly, b.share(amount, weights, index))

    def _left_before(self, name: str, place: int) -> Ref:
        """What was left of a line before the adjustment at `place` (all before it are spread by then)."""
        earlier = [ref for at, ref in self._left.get(name, []) if at < place]
        return earlier[-1] if earlier else self.entries[name].amount

    def _spread(self) -> None:
        """Spreads the adjustments that have not been spread yet, in their order."""
        b = self.ctx.builder
        for place in range(self._spread_so_far, len(self.adjustments)):
            self._spread_work += len(self.adjustments[place].covers) ** 2
            if self._spread_work > MOST_SPREAD:
                if not self._given_up:
                    self.ctx.report(say.spread_too_large(self.adjustments[place].span))
                self._given_up = True
                break
            for name in self.adjustments[place].covers:
                left = b.sum([self._left_before(name, place), self.share(place, name)])
                self._left.setdefault(name, []).append((place, left))
        self._spread_so_far = len(self.adjustments)

    def left(self, name: str) -> Value:
        """What is left of a line after the adjustments so far; a quotient where lines are not rounded."""
        acting = [adjusted for adjusted in self.adjustments if name in adjusted.covers]
        if not acting:
            return Value(self.type.type, self.entries[name].amount)
        if self.step() is None:
            return self._exactly_left(name, acting)
        self._spread()
        return Value(self.type.type, self._left_before(name, len(self.adjustments)))

    def left_before(self, name: str, place: int) -> Value:
        """What is left of a line before the adjustment at `place`."""
        if self.step() is None:
            acting = [adjusted for adjusted in self.adjustments[:place] if name in adjusted.covers]
            return self._exactly_left(name, acting)
        self._spread()
        return Value(self.type.type, self._left_before(name, place))

    def _exactly_left(self, name: str, acting: Sequence[Adjusted]) -> Value:
        """What is left of a line that is not rounded: its amount and its exact part of each adjustment.

        A second adjustment over several lines would be spread over quotients: that wants rounded lines."""
        ctx, b = self.ctx, self.ctx.builder
        type_ = self.type.type
        left: Value = Value(type_, self.entries[name].amount)
        for adjusted in acting:
            part = Value(type_, adjusted.amount)
            if len(adjusted.covers) > 1:
                before = [a for a in self.adjustments[: self.adjustments.index(adjusted)] if len(a.covers) > 1]
                if adjusted.spread != "by amount" or any(set(a.covers) & set(adjusted.covers) for a in before):
                    if not adjusted.refused:
                        ctx.report(say.spread_needs_rounding(adjusted.span))
                    adjusted.refused = True
                    return left
                weights = {other: b.max([self.entries[other].amount, self.type.ref]) for other in adjusted.covers}
                whole = b.sum(list(weights.values()))
                none = b.compare("<=", whole, self.type.ref)
                count = b.number(Fraction(len(adjusted.covers)), b.type(whole).dimension)
                weight = b.select(none, b.number(Fraction(1), b.type(whole).dimension), weights[name])
                part = Value(type_, b.product([adjusted.amount, weight]), b.select(none, count, whole))
            together = add(ctx, [(1, left, adjusted.span), (1, part, adjusted.span)])
            left = together or left
        return left

    def left_of(self, names: tuple[str, ...]) -> Value:
        """What is left of several lines together: an adjustment wholly within them needs no spreading."""
        if not names:
            return self.type
        if len(names) == len(self.entries):
            return Value(self.type.type, self._running())
        b, inside = self.ctx.builder, frozenset(names)
        done, so_far = self._sums.get(inside, (0, None))
        parts = [self.entries[name].amount for name in names] if so_far is None else [so_far]
        for adjusted in self.adjustments[done:]:
            if inside.issuperset(adjusted.covers):
                parts.append(adjusted.amount)
            elif not inside.isdisjoint(adjusted.covers):
                terms = [(1, self.left(name), adjusted.span) for name in names]
                return add(self.ctx, terms) or self.type
        whole = b.sum(parts)
        self._sums[inside] = (len(self.adjustments), whole)
        return Value(self.type.type, whole)

    def _running(self) -> Ref:
        """The sum of all lines and adjustments so far, carried on from the last time it was asked for."""
        b = self.ctx.builder
        entries = list(self.entries.values())[self._counted[0] :]
        parts = [entry.amount for entry in entries]
        parts.extend(adjusted.amount for adjusted in self.adjustments[self._counted[1] :])
        if parts:
            self._sum = b.sum(parts if self._sum is None else [self._sum, *parts])
            self._counted = (len(self.entries), len(self.adjustments))
        return self.type.ref if self._sum is None else self._sum

    def total(self) -> Value:
        return self.left_of(tuple(self.entries))

    # lines

    def add_charge(self, line: Line, counted: Ref | None, decl: sx.Charge) -> None:
        ctx = self.ctx
        line = replace(line, name=self.named(decl.name))
        self.lines.append(line)
        if counted is None:
            self.open_amounts.append(line.name)
            quotient = Value(self.type.type, line.amount.value, line.amount.divisor)
            self.name_line(decl.name, "charge", lambda: quotient, (line.name,))
            return
        entry = self.entries[line.name] = Entry(line.name, counted, charge=decl, measured=line.measured)
        entry.list, entry.test = line.list, line.condition
        for clause in decl.clauses:
            if isinstance(clause, sx.ChargeTax):
                if clause.rate is None:
                    entry.untaxed = True
                else:
                    entry.rate = percentage(ctx, clause.rate)
        self.name_line(decl.name, "charge", lambda: self.left(line.name), (line.name,))
        full = Value(self.type.type, counted)
        entity = ctx.names.home.get(decl.name.text)  # none where the name was taken, which was reported
        if entity is not None:
            entity.full = lambda: full

    def name_line(
        self, name: ex.Ident, kind: EntityKind, evaluate: Callable[[], Value | None], lines: tuple[str, ...]
    ) -> None:
        entity = Entity(name.text, kind, name.span, evaluate, detail=kind, used=True, lines=lines)
        self.ctx.names.later.pop(name.text, None)
        self.ctx.declare(entity)

    def covered(self, expr: ex.Expr) -> tuple[str, ...] | None:
        """The lines a sum of names covers, each once, in order."""
        ctx = self.ctx
        out: list[str] = []
        for term in [term for _, term in expr.terms] if isinstance(expr, ex.Sum) else [expr]:
            if isinstance(term, ex.Word) and term.word == "total":
                out.extend(self.entries)
                continue
            if not isinstance(term, ex.Name):
                ctx.report(say.lines_expected(term.span))
                return None
            entity = ctx.entity_of(term)
            if entity is None:
                return None
            if entity.kind not in STAND_FOR_LINES:
                ctx.report(say.lines_expected(term.span))
                return None
            if any(line in self.open_amounts for line in entity.lines):
                ctx.report(say.needs_rounding(term.span))
                return None
            out.extend(entity.lines)
        return tuple(dict.fromkeys(out))

    def adjust(
        self,
        kind: LineKind,
        name: ex.Ident,
        label: ex.Text | None,
        exact: Value,
        covers: tuple[str, ...],
        test: Ref | None,
        span: Span,
        spread: str = "by amount",
        bound: Ref | None = None,
        parts: tuple[Part, ...] = (),
        in_pieces: InPieces | None = None,
        within: str = "",
    ) -> None:
        """Writes a signed line and lets it act on the lines it covers."""
        ctx, b = self.ctx, self.ctx.builder
        amount = exact
        rounding = self.step()
        if rounding is not None:
            amount = rounded(ctx, exact, rounding.step, rounding.mode)
        ref = plain(ctx, amount, span)
        if ref is None:
            return
        before = plain(ctx, self.left_of(covers), span)
        if before is None:
            return
        counted = ref if test is None else b.select(test, ref, ctx.zero(self.type.type))
        line = Line(
            kind,
            self.named(name),
            label.value if label else name.text,
            Amount(ref),
            Amount(exact.ref, exact.divisor),
            test,
            parts=parts,
            covers=covers,
            before=before,
            bound=bound,
            within=within,
            origin=ctx.origin(span),
        )
        self.lines.append(line)
        is_limit = kind == "limit"
        order = tuple(reversed(covers)) if is_limit and spread == "in order" else covers
        self.adjustments.append(Adjusted(name.text, counted, order, spread, span, in_pieces, is_limit))
        if kind == "limit":
            self.name_line(name, "limit", lambda: self.left_of(covers), covers)
        else:
            entity_kind: EntityKind = "discount" if kind == "discount" else "surcharge"
            value = Value(self.type.type, counted)
            self.name_line(name, entity_kind, lambda: value, covers)

    def discount(self, decl: sx.Adjustment) -> None:
        ctx, b = self.ctx, self.ctx.builder
        covers = self.covered(decl.covers)
        test = None if decl.when is None else condition(ctx, decl.when)
        value = expressions.evaluate(ctx, decl.amount)
        if covers is None or value is None or (decl.when is not None and test is None):
            return
        before = self.left_of(covers)
        share = value if joins(value.type, PERCENT) else None
        if share is not None:
            found = times(ctx, value, before, decl.amount.span)
            if found is None:
                return
            value = found
        elif is_money(value.type) and joins(value.type, self.type.type):
            if decl.kind == "discount":
                ref = plain(ctx, value, decl.amount.span)
                if ref is None:
                    return
                there = plain(ctx, before, decl.covers.span)
                if there is None:
                    return
                value = Value(value.type, b.min([ref, b.max([there, self.type.ref])]))
        else:
            ctx.report(say.money_or_percentage(value.type, decl.amount.span))
            return
        if decl.kind == "discount":
            value = Value(self.type.type, b.negate(value.ref), value.divisor)
        value = Value(self.type.type, value.ref, value.divisor)
        part = Part(None, Amount(value.ref, value.divisor), Amount(value.ref, value.divisor), origin=None)
        if share is not None:
            of = Amount(before.ref, before.divisor)
            part = Part(of, Amount(share.ref, share.divisor), part.amount, origin=ctx.origin(decl.amount.span))
        self.adjust(decl.kind, decl.name, decl.label, value, covers, test, decl.span, decl.spread, parts=(part,))

    def tax(self, decl: sx.Tax) -> None:
        """A tax of its own: a line of the bill, on top of what it names."""
        ctx, b = self.ctx, self.ctx.builder
        covers = self.covered(decl.of)
        test = None if decl.when is None else condition(ctx, decl.when)
        rate = percentage(ctx, decl.rate)
        if covers is None or rate is None or (decl.when is not None and test is None):
            return
        rounding = ctx.rounding.get("tax") or self.step()
        if decl.per == "line" and rounding is not None:
            refs = []
            for covered in covers:
                part = times(ctx, rate, self.left(covered), decl.span)
                assert part is not None
                refs.append(rounded(ctx, part, rounding.step, rounding.mode).ref)
            exact = Value(self.type.type, b.sum(refs)) if refs else self.type
        else:
            found = times(ctx, rate, self.left_of(covers), decl.span)
            assert found is not None
            exact = Value(self.type.type, found.ref, found.divisor)
        amount = exact if rounding is None else rounded(ctx, exact, rounding.step, rounding.mode)
        name, label = self.named(decl.name), decl.label.value if decl.label else decl.name.text
        before = self.left_of(covers)
        line = Line(
            "tax",
            name,
            label,
            Amount(amount.ref, amount.divisor),
            Amount(exact.ref, exact.divisor),
            test,
            covers=covers,
            before=before.ref if before.divisor is None else None,
            origin=ctx.origin(decl.span),
        )
        self.lines.append(line)
        if amount.divisor is not None:
            if not ctx.exact_answers:
                ctx.report(say.needs_rounding(decl.span))
            self.open_amounts.append(name)
            self.name_line(decl.name, "tax", lambda: amount, (name,))
            return
        counted = amount.ref if test is None else b.select(test, amount.ref, ctx.zero(self.type.type))
        self.entries[name] = Entry(name, counted, untaxed=True, is_tax=True)
        self.name_line(decl.name, "tax", lambda: self.left(name), (name,))


def percentage(ctx: Context, expr: ex.Expr) -> Value | None:
    value = expressions.evaluate(ctx, expr)
    if value is None:
        return None
    if not joins(value.type, PERCENT):
        ctx.report(say.percentage_expected(value.type, expr.span))
        return None
    return value
