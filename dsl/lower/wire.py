"""A written constant as the value of a request, so that an example is asked exactly as an app asks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from dsl import expressions as ex
from dsl.lower import expressions
from dsl.lower.conditions import constant_value
from dsl.lower.context import Context, Value
from dsl.messages import meaning as say
from dsl.value_types import DATE, MOMENT, PERIOD, Num, ValueType, joins, read_unit
from engine.declarations import Declared
from engine.units import UNITS, currency_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def decimal(value: Fraction) -> str | None:
    """The exact decimal text of a number, None where it has no end."""
    denominator, digits = value.denominator, 0
    while denominator % 10 == 0:
        denominator, digits = denominator // 10, digits + 1
    while denominator % 5 == 0:
        denominator, digits = denominator // 5, digits + 1
    twos = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    digits = max(digits, 0) + twos
    if denominator != 1:
        return None
    units = abs(value.numerator) * 10**digits // value.denominator
    text = str(units).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    if not digits:
        return sign + text
    whole, fraction = text[:-digits], text[-digits:].rstrip("0")
    return sign + (f"{whole}.{fraction}" if fraction else whole)


def of(ctx: Context, expr: ex.Expr, declared: Declared, type_: ValueType) -> object | None:
    """The wire form of a constant for an input, None (reported) where it is none or does not fit."""
    if type_ == PERIOD and isinstance(expr, ex.Period) and isinstance(expr.start, ex.DateLit):
        return _days(ctx, expr)
    value = expressions.evaluate(ctx, expr, type_)
    if value is None:
        return None
    if not joins(type_, value.type):
        ctx.report(say.does_not_fit_column(type_, value.type, expr.span))
        return None
    found = written(ctx, value, declared, expr.unit if isinstance(expr, ex.Number) else "")
    if found is None:
        ctx.report(say.must_be_fixed("an example or a default", expr.span))
    return found


def _days(ctx: Context, expr: ex.Period) -> object | None:
    """A period written with two dates includes its last day; it starts and ends at local midnight."""
    if not isinstance(expr.start, ex.DateLit) or not isinstance(expr.end, ex.DateLit):
        ctx.report(say.must_be_fixed("a period", expr.span))
        return None
    return {
        "from": f"{expr.start.value.isoformat()}T00:00:00",
        "to": f"{(expr.end.value + timedelta(days=int(expr.last_in))).isoformat()}T00:00:00",
    }


def moment_text(seconds: Fraction) -> str:
    return (EPOCH + timedelta(seconds=int(seconds))).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(ctx: Context, value: Value, declared: Declared, unit: str) -> object | None:
    if value.divisor is not None:
        return None
    constant = constant_value(ctx, value.ref)
    if constant is None:
        return None
    if value.type == PERIOD and value.end is not None:
        end = constant_value(ctx, value.end)
        if isinstance(constant, Fraction) and isinstance(end, Fraction):
            return {"from": moment_text(constant), "to": moment_text(end)}
        return None
    if isinstance(constant, bool | str):
        return constant
    if value.type == MOMENT:
        return moment_text(constant)
    if value.type == DATE:
        return date.fromordinal(int(constant)).isoformat()
    assert isinstance(value.type, Num)
    alike = (one.name for one in UNITS.values() if one.dimension == value.type.dimension)
    texts = (quantity_text(ctx, constant, one, value.type) for one in (declared.unit, unit, *alike))
    return next((text for text in texts if text is not None), None)


def quantity_text(ctx: Context, value: Fraction, unit: str, type_: Num) -> object | None:
    """A number in a unit: `7.4 km`, `23%`, money as its amount and currency; None where its digits have no end
    (32 s is no decimal number of hours)."""
    measure = read_unit(unit, ctx.units)
    factor = Fraction(1) if isinstance(measure, str) else measure.factor
    text = decimal(value / factor)
    if text is None:
        return None
    if currency := currency_of(type_.dimension):
        return {"amount": text, "currency": currency}
    if not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"
