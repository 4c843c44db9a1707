"""What is billed of a quantity: behind its free part, in its blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.lower import expressions
from dsl.lower.arithmetic import plain
from dsl.lower.context import Context, Value
from dsl.messages import meaning as say
from dsl.value_types import DURATION, Num, joins
from engine.graph import Ref


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a quantity has come: whether it has entered the part that is priced here (where money is due
    once), has filled it, and has left its free part behind (where blocks begin). None: always, never, always."""

    entered: Ref | None = None
    filled: Ref | None = None
    begun: Ref | None = None


EVERYWHERE = Reach()


def billed_quantity(ctx: Context, line: sx.Quantity, measured: Value) -> tuple[Value, Reach] | None:
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
            case sx.Continuing() | sx.BlocksByStart() | sx.Timing():
                pass
    assert quantity is not None
    return quantity, Reach(begun=reached)


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


def rate_of(price: ex.Expr) -> ex.Expr:
    """`4 EUR per started 25 units` as the rate `4 EUR per 25 units`."""
    match price:
        case ex.Per(of=None):
            return replace(price, block="")
        case ex.Sum(terms):
            return replace(price, terms=tuple((sign, rate_of(term)) for sign, term in terms))
        case ex.Cases(cases):
            return replace(price, cases=tuple(replace(case, value=rate_of(case.value)) for case in cases))
        case _:
            return price
