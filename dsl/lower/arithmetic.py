"""Arithmetic on values: types join or the author hears why not; quotients stay exact to the next rounding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dsl.diagnostics import Span
from dsl.lower.context import Context, Value
from dsl.messages import meaning as say
from dsl.value_types import PERCENT, PLAIN, FreeType, Num, ValueType, joins
from engine.declarations import Type
from engine.graph import NoPrice, Ref, RoundMode
from engine.units import ONE, multiply, power

MOST_BITS = 8192
"""Binary digits of a constant's or a scale's numerator and denominator: enough for the 480 months of a loan at a rate
in thousandths of a per cent, and so few that one step of a calculation stays a matter of microseconds."""


def checked(ctx: Context, value: Value, span: Span) -> Value | None:
    """The value, or a message where its numbers have grown beyond all use."""
    known = ctx.builder.constant_of(value.ref) or Fraction(0)
    for number in (known, ctx.builder.type(value.ref).scale):
        if max(number.numerator.bit_length(), number.denominator.bit_length()) > MOST_BITS:
            ctx.report(say.too_many_digits(span))
            return None
    return value


def free_as(ctx: Context, value: Value, type_: ValueType) -> Value:
    """`free` as a zero, `no price` as a missing value, of the type expected."""
    if not isinstance(value.type, FreeType) or not isinstance(type_, Num):
        return value
    node = ctx.builder.nodes[value.ref]
    if not isinstance(node, NoPrice):
        return Value(type_, ctx.zero(type_))
    ref = ctx.builder.no_price(node.reason, Type("number", type_.dimension))
    ctx.origins.extend([(ref, origin) for known, origin in ctx.origins if known == value.ref][:1])
    return Value(type_, ref)


def plain(ctx: Context, value: Value, span: Span) -> Ref | None:
    """The node of a value that is no open quotient; else a message that it needs rounding."""
    if value.divisor is not None:
        ctx.report(say.needs_rounding(span))
        return None
    return value.ref


def joined(ctx: Context, values: Sequence[tuple[Value, Span]]) -> tuple[Num, list[Value]] | None:
    """Numbers of one type, `free` counted as zero; None (reported) where two do not join."""
    first = next(((v, s) for v, s in values if isinstance(v.type, Num)), None)
    if first is None:
        for value, span in values:
            if not isinstance(value.type, FreeType):
                ctx.report(say.number_expected(value.type, span))
                return None
        return PLAIN, [Value(PLAIN, ctx.zero(PLAIN)) for _ in values]
    type_ = first[0].type
    assert isinstance(type_, Num)
    out = []
    for value, span in values:
        if not joins(type_, value.type):
            ctx.report(say.does_not_join(type_, value.type, span, first[1]))
            return None
        out.append(free_as(ctx, value, type_))
    return Num(type_.dimension, type_.percent), out


def add(ctx: Context, terms: Sequence[tuple[int, Value, Span]]) -> Value | None:
    together = joined(ctx, [(value, span) for _, value, span in terms])
    if together is None:
        return None
    type_, values = together
    b = ctx.builder
    signed = [
        (b.negate(v.ref) if sign < 0 else v.ref, v.divisor) for (sign, _, _), v in zip(terms, values, strict=True)
    ]
    divisors = list(dict.fromkeys(d for _, d in signed if d is not None))
    if not divisors:
        return checked(ctx, Value(type_, b.sum([ref for ref, _ in signed])), terms[0][2])
    raised = []
    for ref, divisor in signed:
        others = [d for d in divisors if d != divisor]
        raised.append(b.product([ref, *others]) if others else ref)
    whole = divisors[0] if len(divisors) == 1 else b.product(divisors)
    return checked(ctx, Value(type_, b.sum(raised), whole), terms[0][2])


def times(ctx: Context, left: Value, right: Value, span: Span) -> Value | None:
    for value in (left, right):
        if not isinstance(value.type, Num):
            ctx.report(say.number_expected(value.type, span))
            return None
    assert isinstance(left.type, Num) and isinstance(right.type, Num)
    b = ctx.builder
    if left.type.percent and right.type.percent:
        type_ = PERCENT
    else:
        type_ = Num(multiply(left.type.dimension, right.type.dimension))
    divisors = [d for d in (left.divisor, right.divisor) if d is not None]
    divisor = b.product(divisors) if divisors else None
    return checked(ctx, Value(type_, b.product([left.ref, right.ref]), divisor), span)


def divide(ctx: Context, left: Value, right: Value, span: Span) -> Value | None:
    for value in (left, right):
        if not isinstance(value.type, Num):
            ctx.report(say.number_expected(value.type, span))
            return None
    assert isinstance(left.type, Num) and isinstance(right.type, Num)
    b = ctx.builder
    dimension = multiply(left.type.dimension, power(right.type.dimension, -1))
    percent = left.type.percent and not right.type.percent and dimension == ONE
    type_ = Num(dimension, percent)
    known = b.constant_of(right.ref) if right.divisor is None else None
    if known == 0:
        ctx.report(say.divides_by_zero(span))
        return None
    if known is not None:
        inverse = b.reciprocal(known, right.type.dimension)
        return checked(ctx, Value(type_, b.product([left.ref, inverse]), left.divisor), span)
    numerator = left.ref if right.divisor is None else b.product([left.ref, right.divisor])
    divisor = right.ref if left.divisor is None else b.product([left.divisor, right.ref])
    return checked(ctx, Value(type_, numerator, divisor), span)


def rounded(ctx: Context, value: Value, step: Fraction, mode: RoundMode) -> Value:
    """The value on a grid of `step` base units; the next rounding of an open quotient."""
    return Value(value.type, ctx.builder.round(value.ref, step, mode, value.divisor))


def literal_scale(decimals: int, factor: Fraction) -> Fraction:
    """The grid on which a literal was written: 0.59 PLN/min stands on 1/100 PLN/min."""
    return factor / Fraction(10**decimals)
