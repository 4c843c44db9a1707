"""`pay in 12 every month, odd cent first`: an amount in parts that add up to it exactly."""

from __future__ import annotations

from fractions import Fraction

from dsl import syntax as sx
from dsl.lower import expressions
from dsl.lower.arithmetic import plain
from dsl.lower.context import Context, Value
from dsl.lower.inputs import mentioned
from dsl.messages import meaning as say
from dsl.value_types import Num
from engine.declarations import Type
from engine.graph import Amount, Ref, Requirement, Result
from engine.units import currency_of, minor_unit

MOST = 1_000
"""Instalments of one amount."""


def instalments(
    ctx: Context,
    decl: sx.ResultDecl,
    pay: sx.Instalments,
    whole: Value,
    rules: list[Requirement],
    results: list[Result],
) -> None:
    """One answer for each instalment: equal parts in whole cents, the first (or last) takes what is over."""
    b = ctx.builder
    if ctx.item_list is not None:
        ctx.report(say.list_in_list(pay.span))
        return
    currency = currency_of(whole.type.dimension) if isinstance(whole.type, Num) and not whole.type.percent else None
    if currency is None:
        ctx.report(say.expected_type("an amount of money", whole.type, decl.value.span))
        return
    ref, cent = plain(ctx, whole, decl.value.span), minor_unit(currency)
    count = None if ref is None else _count(ctx, pay, rules)
    if ref is None or count is None:
        return
    if (b.type(ref).scale / cent).denominator != 1:
        ctx.report(say.whole_cents(currency, cent, decl.value.span))
        return
    part = b.round(ref, cent, "down", count)
    one = b.number(Fraction(1))
    others = b.product([part, b.sum([count, b.number(Fraction(-1))])])
    place = b.position(count)
    odd = b.compare("=", place, one if pay.odd == "first" else count)
    amount = b.select(odd, b.sum([ref, b.negate(others)]), part)
    label = f"{decl.label.value if decl.label else decl.name.text}, every {pay.every}"
    results.append(Result(decl.name.text, label, Amount(amount), count, False, ctx.origin(decl.span)))


def _count(ctx: Context, pay: sx.Instalments, rules: list[Requirement]) -> Ref | None:
    """How many there are: a whole number from 1, fixed or told by the request."""
    value = expressions.evaluate(ctx, pay.count)
    if value is None:
        return None
    ref = None if value.type not in (Num(), Num(whole=True)) else plain(ctx, value, pay.count.span)
    b = ctx.builder
    known = None if ref is None else b.constant_of(ref)
    if ref is None or b.type(ref) != Type("number") or (known is not None and not 1 <= known <= MOST):
        ctx.report(say.instalments_expected(MOST, pay.count.span))
        return None
    if known is None:
        fields = tuple(dict.fromkeys(mentioned(pay.count, ctx)))
        enough = b.compare("<=", b.number(Fraction(1)), ref)
        rules.append(Requirement(enough, "an amount is paid in at least one instalment", fields, None))
        ctx.cuts.append((ref, pay.count.span))
    return ref
