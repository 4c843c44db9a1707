"""One value for each block of time: `sum of energy over readings in each 15 min`.

The items of a list form a group for each block in which they lie; the groups are a list of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from dsl import expressions as ex
from dsl.diagnostics import Span
from dsl.lower import conditions, expressions, lists, pieces
from dsl.lower.context import Context, Cut, Entity, Value
from dsl.messages import meaning as say
from dsl.value_types import DATE, MOMENT, PERIOD, Num
from engine.declarations import SECONDS, Blocks
from engine.graph import GroupValue, Ref

_DAY = 86400
_LONGEST_DAY = 2 * _DAY
"""No local day is longer, whatever the clock does."""


@dataclass(frozen=True, slots=True)
class Series:
    """The list of the blocks, and the value of the block at hand."""

    groups: Ref
    value: Value


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The number of the block in which an item lies; where a period is cut the condition that it lies in it, and the
    first and the last number."""

    key: Ref
    inside: Ref | None = None
    ends: tuple[Ref, Ref] | None = None


def series(ctx: Context, expr: ex.Aggregate) -> Series | None:
    """The values of an aggregate in blocks of time. Without a period the blocks are those in which an item lies that
    counts; with one all blocks of it."""
    entity, blocks = lists.list_of(ctx, expr.over), expr.blocks
    if entity is None or blocks is None:
        return None
    if ctx.item_list is not None:
        ctx.report(say.list_in_list(expr.span))
        return None
    cut, whole = pieces.cut_of(ctx, blocks), None if blocks.of is None else expressions.evaluate(ctx, blocks.of)
    if cut is None or (blocks.of is not None and whole is None):
        return None
    b, ctx.item_list = ctx.builder, entity.name
    try:
        with ctx.names.within(entity.members):
            at = _moment(ctx, entity, cut, blocks.span)
            where = None if expr.where is None else conditions.condition(ctx, expr.where)
            value = None if expr.arg is None else expressions.as_number(ctx, expressions.evaluate(ctx, expr.arg))
    finally:
        ctx.item_list = None
    if at is None or (expr.where is not None and where is None) or (expr.arg is not None and value is None):
        return None
    numbered = _numbered(ctx, at, cut, blocks) if whole is None else _within(ctx, at, cut, blocks, whole)
    if numbered is None:
        return None
    if where is not None and numbered.inside is not None:
        where = b.all([where, numbered.inside])
    where = numbered.inside if where is None else where
    values: tuple[GroupValue, ...] = (GroupValue("count"),)
    type_ = Num(whole=True)
    if value is not None and expr.arg is not None:
        ref = lists.number_of(ctx, value, expr.arg.span)
        if ref is None or not isinstance(value.type, Num):
            return None
        values, type_ = _values(expr, ref), Num(value.type.dimension, value.type.percent)
    groups = b.groups(entity.name, numbered.key, values, where, numbered.ends)
    return Series(groups, Value(type_, b.group(groups), b.group(groups, 1) if expr.op == "mean" else None))


def _values(expr: ex.Aggregate, ref: Ref) -> tuple[GroupValue, ...]:
    match expr.op:
        case "mean":
            return GroupValue("sum", ref), GroupValue("count")
        case "smallest":
            return (GroupValue("min", ref),)
        case "largest":
            return (GroupValue("max", ref),)
        case _:
            return (GroupValue("sum", ref),)


def _moment(ctx: Context, entity: Entity, cut: Cut, span: Span) -> Ref | None:
    """Where an item lies: at its moment, at the start of its period or of its day."""
    found: list[tuple[Entity, Value]] = []
    for field in entity.members.values():
        value = None if field.evaluate is None else field.evaluate()
        if value is not None and value.type in (MOMENT, PERIOD, DATE):
            found.append((field, value))
    if not found and any(field.kind == "broken" for field in entity.members.values()):
        return None
    if len(found) != 1:
        ctx.report(say.no_one_time(entity.name, [field.name for field, _ in found], span))
        return None
    field, value = found[0]
    field.used = True
    if value.type != DATE:
        return value.ref
    if cut.calendar is None or cut.calendar.minute:
        ctx.report(say.dates_in_parts_of_days(field.name, field.span, span))
        return None
    return ctx.builder.block_edge(value.ref)


def _numbered(ctx: Context, at: Ref, cut: Cut, blocks: ex.Blocks) -> _Numbered | None:
    """Blocks of the calendar, or those into which each local day is cut from its start."""
    b = ctx.builder
    if not ctx.zone:
        ctx.report(say.time_zone_needed("a block of time", blocks.span))
        ctx.zone = "UTC"
    if cut.calendar is not None:
        return _Numbered(b.block_of(at, cut.calendar))
    assert cut.size is not None
    if cut.size >= _DAY or (_DAY / cut.size).denominator != 1:
        ctx.report(say.not_cut_from_midnight(blocks.span))
        return None
    day = b.block_of(at, Blocks("day"))
    passed = b.elapsed(b.block_start(day, Blocks("day")), at)
    of_day = b.product([day, b.number(Fraction(ceil(_LONGEST_DAY / cut.size)))])
    return _Numbered(b.sum([of_day, _full(ctx, passed, cut.size)]))


def _within(ctx: Context, at: Ref, cut: Cut, blocks: ex.Blocks, whole: Value) -> _Numbered | None:
    """The blocks of a period."""
    assert blocks.of is not None
    if whole.type != PERIOD:
        ctx.report(say.expected_type("a period", whole.type, blocks.of.span))
        return None
    made = pieces.cut_up(ctx, whole, cut, blocks.of.span, blocks.span)
    if made is None or whole.end is None:
        return None
    b = ctx.builder
    inside = b.all([b.compare("<=", whole.ref, at), b.compare("<", at, whole.end)])
    if cut.calendar is not None:
        key, first = (b.block_of(moment, cut.calendar) for moment in (at, whole.ref))
    else:
        assert cut.size is not None
        key, first = _full(ctx, b.elapsed(whole.ref, at), cut.size), b.number(Fraction(0))
    return _Numbered(key, inside, (first, b.sum([first, made.count, b.number(Fraction(-1))])))


def _full(ctx: Context, seconds: Ref, size: Fraction) -> Ref:
    """How many blocks are over."""
    b = ctx.builder
    return b.round(b.product([seconds, b.reciprocal(size, SECONDS)]), Fraction(1), "down")
