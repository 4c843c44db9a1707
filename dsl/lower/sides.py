"""The total and its sides: net, gross, and the header's tax between them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.lower.arithmetic import add, divide, plain, rounded, times
from dsl.lower.bill import Bill
from dsl.lower.context import Context, LineRounding, Value
from dsl.lower.tables import dated
from dsl.messages import meaning as say
from dsl.value_types import PERCENT, PLAIN, joins
from engine.graph import Amount, Ref


@dataclass(frozen=True, slots=True)
class Sides:
    """The total of the lines; net, tax and gross where the header names a tax."""

    total: Amount | None
    net: Amount | None = None
    tax: Amount | None = None
    gross: Amount | None = None


def sides(ctx: Context, bill: Bill, prices: sx.PricesTax | None) -> Sides:
    if bill.open_amounts:
        return open_total(ctx, bill, prices)
    if not bill.entries:
        return Sides(None)
    whole = plain(ctx, bill.total(), ex.NOWHERE)
    if whole is None:
        return Sides(None)
    total = whole
    if "total" in ctx.rounding:
        step = ctx.rounding["total"]
        total = ctx.builder.round(total, step.step, step.mode)
    if prices is None:
        return Sides(Amount(total))
    rate = dated(ctx, prices.tax.text, prices.rate)
    if rate is None:
        return Sides(Amount(total))
    if not joins(rate.type, PERCENT):
        ctx.report(say.percentage_expected(rate.type, prices.rate.span))
        return Sides(Amount(total))
    tax = header_tax(ctx, bill, rate, prices.include, total)
    if tax is None:
        return Sides(Amount(total))
    b = ctx.builder
    if prices.include:
        net = b.sum([total, b.negate(tax)])
        return Sides(Amount(total), Amount(net), Amount(tax), Amount(total))
    return Sides(Amount(total), Amount(total), Amount(tax), Amount(b.sum([total, tax])))


def open_total(ctx: Context, bill: Bill, prices: sx.PricesTax | None) -> Sides:
    """`round nothing` with a quotient among the lines: the total is a quotient too."""
    terms = []
    for line in bill.lines:
        value = Value(bill.type.type, line.amount.value, line.amount.divisor)
        span = ex.NOWHERE
        if line.condition is not None:
            ctx.report(say.needs_rounding(span))
            return Sides(None)
        terms.append((1, value, span))
    total = add(ctx, terms)
    if total is None or prices is not None:
        return Sides(None if total is None else Amount(total.ref, total.divisor))
    return Sides(Amount(total.ref, total.divisor))


def header_tax(ctx: Context, bill: Bill, rate: Value, include: bool, total: Ref) -> Ref | None:
    """The tax of the whole bill: once over all lines unless the header says per line or per rate.

    Included tax is the total minus the rounded net."""
    own = any(entry.rate is not None or entry.untaxed for entry in bill.entries.values())
    rounding = ctx.rounding.get("tax")
    per = rounding.per if rounding is not None else ""
    rounding = rounding or ctx.rounding.get("line") or ctx.rounding.get("total")
    b = ctx.builder
    if not own and per != "line":
        return tax_on(ctx, total, rate, include, rounding)
    groups: dict[tuple[Ref, Ref | None] | str, tuple[Value, list[Value]]] = {}
    for entry in bill.entries.values():
        if entry.untaxed:
            continue
        used = entry.rate or rate
        key: tuple[Ref, Ref | None] | str = entry.name if per == "line" else (used.ref, used.divisor)
        groups.setdefault(key, (used, []))[1].append(bill.left(entry.name))
    parts: list[Ref] = []
    inner = None if per in ("", "once") else rounding
    for used, amounts in groups.values():
        together = add(ctx, [(1, amount, ex.NOWHERE) for amount in amounts])
        known = None if together is None else plain(ctx, together, ex.NOWHERE)
        part = None if known is None else tax_on(ctx, known, used, include, inner)
        if part is None:
            return None
        parts.append(part)
    if not parts:
        return bill.type.ref
    tax = b.sum(parts)
    return tax if inner is not None or rounding is None else b.round(tax, rounding.step, rounding.mode)


def tax_on(ctx: Context, amount: Ref, rate: Value, include: bool, rounding: LineRounding | None) -> Ref | None:
    type_ = ctx.builder.type(amount)
    money = Value(PLAIN, amount)
    b = ctx.builder
    if not include:
        found = times(ctx, rate, Value(PLAIN, amount), ex.NOWHERE)
        assert found is not None
        value = Value(PLAIN, found.ref, found.divisor)
        if rounding is not None:
            value = rounded(ctx, value, rounding.step, rounding.mode)
        return plain(ctx, value, ex.NOWHERE)
    one = Value(PLAIN, b.number(Fraction(1)))
    factor = add(ctx, [(1, one, ex.NOWHERE), (1, Value(PLAIN, rate.ref, rate.divisor), ex.NOWHERE)])
    assert factor is not None
    net = divide(ctx, money, factor, ex.NOWHERE)
    assert net is not None
    if rounding is not None:
        net = rounded(ctx, net, rounding.step, rounding.mode)
    ref = plain(ctx, net, ex.NOWHERE)
    if ref is None:
        return None
    assert type_.kind == "number"
    return b.sum([amount, b.negate(ref)])
