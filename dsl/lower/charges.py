"""A charge: meter, free part, blocks, price or tiers, its own bounds, and the rounding of the line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dsl import syntax as sx
from dsl.lower import expressions, prices, rows
from dsl.lower.arithmetic import add, plain, rounded
from dsl.lower.conditions import condition
from dsl.lower.context import Context, Value
from dsl.lower.prices import Priced
from dsl.lower.quantities import EVERYWHERE, Reach, billed_quantity, rate_of, sized
from dsl.lower.rows import Meter
from dsl.messages import meaning as say
from dsl.value_types import Num
from engine.graph import Amount, Line, Ref


def charge(ctx: Context, decl: sx.Charge) -> tuple[Line, Ref | None] | None:
    """The line of a charge, and its amount where it counts (0 where its condition does not hold).

    None: something in it was reported."""
    quantities = [clause for clause in decl.clauses if isinstance(clause, sx.Quantity)]
    if len(quantities) > 1:
        ctx.report(say.one_quantity(quantities[1].span, quantities[0].span))
        return None
    if not any(isinstance(clause, sx.Price | sx.Tiers) for clause in decl.clauses):
        ctx.report(say.charge_without_price(decl.name.text, decl.name.span))
        return None
    test = None if decl.when is None else condition(ctx, decl.when)
    if decl.when is not None and test is None:
        return None
    measured: Value | None = None
    if quantities:
        meter = expressions.as_number(ctx, expressions.evaluate(ctx, quantities[0].meter))
        if meter is None:
            return None
        if not isinstance(meter.type, Num):
            ctx.report(say.quantity_expected(meter.type, quantities[0].meter.span))
            return None
        measured = replace(meter, type=Num(meter.type.dimension))
    worked_out = in_blocks_or_exact(ctx, decl, measured)
    return None if worked_out is None else finished(ctx, decl, worked_out[0], measured, worked_out[1], test)


def in_blocks_or_exact(ctx: Context, decl: sx.Charge, measured: Value | None) -> tuple[Priced, Value | None] | None:
    """The price and what is billed; under `exact when C` without blocks where C holds."""
    exact = [clause for clause in decl.clauses if isinstance(clause, sx.Exact)]
    normal = work_out(ctx, decl, measured)
    if not exact or normal is None:
        return normal
    if len(exact) > 1:
        ctx.report(say.one_exact(exact[1].span, exact[0].span))
        return None
    test = condition(ctx, exact[0].when)
    other = work_out(ctx, without_blocks(decl), measured)
    if test is None or other is None:
        return None
    priced = prices.chosen(ctx, [(test, other[0]), (None, normal[0])], decl.span, "")
    billed = None
    if normal[1] is not None and other[1] is not None:
        billed = Value(normal[1].type, ctx.builder.select(test, other[1].ref, normal[1].ref))
    return None if priced is None else (priced, billed)


def without_blocks(decl: sx.Charge) -> sx.Charge:
    """The charge with nothing rounded to started or full blocks."""

    def kept(clause: object) -> bool:
        return not isinstance(clause, sx.Block) or clause.how == "minimum"

    def exactly(clause: sx.ChargeClause) -> sx.ChargeClause:
        match clause:
            case sx.Quantity():
                return replace(clause, clauses=tuple(filter(kept, clause.clauses)))
            case sx.Price():
                price_rows = tuple(
                    replace(row, value=rate_of(row.value), clauses=tuple(filter(kept, row.clauses)))
                    for row in clause.rows
                )
                return replace(clause, value=None if clause.value is None else rate_of(clause.value), rows=price_rows)
            case sx.Tiers():
                return replace(clause, rows=tuple(replace(row, price=rate_of(row.price)) for row in clause.rows))
            case _:
                return clause

    return replace(decl, clauses=tuple(map(exactly, decl.clauses)))


def work_out(ctx: Context, decl: sx.Charge, measured: Value | None) -> tuple[Priced, Value | None] | None:
    """The price of what is measured, and how much of it is billed."""
    pricing = [clause for clause in decl.clauses if isinstance(clause, sx.Price | sx.Tiers)]
    line = next((clause for clause in decl.clauses if isinstance(clause, sx.Quantity)), None)
    if line is None or measured is None:
        priced = one_of_prices(ctx, decl, pricing, None, EVERYWHERE)
        return None if priced is None else (priced, None)
    usage = [clause for clause in line.clauses if isinstance(clause, sx.Continuing)]
    if usage:
        priced = continued(ctx, decl, line, usage[0], measured)
        return None if priced is None else (priced, measured)
    left = billed_quantity(ctx, line, measured)
    if left is None:
        return None
    priced = one_of_prices(ctx, decl, pricing, *left, Meter(line, measured, left[0]))
    return None if priced is None else (priced, priced.billed or left[0])


def one_of_prices(
    ctx: Context,
    decl: sx.Charge,
    pricing: list[sx.Price | sx.Tiers],
    quantity: Value | None,
    reach: Reach,
    meter: Meter | None = None,
) -> Priced | None:
    """The one price, or the first of several whose condition holds."""
    bounds = tuple(c for c in decl.clauses if isinstance(c, sx.Bound))
    guarded = quantity is not None and any(line.if_any for line in pricing)
    options: list[tuple[Ref | None, Priced]] = []
    for place, line in enumerate(pricing):
        found: Priced | None
        if isinstance(line, sx.Price) and meter is not None and rows.cuts(ctx, line, meter):
            found = rows.row_price(ctx, line, meter, decl.name.text)
            found = None if found is None else prices.bounded(ctx, found, line.bounds)
        elif meter is not None and meter.by_start is not None:
            ctx.report(say.no_place_in_time(meter.by_start.span))
            return None
        elif isinstance(line, sx.Price):
            found = prices.price_line(ctx, line, quantity, reach)
        else:
            found = prices.tiers(ctx, line, quantity, reach)
        test = None if line.when is None else condition(ctx, line.when)
        if found is None or (line.when is not None and test is None):
            return None
        if guarded:
            found = prices.bounded(ctx, found, bounds)
            if found is None:
                return None
        if line.if_any and quantity is not None:
            found = if_any(ctx, found, quantity)
        if test is None and place + 1 < len(pricing):
            ctx.report(say.second_price(pricing[place + 1].span, line.span))
            return None
        options.append((test, found))
    reason = f"no price of `{decl.name.text}` holds and there is no `otherwise`"
    priced = prices.chosen(ctx, options, decl.span, reason)
    return priced if priced is None or guarded else prices.bounded(ctx, priced, bounds)


def if_any(ctx: Context, priced: Priced, quantity: Value) -> Priced:
    """Nothing at all, fixed part and minimum included, when nothing is left to charge."""
    b = ctx.builder
    none = b.compare("=", quantity.ref, ctx.zero(quantity.type))
    guarded = prices.only_when(ctx, b.not_(none), priced)
    amount = priced.amount
    return replace(
        guarded,
        amount=Value(amount.type, b.select(none, zero_like(ctx, amount.ref), amount.ref), amount.divisor),
    )


def zero_like(ctx: Context, ref: Ref) -> Ref:
    """A zero of the dimension of a node (the numerator's, where an amount is an open quotient)."""
    return ctx.builder.number(Fraction(0), ctx.builder.type(ref).dimension)


def continued(
    ctx: Context,
    decl: sx.Charge,
    line: sx.Quantity,
    clause: sx.Continuing,
    measured: Value,
) -> Priced | None:
    """`quantity Q, continuing from U`: price(U + Q) - price(U), where price(0) is nothing.

    The charge's own bounds act on the difference."""
    usage = sized(ctx, clause.usage, measured)
    if usage is None:
        return None
    pricing = [c for c in decl.clauses if isinstance(c, sx.Price | sx.Tiers)]
    inner = replace(decl, clauses=tuple(c for c in decl.clauses if not isinstance(c, sx.Bound)))
    plain_line = replace(line, clauses=tuple(c for c in line.clauses if not isinstance(c, sx.Continuing)))
    whole = add(ctx, [(1, usage, clause.span), (1, measured, line.span)])
    if whole is None:
        return None
    amounts: list[Ref] = []
    b = ctx.builder
    for quantity in (whole, usage):
        left = billed_quantity(ctx, plain_line, quantity)
        priced = None if left is None else one_of_prices(ctx, inner, pricing, *left)
        ref = None if priced is None else plain(ctx, priced.amount, decl.span)
        if ref is None:
            return None
        zero = ctx.zero(prices.nothing(ctx).type)
        amounts.append(b.select(b.compare("=", quantity.ref, ctx.zero(quantity.type)), zero, ref))
    type_ = prices.nothing(ctx).type
    difference = b.sum([amounts[0], b.negate(amounts[1])])
    bounds = tuple(c for c in decl.clauses if isinstance(c, sx.Bound))
    bounded = prices.bounded(ctx, Priced(Value(type_, difference)), bounds)
    if bounded is None:
        return None
    none = b.compare("=", measured.ref, ctx.zero(measured.type))
    amount = Value(type_, b.select(none, ctx.zero(type_), bounded.amount.ref))
    return Priced(amount)


def finished(
    ctx: Context,
    decl: sx.Charge,
    priced: Priced,
    measured: Value | None,
    billed: Value | None,
    test: Ref | None,
) -> tuple[Line, Ref | None] | None:
    """The rounded line; inside `for each` the sum over the items, each rounded where the header says so."""
    b, exact = ctx.builder, priced.amount
    of_list = ctx.item_list
    if of_list is not None:
        item = exact
        if "item" in ctx.rounding:
            item = rounded(ctx, item, ctx.rounding["item"].step, ctx.rounding["item"].mode)
        ref = plain(ctx, item, decl.span)
        if ref is None:
            return None
        if test is not None:
            ref = b.select(test, ref, ctx.zero(item.type))
        exact = Value(item.type, b.reduce("sum", of_list, ref))
        test = None
    amount = exact
    if "line" in ctx.rounding:
        amount = rounded(ctx, exact, ctx.rounding["line"].step, ctx.rounding["line"].mode)
    elif amount.divisor is not None and not ctx.exact_answers:
        ctx.report(say.needs_rounding(decl.name.span))
        return None
    counted: Ref | None = None
    if amount.divisor is None:
        counted = amount.ref if test is None else b.select(test, amount.ref, ctx.zero(amount.type))
    line = Line(
        "charge",
        decl.name.text,
        decl.label.value if decl.label else decl.name.text,
        Amount(amount.ref, amount.divisor),
        Amount(exact.ref, exact.divisor),
        test,
        None if measured is None or measured.divisor is not None else measured.ref,
        None if billed is None else billed.ref,
        priced.parts,
        list=of_list,
        origin=ctx.origin(decl.span),
    )
    return line, counted
