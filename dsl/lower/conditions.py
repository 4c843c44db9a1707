"""What a condition or a cell means. A cell is a condition whose subject is its heading."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dsl import expressions as ex
from dsl.diagnostics import Span
from dsl.lower import expressions, moments, running
from dsl.lower.arithmetic import plain
from dsl.lower.context import Context, Value
from dsl.messages import meaning as say
from dsl.value_types import DATE, MOMENT, PERIOD, TEXT, YES_NO, ChoiceOf, Num, joins
from engine.graph import AnyValue, Cell, Const, Excluding, InWindow, OneOf, Range, Ref, StartsWith


def condition(ctx: Context, expr: ex.Expr) -> Ref | None:
    """The yes/no node of a condition."""
    match expr:
        case ex.Logic(op, args):
            refs = [condition(ctx, arg) for arg in args]
            known = [ref for ref in refs if ref is not None]
            if len(known) < len(refs):
                return None
            if op == "not":
                return ctx.builder.not_(known[0])
            return ctx.builder.all(known) if op == "and" else ctx.builder.any(known)
        case ex.Is(ex.Since() | ex.SoFar() as subject, cell) if ctx.running is not None:
            return running.reached(ctx, ctx.running, subject, cell)
        case ex.Is(subject, cell):
            if isinstance(cell, ex.CellMissing):
                return missing(ctx, subject)
            if isinstance(cell, ex.CellNot) and isinstance(cell.cell, ex.CellMissing):
                gone = missing(ctx, subject)
                return None if gone is None else ctx.builder.not_(gone)
            value = expressions.as_number(ctx, expressions.evaluate(ctx, subject))
            return None if value is None else fits(ctx, value, cell, subject.span)
        case _:
            value = expressions.evaluate(ctx, expr)
            if value is None:
                return None
            if value.type != YES_NO:
                ctx.report(say.condition_expected(value.type, expr.span))
                return None
            return value.ref


def missing(ctx: Context, subject: ex.Expr) -> Ref | None:
    """Whether an input that may be missing is."""
    if isinstance(subject, ex.Name):
        entity = ctx.look_up(subject.parts[0], subject.span)
        if entity is None:
            return None
        for part in subject.parts[1:]:
            entity = entity.members.get(part, entity)
        given = entity.members.get("given")
        if given is not None and given.evaluate is not None:
            value = given.evaluate()
            return None if value is None else ctx.builder.not_(value.ref)
    ctx.report(say.never_missing(subject.span))
    return None


def window_of(ctx: Context, name: ex.Ident) -> int | None:
    """The position of a window in the graph."""
    entity = ctx.look_up(name.text, name.span)
    if entity is None:
        return None
    if entity.kind != "window":
        ctx.report(say.window_expected(name.text, entity.kind, name.span))
        return None
    value = None if entity.evaluate is None else entity.evaluate()
    return None if value is None else value.ref


def fits(ctx: Context, value: Value, cell: ex.Cell, subject: Span) -> Ref | None:
    """The yes/no node of `value` against a cell; bounds that are no constants are compared as they are."""
    b = ctx.builder
    match cell:
        case ex.CellNot(inner):
            ref = fits(ctx, value, inner, subject)
            return None if ref is None else b.not_(ref)
        case ex.CellLogic(op, parts):
            refs = [fits(ctx, value, part, subject) for part in parts]
            known = [ref for ref in refs if ref is not None]
            if len(known) < len(refs):
                return None
            return b.all(known) if op == "and" else b.any(known)
        case ex.CellValues((ex.Name() as name,)) if not isinstance(value.type, ChoiceOf):
            other = expressions.evaluate(ctx, name, value.type)
            return None if other is None else equal(ctx, value, other, cell.span, subject)
    read = cell_for(ctx, value, cell, constant_only=False)
    if isinstance(read, tuple):
        key, known_cell = read
        ref = plain(ctx, key, subject)
        return None if ref is None else b.fits(ref, known_cell)
    if read is not None and isinstance(cell, ex.CellRange):
        return between(ctx, value, cell, subject)
    return None


def equal(ctx: Context, left: Value, right: Value, span: Span, subject: Span) -> Ref | None:
    if not joins(left.type, right.type):
        ctx.report(say.does_not_join(left.type, right.type, span, subject))
        return None
    one, other = cross(ctx, left, right)
    return ctx.builder.compare("=", one, other)


def cross(ctx: Context, left: Value, right: Value) -> tuple[Ref, Ref]:
    """Two values with their open divisors multiplied away. A divisor is taken with its square, so that its
    sign does not matter."""
    b = ctx.builder
    one, other = left.ref, right.ref
    for divisor, own in ((left.divisor, True), (right.divisor, False)):
        if divisor is not None:
            if own:
                one, other = b.product([one, divisor]), b.product([other, divisor, divisor])
            else:
                one, other = b.product([one, divisor, divisor]), b.product([other, divisor])
    return one, other


def between(ctx: Context, value: Value, cell: ex.CellRange, subject: Span) -> Ref | None:
    """A range whose bounds are worked out at run time."""
    b = ctx.builder
    tests: list[Ref] = []
    for bound, included, below in ((cell.lower, cell.lower_in, True), (cell.upper, cell.upper_in, False)):
        if bound is None:
            continue
        limit = expressions.as_number(ctx, expressions.evaluate(ctx, bound))
        if limit is None:
            return None
        if not joins(value.type, limit.type):
            ctx.report(say.does_not_join(value.type, limit.type, bound.span, subject))
            return None
        mine, theirs = cross(ctx, value, limit)
        low, high = (theirs, mine) if below else (mine, theirs)
        tests.append(b.compare("<=" if included else "<", low, high))
    return b.all(tests)


def cell_for(ctx: Context, value: Value, cell: ex.Cell, constant_only: bool = True) -> tuple[Value, Cell] | bool | None:
    """The engine's cell and the key it reads (a moment's date where the cell speaks of dates).

    None: reported. True: not a constant (only where `constant_only` is off)."""
    match cell:
        case ex.CellAny():
            return value, AnyValue()
        case ex.CellNot(inner):
            read = cell_for(ctx, value, inner, constant_only)
            return (read[0], Excluding(read[1])) if isinstance(read, tuple) else read
        case ex.CellIn(window, span):
            place = window_of(ctx, window)
            if place is None:
                return None
            at = running.moment(ctx, value, place)
            if at is None and value.type != MOMENT:
                ctx.report(say.window_needs_moment(value.type, span))
                return None
            return at or value, InWindow(place)
        case ex.CellStarts(prefixes, span):
            if value.type != TEXT:
                ctx.report(say.expected_type("a text", value.type, span))
                return None
            return value, StartsWith(prefixes)
        case ex.CellRange():
            return range_cell(ctx, value, cell, constant_only)
        case ex.CellValues(values, span):
            return values_cell(ctx, value, values, span, constant_only)
        case ex.CellMissing(span):
            ctx.report(say.missing_in_table(span))
            return None
        case ex.CellLogic() | ex.CellBroken():
            return None


def values_cell(
    ctx: Context, value: Value, values: tuple[ex.Expr, ...], span: Span, constant_only: bool
) -> tuple[Value, Cell] | bool | None:
    found: list[str | Fraction | bool] = []
    key = value
    for item in values:
        other = expressions.evaluate(ctx, item, value.type)
        if other is None:
            return None
        if value.type == MOMENT and other.type == DATE:
            key = moments.date_of(ctx, value)
        elif not joins(value.type, other.type):
            ctx.report(say.does_not_fit_column(value.type, other.type, item.span))
            return None
        constant = constant_value(ctx, other.ref)
        if constant is None:
            if constant_only:
                ctx.report(say.must_be_fixed("a cell", item.span))
                return None
            return True
        found.append(constant)
    return key, OneOf(tuple(found))


def constant_value(ctx: Context, ref: Ref) -> str | Fraction | bool | None:
    node = ctx.builder.nodes[ref]
    return node.value if isinstance(node, Const) else None


def borrow_unit(cell: ex.CellRange) -> ex.CellRange:
    """`500 to 999 EUR`: the first number borrows the unit of the second."""
    low, high = cell.lower, cell.upper
    if isinstance(low, ex.Number) and isinstance(high, ex.Number) and not low.unit and high.unit:
        return replace(cell, lower=replace(low, unit=high.unit))
    return cell


def range_cell(ctx: Context, value: Value, cell: ex.CellRange, constant_only: bool) -> tuple[Value, Cell] | bool | None:
    cell = borrow_unit(cell)
    if value.type == PERIOD or not (isinstance(value.type, Num) or value.type in (MOMENT, DATE)):
        ctx.report(say.range_of_words(value.type, cell.span))
        return None
    key = value
    bounds: list[Fraction | None] = []
    for bound in (cell.lower, cell.upper):
        if bound is None:
            bounds.append(None)
            continue
        other = expressions.as_number(ctx, expressions.evaluate(ctx, bound))
        if other is None:
            return None
        if value.type == MOMENT and other.type == DATE:
            key = moments.date_of(ctx, value)
        elif not joins(value.type, other.type):
            ctx.report(say.does_not_fit_column(value.type, other.type, bound.span))
            return None
        constant = constant_value(ctx, other.ref)
        if not isinstance(constant, Fraction):
            if constant_only:
                ctx.report(say.must_be_fixed("a bound in a cell", bound.span))
                return None
            return True
        bounds.append(constant)
    low, high = bounds
    if low is not None and high is not None and (low > high or (low == high and not (cell.lower_in and cell.upper_in))):
        ctx.report(say.reversed_range(cell.span))
        return None
    if value.divisor is not None:
        return True
    return key, Range(low, high, cell.lower_in, cell.upper_in)
