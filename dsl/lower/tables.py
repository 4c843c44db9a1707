"""Tables and dated values: rows picked by keys, one value per result column."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from dsl import expressions as ex
from dsl import header
from dsl import syntax as sx
from dsl.coverage import Column, Example, coverage
from dsl.lower import conditions, expressions
from dsl.lower.arithmetic import free_as, plain
from dsl.lower.bounds import bounds_of
from dsl.lower.context import Context, Entity, Value
from dsl.messages import meaning as say
from dsl.value_types import PLAIN, YES_NO, ChoiceOf, FreeType, Num, ValueType, joins, type_words
from engine.declarations import Type
from engine.graph import AnyValue, Cell, OneOf, Range, Ref, StartsWith


def declare_table(ctx: Context, decl: sx.TableDecl) -> None:
    """A table's name with its columns; the look-up is one node, shared by all columns."""
    entity = Entity(decl.name.text, "table", decl.name.span, detail="table")
    made: list[TableMeaning | None] = []

    def meaning() -> TableMeaning | None:
        if not made:
            with ctx.scoped([], None):
                made.append(table_meaning(ctx, decl))
        return made[0]

    for place, head in enumerate(decl.results):
        if head.text in entity.members:
            first = entity.members[head.text]
            ctx.report(say.duplicate_name(head.text, head.span, first.span, "column"))
            continue
        column = Entity(head.text, "value", head.span, detail=f"column of {decl.name.text}")
        column.evaluate = lambda place=place: column_value(ctx, decl, meaning(), place)
        entity.members[head.text] = column
    ctx.declare(entity)


class TableMeaning:
    """A table's look-up node, or, where every row that fits counts, whether each does; and the values its columns have
    had so far."""

    def __init__(self, row: Ref | None, rows: Sequence[sx.Row], tests: Sequence[Ref] = ()) -> None:
        self.row, self.rows, self.tests = row, rows, tests
        self.columns: dict[int, Value | None] = {}


def table_meaning(ctx: Context, decl: sx.TableDecl) -> TableMeaning | None:
    keys: list[Value] = []
    for head in decl.heads:
        key = expressions.as_number(ctx, expressions.evaluate(ctx, head))
        if key is None or plain(ctx, key, head.span) is None:
            return None
        keys.append(key)
    rows = [row for row in decl.rows if not row.broken]
    if not rows:
        return None
    columns: list[Value] = list(keys)
    cells: list[list[Cell]] = []
    failed = broken = len(rows) < len(decl.rows)
    for row in rows:
        line: list[Cell] = [AnyValue()] * len(columns)
        for place, cell in enumerate(() if row.otherwise else row.cells):
            if isinstance(cell, ex.CellBroken):
                broken = True
                continue
            read = read_cell(ctx, keys[place], cell, decl.heads[place], has_gaps(decl, place))
            if read is None:
                failed = broken = True
                continue
            key, known = read
            if key is keys[place] or key.ref == keys[place].ref:
                line[place] = known
                continue
            at = next((i for i, c in enumerate(columns) if c.ref == key.ref and i >= len(keys)), None)
            if at is None:
                columns.append(key)
                at = len(columns) - 1
            line.extend([AnyValue()] * (len(columns) - len(line)))
            line[at] = known
        cells.append(line)
    if failed and all(isinstance(cell, AnyValue) for line in cells for cell in line):
        return None
    full = [tuple(line + [AnyValue()] * (len(columns) - len(line))) for line in cells]
    if any(row.otherwise for row in rows[:-1]):
        ctx.report(say.otherwise_last(decl.name.text, next(r for r in rows if r.otherwise).span))
        return None
    if not broken:
        check_rows(ctx, decl, rows, columns, full)
    if decl.policy not in ("only", "first"):
        return TableMeaning(None, rows, [fitting(ctx, columns, line) for line in full])
    policy: Literal["only", "first"] = "first" if rows[-1].otherwise or decl.policy == "first" else "only"
    if any(isinstance(cell, StartsWith) for line in full for cell in line):
        policy = "first"
        rows, full = longest_first(rows, full)
    row_ref = ctx.builder.table(decl.name.text, [key.ref for key in columns], full, policy)
    ctx.origins.append((row_ref, ctx.origin(decl.name.span)))
    ctx.row_origins.append((row_ref, tuple(ctx.origin(row.span) for row in rows)))
    return TableMeaning(row_ref, rows)


def longest_first(
    rows: Sequence[sx.Row], cells: Sequence[tuple[Cell, ...]]
) -> tuple[list[sx.Row], list[tuple[Cell, ...]]]:
    """The rows by the length of their prefixes, longest first, a row once for each length it has."""
    split: list[tuple[int, sx.Row, tuple[Cell, ...]]] = []
    for row, line in zip(rows, cells, strict=True):
        prefixes = next((cell.prefixes for cell in line if isinstance(cell, StartsWith)), ("",))
        for length in sorted({len(prefix) for prefix in prefixes}, reverse=True):
            same = StartsWith(tuple(prefix for prefix in prefixes if len(prefix) == length))
            split.append((length, row, tuple(same if isinstance(cell, StartsWith) else cell for cell in line)))
    split.sort(key=lambda one: -one[0])
    return [row for _, row, _ in split], [line for _, _, line in split]


def read_cell(ctx: Context, key: Value, cell: ex.Cell, head: ex.Expr, gaps: bool) -> tuple[Value, Cell] | None:
    """The cell and the key it reads. A cell with `or` or `and` becomes a yes/no key of its own, and so do all cells of
    a column that has `missing` (`gaps`): what is missing is compared with nothing."""
    asked = cell.cell if isinstance(cell, ex.CellNot) else cell
    if isinstance(asked, ex.CellMissing):
        gone = conditions.missing(ctx, head)
        return None if gone is None else (Value(YES_NO, gone), OneOf((asked is cell,)))
    if isinstance(cell, ex.CellAny) or not (gaps or isinstance(cell, ex.CellLogic)):
        read = conditions.cell_for(ctx, key, cell)
        return read if isinstance(read, tuple) else None
    ref = conditions.fits(ctx, key, cell, cell.span)
    gone = conditions.missing(ctx, head) if gaps and ref is not None else None
    if ref is None or (gaps and gone is None):
        return None
    if gone is not None:
        ref = ctx.builder.all([ctx.builder.not_(gone), ref])
    return Value(YES_NO, ref), OneOf((True,))


def has_gaps(decl: sx.TableDecl, place: int) -> bool:
    """Whether a column says what happens where its input is missing."""
    cells = [row.cells[place] for row in decl.rows if place < len(row.cells)]
    inner = [cell.cell if isinstance(cell, ex.CellNot) else cell for cell in cells]
    return any(isinstance(cell, ex.CellMissing) for cell in inner)


def check_rows(
    ctx: Context,
    decl: sx.TableDecl,
    rows: Sequence[sx.Row],
    keys: Sequence[Value],
    cells: Sequence[tuple[Cell, ...]],
) -> None:
    """Gaps, overlaps and dead rows, where the columns can be cut into pieces."""
    if len(keys) > len(decl.heads):
        return
    known = cells[:-1] if rows[-1].otherwise else cells
    columns = [column_of(ctx, key) for key in keys]
    found = coverage(columns, known)
    if found is None:
        return
    if not found.complete:
        ctx.report(say.coverage_skipped(decl.name.text, decl.name.span))
    heads = [ctx.origin(head.span).text for head in decl.heads]

    def shown(example: Sequence[Example | None]) -> str:
        return said(ctx, heads, keys, example)

    if decl.policy == "only":
        for first, second, example in found.overlaps[:3]:
            ctx.report(say.overlapping_rows(decl.name.text, rows[first].span, rows[second].span, shown(example)))
    for place in found.dead if decl.policy in ("only", "first") else ():
        overlapped = any(place in pair[:2] for pair in found.overlaps) and decl.policy == "only"
        if not overlapped:
            ctx.report(say.dead_row(decl.name.text, rows[place].span))
    if found.gap is not None and not rows[-1].otherwise:
        ctx.report(say.table_gap(decl.name.text, shown(found.gap), decl.name.span))


def said(ctx: Context, heads: Sequence[str], keys: Sequence[Value], example: Sequence[Example | None]) -> str:
    """An example of the keys as words: `vehicle_class van, zone airport`."""
    from dsl.lower.words import value_words

    parts = [
        f"{head} {value_words(value, key.type)}"
        for head, key, value in zip(heads, keys, example, strict=False)
        if value is not None
    ]
    return ", ".join(parts) or "any input"


def column_of(ctx: Context, key: Value) -> Column:
    """What a key can be, from the bounds of the inputs it is worked out from."""
    type_ = ctx.builder.type(key.ref)
    return Column(type_, *bounds_of(ctx, key.ref))


def column_value(ctx: Context, decl: sx.TableDecl, table: TableMeaning | None, place: int) -> Value | None:
    if table is None:
        return None
    if place not in table.columns:
        with ctx.scoped([], None):
            table.columns[place] = picked(ctx, decl, table, place)
    return table.columns[place]


def picked(ctx: Context, decl: sx.TableDecl, table: TableMeaning, place: int) -> Value | None:
    cells = [row.results[place] for row in table.rows]
    words = column_words(ctx, cells)
    expected: ValueType | None = None if words is None else words
    values = [expressions.as_number(ctx, expressions.evaluate(ctx, cell, expected)) for cell in cells]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    type_ = next((v.type for v in known if not isinstance(v.type, FreeType)), PLAIN)
    refs: list[Ref] = []
    b = ctx.builder
    for cell, found in zip(cells, known, strict=True):
        value = found if words is None else among(ctx, found, words)
        if not joins(type_, value.type):
            ctx.report(say.does_not_fit_column(type_, value.type, cell.span))
            return None
        if isinstance(cell, ex.Word) and cell.word == "no price":
            none = b.no_price(f"`{decl.name.text}` says no price", b.type(free_as(ctx, value, type_).ref))
            ctx.origins.append((none, ctx.origin(cell.span)))
            refs.append(none)
            continue
        ref = plain(ctx, free_as(ctx, value, type_), cell.span)
        if ref is None:
            return None
        refs.append(ref)
    if table.row is not None:
        return Value(type_, b.pick(table.row, refs))
    if not isinstance(type_, Num):
        ctx.report(say.number_expected(type_, cells[0].span))
        return None
    return Value(Num(type_.dimension, type_.percent), together(ctx, decl, table, refs))


def fitting(ctx: Context, keys: Sequence[Value], cells: Sequence[Cell]) -> Ref:
    """Whether a row fits."""
    asked = [(key, cell) for key, cell in zip(keys, cells, strict=True) if not isinstance(cell, AnyValue)]
    b = ctx.builder
    return b.all([b.fits(key.ref, cell) for key, cell in asked]) if asked else b.fits(keys[0].ref, AnyValue())


def together(ctx: Context, decl: sx.TableDecl, table: TableMeaning, refs: Sequence[Ref]) -> Ref:
    """Every row that fits, added up, or the smallest or largest of them. Where none does, the last row if it is
    `otherwise`; else there is no price."""
    b = ctx.builder
    rows = list(zip(table.tests, refs, strict=True))
    none = b.no_price(f"no row of `{decl.name.text}` fits", b.type(refs[0]))
    ctx.origins.append((none, ctx.origin(decl.name.span)))
    if table.rows[-1].otherwise:
        none = rows.pop()[1]
    if not rows:
        return none
    zero = b.number(Fraction(0), b.type(refs[0]).dimension)
    found, best = rows[0]
    if decl.policy == "added up":
        best = b.sum([b.select(test, ref, zero) for test, ref in rows])
        return b.select(b.any([test for test, _ in rows]), best, none)
    for test, ref in rows[1:]:
        better = (b.min if decl.policy == "smallest" else b.max)([best, ref])
        best = b.select(test, b.select(found, better, ref), best)
        found = b.any([found, test])
    return b.select(found, best, none)


def column_words(ctx: Context, cells: Sequence[ex.Expr]) -> ChoiceOf | None:
    """Words in a result column form a choice: bare words that are no names of values."""
    words: list[str] = []
    for cell in cells:
        if isinstance(cell, ex.Text):
            words.append(cell.value)
        elif isinstance(cell, ex.Name) and (options := options_of(ctx, cell)) is not None:
            words.extend(options)
        elif isinstance(cell, ex.Name) and len(cell.parts) == 1 and ctx.names.find(cell.parts[0]) is None:
            words.append(cell.parts[0])
        else:
            return None
    return ChoiceOf(tuple(dict.fromkeys(words)))


def options_of(ctx: Context, column: ex.Name) -> tuple[str, ...] | None:
    """The options of the same column in another text; None where it is something else."""
    table = ctx.names.find(column.parts[0])
    if table is None or table.kind != "table" or " " not in table.name or len(column.parts) != 2:
        return None
    value = ctx.value_of(table.members[column.parts[1]], column.span)
    return value.type.options if value is not None and isinstance(value.type, ChoiceOf) else None


def among(ctx: Context, value: Value, words: ChoiceOf) -> Value:
    """A choice as one of more words."""
    b = ctx.builder
    if not isinstance(value.type, ChoiceOf) or value.type == words:
        return value
    *others, last = ((word, b.constant(word, Type("choice", options=words.options))) for word in value.type.options)
    ref = last[1]
    for word, known in reversed(others):
        ref = b.select(b.fits(value.ref, OneOf((word,))), known, ref)
    return Value(words, ref)


def dated(ctx: Context, name: str, value: header.Dated) -> Value | None:
    """A value that changes on dates, picked once by the pricing date."""
    values = [expressions.as_number(ctx, expressions.evaluate(ctx, expr)) for expr, _ in value.values]
    known = [v for v in values if v is not None]
    if len(known) < len(values):
        return None
    if len(known) == 1 and value.values[0][1] is None:
        return known[0]
    if ctx.priced_at is None:
        ctx.report(say.priced_at_needed(name, value.span))
        return None
    type_ = known[0].type
    cells: list[tuple[Cell, ...]] = []
    refs: list[Ref] = []
    starts = [day for _, day in value.values]
    for place, ((expr, day), v) in enumerate(zip(value.values, known, strict=True)):
        if not joins(type_, v.type):
            ctx.report(say.does_not_join(type_, v.type, expr.span, value.values[0][0].span))
            return None
        low = None if day is None else Fraction(day.value.toordinal())
        following = starts[place + 1] if place + 1 < len(starts) else None
        high = None if following is None else Fraction(following.value.toordinal())
        if low is not None and high is not None and high <= low:
            assert following is not None
            ctx.report(say.dates_out_of_order(name, following.span))
            return None
        cells.append((Range(low, high, True, False),))
        ref = plain(ctx, v, expr.span)
        if ref is None:
            return None
        refs.append(ref)
    at = ctx.priced_at
    date = at if ctx.builder.type(at).kind == "date" else ctx.builder.date_of(at)
    row = ctx.builder.table(name, [date], cells, "only")
    ctx.origins.append((row, ctx.origin(value.span)))
    ctx.row_origins.append((row, tuple(ctx.origin(expr.span) for expr, _ in value.values)))
    return Value(type_, ctx.builder.pick(row, refs))


def declare_value(ctx: Context, decl: sx.ValueDecl) -> None:
    entity = Entity(decl.name.text, "value", decl.name.span)
    made: list[Value | None] = []

    def evaluate() -> Value | None:
        if not made:
            with ctx.scoped([], None):
                made.append(dated(ctx, decl.name.text, decl.value))
            if made[0] is not None:
                entity.detail = type_words(made[0].type)
        return made[0]

    entity.evaluate = evaluate
    ctx.declare(entity)
