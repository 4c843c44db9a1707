"""Limits in each block of time: `driving + parking at most 15 EUR in each 24 h of ride`.

The amounts are cut into pieces so fine that every limit over the same period finds its blocks among them. What a limit
leaves keeps its place: within a block the bound is reached at some piece, and what comes after it is cut."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.diagnostics import Span
from dsl.lower import expressions, pieces, placed
from dsl.lower.bill import Bill, InPieces
from dsl.lower.context import Context, Cut, Value
from dsl.lower.pieces import Pieces
from dsl.lower.walk import names_in
from dsl.messages import meaning as say
from engine.declarations import SECONDS, Blocks
from engine.graph import Ref


@dataclass(frozen=True, slots=True)
class Capped:
    """What a limit changes, in all and in the piece at hand."""

    exact: Value
    in_pieces: InPieces


def blocks_of_limits(body: tuple[sx.Declaration, ...]) -> tuple[ex.Blocks, ...]:
    """How the limits of a tariff cut time, those of plans included."""
    found: list[ex.Blocks] = []
    for decl in body:
        if isinstance(decl, sx.Limit) and isinstance(decl.scope, ex.Blocks):
            found.append(decl.scope)
        elif isinstance(decl, sx.Plan):
            found.extend(blocks_of_limits(decl.body))
    return tuple(found)


def capped(
    ctx: Context, bill: Bill, decl: sx.Limit, covers: tuple[str, ...], bounds: list[tuple[str, Ref]], test: Ref | None
) -> Capped | None:
    """The limit of what is left of lines in each block. None: it was reported why it cannot be."""
    scope = decl.scope
    assert isinstance(scope, ex.Blocks)
    cut = pieces.cut_of(ctx, scope)
    whole = _whole(ctx, bill, covers, scope)
    if cut is None or whole is None:
        return None
    fine = _finest(ctx, cut)
    made = pieces.cut_up(ctx, whole, fine, scope.span if scope.of is None else scope.of.span, scope.span)
    amount = None if made is None else _left(ctx, bill, covers, whole, made, decl.covers.span)
    if made is None or amount is None:
        return None
    b = ctx.builder
    within, starts = _block_of(ctx, made, whole, cut, fine)
    earlier = amount if within is None else b.so_far(amount, within)
    until = amount if within is None else b.sum([earlier, amount])
    kept = _bounded(ctx, until, bounds)
    if within is not None and starts is not None:
        zero = b.number(Fraction(0), b.type(amount).dimension)
        kept = b.sum([kept, b.negate(b.select(starts, zero, _bounded(ctx, earlier, bounds)))])
    change = b.sum([kept, b.negate(amount)])
    if test is not None:
        change = b.select(test, change, b.number(Fraction(0), b.type(amount).dimension))
    exact = Value(bill.type.type, b.reduce("sum", made.count, change))
    return Capped(exact, InPieces(made.count, change))


def _bounded(ctx: Context, amount: Ref, bounds: list[tuple[str, Ref]]) -> Ref:
    for how, bound in bounds:
        amount = ctx.builder.max([amount, bound]) if how == "at least" else ctx.builder.min([amount, bound])
    return amount


def _whole(ctx: Context, bill: Bill, covers: tuple[str, ...], scope: ex.Blocks) -> Value | None:
    """The time that is cut: what the limit names, else what the first line measures."""
    if scope.of is not None:
        return expressions.evaluate(ctx, scope.of)
    for name in covers:
        measured = bill.entries[name].measured
        found = None if measured is None or bill.entries[name].list is not None else placed.whole_of(ctx, measured)
        if found is not None:
            return found
    ctx.report(say.blocks_of_what(scope.span))
    return None


def _finest(ctx: Context, cut: Cut) -> Cut:
    """Blocks so fine that those of every limit are made of them (of a calendar, if they begin at the same time)."""
    cuts = [cut, *(one for one in (pieces.cut_of(ctx, blocks) for blocks in ctx.cut_by) if one is not None)]
    if cut.size is not None:
        sizes = [one.size for one in cuts if one.size is not None]
        bottom = 1
        for size in sizes:
            bottom = bottom * size.denominator // gcd(bottom, size.denominator)
        return Cut(Fraction(gcd(*(int(size * bottom) for size in sizes)), bottom), None)
    assert cut.calendar is not None
    calendars = {one.calendar for one in cuts if one.calendar and one.calendar.minute == cut.calendar.minute}
    return cut if len(calendars) == 1 else Cut(None, Blocks("day", cut.calendar.minute))


def _block_of(ctx: Context, made: Pieces, whole: Value, cut: Cut, fine: Cut) -> tuple[Ref | None, Ref | None]:
    """The number of the block in which a piece lies, and whether a block starts with it. None: each is a block."""
    b = ctx.builder
    if cut == fine:
        return None, None
    if cut.size is not None and fine.size is not None:
        earlier = b.sum([b.position(made.count), b.number(Fraction(-1))])
        passed = b.product([b.number(fine.size, SECONDS), earlier])
        start = b.round(passed, cut.size, "down")
        return b.product([start, b.reciprocal(cut.size, SECONDS)]), b.compare("=", start, passed)
    assert cut.calendar is not None and whole.end is not None
    number = b.block_of(made.piece.ref, cut.calendar)
    start = b.max([whole.ref, b.block_start(number, cut.calendar)])
    return number, b.compare("=", made.piece.ref, start)


def _left(ctx: Context, bill: Bill, covers: tuple[str, ...], whole: Value, made: Pieces, span: Span) -> Ref | None:
    """What is left of lines in the piece at hand."""
    b = ctx.builder
    amounts: list[Ref] = []
    for name in covers:
        found = _line(ctx, bill, name, whole, made)
        if found is None:
            ctx.report(say.no_place_to_cut(name, span))
            return None
        amounts.append(found)
    for adjusted in bill.adjustments:
        if set(covers).isdisjoint(adjusted.covers):
            continue
        within = adjusted.in_pieces
        if within is None or within.count != made.count or not set(adjusted.covers) <= set(covers):
            ctx.report(say.acted_without_place(adjusted.name, span, adjusted.span))
            return None
        amounts.append(within.change)
    return b.sum(amounts) if amounts else None


def _line(ctx: Context, bill: Bill, name: str, whole: Value, made: Pieces) -> Ref | None:
    """The amount of a line in the piece at hand, None where it has no place in this time."""
    entry, b = bill.entries[name], ctx.builder
    if entry.charge is None or entry.measured is None or entry.list is not None:
        return None
    time = placed.whole_of(ctx, entry.measured)
    if time is None or not placed.same_time(time, whole):
        return None
    named = [ctx.names.find(one.parts[0]) for one in names_in(entry.charge.clauses)]
    if any(one is not None and one.lines for one in named):
        return None
    amount = placed.in_pieces(ctx, entry.charge, entry.measured, entry.amount, entry.test, made)
    return None if amount is None or b.lists[amount] != made.count else amount
