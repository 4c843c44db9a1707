"""Values over the items of a list."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from dsl import expressions as ex
from dsl.diagnostics import Span
from dsl.lower import conditions, expressions
from dsl.lower.arithmetic import plain
from dsl.lower.context import Context, Entity, Place, Value
from dsl.messages import meaning as say
from dsl.value_types import PERIOD, YES_NO, Num
from engine.graph import Ref


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
    if value is None:
        return None
    if not isinstance(value.type, Num):
        ctx.report(say.number_expected(value.type, expr.arg.span))
        return None
    ref = plain(ctx, value, expr.arg.span)
    if ref is None:
        return None
    type_ = Num(value.type.dimension, value.type.percent)
    match expr.op:
        case "mean":
            total, count = (
                b.reduce("sum", entity.name, ref, where),
                b.reduce("count", entity.name, None, where),
            )
            return Value(type_, total, count)
        case "smallest" | "largest":
            which: Literal["min", "max"] = "min" if expr.op == "smallest" else "max"
            return Value(type_, b.reduce(which, entity.name, ref, where))
        case _:
            return Value(type_, b.reduce("sum", entity.name, ref, where), place=_place(entity, value, ref, where))


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
