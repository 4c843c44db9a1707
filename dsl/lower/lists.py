"""Values over the items of a list."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dsl import expressions as ex
from dsl.diagnostics import Span
from dsl.lower import conditions, expressions, grouped
from dsl.lower.arithmetic import plain
from dsl.lower.context import Context, Entity, Place, Value
from dsl.messages import meaning as say
from dsl.value_types import PERIOD, YES_NO, Num, ValueType
from engine.graph import ListRef, Ref


def list_of(ctx: Context, expr: ex.Expr) -> Entity | None:
    """The list input an expression names."""
    if isinstance(expr, ex.Name) and len(expr.parts) == 1:
        entity = ctx.look_up(expr.parts[0], expr.span)
        if entity is None:
            return None
        if entity.kind == "list":
            return entity
    ctx.report(say.list_expected(expr.span))
    return None


def aggregate(ctx: Context, expr: ex.Aggregate) -> Value | None:
    """`sum of E over LIST where C` and its kin: one value from the items. Inside, the fields are names."""
    if isinstance(expr.over, ex.Aggregate):
        return _over_blocks(ctx, expr, expr.over)
    entity = list_of(ctx, expr.over)
    if entity is None:
        return None
    outer = ctx.item_list
    if outer is not None:
        ctx.report(say.list_in_list(expr.span))
        return None
    ctx.item_list = entity.name
    b = ctx.builder
    try:
        with ctx.names.within(entity.members):
            where = None if expr.where is None else conditions.condition(ctx, expr.where)
            if expr.where is not None and where is None:
                return None
            if expr.op == "count":
                return Value(Num(whole=True), b.reduce("count", entity.name, None, where))
            assert expr.arg is not None
            if expr.op in ("any", "all"):
                return _quantified(ctx, expr, entity.name, where)
            value = expressions.as_number(ctx, expressions.evaluate(ctx, expr.arg))
    finally:
        ctx.item_list = outer
    ref = None if value is None else number_of(ctx, value, expr.arg.span)
    if value is None or ref is None:
        return None
    found = _reduced(ctx, expr.op, entity.name, value.type, ref, where)
    return replace(found, place=_place(entity, value, ref, where)) if expr.op == "sum" else found


def number_of(ctx: Context, value: Value, span: Span) -> Ref | None:
    """The node of what is a number of each item; None (reported) where it is none, or an open quotient."""
    if not isinstance(value.type, Num):
        ctx.report(say.number_expected(value.type, span))
        return None
    return plain(ctx, value, span)


def _reduced(ctx: Context, op: str, list: ListRef, type_: ValueType, ref: Ref, where: Ref | None = None) -> Value:
    b = ctx.builder
    assert isinstance(type_, Num)
    type_ = Num(type_.dimension, type_.percent)
    match op:
        case "mean":
            return Value(type_, b.reduce("sum", list, ref, where), b.reduce("count", list, None, where))
        case "smallest":
            return Value(type_, b.reduce("min", list, ref, where))
        case "largest":
            return Value(type_, b.reduce("max", list, ref, where))
        case _:
            return Value(type_, b.reduce("sum", list, ref, where))


def _over_blocks(ctx: Context, expr: ex.Aggregate, inner: ex.Aggregate) -> Value | None:
    """`largest of (sum of E over LIST in each day)`: one value from those of the blocks."""
    found = grouped.series(ctx, inner)
    if found is None:
        return None
    if expr.op == "count":
        return Value(Num(whole=True), ctx.builder.reduce("count", found.groups, None))
    ref = number_of(ctx, found.value, inner.span)
    return None if ref is None else _reduced(ctx, expr.op, found.groups, found.value.type, ref)


def _place(entity: Entity, value: Value, ref: Ref, where: Ref | None) -> Place:
    """Where the sum over a list lies: each item in its own period, where it has one."""
    if value.place is not None and value.place.list is None:
        return replace(value.place, list=entity.name, where=where)
    periods = [period for period in map(_period, entity.members.values()) if period is not None]
    start, end = (periods[0].ref, periods[0].end) if len(periods) == 1 else (None, None)
    return Place(start, end, (), entity.name, where, ref)


def _period(field: Entity) -> Value | None:
    value = None if field.evaluate is None else field.evaluate()
    return value if value is not None and value.type == PERIOD else None


def _quantified(ctx: Context, expr: ex.Aggregate, list_name: str, where: Ref | None) -> Value | None:
    """`any of C over LIST`, `all of C over LIST`: by counting the items for which C does (not) hold."""
    assert expr.arg is not None
    holds = conditions.condition(ctx, expr.arg)
    if holds is None:
        return None
    b = ctx.builder
    counted = holds if expr.op == "any" else b.not_(holds)
    both = counted if where is None else b.all([where, counted])
    some = b.compare("<", b.number(Fraction(0)), b.reduce("count", list_name, None, both))
    return Value(YES_NO, some if expr.op == "any" else b.not_(some))


def so_far(ctx: Context, arg: ex.Expr, span: Span) -> Value | None:
    """`X so far`: the sum of X over the items before this one."""
    if ctx.item_list is None:
        ctx.report(say.only_in_for_each("so far", span))
        return None
    value = expressions.as_number(ctx, expressions.evaluate(ctx, arg))
    if value is None:
        return None
    if not isinstance(value.type, Num):
        ctx.report(say.number_expected(value.type, span))
        return None
    ref = plain(ctx, value, span)
    if ref is None:
        return None
    b = ctx.builder
    if b.lists[ref] is None:
        before = b.sum([b.position(ctx.item_list), b.number(Fraction(-1))])
        return Value(value.type, b.product([ref, before]))
    return Value(value.type, b.so_far(ref))
