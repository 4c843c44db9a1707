"""Periods and durations cut into blocks: `for each 24 h of ride as day`, `in each week from Monday of ride`.

The pieces are a list of their own, which has as many items as a node counts; a piece is known by its position.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dsl import expressions as ex
from dsl.diagnostics import Span
from dsl.lower import expressions
from dsl.lower.arithmetic import plain
from dsl.lower.context import Context, Cut, Value
from dsl.messages import meaning as say
from dsl.value_types import DURATION, PERIOD, Num
from engine import declarations as d
from engine.declarations import SECONDS
from engine.graph import Graph, Ref
from engine.intervals import intervals

MOST_PIECES = 10_000
"""Pieces of one period: a quote is asked for while somebody waits."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a period or a duration: how many there are, and the one at hand.

    `piece` is a period, of a duration the length of the piece; `reached` is what of the whole has passed at its
    end, `before` at its start."""

    count: Ref
    piece: Value
    before: Value
    reached: Value


def cut_of(ctx: Context, blocks: ex.Blocks) -> Cut | None:
    """How the words cut time; worked out, and reported, once."""
    if blocks not in ctx.known_cuts:
        ctx.known_cuts[blocks] = _cut_of(ctx, blocks)
    return ctx.known_cuts[blocks]


def _cut_of(ctx: Context, blocks: ex.Blocks) -> Cut | None:
    match blocks.unit:
        case "":
            assert blocks.size is not None
            size = expressions.as_number(ctx, expressions.evaluate(ctx, blocks.size))
            if size is None:
                return None
            if not isinstance(size.type, Num) or size.type.dimension != DURATION.dimension:
                ctx.report(say.block_size(size.type, blocks.size.span))
                return None
            step = ctx.constant(size, blocks.size.span, "the size of a block")
            if step is not None and step <= 0:
                ctx.report(say.must_be_positive("the size of a block", blocks.size.span))
                return None
            return None if step is None else Cut(step, None)
        case "day":
            minute = blocks.start.seconds // 60 if isinstance(blocks.start, ex.TimeLit) else 0
            return Cut(None, d.Blocks("day", minute))
        case "week":
            return Cut(None, d.Blocks("week", 0, blocks.start if isinstance(blocks.start, int) else 0))
        case "month":
            return Cut(None, d.Blocks("month", 0, blocks.start if isinstance(blocks.start, int) else 1))


def cut_up(ctx: Context, whole: Value, cut: Cut, of: Span, span: Span) -> Pieces | None:
    """The pieces of a period, or of a duration, which starts at its own zero."""
    if any(ref is not None and ctx.builder.lists[ref] is not None for ref in (whole.ref, whole.end, whole.divisor)):
        ctx.report(say.items_are_not_cut(of))
        return None
    if whole.type == PERIOD and whole.end is not None:
        found = _calendar_pieces(ctx, whole, cut.calendar, span) if cut.calendar else _elapsed_pieces(ctx, whole, cut)
        if found is None:
            ctx.report(say.whole_seconds(span))
            return None
    elif isinstance(whole.type, Num) and whole.type.dimension == DURATION.dimension:
        if cut.size is None:
            ctx.report(say.duration_has_no_calendar(of, span))
            return None
        ref = plain(ctx, whole, of)
        if ref is None:
            return None
        found = _duration_pieces(ctx, Value(DURATION, ref), cut.size)
    else:
        ctx.report(say.expected_type("a period or a duration", whole.type, of))
        return None
    ctx.cuts.append((found.count, of))
    return found


def _count(ctx: Context, length: Ref, size: Fraction) -> Ref:
    return expressions.count_blocks(ctx, Value(DURATION, length), size, "started").ref


def _duration_pieces(ctx: Context, whole: Value, size: Fraction) -> Pieces:
    b = ctx.builder
    count = _count(ctx, whole.ref, size)
    place, step = b.position(count), b.number(size, SECONDS)
    end = b.product([step, place])
    start = b.sum([end, b.negate(step)])
    piece = b.tier(whole.ref, start, end)
    before, reached = (Value(DURATION, b.min([edge, whole.ref])) for edge in (start, end))
    return Pieces(count, Value(DURATION, piece), before, reached)


def _elapsed_pieces(ctx: Context, whole: Value, cut: Cut) -> Pieces | None:
    b = ctx.builder
    assert whole.end is not None and cut.size is not None
    if cut.size.denominator != 1:
        return None
    count = _count(ctx, b.elapsed(whole.ref, whole.end), cut.size)
    step = b.number(cut.size, SECONDS)
    passed = b.product([step, b.sum([b.position(count), b.number(Fraction(-1))])])
    start = b.later(whole.ref, passed)
    end = b.min([whole.end, b.later(start, step)])
    return _period_pieces(ctx, whole, count, start, end)


def _calendar_pieces(ctx: Context, whole: Value, calendar: d.Blocks, span: Span) -> Pieces | None:
    b = ctx.builder
    assert whole.end is not None
    if not ctx.zone:
        ctx.report(say.time_zone_needed("a day, a week or a month", span))
        ctx.zone = "UTC"
    one = b.number(Fraction(1))
    first, last = b.block_of(whole.ref, calendar), b.block_of(whole.end, calendar, ending=True)
    touched = b.sum([last, b.negate(first), one])
    count = b.select(b.compare("<", whole.ref, whole.end), touched, b.number(Fraction(0)))
    number = b.sum([first, b.position(count)])
    start = b.max([whole.ref, b.block_start(b.sum([number, b.negate(one)]), calendar)])
    end = b.min([whole.end, b.block_start(number, calendar)])
    return _period_pieces(ctx, whole, count, start, end)


def _period_pieces(ctx: Context, whole: Value, count: Ref, start: Ref, end: Ref) -> Pieces:
    before, reached = (Value(PERIOD, whole.ref, None, edge) for edge in (start, end))
    return Pieces(count, Value(PERIOD, start, None, end), before, reached)


def check_counts(ctx: Context, graph: Graph) -> None:
    """Reports what may be cut into more pieces than somebody waits for."""
    if not ctx.cuts:
        return
    known = intervals(graph)
    said: set[Span] = set()
    for count, span in ctx.cuts:
        most = known[count][1]
        if span not in said and (most is None or most > MOST_PIECES):
            said.add(span)
            ctx.report(say.too_many_pieces(None if most is None else int(most), MOST_PIECES, span))
