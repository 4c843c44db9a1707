"""Declared inputs: what a request may hold, and the nodes that read it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from dsl import expressions as ex
from dsl.lower import expressions, moments, wire
from dsl.lower.conditions import between, borrow_unit, condition
from dsl.lower.context import Context, Entity, Value
from dsl.lower.walk import names_in
from dsl.messages import meaning as say
from dsl.syntax import InputDecl, Require
from dsl.value_types import (
    DATE,
    MOMENT,
    PERIOD,
    TEXT,
    YES_NO,
    ChoiceOf,
    Num,
    ValueType,
    joins,
    money,
    read_unit,
    type_words,
)
from engine import declarations as d
from engine.graph import Requirement
from engine.requests.records import default_problem
from engine.requests.unit_forms import counting_names
from engine.units import KINDS, UNITS, is_currency, minor_unit

TYPE_WORDS = (
    "one of", "list", "period", "moment", "date", "yes/no", "text", "money", "number", "whole number", "percent",
    *KINDS,
)  # fmt: skip


def declare_inputs(ctx: Context, decls: tuple[InputDecl, ...]) -> tuple[tuple[d.Declared, ...], list[Requirement]]:
    """The declared inputs, and the rules that follow from bounds which name other inputs."""
    out: list[d.Declared] = []
    rules: list[Requirement] = []
    for decl in decls:
        declared = declare(ctx, decl, None, ctx.names.entities, rules)
        if declared is None:
            ctx.names.entities.setdefault(decl.name.text, Entity(decl.name.text, "broken", decl.name.span, used=True))
        else:
            out.append(declared)
            ctx.declared.append(declared)
    return tuple(out), rules


def declare(
    ctx: Context,
    decl: InputDecl,
    of_list: str | None,
    into: dict[str, Entity],
    rules: list[Requirement],
) -> d.Declared | None:
    if decl.kind.text == "list":
        return declare_list(ctx, decl, rules)
    shape = shape_of(ctx, decl)
    if shape is None:
        return None
    type_, declared = shape
    if of_list is None:
        ctx.declare(entity := Entity(decl.name.text, "input", decl.name.span, detail=type_words(type_)))
        if ctx.names.find(decl.name.text) is not entity:
            return None
    else:
        entity = into[decl.name.text] = Entity(
            decl.name.text, "field", decl.name.span, detail=type_words(type_), used=True
        )
    entity.label = declared.label
    b, name = ctx.builder, decl.name.text
    if declared.kind == "period":
        start, end = b.input(name, d.MOMENT, "from", of_list), b.input(name, d.MOMENT, "to", of_list)
        value = Value(PERIOD, start, None, end)
    else:
        value = Value(type_, b.input(name, declared.type, "", of_list))
    entity.evaluate = lambda: value
    if decl.optional:
        given = Value(YES_NO, b.input(name, d.TRUTH, "given", of_list))
        entity.members["given"] = Entity("given", "field", decl.name.span, lambda: given, used=True)
    declared = with_bounds(ctx, decl, declared, value, of_list, rules)
    if decl.default is not None:
        default = wire.of(ctx, decl.default, declared, type_)
        if default is None:
            return declared
        with_default = replace(declared, default=default)
        problem = default_problem(with_default, ZoneInfo(ctx.zone or "UTC"), counting_names((declared,)))
        if problem is not None:
            ctx.report(say.default_refused(name, problem.expected, problem.found, problem.help, decl.default.span))
            return declared
        declared = with_default
    return declared


def declare_list(ctx: Context, decl: InputDecl, rules: list[Requirement]) -> d.Declared | None:
    entity = Entity(decl.name.text, "list", decl.name.span, detail="list")
    ctx.declare(entity)
    outer, ctx.item_list = ctx.item_list, decl.name.text
    fields = []
    for field in decl.fields:
        if field.name.text in entity.members:
            first = entity.members[field.name.text]
            ctx.report(say.duplicate_name(field.name.text, field.name.span, first.span, "field"))
            continue
        with ctx.names.within(entity.members):
            declared = declare(ctx, field, decl.name.text, entity.members, rules)
        if declared is not None:
            fields.append(declared)
    ctx.item_list = outer
    if decl.items is None or not fields:
        return None
    if decl.consecutive and all(field.kind != "period" for field in fields):
        ctx.report(say.one_after_another_needs_period(decl.name.text, decl.name.span))
        return None
    return d.Declared(
        decl.name.text,
        "list",
        label=decl.label.value if decl.label else "",
        fields=tuple(fields),
        items=decl.items,
        consecutive=decl.consecutive,
    )


def shape_of(ctx: Context, decl: InputDecl) -> tuple[ValueType, d.Declared] | None:
    """The type of an input as declared, before its bounds."""
    word, name = decl.kind.text, decl.name.text
    label = decl.label.value if decl.label else ""

    def simple(kind: Literal["truth", "moment", "date", "period", "text"], type_: d.Type) -> d.Declared:
        return d.Declared(name, kind, type_, optional=decl.optional, label=label)

    match word:
        case "one of":
            options = tuple(option.text for option in decl.options)
            seen: dict[str, ex.Ident] = {}
            for option in decl.options:
                if option.text in seen:
                    ctx.report(say.duplicate_option(option.text, option.span, seen[option.text].span))
                    return None
                seen[option.text] = option
            declared = d.Declared(
                name, "choice", d.Type("choice", options=options), optional=decl.optional, label=label
            )
            return ChoiceOf(options), declared
        case "yes/no":
            return YES_NO, simple("truth", d.TRUTH)
        case "moment":
            return MOMENT, simple("moment", d.MOMENT)
        case "date":
            return DATE, simple("date", d.DATE)
        case "period":
            return PERIOD, simple("period", d.MOMENT)
        case "text":
            return TEXT, simple("text", d.TEXT)
        case _:
            return number_shape(ctx, decl, label)


def number_shape(ctx: Context, decl: InputDecl, label: str) -> tuple[Num, d.Declared] | None:
    word = decl.kind.text
    step: Fraction | None
    if word in KINDS:
        dimension, unit = KINDS[word]
        type_, step = Num(dimension), UNITS[unit].factor
    elif word in ("number", "percent"):
        type_, step, unit = Num(percent=word == "percent"), None, "%" if word == "percent" else ""
    elif word == "whole number":
        type_, step, unit = Num(whole=True), Fraction(1), ""
    elif word == "money" or is_currency(word):
        unit = ctx.currency if word == "money" else word
        if not unit:
            if not ctx.currency_broken:
                ctx.report(say.currency_needed(decl.kind.span))
                ctx.currency_broken = True
            return None
        type_, step = money(unit), minor_unit(unit)
    elif word in ctx.units:
        unit = word
        type_, step = Num(((ctx.units[word], 1),)), Fraction(1)
    else:
        measure = read_unit(word, ctx.units)
        if isinstance(measure, str):
            ctx.report(say.unknown_type(word, decl.kind.span, [*TYPE_WORDS, *ctx.units]))
            return None
        type_, step, unit = Num(measure.dimension, measure.percent), None, word
    if decl.step is not None:
        step = step_of(ctx, decl, type_)
        if step is None:
            return None
    if step is None:
        ctx.report(say.step_needed(decl.name.text, unit, decl.kind.span))
        return None
    node = d.Type("number", type_.dimension, step)
    whole = type_.whole or word in ctx.units
    declared = d.Declared(decl.name.text, "number", node, unit=unit, whole=whole, optional=decl.optional, label=label)
    return type_, declared


def step_of(ctx: Context, decl: InputDecl, type_: Num) -> Fraction | None:
    assert decl.step is not None
    value = expressions.evaluate(ctx, decl.step)
    if value is None:
        return None
    if not joins(type_, value.type):
        ctx.report(say.does_not_fit_column(type_, value.type, decl.step.span))
        return None
    step = ctx.constant(value, decl.step.span, "a step")
    if step is not None and step <= 0:
        ctx.report(say.must_be_positive("a step", decl.step.span))
        return None
    return step


def with_bounds(
    ctx: Context,
    decl: InputDecl,
    declared: d.Declared,
    value: Value,
    of_list: str | None,
    rules: list[Requirement],
) -> d.Declared:
    """The input with its constant bounds; a bound that names another input becomes a rule."""
    if decl.bounds is None:
        never_negative = declared.whole or decl.kind.text in KINDS
        return replace(declared, lower=Fraction(0)) if never_negative else declared
    cell = borrow_unit(decl.bounds)
    if declared.kind == "period":
        return period_bound(ctx, declared, cell)
    if declared.kind not in ("number", "moment", "date"):
        ctx.report(say.range_of_words(value.type, cell.span))
        return declared
    found: dict[str, Fraction] = {}
    for side, bound in (("lower", cell.lower), ("upper", cell.upper)):
        if bound is None:
            continue
        limit = expressions.as_number(ctx, expressions.evaluate(ctx, bound))
        if limit is None:
            return declared
        if not joins(value.type, limit.type):
            ctx.report(say.does_not_fit_column(value.type, limit.type, bound.span))
            return declared
        known = ctx.builder.constant_of(limit.ref) if limit.divisor is None else None
        if known is not None:
            found[side] = known
            if isinstance(bound, ex.Number) and bound.unit and "/" not in bound.unit:
                declared = replace(declared, unit=bound.unit)
            continue
        one_side = replace(
            cell,
            lower=cell.lower if side == "lower" else None,
            upper=cell.upper if side == "upper" else None,
        )
        rule = between(ctx, value, one_side, decl.name.span)
        if rule is not None:
            origin = ctx.origin(cell.span)
            words = f"{decl.name.text} must be {origin.text}"
            rules.append(Requirement(rule, words, (decl.name.text,), of_list, origin))
    low, high = found.get("lower"), found.get("upper")
    if cell.lower is None and (declared.whole or decl.kind.text in KINDS) and (high is None or high >= 0):
        low = Fraction(0)
    if low is not None and high is not None and low > high:
        ctx.report(say.reversed_range(cell.span))
        return declared
    if declared.whole and declared.unit in UNITS:
        declared = replace(declared, unit="")
    return replace(
        declared,
        lower=low,
        upper=high,
        lower_in=cell.lower_in or cell.lower is None,
        upper_in=cell.upper_in or cell.upper is None,
    )


def period_bound(ctx: Context, declared: d.Declared, cell: ex.CellRange) -> d.Declared:
    """`period up to 30 days`: counted from the start of the period, in calendar or in elapsed units."""
    if cell.lower is not None or cell.upper is None:
        ctx.report(say.period_bound(cell.span))
        return declared
    limit = expressions.evaluate(ctx, cell.upper)
    if limit is None:
        return declared
    size = ctx.constant(limit, cell.upper.span, "the longest a period may be")
    if size is None:
        return declared
    if not isinstance(limit.type, Num) or limit.type.dimension not in (
        (("day", 1),),
        (("month", 1),),
        (("s", 1),),
    ):
        ctx.report(say.period_bound(cell.span))
        return declared
    days, months, seconds = moments.days_and_months(size, limit.type)
    unit = cell.upper.unit if isinstance(cell.upper, ex.Number) else ""
    return replace(declared, days=days, months=months, seconds=seconds, unit=unit)


def requirement(ctx: Context, rule: Require, rules: list[Requirement]) -> None:
    """`require C "What is wrong"`."""
    ref = condition(ctx, rule.condition)
    if ref is None:
        return
    origin = ctx.origin(rule.span)
    message = rule.message.value if rule.message else f"this must hold: {ctx.origin(rule.condition.span).text}"
    fields = tuple(dict.fromkeys(mentioned(rule.condition, ctx)))
    rules.append(Requirement(ref, message, fields, None, origin))


def mentioned(expr: ex.Expr, ctx: Context) -> list[str]:
    """The inputs that an expression names, in order."""
    out = []
    for name in names_in(expr):
        entity = ctx.names.find(name.parts[0])
        if entity is not None and entity.kind in ("input", "list"):
            out.append(entity.name)
    return out
