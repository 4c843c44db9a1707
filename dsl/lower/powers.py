"""`E to the power N`: exact, by repeated squaring; N is a whole number of which the most is known."""

from __future__ import annotations

from fractions import Fraction

from dsl import expressions as ex
from dsl.diagnostics import Span
from dsl.lower import expressions
from dsl.lower.arithmetic import checked, plain
from dsl.lower.bounds import bounds_of
from dsl.lower.context import Context, Value
from dsl.messages import meaning as say
from dsl.value_types import PLAIN, Num
from engine.graph import Ref
from engine.units import ONE

MOST = 1000
"""The largest exponent."""


def power(ctx: Context, expr: ex.Power) -> Value | None:
    base = expressions.evaluate(ctx, expr.base)
    exponent = expressions.as_number(ctx, expressions.evaluate(ctx, expr.exponent))
    if base is None or exponent is None:
        return None
    if not isinstance(base.type, Num) or base.type.dimension != ONE:
        ctx.report(say.plain_number_expected(base.type, expr.base.span))
        return None
    times = plain(ctx, exponent, expr.exponent.span)
    if times is None:
        return None
    if not isinstance(exponent.type, Num) or exponent.type.dimension != ONE:
        ctx.report(say.plain_number_expected(exponent.type, expr.exponent.span))
        return None
    least, most = bounds_of(ctx, times)
    whole = ctx.builder.type(times).scale.denominator == 1
    if not whole or least is None or most is None or least < 0 or most > MOST:
        ctx.report(say.exponent_bounds(MOST, expr.exponent.span))
        return None
    top = raised(ctx, base.ref, times, int(most), expr.span)
    bottom = None if base.divisor is None else raised(ctx, base.divisor, times, int(most), expr.span)
    if top is None or (base.divisor is not None and bottom is None):
        return None
    return Value(PLAIN, top, bottom)


def raised(ctx: Context, base: Ref, times: Ref, most: int, span: Span) -> Ref | None:
    """A product of squares of squares, one for each binary digit that the exponent has."""
    b = ctx.builder
    known = b.constant_of(times)
    found = b.number(Fraction(1))
    square = base
    for digit in range(most.bit_length()):
        if known is not None:
            found = b.product([found, square]) if int(known) >> digit & 1 else found
        else:
            found = b.product([found, b.select(_has(ctx, times, digit), square, b.number(Fraction(1)))])
        if checked(ctx, Value(PLAIN, found), span) is None:
            return None
        if digit + 1 < most.bit_length():
            square = b.product([square, square])
            if checked(ctx, Value(PLAIN, square), span) is None:
                return None
    return found


def _has(ctx: Context, number: Ref, digit: int) -> Ref:
    """Whether a whole number has this binary digit: it does where halving rounds it down."""
    b = ctx.builder
    size = Fraction(2**digit)
    own, above = b.round(number, size, "down"), b.round(number, 2 * size, "down")
    return b.compare("<", above, own)
