"""Local dates and times as instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from dsl import expressions as ex
from dsl.diagnostics import Span
from dsl.lower.context import Context, Value
from dsl.messages import meaning as say
from dsl.value_types import DATE, DURATION, MOMENT, Num


def zone_of(ctx: Context) -> ZoneInfo:
    return ZoneInfo(ctx.zone or "UTC")


def instant(ctx: Context, literal: ex.MomentLit) -> int | None:
    """The second since 1970 of a written moment. In the doubled hour it needs an offset; the missing hour
    does not exist."""
    value = literal.value
    if value.tzinfo is not None:
        return int((value - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    zone = zone_of(ctx)
    early, late = value.replace(tzinfo=zone, fold=0), value.replace(tzinfo=zone, fold=1)
    before, after = early.utcoffset(), late.utcoffset()
    assert before is not None and after is not None
    if before > after:
        ctx.report(say.doubled_hour(literal.span, value, before, after))
        return None
    if before < after:
        ctx.report(say.missing_hour(literal.span, value, zone.key, value + (after - before)))
        return None
    return _seconds(value.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC) - before)


def _seconds(delta: timedelta) -> int:
    return delta.days * 86400 + delta.seconds


def difference(ctx: Context, terms: Sequence[tuple[int, Value, Span]], span: Span) -> Value | None:
    """`end - start` of two moments is a duration; any other sum with moments is left to the adder."""
    if len(terms) == 2 and [sign for sign, _, _ in terms] == [1, -1]:
        (_, end, _), (_, start, _) = terms
        if end.type == MOMENT and start.type == MOMENT:
            return Value(DURATION, ctx.builder.elapsed(start.ref, end.ref))
    return None


def days_and_months(value: Fraction, type_: Num) -> tuple[int | None, int | None, int | None]:
    """A bound on a period's length as (days, months, seconds), whichever its unit is."""
    whole = int(value)
    match type_.dimension:
        case (("day", 1),):
            return whole, None, None
        case (("month", 1),):
            return None, whole, None
        case _:
            return None, None, whole


def date_of(ctx: Context, value: Value) -> Value:
    """A moment as its local date."""
    return value if value.type == DATE else Value(DATE, ctx.builder.date_of(value.ref))
