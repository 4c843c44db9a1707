"""A charge: meter, free part, blocks, price or tiers, its own bounds, and the rounding of the line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.lower import expressions, prices
from dsl.lower.arithmetic import add, plain, rounded
from dsl.lower.conditions import condition
from dsl.lower.context import Context, Value
from dsl.lower.prices import Priced
from dsl.messages import meaning as say
from dsl.value_types import DURATION, Num, joins
from engine.graph import Amount, Line, Ref


def charge(ctx: Context, decl: sx.Charge) -> tuple[Line, Ref | None] | None:
    """The line of a charge, and its amount where it counts (0 where its condition does not hold).

    None: something in it was reported."""
    quantities = [clause for clause in decl.clauses if isinstance(clause, sx.Quantity)]
    if len(quantities) > 1:
        ctx.report(say.one_quantity(quantities[1].span, quantities[0].span))
        return None
    pricing = [clause for clause in decl.clauses if isinstance(clause, sx.Price | sx.Tiers)]
    if not pricing:
        ctx.report(say.charge_without_price(decl.name.text, decl.name.span))
        return None
    test = None if decl.when is None else condition(ctx, decl.when)
    if decl.when is not None and test is None:
        return None
    measured: Value | None = None
    billed: Value | None = None
    reach = prices.EVERYWHERE
    priced: Priced | None
    if quantities:
        meter = expressions.as_number(ctx, expressions.evaluate(ctx, quantities[0].meter))
        if meter is None:
            return None
        if not isinstance(meter.type, Num):
            ctx.report(say.quantity_expected(meter.type, quantities[0].meter.span))
            return None
        measured = Value(Num(meter.type.dimension), meter.ref, meter.divisor)
        usage = [c for c in quantities[0].clauses if isinstance(c, sx.Continuing)]
        if usage:
            return continued(ctx, decl, quantities[0], usage[0], measured, test)
        left = billed_quantity(ctx, quantities[0], measured)
        if left is None:
            return None
        billed, reach = left
    priced = one_of_prices(ctx, decl, pricing, billed, reach)
    if priced is None:
        return None
    return finished(ctx, decl, priced, measured, billed, test)


def billed_quantity(ctx: Context, line: sx.Quantity, measured: Value) -> tuple[Value, prices.Reach] | None:
    """What is left of a quantity after its free part and its blocks, in written order, and whether it has
    left the free part behind."""
    quantity: Value | None = measured
    reached: Ref | None = None
    minimum: tuple[Value, Fraction] | None = None
    for clause in line.clauses:
        assert quantity is not None
        match clause:
            case sx.FreePart():
                before = quantity
                quantity = free_part(ctx, clause, quantity)
                if quantity is None:
                    return None
                if clause.how == "first":
                    size = expressions.evaluate(ctx, clause.size)
                    assert size is not None
                    reached = ctx.builder.compare("<=", size.ref, before.ref)
            case sx.Block(how="minimum"):
                size = sized(ctx, clause.size, quantity)
                if size is None:
                    return None
                least = ctx.builder.constant_of(size.ref)
                minimum = None if least is None else (size, least)
                quantity = Value(quantity.type, ctx.builder.max([quantity.ref, size.ref]))
            case sx.Block():
                quantity = block(ctx, clause, quantity, minimum, reached)
                if quantity is None:
                    return None
            case sx.Continuing():
                pass
    assert quantity is not None
    return quantity, prices.Reach(begun=reached)


def sized(ctx: Context, expr: ex.Expr, quantity: Value) -> Value | None:
    """The size of a free part or a block: of the quantity's kind, not negative."""
    size = expressions.as_number(ctx, expressions.evaluate(ctx, expr))
    if size is None:
        return None
    if not joins(quantity.type, size.type):
        ctx.report(say.does_not_join(quantity.type, size.type, expr.span, expr.span))
        return None
    ref, whole = plain(ctx, size, expr.span), plain(ctx, quantity, expr.span)
    return None if ref is None or whole is None else Value(quantity.type, ref)


def free_part(ctx: Context, clause: sx.FreePart, quantity: Value) -> Value | None:
    size = sized(ctx, clause.size, quantity)
    if size is None:
        return None
    b, zero = ctx.builder, ctx.zero(quantity.type)
    if clause.how in ("first", "last"):
        return Value(quantity.type, b.tier(quantity.ref, size.ref, None))
    test = b.compare("<=" if clause.how == "up to" else "<", quantity.ref, size.ref)
    return Value(quantity.type, b.select(test, zero, quantity.ref))


def block(
    ctx: Context,
    clause: sx.Block,
    quantity: Value,
    minimum: tuple[Value, Fraction] | None,
    reached: Ref | None,
) -> Value | None:
    """The quantity in started or full blocks. After `at least M, then` the blocks begin at M; after a free
    part they begin behind it, and under `full blocks start the next` not before its end."""
    size = sized(ctx, clause.size, quantity)
    if size is None:
        return None
    step = ctx.constant(size, clause.size.span, "the size of a block")
    if step is None:
        return None
    if step <= 0:
        ctx.report(say.must_be_positive("the size of a block", clause.size.span))
        return None
    b = ctx.builder
    if minimum is not None:
        least, known = minimum
        if (known / step).denominator != 1:
            above = b.tier(quantity.ref, least.ref, None)
            whole = b.round(above, step, "down" if clause.how == "full" else "up")
            return Value(quantity.type, b.sum([least.ref, whole]))
    assert isinstance(quantity.type, Num)
    elapsed = quantity.type.dimension == DURATION.dimension
    if clause.how == "full":
        return Value(quantity.type, b.round(quantity.ref, step, "down"))
    if not (ctx.next_blocks and elapsed):
        return Value(quantity.type, b.round(quantity.ref, step, "up"))
    following = b.round(quantity.ref, step, "next")
    if reached is not None:
        following = b.select(reached, following, ctx.zero(quantity.type))
    return Value(quantity.type, following)


def one_of_prices(
    ctx: Context,
    decl: sx.Charge,
    pricing: list[sx.Price | sx.Tiers],
    quantity: Value | None,
    reach: prices.Reach,
) -> Priced | None:
    """The one price, or the first of several whose condition holds."""
    bounds = tuple(c for c in decl.clauses if isinstance(c, sx.Bound))
    guarded = quantity is not None and any(line.if_any for line in pricing)
    options: list[tuple[Ref | None, Priced]] = []
    for place, line in enumerate(pricing):
        if isinstance(line, sx.Price):
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
    test: Ref | None,
) -> tuple[Line, Ref | None] | None:
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
    return finished(ctx, decl, Priced(amount), measured, measured, test)


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
