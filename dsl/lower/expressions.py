"""What an expression means: its type and its node, or messages and nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from dsl import expressions as ex
from dsl.diagnostics import Span
from dsl.lower import conditions, lists, moments, powers, proration
from dsl.lower.arithmetic import add, divide, free_as, joined, literal_scale, plain, rounded, times
from dsl.lower.context import MODES, Context, Place, Value
from dsl.messages import meaning as say
from dsl.value_types import (
    DATE,
    DURATION,
    MOMENT,
    PERIOD,
    PLAIN,
    TEXT,
    TIME,
    YES_NO,
    ChoiceOf,
    FreeType,
    Num,
    ValueType,
    joins,
    read_unit,
)
from engine.declarations import DATE as DATE_NODE
from engine.declarations import MOMENT as MOMENT_NODE
from engine.declarations import TEXT as TEXT_NODE
from engine.declarations import TRUTH, Type
from engine.graph import Ref, RoundMode
from engine.units import multiply, power


def evaluate(ctx: Context, expr: ex.Expr, expected: ValueType | None = None) -> Value | None:
    """The value of an expression; `expected` lets a bare word stand for an option of a choice."""
    match expr:
        case ex.Number():
            return number(ctx, expr)
        case ex.Text(words, span):
            return text(ctx, words, span, expected)
        case ex.DateLit(day):
            return Value(DATE, ctx.builder.constant(Fraction(day.toordinal()), DATE_NODE))
        case ex.MomentLit(_, span):
            instant = moments.instant(ctx, expr)
            if instant is None:
                return None
            return Value(MOMENT, ctx.builder.constant(Fraction(instant), MOMENT_NODE))
        case ex.TimeLit(seconds):
            return Value(TIME, ctx.builder.number(Fraction(seconds), DURATION.dimension))
        case ex.Period():
            return proration.period(ctx, expr)
        case ex.CalendarCount():
            return proration.count(ctx, expr)
        case ex.CalendarBlock():
            return proration.block(ctx, expr)
        case ex.Name():
            return name(ctx, expr, expected)
        case ex.Word(word, span):
            return known_word(ctx, word, span)
        case ex.Sum(terms):
            values = [(sign, as_number(ctx, evaluate(ctx, term, expected)), term.span) for sign, term in terms]
            found = [(sign, v, span) for sign, v, span in values if v is not None]
            if len(found) < len(values):
                return None
            if (apart := moments.difference(ctx, found, expr.span)) is not None:
                return apart
            return add(ctx, found)
        case ex.Product(factors):
            return product(ctx, factors)
        case ex.Power():
            return powers.power(ctx, expr)
        case ex.Negative(arg):
            value = evaluate(ctx, arg)
            return None if value is None else add(ctx, [(-1, value, arg.span)])
        case ex.Of(price, quantity):
            return of(ctx, price, quantity)
        case ex.Per():
            return per(ctx, expr)
        case ex.Rounded(arg, mode, step):
            value, grid = evaluate(ctx, arg), step_of(ctx, step)
            if value is None or grid is None:
                return None
            if not joins(value.type, grid.type):
                ctx.report(say.rounding_step(value.type, grid.type, step.span))
                return None
            size = ctx.constant(grid, step.span, "the step of a rounding")
            if size is None:
                return None
            if size <= 0:
                ctx.report(say.must_be_positive("the step of a rounding", step.span))
                return None
            return rounded(ctx, value, size, MODES[mode])
        case ex.Measure(what, inner, span):
            return measure(ctx, what, inner, span)
        case ex.During(inner, window, span):
            return during(ctx, inner, window, span)
        case ex.Extreme(op, args):
            return extreme(ctx, op, args)
        case ex.Aggregate():
            return lists.aggregate(ctx, expr)
        case ex.SoFar(arg, span):
            return lists.so_far(ctx, arg, span)
        case ex.Since(_, span):
            ctx.report(say.only_in_price_rows("time since", span))
            return None
        case ex.Full(inner):
            return full(ctx, inner)
        case ex.Cases():
            return cases(ctx, expr, expected)
        case ex.Is() | ex.Logic():
            ref = conditions.condition(ctx, expr)
            return None if ref is None else Value(YES_NO, ref)
        case _:
            assert_never(expr)


def number(ctx: Context, expr: ex.Number) -> Value | None:
    measure = read_unit(expr.unit, ctx.units)
    if isinstance(measure, str):
        ctx.report(say.unknown_unit(measure, expr.unit, expr.span, list(ctx.units)))
        return None
    scale = literal_scale(expr.decimals, measure.factor)
    ref = ctx.builder.number(expr.value * measure.factor, measure.dimension, scale)
    return Value(Num(measure.dimension, measure.percent), ref)


def text(ctx: Context, value: str, span: Span, expected: ValueType | None) -> Value | None:
    if isinstance(expected, ChoiceOf):
        return option(ctx, value, expected, span)
    return Value(TEXT, ctx.builder.constant(value, TEXT_NODE))


def option(ctx: Context, word: str, choice: ChoiceOf, span: Span) -> Value | None:
    if word not in choice.options:
        ctx.report(say.unknown_option(word, choice.options, span))
        return None
    return Value(choice, ctx.builder.constant(word, Type("choice", options=choice.options)))


def name(ctx: Context, expr: ex.Name, expected: ValueType | None = None) -> Value | None:
    first = expr.parts[0]
    if isinstance(expected, ChoiceOf) and len(expr.parts) == 1 and first in expected.options:
        return option(ctx, first, expected, expr.span)
    if isinstance(expected, ChoiceOf) and len(expr.parts) == 1 and ctx.names.find(first) is None:
        ctx.report(say.unknown_option(first, expected.options, expr.span))
        return None
    entity = ctx.entity_of(expr)
    if entity is not None and entity.kind == "window":
        ctx.report(say.not_a_value(entity.name, entity.kind, expr.span))
        return None
    return None if entity is None else ctx.value_of(entity, expr.span)


def known_word(ctx: Context, word: str, span: Span) -> Value | None:
    b = ctx.builder
    match word:
        case "free":
            return Value(FreeType(), b.number(Fraction(0)))
        case "yes" | "no":
            return Value(YES_NO, b.constant(word == "yes", TRUTH))
        case "no price":
            ref = b.no_price(f"the tariff says `no price` in line {ctx.source.place(span.start).line}", Type("number"))
            ctx.origins.append((ref, ctx.origin(span)))
            return Value(FreeType(), ref)
        case "position" if ctx.item_list is not None:
            return Value(Num(whole=True), b.position(ctx.item_list))
        case "first" | "last" if ctx.item_list is not None:
            edge = b.number(Fraction(1)) if word == "first" else b.reduce("count", ctx.item_list, None)
            return Value(YES_NO, b.compare("=", b.position(ctx.item_list), edge))
        case "position" | "first" | "last":
            ctx.report(say.only_in_for_each(word, span))
            return None
        case _:
            entity = ctx.names.entities.get(word)
            if entity is None:  # in the header, above every line of the bill
                ctx.report(say.no_lines_yet(word, span))
                return None
            return ctx.value_of(entity, span)


def product(ctx: Context, factors: tuple[tuple[str, ex.Expr], ...]) -> Value | None:
    so_far: Value | None = None
    failed = False
    for op, factor in factors:
        value = as_number(ctx, evaluate(ctx, factor))
        if value is None:
            failed = True
        elif so_far is None:
            so_far = value
        elif not failed:
            combine: Callable[[Context, Value, Value, Span], Value | None] = times if op == "*" else divide
            so_far = combine(ctx, so_far, value, factor.span)
            failed = so_far is None
    return None if failed else so_far


def as_number(ctx: Context, value: Value | None) -> Value | None:
    """A period where a quantity is due stands for its length."""
    if value is not None and value.type == PERIOD and value.end is not None:
        return Value(DURATION, ctx.builder.elapsed(value.ref, value.end), place=Place(value.ref, value.end))
    return value


def step_of(ctx: Context, expr: ex.Expr) -> Value | None:
    return as_number(ctx, evaluate(ctx, expr))


def of(ctx: Context, price: ex.Expr, quantity: ex.Expr) -> Value | None:
    """`PRICE of QUANTITY` anywhere: a percentage of a number, a rate times a quantity, a price per block."""
    if isinstance(price, ex.Per) and price.block and price.of is None:
        return per(ctx, ex.Per(price.price, price.size, price.block, quantity, price.span))
    left, right = evaluate(ctx, price), as_number(ctx, evaluate(ctx, quantity))
    if left is None or right is None:
        return None
    return times(ctx, left, right, quantity.span)


def per(ctx: Context, expr: ex.Per) -> Value | None:
    """`0.70 EUR per 30 min` is a rate; `139 PLN per started 24 h of ride` an amount."""
    price, size = evaluate(ctx, expr.price), evaluate(ctx, expr.size)
    if price is None or size is None:
        return None
    if not expr.block:
        return divide(ctx, price, size, expr.span)
    if expr.of is None:
        ctx.report(say.block_without_quantity(expr.span))
        return None
    count = blocks(ctx, expr.of, size, expr.size.span, expr.block)
    return None if count is None else times(ctx, price, count, expr.span)


def blocks(ctx: Context, of: ex.Expr, size: Value, span: Span, how: str) -> Value | None:
    """How many started or full blocks of `size` lie in a quantity."""
    quantity = as_number(ctx, evaluate(ctx, of))
    if quantity is None:
        return None
    if not joins(quantity.type, size.type):
        ctx.report(say.does_not_join(quantity.type, size.type, span, of.span))
        return None
    step = ctx.constant(size, span, "the size of a block")
    ref = plain(ctx, quantity, of.span)
    if step is None or ref is None:
        return None
    if step <= 0:
        ctx.report(say.must_be_positive("the size of a block", span))
        return None
    return count_blocks(ctx, Value(quantity.type, ref), step, how)


def count_blocks(ctx: Context, quantity: Value, size: Fraction, how: str) -> Value:
    """The number of blocks of `size` base units in a quantity."""
    b = ctx.builder
    assert isinstance(quantity.type, Num)
    elapsed = quantity.type.dimension == DURATION.dimension
    mode: RoundMode = "down" if how == "full" else "next" if ctx.next_blocks and elapsed else "up"
    billed = b.round(quantity.ref, size, mode)
    whole = b.product([billed, b.reciprocal(size, quantity.type.dimension)])
    return Value(Num(whole=True), whole)


def measure(ctx: Context, what: str, inner: ex.Expr, span: Span) -> Value | None:
    value = evaluate(ctx, inner)
    if value is None:
        return None
    if what == "length" and value.type == DURATION:
        return value
    if value.type != PERIOD or value.end is None:
        ctx.report(say.expected_type("a period", value.type, span))
        return None
    if what == "length":
        return as_number(ctx, value)
    return Value(MOMENT, value.ref if what == "start" else value.end)


def during(ctx: Context, inner: ex.Expr, window: ex.Ident, span: Span) -> Value | None:
    value, place = evaluate(ctx, inner), conditions.window_of(ctx, window)
    if value is None or place is None:
        return None
    if value.type != PERIOD or value.end is None:
        ctx.report(say.expected_type("a period", value.type, inner.span))
        return None
    inside = Place(value.ref, value.end, (place,))
    return Value(DURATION, ctx.builder.overlap(value.ref, value.end, place), place=inside)


def extreme(ctx: Context, op: str, args: tuple[ex.Expr, ...]) -> Value | None:
    values = [(as_number(ctx, evaluate(ctx, arg)), arg.span) for arg in args]
    found = [(value, span) for value, span in values if value is not None]
    if len(found) < len(values):
        return None
    together = joined(ctx, found)
    if together is None:
        return None
    return extreme_of(ctx, op, *together)


def extreme_of(ctx: Context, op: str, type_: Num, numbers: list[Value]) -> Value:
    """The smallest or largest of numbers of one type; open quotients are compared exactly."""
    b = ctx.builder
    if all(value.divisor is None for value in numbers):
        refs = [value.ref for value in numbers]
        return Value(type_, b.min(refs) if op == "smallest" else b.max(refs))
    best = numbers[0]
    for other in numbers[1:]:
        left, right = conditions.cross(ctx, best, other)
        test = b.compare("<=", left, right) if op == "smallest" else b.compare("<=", right, left)
        one, two = over_one_divisor(ctx, [best, other])
        if one.divisor is None or two.divisor is None:
            best = Value(type_, b.select(test, one.ref, two.ref))
            continue
        best = Value(type_, b.select(test, one.ref, two.ref), b.select(test, one.divisor, two.divisor))
    return best


def full(ctx: Context, inner: ex.Name) -> Value | None:
    entity = ctx.entity_of(inner)
    if entity is None:
        return None
    if entity.full is None:
        ctx.report(say.only_charges_are_full(entity.name, inner.span))
        return None
    return entity.full()


def cases(ctx: Context, expr: ex.Cases, expected: ValueType | None) -> Value | None:
    """The first case whose condition holds. Without `otherwise` the rest is no price."""
    values = [evaluate(ctx, case.value, expected) for case in expr.cases]
    tests = [None if case.when is None else conditions.condition(ctx, case.when) for case in expr.cases]
    for case, test in zip(expr.cases, tests, strict=True):
        if case.when is not None and test is None:
            return None
    found = [value for value in values if value is not None]
    if len(found) < len(values):
        return None
    type_ = next((v.type for v in found if not isinstance(v.type, FreeType)), found[0].type)
    for case, value in zip(expr.cases, found, strict=True):
        if not joins(type_, value.type):
            ctx.report(say.does_not_join(type_, value.type, case.value.span, expr.cases[0].value.span))
            return None
    found = over_one_divisor(ctx, [free_as(ctx, value, type_) for value in found])
    type_ = PLAIN if isinstance(type_, FreeType) else type_
    out = first_that_holds(ctx, tests, [value.ref for value in found], expr.span)
    divisors = [value.divisor for value in found if value.divisor is not None]
    if not divisors:
        return Value(type_, out)
    return Value(type_, out, first_that_holds(ctx, tests, divisors, expr.span))


def over_one_divisor(ctx: Context, values: list[Value]) -> list[Value]:
    """Where one of the values is an open quotient, all as quotients of one kind: a plain one is divided by
    one unit of the first divisor, one of another kind has both sides multiplied by it."""
    first = next((value.divisor for value in values if value.divisor is not None), None)
    if first is None:
        return values
    b = ctx.builder
    wanted = b.type(first).dimension
    out = []
    for value in values:
        found = () if value.divisor is None else b.type(value.divisor).dimension
        one = b.number(Fraction(1), multiply(wanted, power(found, -1)))
        if value.divisor is None:
            out.append(Value(value.type, b.product([value.ref, one]), one))
        elif found == wanted:
            out.append(value)
        else:
            out.append(Value(value.type, b.product([value.ref, one]), b.product([value.divisor, one])))
    return out


def first_that_holds(
    ctx: Context,
    tests: list[Ref | None],
    refs: list[Ref],
    span: Span,
    reason: str = "no condition holds and there is no `otherwise`",
) -> Ref:
    """The node whose condition is the first to hold (None: always); none holds is no price."""
    b = ctx.builder
    if tests[-1] is None:
        out, rest = refs[-1], list(zip(tests[:-1], refs[:-1], strict=True))
    else:
        out = b.no_price(reason, b.type(refs[0]))
        ctx.origins.append((out, ctx.origin(span)))
        rest = list(zip(tests, refs, strict=True))
    for test, ref in reversed(rest):
        assert test is not None
        out = b.select(test, ref, out)
    return out
