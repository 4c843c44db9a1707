"""Limits: what they bound, in which blocks, on which side of the tax, and after what was already billed."""

from __future__ import annotations

from fractions import Fraction

from dsl import expressions as ex
from dsl import header
from dsl import syntax as sx
from dsl.diagnostics import Span
from dsl.lower import expressions
from dsl.lower.arithmetic import add, divide, plain, times
from dsl.lower.bill import Bill
from dsl.lower.capped import capped
from dsl.lower.conditions import condition
from dsl.lower.context import Context, Value
from dsl.lower.tables import dated
from dsl.messages import meaning as say
from dsl.value_types import PERCENT, PLAIN, FreeType, joins
from engine.graph import Ref


def limit(ctx: Context, bill: Bill, decl: sx.Limit, prices: header.PricesTax | None) -> None:
    """Writes the line of a limit, unless something in it was reported."""
    b = ctx.builder
    covers = bill.covered(decl.covers)
    test = None if decl.when is None else condition(ctx, decl.when)
    if covers is None or (decl.when is not None and test is None):
        return
    before = plain(ctx, bill.left_of(covers), decl.covers.span)
    if before is None:
        return
    bounds: list[tuple[str, Ref]] = []
    for bound in decl.bounds:
        value = _bound(ctx, bill, decl, bound, covers, prices)
        ref = None if value is None else plain(ctx, value, bound.value.span)
        if ref is None:
            return
        bounds.append((bound.how, ref))
    if not _sides_agree(ctx, decl.bounds, [ref for _, ref in bounds]):
        return
    if isinstance(decl.scope, ex.Blocks):
        if decl.continuing is not None:
            ctx.report(say.continuing_in_blocks(decl.continuing.span))
            return
        found = capped(ctx, bill, decl, covers, bounds, test)
        if found is not None:
            words = f"in each {ctx.origin(decl.scope.span).text}"
            bill.adjust(
                "limit", decl.name, decl.label, found.exact, covers, test, decl.span, decl.spread,
                bound=bounds[-1][1], in_pieces=found.in_pieces, within=words,
            )  # fmt: skip
        return
    billed = None
    if decl.continuing is not None:
        billed = _billed(ctx, bill, decl.continuing)
        if billed is None:
            return
    limited = before if billed is None else b.sum([before, billed])
    for how, ref in bounds:
        limited = b.max([limited, ref]) if how == "at least" else b.min([limited, ref])
    if billed is not None:
        least = b.min([before, ctx.zero(bill.type.type)])
        limited = b.max([b.sum([limited, b.negate(billed)]), least])
    exact = Value(bill.type.type, b.sum([limited, b.negate(before)]))
    last = bounds[-1][1] if billed is None else b.sum([bounds[-1][1], b.negate(billed)])
    bill.adjust("limit", decl.name, decl.label, exact, covers, test, decl.span, decl.spread, bound=last)


def _bound(
    ctx: Context, bill: Bill, decl: sx.Limit, bound: sx.Bound, covers: tuple[str, ...], prices: header.PricesTax | None
) -> Value | None:
    """A bound as an amount of the side in which the prices are, multiplied by the started blocks."""
    value = _money(ctx, bill, bound.value)
    if value is None:
        return None
    if isinstance(decl.scope, sx.PerStarted):
        size = expressions.evaluate(ctx, decl.scope.size)
        if size is None:
            return None
        count = expressions.blocks(ctx, decl.scope.of, size, decl.scope.size.span, "started")
        value = None if count is None else times(ctx, value, count, bound.span)
    if value is None or bound.side in ("", ctx.side):
        return value
    return _other_side(ctx, bill, value, bound, covers, prices)


def _money(ctx: Context, bill: Bill, expr: ex.Expr) -> Value | None:
    value = expressions.evaluate(ctx, expr)
    if value is None:
        return None
    if isinstance(value.type, FreeType):
        return bill.type
    if not joins(bill.type.type, value.type):
        ctx.report(say.money_expected(value.type, ctx.currency, expr.span))
        return None
    return value


def _sides_agree(ctx: Context, bounds: tuple[sx.Bound, ...], refs: list[Ref]) -> bool:
    """Whether the bounds of both sides say the same, so that the tax between them is the header's."""
    for one, other, ref, next_ref in zip(bounds, bounds[1:], refs, refs[1:], strict=False):
        if one.how == other.how and {one.side, other.side} == {"net", "gross"}:
            known, also = ctx.builder.constant_of(ref), ctx.builder.constant_of(next_ref)
            if known is None or known != also:
                ctx.report(say.sides_disagree(other.span, one.span))
                return False
    return True


def _billed(ctx: Context, bill: Bill, expr: ex.Expr) -> Ref | None:
    """What was already billed."""
    value = _money(ctx, bill, expr)
    return None if value is None else plain(ctx, value, expr.span)


def _other_side(
    ctx: Context, bill: Bill, value: Value, bound: sx.Bound, covers: tuple[str, ...], prices: header.PricesTax | None
) -> Value | None:
    """A bound of the other side of the header's tax, which all lines must bear at one rate."""
    span: Span = bound.span
    rate = None if prices is None else dated(ctx, prices.tax.text, prices.rate)
    if rate is None or not joins(rate.type, PERCENT):
        if prices is None:
            ctx.report(say.limit_side_without_tax(bound.side, span))
        return None
    entries = [bill.entries[name] for name in covers]
    rates = {None if entry.untaxed else (entry.rate or rate).ref for entry in entries}
    if len(rates) > 1:
        ctx.report(say.limit_side_of_several_rates(bound.side, span))
        return None
    if None in rates or not entries:
        return value
    used = entries[0].rate or rate
    one = Value(PLAIN, ctx.builder.number(Fraction(1)))
    factor = add(ctx, [(1, one, span), (1, Value(PLAIN, used.ref, used.divisor), span)])
    if factor is None:
        return None
    return times(ctx, value, factor, span) if ctx.side == "gross" else divide(ctx, value, factor, span)
