"""Examples: each row as a request in wire form, with the answers it expects."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.lower import expressions, wire
from dsl.lower.conditions import constant_value
from dsl.lower.context import Context
from dsl.messages import meaning as say
from dsl.value_types import (
    DATE,
    MOMENT,
    PERIOD,
    PLAIN,
    TEXT,
    YES_NO,
    ChoiceOf,
    FreeType,
    Num,
    ValueType,
    joins,
    money,
)
from engine.declarations import Declared
from engine.graph import Result


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an example says of one answer: its name, the exact value (base units; a word, yes/no) and the
    words of the cell. A line that is left out counts as 0."""

    name: str
    value: Fraction | str | bool
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """One row: the claim, the request as an app would ask it, and what it expects."""

    claim: str
    request: dict[str, object]
    expected: tuple[Expectation, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A guarantee: the answer of that name never falls (or never rises) when a number input grows."""

    claim: str
    answer: str
    input: str
    falls: bool
    """What must not happen: that it falls, or else that it rises."""
    line: int


def examples(
    ctx: Context,
    blocks: list[sx.Examples],
    inputs: tuple[Declared, ...],
    answers: dict[str, Result | None],
) -> tuple[Example, ...]:
    """`answers` are the names an example may check: lines, totals (None) and results."""
    out: list[Example] = []
    known = {declared.name: declared for declared in inputs}
    for block in blocks:
        heads: list[Declared | None] = []
        for head in block.inputs:
            declared = known.get(head.text)
            if declared is None and not ctx.names.is_broken(head.text):
                entity = ctx.names.find(head.text)
                if entity is None:
                    ctx.report(say.unknown_name(head.text, head.span, list(known)))
                else:
                    ctx.report(say.not_an_input(head.text, entity.kind, head.span))
            heads.append(declared)
        for name in block.expected:
            text = ".".join(name.parts)
            line, _, side = text.rpartition(".")
            if text not in answers and line in answers and side in ("net", "tax", "gross"):
                ctx.report(say.side_not_told(line, side, ctx.side != "", name.span))
            elif text not in answers and not ctx.names.is_broken(name.parts[0]):
                ctx.report(say.unknown_answer(text, name.span, list(answers)))
        for row in block.rows:
            example = one(ctx, block, row, heads, known, answers)
            if example is not None:
                out.append(example)
    return tuple(out)


def one(
    ctx: Context,
    block: sx.Examples,
    row: sx.Example,
    heads: list[Declared | None],
    known: dict[str, Declared],
    answers: dict[str, Result | None],
) -> Example | None:
    request: dict[str, object] = {}
    failed = False
    for declared, cell in zip(heads, row.inputs, strict=False):
        if declared is None or cell is None:
            continue
        value = wire.of(ctx, cell, declared, type_of(declared))
        failed = failed or value is None
        request[declared.name] = value
    for child in row.lists:
        declared = known.get(child.name.text)
        if declared is None or declared.kind != "list":
            ctx.report(say.list_expected(child.name.span))
            failed = True
            continue
        fields = {field.name: field for field in declared.fields}
        items: list[dict[str, object]] = []
        for cells in child.rows:
            item: dict[str, object] = {}
            for head, cell in zip(child.heads, cells, strict=False):
                field = fields.get(head.text)
                if field is None:
                    ctx.report(say.unknown_member(declared.name, head.text, list(fields), "list", head.span))
                    failed = True
                elif cell is not None:
                    value = wire.of(ctx, cell, field, type_of(field))
                    failed = failed or value is None
                    item[field.name] = value
            items.append(item)
        request[declared.name] = items
    for name, declared in known.items():
        if declared.kind == "list" and name not in request and not declared.optional:
            request[name] = []
    expected: list[Expectation] = []
    for name_, cell in zip(block.expected, row.expected, strict=False):
        text = ".".join(name_.parts)
        if cell is None or text not in answers:
            continue
        found = expectation(ctx, text, cell)
        failed = failed or found is None
        if found is not None:
            expected.append(found)
    if failed:
        return None
    return Example(row.claim, request, tuple(expected), ctx.source.place(row.span.start)[0])


def expectation(ctx: Context, name: str, cell: ex.Expr) -> Expectation | None:
    text = ctx.origin(cell.span).text
    type_ = money(ctx.currency) if ctx.currency else PLAIN
    entity = ctx.names.find(name)
    if entity is not None and entity.kind == "result" and entity.evaluate is not None:
        value = entity.evaluate()
        if value is None:
            return None
        found = expressions.evaluate(ctx, cell, value.type)
        type_ = value.type  # type: ignore[assignment]
    else:
        found = expressions.evaluate(ctx, cell)
    if found is None:
        return None
    if not joins(type_, found.type):
        ctx.report(say.does_not_fit_column(type_, found.type, cell.span))
        return None
    constant = constant_value(ctx, found.ref) if found.divisor is None else None
    if constant is None:
        ctx.report(say.must_be_fixed("an example", cell.span))
        return None
    if isinstance(found.type, FreeType):
        constant = Fraction(0)
    return Expectation(name, constant, text)


def type_of(declared: Declared) -> ValueType:
    """The language's type of a declared input."""
    match declared.kind:
        case "truth":
            return YES_NO
        case "moment":
            return MOMENT
        case "date":
            return DATE
        case "period":
            return PERIOD
        case "text":
            return TEXT
        case "choice":
            return ChoiceOf(declared.type.options)
        case _:
            return Num(declared.type.dimension, declared.unit == "%", declared.whole)
