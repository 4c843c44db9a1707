"""What a price does with a quantity: money is due once, a rate times the quantity, a percentage of money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.diagnostics import Span
from dsl.lower import expressions
from dsl.lower.arithmetic import add, free_as, plain, times
from dsl.lower.conditions import condition
from dsl.lower.context import Context, Value
from dsl.lower.quantities import EVERYWHERE, Reach, block
from dsl.messages import meaning as say
from dsl.value_types import DURATION, FreeType, Num, is_money, joins, money
from engine.graph import Amount, NoPrice, Part, Pick, Ref
from engine.units import currency_of, multiply


@dataclass(frozen=True, slots=True)
class Priced:
    """An amount of money and the products it was made of."""

    amount: Value
    parts: tuple[Part, ...] = ()
    billed: Value | None = None
    """What is billed, where it is not what the quantity line says."""


def nothing(ctx: Context) -> Value:
    """No money, in the tariff's currency."""
    type_ = money(ctx.currency)
    return Value(type_, ctx.zero(type_))


def price(ctx: Context, expr: ex.Expr, quantity: Value | None, reach: Reach = EVERYWHERE) -> Priced | None:
    """The amount of a price for a quantity; each term of a sum acts by its own type. Money is due once the
    quantity has entered the part of it that is priced here."""
    terms = expr.terms if isinstance(expr, ex.Sum) else ((1, expr),)
    amounts: list[tuple[int, Value, Span]] = []
    parts: list[Part] = []
    for sign, term in terms:
        found = one_price(ctx, term, quantity, reach)
        if found is None:
            return None
        amounts.append((sign, found.amount, term.span))
        parts.extend(found.parts)
    total = add(ctx, amounts)
    return None if total is None else Priced(total, tuple(parts))


def one_price(ctx: Context, expr: ex.Expr, quantity: Value | None, reach: Reach) -> Priced | None:
    if isinstance(expr, ex.Per) and expr.block and expr.of is None:
        return block_price(ctx, expr, quantity, reach)
    rate = expressions.evaluate(ctx, expr)
    if rate is None:
        return None
    if isinstance(rate.type, FreeType):
        due = free_as(ctx, rate, money(ctx.currency))
        if reach.entered is not None:
            due = Value(due.type, ctx.builder.select(reach.entered, due.ref, ctx.zero(due.type)))
        if quantity is None or isinstance(ctx.builder.nodes[rate.ref], NoPrice):
            return Priced(due)
        nothing_due = Amount(ctx.zero(due.type))
        free = Part(Amount(quantity.ref, quantity.divisor), nothing_due, nothing_due, origin=ctx.origin(expr.span))
        return Priced(due, (free,))
    if not isinstance(rate.type, Num):
        ctx.report(say.price_expected(rate.type, expr.span))
        return None
    if is_money(rate.type):
        amount = rate if reach.entered is None else once(ctx, rate, reach.entered, expr.span)
        return None if amount is None else in_currency(ctx, amount, None, rate, expr)
    if quantity is None:
        ctx.report(say.price_needs_quantity(rate.type, expr.span))
        return None
    assert isinstance(quantity.type, Num)
    product_of = multiply(rate.type.dimension, quantity.type.dimension)
    if currency_of(product_of) is None:
        ctx.report(say.price_does_not_fit(rate.type, quantity.type, expr.span))
        return None
    product = times(ctx, rate, quantity, expr.span)
    return None if product is None else in_currency(ctx, product, quantity, rate, expr)


def once(ctx: Context, rate: Value, entered: Ref, span: Span) -> Value | None:
    ref = plain(ctx, rate, span)
    return None if ref is None else Value(rate.type, ctx.builder.select(entered, ref, ctx.zero(rate.type)))


def in_currency(ctx: Context, amount: Value, quantity: Value | None, rate: Value, expr: ex.Expr) -> Priced | None:
    assert isinstance(amount.type, Num)
    if currency_of(amount.type.dimension) != ctx.currency:
        ctx.report(say.other_currency(amount.type, ctx.currency, expr.span))
        return None
    node = ctx.builder.nodes[rate.ref]
    part = Part(
        None if quantity is None else Amount(quantity.ref, quantity.divisor),
        Amount(rate.ref, rate.divisor),
        Amount(amount.ref, amount.divisor),
        node.row if isinstance(node, Pick) else None,
        origin=ctx.origin(expr.span),
    )
    return Priced(Value(Num(amount.type.dimension), amount.ref, amount.divisor), (part,))


def block_price(ctx: Context, expr: ex.Per, quantity: Value | None, reach: Reach) -> Priced | None:
    """`4 EUR per started 25 units` counts blocks of the quantity."""
    rate, size = expressions.evaluate(ctx, expr.price), expressions.evaluate(ctx, expr.size)
    if rate is None or size is None:
        return None
    if quantity is None:
        ctx.report(say.block_without_quantity(expr.span))
        return None
    if not joins(quantity.type, size.type):
        ctx.report(say.does_not_join(quantity.type, size.type, expr.size.span, expr.span))
        return None
    step, ref = ctx.constant(size, expr.size.span, "the size of a block"), plain(ctx, quantity, expr.span)
    if step is None or ref is None:
        return None
    if step <= 0:
        ctx.report(say.must_be_positive("the size of a block", expr.size.span))
        return None
    count = expressions.count_blocks(ctx, Value(quantity.type, ref), step, expr.block)
    if ref in ctx.wholes:
        count = begun_blocks(ctx, Value(quantity.type, ref), step, expr.block)
    elif ctx.next_blocks and is_elapsed(quantity) and expr.block == "started":
        count = Value(count.type, next_count(ctx, count.ref, Value(quantity.type, ref), step, reach))
    amount = times(ctx, rate, count, expr.span)
    return None if amount is None else in_currency(ctx, amount, count, rate, expr)


def begun_blocks(ctx: Context, passed: Value, step: Fraction, how: str) -> Value:
    """The blocks that have started in what has passed of a quantity, no more than there are in the whole."""
    b = ctx.builder
    assert isinstance(passed.type, Num)
    started = b.product([b.round(passed.ref, step, "up"), b.reciprocal(step, passed.type.dimension)])
    if how == "full":
        whole = expressions.count_blocks(ctx, Value(passed.type, ctx.wholes[passed.ref]), step, how)
        started = b.min([started, whole.ref])
    return Value(Num(whole=True), started)


def is_elapsed(quantity: Value) -> bool:
    return quantity.type == DURATION


def next_count(ctx: Context, count: Ref, quantity: Value, step: Fraction, reach: Reach) -> Ref:
    """Under `full blocks start the next`: no block of a part that is not entered, and a filled part has its
    own blocks only (the one that starts at its end lies in the next part)."""
    b = ctx.builder
    if reach.filled is not None:
        own = b.product([b.round(quantity.ref, step, "up"), b.reciprocal(step, DURATION.dimension)])
        count = b.select(reach.filled, own, count)
    for begins in (reach.entered, reach.begun):
        if begins is not None:
            count = b.select(begins, count, b.number(Fraction(0)))
    return count


def bounded(ctx: Context, priced: Priced, bounds: tuple[sx.Bound, ...]) -> Priced | None:
    """The charge's own `at least` and `at most`, in the order written."""
    amount, parts = priced.amount, list(priced.parts)
    for bound in bounds:
        limit = expressions.evaluate(ctx, bound.value)
        if limit is None:
            return None
        limit = free_as(ctx, limit, amount.type)
        if not joins(amount.type, limit.type):
            ctx.report(say.does_not_join(amount.type, limit.type, bound.value.span, bound.span))
            return None
        assert isinstance(amount.type, Num)
        how = "largest" if bound.how == "at least" else "smallest"
        before, amount = amount, expressions.extreme_of(ctx, how, amount.type, [amount, limit])
        if before.divisor is None and amount.divisor is None:
            changed = ctx.builder.sum([amount.ref, ctx.builder.negate(before.ref)])
            price, origin = Amount(limit.ref, limit.divisor), ctx.origin(bound.span)
            parts.append(Part(None, price, Amount(changed), bound=bound.how, origin=origin))
    return replace(priced, amount=amount, parts=tuple(parts))


def only_when(ctx: Context, test: Ref, priced: Priced) -> Priced:
    """The parts of a price that holds only under a condition, zero elsewhere, for the explanation."""
    b = ctx.builder

    def guarded(amount: Amount) -> Amount:
        type_ = b.type(amount.value)
        return Amount(b.select(test, amount.value, b.number(Fraction(0), type_.dimension, type_.scale)), amount.divisor)

    parts = tuple(
        replace(
            part,
            quantity=None if part.quantity is None else guarded(part.quantity),
            amount=guarded(part.amount),
        )
        for part in priced.parts
    )
    return Priced(priced.amount, parts)


def chosen(ctx: Context, options: list[tuple[Ref | None, Priced]], span: Span, reason: str) -> Priced | None:
    """The first option whose condition holds (None: always); none holds is no price."""
    b = ctx.builder
    if len(options) == 1 and options[0][0] is None:
        return options[0][1]
    amounts = [plain(ctx, option.amount, span) for _, option in options]
    if any(amount is None for amount in amounts):
        return None
    out: Ref | None = None
    parts: list[Part] = []
    none_so_far: Ref | None = None
    for (test, option), amount in zip(options, amounts, strict=True):
        assert amount is not None
        holds = [ref for ref in (none_so_far, test) if ref is not None]
        parts.extend(only_when(ctx, b.all(holds), option).parts if holds else option.parts)
        if test is None:
            break
        fails = b.not_(test)
        none_so_far = fails if none_so_far is None else b.all([none_so_far, fails])
    for (test, _), amount in reversed(list(zip(options, amounts, strict=True))):
        assert amount is not None
        if test is None:
            out = amount
            continue
        if out is None:
            out = b.no_price(reason, b.type(amount))
            ctx.origins.append((out, ctx.origin(span)))
        out = b.select(test, amount, out)
    assert out is not None
    return Priced(Value(options[0][1].amount.type, out), tuple(parts))


def price_line(ctx: Context, line: sx.Price, quantity: Value | None, reach: Reach) -> Priced | None:
    """`price E`, or the first of its rows whose condition holds."""
    if line.value is not None and not isinstance(line.value, ex.Cases):
        found = price(ctx, line.value, quantity, reach)
    else:
        cases = line.value.cases if isinstance(line.value, ex.Cases) else ()
        rows = line.rows or tuple(sx.PriceRow(case.when, case.value, (), case.span) for case in cases)
        options: list[tuple[Ref | None, Priced]] = []
        for row in rows:
            test = None if row.when is None else condition(ctx, row.when)
            amount = one_row(ctx, row, quantity, reach)
            if amount is None or (row.when is not None and test is None):
                return None
            options.append((test, amount))
        found = chosen(ctx, options, line.span, "no condition of the price holds and there is no `otherwise`")
    return None if found is None else bounded(ctx, found, line.bounds)


def one_row(ctx: Context, row: sx.PriceRow, quantity: Value | None, reach: Reach) -> Priced | None:
    """The amount of the whole quantity by one row, in its blocks and within its bounds."""
    billed = quantity
    for clause in row.clauses:
        if isinstance(clause, sx.Block):
            if billed is None:
                ctx.report(say.block_without_quantity(clause.span))
                return None
            billed = block(ctx, clause, billed, None, reach.begun)
            if billed is None:
                return None
    found = price(ctx, row.value, billed, reach)
    return None if found is None else bounded(ctx, found, tuple(c for c in row.clauses if isinstance(c, sx.Bound)))


def tiers(ctx: Context, decl: sx.Tiers, quantity: Value | None, reach: Reach) -> Priced | None:
    if quantity is None:
        ctx.report(say.tiers_need_quantity(decl.how, decl.span))
        return None
    key = quantity
    if decl.by is not None:
        by = expressions.as_number(ctx, expressions.evaluate(ctx, decl.by))
        if by is None:
            return None
        key = by
    key_ref, ref = plain(ctx, key, decl.span), plain(ctx, quantity, decl.span)
    if key_ref is None or ref is None:
        return None
    bounds = tier_bounds(ctx, decl, key)
    if bounds is None:
        return None
    if decl.how == "volume":
        key_ref = ctx.wholes.get(key_ref, key_ref)
    make = graduated if decl.how == "graduated" else volume
    return make(ctx, decl, Value(quantity.type, ref), key_ref, bounds, reach)


def tier_bounds(ctx: Context, decl: sx.Tiers, key: Value) -> list[Ref | None] | None:
    """The upper bound of each row, ascending; None for `above`."""
    out: list[Ref | None] = []
    last: Fraction | None = None
    for place, row in enumerate(decl.rows):
        if row.bound is None:
            if place + 1 < len(decl.rows):
                return None
            out.append(None)
            continue
        bound = expressions.as_number(ctx, expressions.evaluate(ctx, row.bound))
        if bound is None:
            return None
        if not joins(key.type, bound.type):
            ctx.report(say.does_not_join(key.type, bound.type, row.bound.span, decl.span))
            return None
        ref = plain(ctx, bound, row.bound.span)
        if ref is None:
            return None
        known = ctx.builder.constant_of(ref)
        if known is not None and last is not None and known <= last:
            ctx.report(say.tiers_out_of_order(row.bound.span, decl.rows[place - 1].span))
            return None
        last = known if known is not None else last
        out.append(ref)
    return out


def graduated(
    ctx: Context, decl: sx.Tiers, quantity: Value, key: Ref, bounds: list[Ref | None], reach: Reach
) -> Priced | None:
    """Each part of the quantity in its own tier; money is due once when a tier is entered."""
    b = ctx.builder
    lower = ctx.zero(quantity.type)
    at_once = ctx.next_blocks and is_elapsed(quantity) and quantity.ref not in ctx.wholes
    amounts: list[tuple[int, Value, Span]] = []
    parts: list[Part] = []
    for place, (row, upper) in enumerate(zip(decl.rows, bounds, strict=True)):
        inside = Value(quantity.type, b.tier(quantity.ref, lower, upper))
        if quantity.ref in ctx.wholes:
            ctx.wholes[inside.ref] = b.tier(ctx.wholes[quantity.ref], lower, upper)
        entered = None if place == 0 else b.compare("<=" if at_once else "<", lower, quantity.ref)
        filled = b.compare("<=", upper, quantity.ref) if at_once and upper is not None else None
        found = price(ctx, row.price, inside, Reach(entered, filled, reach.begun))
        if found is not None and row.bounds:
            found = bounded(ctx, found, row.bounds)
        if found is None:
            return None
        amounts.append((1, found.amount, row.span))
        parts.extend(replace(part, lower=lower, upper=upper) for part in found.parts)
        lower = upper if upper is not None else lower
    total = add(ctx, amounts)
    if total is None:
        return None
    if bounds[-1] is not None:
        ref = plain(ctx, total, decl.span)
        if ref is None:
            return None
        beyond = b.no_price("the quantity lies above the last tier", b.type(ref))
        ctx.origins.append((beyond, ctx.origin(decl.rows[-1].span)))
        total = Value(total.type, b.select(b.compare("<=", quantity.ref, bounds[-1]), ref, beyond))
    return Priced(total, tuple(parts))


def volume(
    ctx: Context, decl: sx.Tiers, quantity: Value, key: Ref, bounds: list[Ref | None], reach: Reach
) -> Priced | None:
    """The whole quantity at the price of the one tier that holds it (or that `by` picks)."""
    b = ctx.builder
    options: list[tuple[Ref | None, Priced]] = []
    within: Literal["<", "<="] = "<" if ctx.next_blocks and b.type(key).dimension == DURATION.dimension else "<="
    for row, upper in zip(decl.rows, bounds, strict=True):
        found = price(ctx, row.price, quantity, reach)
        if found is not None and row.bounds:
            found = bounded(ctx, found, row.bounds)
        if found is None:
            return None
        options.append((None if upper is None else b.compare(within, key, upper), found))
    return chosen(ctx, options, decl.span, "the quantity lies above the last tier")
