"""Periods and the calendar: from one day to another, the month of a day, how many months a period covers."""

from __future__ import annotations

from fractions import Fraction

from dsl import expressions as ex
from dsl import header
from dsl.lower import expressions, moments
from dsl.lower.arithmetic import plain
from dsl.lower.conditions import constant_value
from dsl.lower.context import Context, Value
from dsl.messages import meaning as say
from dsl.value_types import DATE, MOMENT, PERIOD, Num
from engine.calendar_nodes import Convention, MonthEnd, Months
from engine.declarations import MOMENT as MOMENT_NODE
from engine.graph import BlockStart, Ref

MONTHS: dict[ex.CalendarUnit, Months] = {"day": 0, "month": 1, "quarter": 3, "year": 12}
CONVENTIONS: dict[ex.Convention, Convention] = {
    "actual days": "days",
    "30-day months": "thirty",
    "seconds": "seconds",
}
_MONTH_ENDS: dict[str, MonthEnd] = {"last day": "last", "first of next month": "next", "refuse": "refuse"}


def month_end(setting: header.MonthEnd) -> MonthEnd:
    return _MONTH_ENDS[setting.how]


def period(ctx: Context, expr: ex.Period) -> Value | None:
    """`x to y`: of two dates with the last day, unless `to under` leaves it out; a moment is an end itself.

    One that ends before it starts has no price."""
    left, right = expressions.evaluate(ctx, expr.start), expressions.evaluate(ctx, expr.end)
    if left is None or right is None:
        return None
    for value, side in ((left, expr.start), (right, expr.end)):
        if value.type not in (DATE, MOMENT):
            ctx.report(say.expected_type("a date or a moment", value.type, side.span))
            return None
    b, dates = ctx.builder, left.type == DATE and right.type == DATE
    start = _first_moment(ctx, left)
    end = b.block_edge(right.ref, after=expr.last_in) if right.type == DATE else right.ref
    moment = any(value.type == MOMENT and not _begins_a_day(ctx, value.ref) for value in (left, right))
    if moment and DATE in (left.type, right.type) and _zone_missing(ctx, expr):
        return None
    low, high = (left.ref, right.ref) if dates else (start, end)
    known = constant_value(ctx, low), constant_value(ctx, high)
    if isinstance(known[0], Fraction) and isinstance(known[1], Fraction):
        if known[1] < known[0]:
            ctx.report(say.reversed_range(expr.span))
            return None
        return Value(PERIOD, start, None, end)
    origin = ctx.origin(expr.span)
    nothing = b.no_price(f"the period `{origin.text}` ends before it starts", MOMENT_NODE)
    ctx.origins.append((nothing, origin))
    return Value(PERIOD, start, None, b.select(b.compare("<=", low, high), end, nothing))


def _first_moment(ctx: Context, value: Value) -> Ref:
    return ctx.builder.block_edge(value.ref) if value.type == DATE else value.ref


def _begins_a_day(ctx: Context, moment: Ref) -> bool:
    """Whether a moment is a local midnight, whatever the time zone."""
    node = ctx.builder.nodes[moment]
    return isinstance(node, BlockStart) and not node.blocks.minute


def _zone_missing(ctx: Context, expr: ex.Expr) -> bool:
    """Days of moments are those of a time zone."""
    if not ctx.zone:
        ctx.report(say.time_zone_needed("a day", expr.span))
    return not ctx.zone


def block(ctx: Context, expr: ex.CalendarBlock) -> Value | None:
    """`month of D`: the month in which a date or a moment lies, as a period."""
    value = expressions.evaluate(ctx, expr.of)
    if value is None:
        return None
    if value.type not in (DATE, MOMENT):
        ctx.report(say.expected_type("a date or a moment", value.type, expr.of.span))
        return None
    if value.type == MOMENT and not _begins_a_day(ctx, value.ref) and _zone_missing(ctx, expr):
        return None
    b, day, months = ctx.builder, moments.date_of(ctx, value).ref, MONTHS[expr.unit]
    return Value(PERIOD, b.block_edge(day, months), None, b.block_edge(day, months, after=True))


def count(ctx: Context, expr: ex.CalendarCount) -> Value | None:
    """`months of P by actual days from D`: of each month the share that lies in the period, summed up."""
    value = expressions.evaluate(ctx, expr.of)
    origin = None if expr.origin is None else _origin(ctx, expr, expr.origin)
    if value is None or (origin is None and expr.origin is not None):
        return None
    if value.type != PERIOD or value.end is None:
        ctx.report(say.period_of_days_expected(value.type, expr.of.span))
        return None
    if not _begins_a_day(ctx, value.ref) and _zone_missing(ctx, expr):
        return None
    ref, divisor = ctx.builder.coverage(
        value.ref, value.end, MONTHS[expr.unit], CONVENTIONS[expr.by], origin, ctx.month_end
    )
    return Value(Num(ctx.builder.type(ref).dimension), ref, divisor)


def _origin(ctx: Context, expr: ex.CalendarCount, day: ex.Expr) -> Ref | None:
    """The day on which months begin: its number or a date. Quarters and years need the date."""
    if expr.unit == "day":
        ctx.report(say.days_begin_nowhere(day.span))
        return None
    value = expressions.evaluate(ctx, day)
    if value is None:
        return None
    if value.type in (DATE, MOMENT):
        if value.type == MOMENT and not _begins_a_day(ctx, value.ref) and _zone_missing(ctx, day):
            return None
        return moments.date_of(ctx, value).ref
    if value.type not in (Num(), Num(whole=True)):
        ctx.report(say.expected_type("a day of the month (1 to 31) or a date", value.type, day.span))
        return None
    if expr.unit != "month":
        ctx.report(say.date_needed(expr.unit, day.span))
        return None
    ref = plain(ctx, value, day.span)
    if ref is None:
        return None
    known = ctx.builder.constant_of(ref)
    if (known is not None and known not in range(1, 32)) or ctx.builder.type(ref).scale.denominator != 1:
        ctx.report(say.no_day_of_a_month(day.span))
        return None
    return ref
