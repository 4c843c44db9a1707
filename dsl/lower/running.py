"""Conditions on the moment that is priced, in the rows of a price: in a window, since a moment, so far.

They hold on half-open stretches, so the ends of ranges are no matter: at the bound the next row begins.
"""

from __future__ import annotations

from dsl import expressions as ex
from dsl.lower import conditions, expressions, lists
from dsl.lower.arithmetic import plain
from dsl.lower.context import Context, Running, Value
from dsl.messages import meaning as say
from dsl.value_types import DURATION, MOMENT, joins
from engine.graph import Ref


def moment(ctx: Context, value: Value, window: int) -> Value | None:
    """The moment that is priced, where the value is the period that the rows cut; None for other values."""
    run, place = ctx.running, value.place
    if run is None or place is None or place.windows or place.list is not None:
        return None
    if (place.start, place.end) != (run.start, run.end) or run.at is None:
        return None
    if window not in run.windows:
        run.windows.append(window)
    return Value(MOMENT, run.at)


def reached(ctx: Context, run: Running, subject: ex.Since | ex.SoFar, cell: ex.Cell) -> Ref | None:
    """`time since M` or `X so far` against a cell, at the moment that is priced."""
    match cell:
        case ex.CellNot(inner):
            ref = reached(ctx, run, subject, inner)
            return None if ref is None else ctx.builder.not_(ref)
        case ex.CellLogic(op, parts):
            refs = [reached(ctx, run, subject, part) for part in parts]
            known = [ref for ref in refs if ref is not None]
            if len(known) < len(refs):
                return None
            return ctx.builder.all(known) if op == "and" else ctx.builder.any(known)
        case ex.CellRange():
            return within(ctx, run, subject, conditions.borrow_unit(cell))
        case _:
            ctx.report(say.range_needed(cell.span))
            return None


def within(ctx: Context, run: Running, subject: ex.Since | ex.SoFar, cell: ex.CellRange) -> Ref | None:
    b = ctx.builder
    if isinstance(subject, ex.Since):
        begin = expressions.evaluate(ctx, subject.moment)
        if begin is None:
            return None
        if begin.type != MOMENT:
            ctx.report(say.expected_type("a moment", begin.type, subject.moment.span))
            return None
        return elapsed(ctx, run, begin.ref, cell, since=True)
    amount = expressions.as_number(ctx, expressions.evaluate(ctx, subject.arg))
    if amount is None:
        return None
    place = amount.place
    if place is not None and (place.start, place.end, place.windows, place.list) == (run.start, run.end, (), None):
        begun = run.start
        assert begun is not None
        if ctx.item_list is not None:
            before = lists.so_far(ctx, subject.arg, subject.span)
            if before is None:
                return None
            begun = b.later(begun, b.negate(before.ref))
        return elapsed(ctx, run, begun, cell, since=False)
    if amount.ref != run.item or run.amount is None:
        ctx.report(say.so_far_of_the_quantity(subject.span))
        return None
    tests: list[Ref] = []
    for bound, lower in ((cell.lower, True), (cell.upper, False)):
        if bound is None:
            continue
        limit = expressions.as_number(ctx, expressions.evaluate(ctx, bound))
        if limit is None:
            return None
        if not joins(amount.type, limit.type):
            ctx.report(say.does_not_join(amount.type, limit.type, bound.span, subject.span))
            return None
        ref = plain(ctx, limit, bound.span)
        if ref is None:
            return None
        run.amounts.append(ref)
        tests.append(b.compare("<=", ref, run.amount) if lower else b.compare("<", run.amount, ref))
    return b.all(tests)


def elapsed(ctx: Context, run: Running, begin: Ref, cell: ex.CellRange, since: bool) -> Ref | None:
    """Whether so much time has passed since a moment; before it nothing has passed since."""
    b = ctx.builder
    if run.at is None:
        ctx.report(say.no_place_in_time(cell.span))
        return None
    tests: list[Ref] = []
    if since and cell.lower is None:
        run.places.append(begin)
        tests.append(b.compare("<=", begin, run.at))
    for bound, lower in ((cell.lower, True), (cell.upper, False)):
        if bound is None:
            continue
        limit = expressions.as_number(ctx, expressions.evaluate(ctx, bound))
        if limit is None:
            return None
        if not joins(DURATION, limit.type):
            ctx.report(say.does_not_join(DURATION, limit.type, bound.span, cell.span))
            return None
        ref = plain(ctx, limit, bound.span)
        if ref is None:
            return None
        if b.type(ref).scale.denominator != 1:
            ctx.report(say.whole_seconds(bound.span))
            return None
        there = b.later(begin, ref)
        run.places.append(there)
        tests.append(b.compare("<=", there, run.at) if lower else b.compare("<", run.at, there))
    return b.all(tests)
