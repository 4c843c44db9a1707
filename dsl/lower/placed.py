"""Amounts in time: what of a charge is due until some instant of the period that it measures.

The amount of a charge in a piece of its period is what is due until the end of the piece less what is due until its
start. A started block is due as soon as it starts, so it lies at its start; money that is due once lies where the
period starts, or where the tier is entered; what a minimum or a rounding adds lies in the last piece."""

from __future__ import annotations

from fractions import Fraction

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.lower import charges
from dsl.lower.arithmetic import plain, rounded
from dsl.lower.context import Context, Value
from dsl.lower.pieces import Pieces
from dsl.lower.quantities import EVERYWHERE, billed_quantity, sized
from dsl.lower.walk import parts_of
from dsl.value_types import DURATION, PERIOD
from engine import graph as g
from engine.declarations import MOMENT
from engine.graph import Ref

_CUTS = ex.CellIn | ex.SoFar | ex.Since | sx.BlocksByStart | sx.Timing | sx.Exact


def same_time(one: Value, other: Value) -> bool:
    """Whether two values are one period, or one duration."""
    return (one.ref, one.end) == (other.ref, other.end)


def whole_of(ctx: Context, ref: Ref) -> Value | None:
    """The period of which a quantity is the length or a part, or the duration that it is; None: it has no place."""
    nodes = ctx.builder.nodes
    match nodes[ref]:
        case g.Overlap(start, end, _):
            return Value(PERIOD, start, None, end)
        case g.Sum((end, minus)) if ctx.builder.type(end) == MOMENT and isinstance(first := nodes[minus], g.Negate):
            return Value(PERIOD, first.arg, None, end)
        case g.Input(list=None) if ctx.builder.type(ref).dimension == DURATION.dimension:
            return Value(DURATION, ref)
        case g.Sum(args):
            found = [whole_of(ctx, arg) for arg in args]
            known = [one for one in found if one is not None]
            alike = len(known) == len(found) and all(same_time(known[0], one) for one in known)
            return known[0] if alike else None
        case _:
            return None


def passed(ctx: Context, ref: Ref, until: Value) -> Ref:
    """How much of a quantity has passed at an instant (see `whole_of`, which says that it has a place)."""
    b = ctx.builder
    if until.end is None:
        return until.ref
    match b.nodes[ref]:
        case g.Overlap(start, _, window):
            return b.overlap(start, until.end, window)
        case g.Sum((end, _)) if b.type(end) == MOMENT:
            return b.elapsed(until.ref, until.end)
        case g.Sum(args):
            return b.sum([passed(ctx, arg, until) for arg in args])
        case node:
            raise AssertionError(f"no place in time: {node}")


def due_until(ctx: Context, decl: sx.Charge, measured: Ref, until: Value) -> Ref | None:
    """What a charge comes to at an instant within its period, rounded as its line is.

    None: a charge like this has no amount until then."""
    lines = [clause for clause in decl.clauses if isinstance(clause, sx.Quantity)]
    pricing = [clause for clause in decl.clauses if isinstance(clause, sx.Price | sx.Tiers)]
    if len(lines) != 1 or any(isinstance(part, _CUTS) for part in parts_of(decl.clauses)):
        return None
    if any(isinstance(part, sx.Block) for part in parts_of(tuple(pricing))):
        return None
    now = _billed(ctx, lines[0], Value(DURATION, measured), Value(DURATION, passed(ctx, measured, until)))
    if now is None:
        return None
    found = charges.one_of_prices(ctx, decl, pricing, now, EVERYWHERE)
    if found is None:
        return None
    amount = found.amount
    if "line" in ctx.rounding:
        amount = rounded(ctx, amount, ctx.rounding["line"].step, ctx.rounding["line"].mode)
    return plain(ctx, amount, decl.span)


def _billed(ctx: Context, line: sx.Quantity, total: Value, now: Value) -> Value | None:
    """What of the billed quantity lies before the instant: started blocks wholly, the rest as it has passed."""
    b, zero = ctx.builder, ctx.zero(DURATION)
    minimum: Value | None = None
    whole = total
    for place, clause in enumerate(line.clauses, 1):
        left = billed_quantity(ctx, sx.Quantity(line.meter, line.clauses[:place], line.span), whole)
        if left is None or isinstance(clause, sx.Continuing | sx.BlocksByStart | sx.Timing):
            return None
        total = left[0]
        match clause:
            case sx.FreePart(how="first"):
                size = sized(ctx, clause.size, now)
                if size is None:
                    return None
                now = Value(DURATION, b.tier(now.ref, size.ref, None))
            case sx.FreePart(how="last"):
                now = Value(DURATION, b.min([now.ref, total.ref]))
            case sx.FreePart():
                none = b.compare("=", total.ref, zero)
                now = Value(DURATION, b.select(none, zero, now.ref))
            case sx.Block(how="minimum"):
                minimum = sized(ctx, clause.size, now)
                if minimum is None:
                    return None
                now = Value(DURATION, b.select(b.compare("<", zero, now.ref), b.max([now.ref, minimum.ref]), zero))
            case sx.Block():
                size = sized(ctx, clause.size, now)
                step = None if size is None else b.constant_of(size.ref)
                if step is None:
                    return None
                now = Value(DURATION, _begun(ctx, now.ref, step, minimum))
                if clause.how == "full":
                    now = Value(DURATION, b.min([now.ref, total.ref]))
    ctx.wholes[now.ref] = total.ref
    return now


def _begun(ctx: Context, now: Ref, step: Fraction, minimum: Value | None) -> Ref:
    """The blocks that have started before an instant, those after a minimum counted from its end."""
    b = ctx.builder
    if minimum is None:
        return b.round(now, step, "up")
    behind = b.round(b.tier(now, minimum.ref, None), step, "up")
    return b.sum([b.min([now, minimum.ref]), behind])


def in_pieces(
    ctx: Context, decl: sx.Charge, measured: Ref, whole_amount: Ref, test: Ref | None, pieces: Pieces
) -> Ref | None:
    """The amount of a charge in the piece at hand; over all pieces they add up to the amount of the line."""
    b = ctx.builder
    due, before = (due_until(ctx, decl, measured, until) for until in (pieces.reached, pieces.before))
    if due is None or before is None:
        return None
    place = b.position(pieces.count)
    last = b.compare("=", place, pieces.count)
    first = b.compare("=", place, b.number(Fraction(1)))
    zero = b.number(Fraction(0), b.type(whole_amount).dimension)
    if test is not None:
        due, before = b.select(test, due, zero), b.select(test, before, zero)
    until_end, until_start = b.select(last, whole_amount, due), b.select(first, zero, before)
    return b.sum([until_end, b.negate(until_start)])
