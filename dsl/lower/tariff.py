"""The walk over a whole tariff: from its tree to its graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dsl import expressions as ex
from dsl import header
from dsl import syntax as sx
from dsl.diagnostics import Diagnostic, Span
from dsl.lower import carries, expressions, grouped, inputs, pieces, plans, proration, tables, windows
from dsl.lower.bill import Bill
from dsl.lower.capped import blocks_of_limits
from dsl.lower.charges import charge
from dsl.lower.context import MODES, Context, Entity, LineRounding, Names, Value
from dsl.lower.examples import Example, Promise, examples
from dsl.lower.instalments import instalments
from dsl.lower.items import items_of
from dsl.lower.limiting import limit
from dsl.lower.sides import DETAILS, Sides, name_sides, name_totals, sides, with_sides
from dsl.lower.walk import names_in
from dsl.messages import meaning as say
from dsl.source import Source
from dsl.value_types import DATE, MOMENT, FreeType, ListOf, Num, is_money, joins, money, type_words
from engine.declarations import Declared
from engine.graph import Amount, Choice, Graph, Requirement, Result
from engine.prune import pruned
from engine.units import is_currency

MOST_NODES = 10_000
"""Nodes of a graph: a quote is asked for while somebody waits."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a tariff means. The graph is None where something stops it from being priced."""

    graph: Graph | None
    diagnostics: tuple[Diagnostic, ...]
    examples: tuple[Example, ...]
    promises: tuple[Promise, ...]
    names: Names


@dataclass(slots=True)
class _Found:
    """What the walk has gathered so far."""

    bill: Bill
    """The bill at hand: within a plan its copy."""
    requirements: list[Requirement] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    example_blocks: list[sx.Examples] = field(default_factory=list)
    guarantees: list[sx.Guarantee] = field(default_factory=list)
    prices: header.PricesTax | None = None
    plans: dict[str, sx.Plan] = field(default_factory=dict)
    chosen: dict[str, Span] = field(default_factory=dict)
    """Where each plan is chosen from."""
    priced: set[str] = field(default_factory=set)
    """The plans whose lines have been priced."""
    choices: list[Choice] = field(default_factory=list)


def lower(tariff: sx.Tariff, source: Source, readable: bool = True) -> Meaning:
    """The graph of a tariff, and everything there is to say about it. Of a text that was not wholly readable
    nothing is said that a missing line may explain."""
    ctx = Context(source, Names(tariff.broken))
    ctx.names.removed = dict(tariff.removed)
    bill = Bill(ctx)
    found = _Found(bill)
    here = tariff.name.span if tariff.name else tariff.span
    _units(ctx, tariff)
    priced_at, roundings = _settings(ctx, tariff, found)
    decls = tuple(decl for decl in tariff.body if isinstance(decl, sx.InputDecl))
    _later(ctx, tariff.body)
    ctx.cut_by = blocks_of_limits(tariff.body)
    windows.declare_windows(ctx, tuple(d for d in tariff.body if isinstance(d, sx.WindowDecl)))
    declared, rules = inputs.declare_inputs(ctx, decls)
    found.requirements.extend(rules)
    for setting in roundings:
        _rounding(ctx, setting)
    if priced_at is not None:
        _priced_at(ctx, priced_at)
    for decl in tariff.body:
        if isinstance(decl, sx.TableDecl):
            tables.declare_table(ctx, decl)
        elif isinstance(decl, sx.ValueDecl):
            tables.declare_value(ctx, decl)
        elif isinstance(decl, sx.LetDecl):
            _let(ctx, decl, found)
        elif isinstance(decl, sx.Plan):
            _plan(ctx, decl, found)
    carries.declare(ctx, tuple(decl for decl in tariff.body if isinstance(decl, sx.Carry)))
    name_totals(ctx, lambda: found.bill, found.prices, here)
    for decl in tariff.body:
        _declaration(ctx, decl, bill, found)
    for plan in found.plans.values():
        if plan.name.text not in found.priced:
            _priced(ctx, plan, bill, found)
        if plan.name.text not in found.chosen:
            ctx.report(say.plan_not_chosen(plan.name.text, plan.name.span))
    _read_everything(ctx)
    answer = sides(ctx, bill, found.prices, here)
    bill.lines = with_sides(ctx, bill, found.prices, here)
    silent = not readable or any(d.severity == "error" for d in ctx.diagnostics)
    if not bill.lines and not found.results and not silent and not tariff.shared:
        ctx.report(say.nothing_priced(tariff.span))
    answers: dict[str, Result | None] = {line.name: None for line in bill.lines}
    answers |= {f"{line.name}.{side}": None for line in bill.lines if line.sides is not None for side in DETAILS}
    answers.update(dict.fromkeys(("total", "total net", "total gross", "tax")))
    answers.update({result.name: result for result in found.results})
    known = examples(ctx, found.example_blocks, declared, answers)
    promises = [_promise(ctx, decl, declared, answers) for decl in found.guarantees]
    if readable and not tariff.shared and not any(d.severity == "error" for d in ctx.diagnostics):
        _unused(ctx)
    graph = _graph(ctx, tariff, declared, bill, found, answer)
    kept = tuple(promise for promise in promises if promise is not None)
    return Meaning(graph, tuple(ctx.diagnostics), known, kept, ctx.names)


def _graph(
    ctx: Context,
    tariff: sx.Tariff,
    declared: tuple[Declared, ...],
    bill: Bill,
    found: _Found,
    answer: Sides,
) -> Graph | None:
    if any(d.severity == "error" for d in ctx.diagnostics) or tariff.name is None:
        return None
    whole = Graph(
        tariff.name.text,
        tariff.label.value if tariff.label else tariff.name.text,
        ctx.currency,
        ctx.zone or "UTC",
        declared,
        tuple(ctx.windows),
        tuple(ctx.builder.nodes),
        tuple(ctx.builder.types),
        tuple(ctx.origins),
        tuple(found.requirements),
        tuple(bill.lines),
        tuple(found.results),
        answer.total,
        answer.net,
        answer.tax,
        answer.gross,
        ctx.priced_at,
        tuple(ctx.row_origins),
        tuple(found.choices),
        ctx.builder.carried(),
    )
    pieces.check_counts(ctx, whole)
    if any(d.severity == "error" for d in ctx.diagnostics):
        return None
    graph = pruned(whole)
    if len(graph.nodes) > MOST_NODES:
        ctx.report(say.too_many_nodes(len(graph.nodes), MOST_NODES, tariff.span))
        return None
    return graph


def _units(ctx: Context, tariff: sx.Tariff) -> None:
    for decl in tariff.body:
        if isinstance(decl, sx.UnitDecl):
            for name in decl.names:
                if name.text in ctx.units or is_currency(name.text):
                    ctx.report(say.unit_twice(name.text, name.span))
                ctx.units[name.text] = decl.names[0].text


def _settings(ctx: Context, tariff: sx.Tariff, found: _Found) -> tuple[header.PricedAt | None, list[header.Rounding]]:
    priced_at: header.PricedAt | None = None
    roundings: list[header.Rounding] = []
    seen: dict[str, header.Setting] = {}
    for setting in tariff.settings:
        key = type(setting).__name__ + (setting.what if isinstance(setting, header.Rounding) else "")
        if key in seen:
            ctx.report(say.setting_twice(setting.span, seen[key].span))
            continue
        seen[key] = setting
        match setting:
            case header.Currency(code):
                if is_currency(code.text):
                    ctx.currency = code.text
                else:
                    ctx.report(say.unknown_currency(code.text, code.span))
                    ctx.currency_broken = True
            case header.TimeZone(name):
                try:
                    ZoneInfo(name.text)
                except (ZoneInfoNotFoundError, ValueError, OSError):
                    ctx.report(say.unknown_time_zone(name.text, name.span))
                else:
                    ctx.zone = name.text
            case header.PricesTax():
                ctx.side = "gross" if setting.include else "net"
                found.prices = setting
            case header.Rounding():
                roundings.append(setting)
            case header.PricedAt():
                priced_at = setting
            case header.NextBlocks():
                ctx.next_blocks = True
            case header.MonthEnd():
                ctx.month_end = proration.month_end(setting)
            case _:
                assert_never(setting)
    return priced_at, roundings


def _rounding(ctx: Context, setting: header.Rounding) -> None:
    if setting.what == "nothing":
        ctx.exact_answers = True
        return
    assert setting.step is not None and setting.mode is not None
    step = expressions.evaluate(ctx, setting.step)
    if step is None:
        return
    if not is_money(step.type) or (ctx.currency and not joins(step.type, money(ctx.currency))):
        ctx.report(say.money_expected(step.type, ctx.currency, setting.step.span))
        return
    size = ctx.constant(step, setting.step.span, "the step of a rounding")
    if size is None:
        return
    if size <= 0:
        ctx.report(say.must_be_positive("the step of a rounding", setting.step.span))
        return
    ctx.rounding[setting.what] = LineRounding(MODES[setting.mode], size, setting.per)


def _priced_at(ctx: Context, setting: header.PricedAt) -> None:
    value = expressions.evaluate(ctx, setting.moment)
    if value is None:
        return
    if value.type not in (MOMENT, DATE):
        ctx.report(say.expected_type("a moment or a date", value.type, setting.moment.span))
        return
    ctx.priced_at = value.ref


def _later(ctx: Context, body: tuple[sx.Declaration, ...]) -> None:
    """The names of the bill's lines, which hold only after their own line."""
    for decl in body:
        if isinstance(decl, sx.ForEach):
            _later(ctx, decl.body)
        elif isinstance(decl, sx.Choose):
            for name in (decl.name, *decl.plans):
                ctx.names.later.setdefault(name.text, decl.name.span)
        elif isinstance(decl, sx.Charge | sx.Limit | sx.Adjustment | sx.Tax | sx.ResultDecl):
            known = ctx.names.later.get(decl.name.text)
            if known is None:
                ctx.names.later[decl.name.text] = decl.name.span


def _let(ctx: Context, decl: sx.LetDecl, found: _Found) -> None:
    mentioned = tuple(dict.fromkeys(name.parts[0] for name in names_in(decl.value)))
    entity = Entity(decl.name.text, "let", decl.name.span, needs=mentioned or ("",))
    made: dict[int, Value | None] = {}  # by the bill: what `total` is differs between plans
    inner, item_list = list(ctx.names.inner), ctx.item_list

    def evaluate() -> Value | None:
        bill = id(found.bill)
        if bill not in made:
            with ctx.scoped(inner, item_list):
                value = made[bill] = expressions.evaluate(ctx, decl.value)
            if value is not None:
                entity.detail = type_words(value.type)
        return made[bill]

    entity.evaluate = evaluate
    ctx.declare(entity)


def _declaration(ctx: Context, decl: sx.Declaration, bill: Bill, found: _Found) -> None:
    match decl:
        case sx.UnitDecl() | sx.InputDecl() | sx.WindowDecl() | sx.TableDecl() | sx.ValueDecl() | sx.LetDecl():
            if isinstance(decl, sx.LetDecl):
                if ctx.item_list is not None or ctx.names.home is not ctx.names.entities:
                    _let(ctx, decl, found)
                elif (entity := ctx.names.entities.get(decl.name.text)) and entity.evaluate is not None:
                    ctx.value_of(entity, decl.name.span)
        case sx.Charge():
            if not ctx.currency:
                if not ctx.currency_broken:
                    ctx.report(say.currency_needed(decl.name.span))
                    ctx.currency_broken = True
                _broken(ctx, decl.name)
                return
            made = charge(ctx, decl)
            if made is None:
                _broken(ctx, decl.name)
            else:
                bill.add_charge(*made, decl)
                _name_sides(ctx, bill, decl, found)
        case sx.Limit():
            before = len(bill.lines)
            limit(ctx, bill, decl, found.prices)
            _broken_if_none(ctx, bill, before, decl.name)
            _name_sides(ctx, bill, decl, found)
        case sx.Adjustment():
            before = len(bill.lines)
            bill.discount(decl)
            _broken_if_none(ctx, bill, before, decl.name)
        case sx.Tax():
            before = len(bill.lines)
            bill.tax(decl)
            _broken_if_none(ctx, bill, before, decl.name)
        case sx.ResultDecl():
            _result(ctx, decl, found)
        case sx.Require():
            inputs.requirement(ctx, decl, found.requirements)
        case sx.ForEach():
            _for_each(ctx, decl, bill, found)
        case sx.Carry() | sx.Plan():
            pass  # worked out where it is used, priced where it is chosen from
        case sx.Choose():
            _choose(ctx, decl, bill, found)
        case sx.Examples():
            found.example_blocks.append(decl)
        case sx.Guarantee():
            found.guarantees.append(decl)
        case _:
            assert_never(decl)


def _name_sides(ctx: Context, bill: Bill, decl: sx.Charge | sx.Limit, found: _Found) -> None:
    entity = ctx.names.home.get(decl.name.text)  # another one where the name was taken, which was reported
    if entity is not None and entity.span == decl.name.span and entity.kind != "broken":
        name_sides(ctx, bill, found.prices, entity)


def _broken_if_none(ctx: Context, bill: Bill, before: int, name: ex.Ident) -> None:
    if len(bill.lines) == before:
        _broken(ctx, name)


def _broken(ctx: Context, name: ex.Ident) -> None:
    """A line with a mistake was reported; its later uses stay silent."""
    ctx.names.later.pop(name.text, None)
    ctx.names.home.setdefault(name.text, Entity(name.text, "broken", name.span, used=True))


def _plan(ctx: Context, decl: sx.Plan, found: _Found) -> None:
    first = found.plans.setdefault(decl.name.text, decl)
    if first is not decl:
        ctx.report(say.duplicate_name(decl.name.text, decl.name.span, first.name.span, "plan"))


def _choose(ctx: Context, decl: sx.Choose, bill: Bill, found: _Found) -> None:
    among = plans.chosen_from(ctx, decl, found.plans, found.chosen)
    options = [_priced(ctx, plan, bill, found) for plan in among or ()]
    known = [option for option in options if option is not None]
    whole = known and len(known) == len(options)
    choice = plans.choose(ctx, decl, known, bill, found.prices) if whole else None
    if choice is None:
        for name in (decl.name, *decl.plans):
            _broken(ctx, name)
    else:
        found.choices.append(choice)


def _priced(ctx: Context, plan: sx.Plan, bill: Bill, found: _Found) -> plans.Option | None:
    """A plan on a copy of the bill, which is the bill at hand meanwhile."""
    found.priced.add(plan.name.text)
    copy = found.bill = bill.fork(plan.name.text)
    try:
        return plans.priced(ctx, plan, copy, lambda inner: _declaration(ctx, inner, copy, found))
    finally:
        found.bill = bill


def _result(ctx: Context, decl: sx.ResultDecl, found: _Found) -> None:
    listed = ctx.item_list
    if isinstance(decl.value, ex.Aggregate) and decl.value.blocks is not None:
        series = grouped.series(ctx, decl.value)
        value, listed = (None, listed) if series is None else (series.value, series.groups)
    else:
        value = expressions.as_number(ctx, expressions.evaluate(ctx, decl.value))
    if value is not None and isinstance(value.type, FreeType | ListOf):
        ctx.report(say.number_expected(value.type, decl.value.span))
        value = None
    elif value is not None and value.divisor is not None and not ctx.exact_answers:
        ctx.report(say.needs_rounding(decl.value.span))
        value = None
    if value is None:
        _broken(ctx, decl.name)
        return
    ctx.names.later.pop(decl.name.text, None)
    evaluate = (lambda: value) if listed == ctx.item_list else None
    ctx.declare(Entity(decl.name.text, "result", decl.name.span, evaluate, detail=type_words(value.type), used=True))
    if decl.pay is not None and evaluate is None:
        ctx.report(say.list_in_list(decl.pay.span))
    elif decl.pay is not None:
        instalments(ctx, decl, decl.pay, value, found.requirements, found.results)
        return
    label = decl.label.value if decl.label else decl.name.text
    percent, amount = isinstance(value.type, Num) and value.type.percent, Amount(value.ref, value.divisor)
    found.results.append(Result(decl.name.text, label, amount, listed, percent, ctx.origin(decl.span)))


def _for_each(ctx: Context, decl: sx.ForEach, bill: Bill, found: _Found) -> None:
    if ctx.item_list is not None:
        ctx.report(say.list_in_list(decl.span))
        return
    items = items_of(ctx, decl)
    if items is None:
        for inner in decl.body:
            if isinstance(inner, sx.Charge | sx.ResultDecl):
                _broken(ctx, inner.name)
        return
    known = ctx.names.find(decl.name.text)
    if known is not None:
        ctx.report(say.duplicate_name(decl.name.text, decl.name.span, known.span, known.kind))
        return
    item, ctx.item_list = items
    try:
        with ctx.names.within({decl.name.text: item}):
            for inner in decl.body:
                if isinstance(inner, sx.Charge | sx.LetDecl | sx.ResultDecl):
                    _declaration(ctx, inner, bill, found)
                else:
                    ctx.report(say.not_in_for_each(inner.span))
            _read(ctx, [entity for names in ctx.names.inner for entity in names.values()])
    finally:
        ctx.item_list = None


def _promise(
    ctx: Context, decl: sx.Guarantee, inputs: tuple[Declared, ...], answers: dict[str, Result | None]
) -> Promise | None:
    """A guarantee about an answer and a number input, both by name."""
    if isinstance(decl.subject, ex.Name | ex.Word):
        subject = decl.subject.word if isinstance(decl.subject, ex.Word) else ".".join(decl.subject.parts)
        if subject not in answers:
            if not ctx.names.is_broken(subject.partition(".")[0]):
                ctx.report(say.unknown_answer(subject, decl.subject.span, list(answers)))
            return None
    else:
        ctx.report(say.answer_expected(decl.subject.span))
        return None
    name = ".".join(decl.when.parts)
    known = {one.name: one for one in inputs}
    if name not in known:
        entity = ctx.names.find(name)
        if not ctx.names.is_broken(name):
            if entity is None:
                ctx.report(say.unknown_name(name, decl.when.span, list(known)))
            else:
                ctx.report(say.not_an_input(name, entity.kind, decl.when.span))
        return None
    if known[name].kind != "number":
        ctx.report(say.growing_number(name, decl.when.span))
        return None
    line = ctx.source.place(ctx.source.home(decl.span).start).line
    return Promise(decl.claim.value, subject, name, decl.relation == "does not fall", line)


def _read_everything(ctx: Context) -> None:
    """Works out what nothing has asked for yet, so that its mistakes are heard."""
    _read(ctx, list(ctx.names.entities.values()))


def _read(ctx: Context, entities: list[Entity]) -> None:
    for entity in entities:
        if entity.name.startswith("total"):
            continue
        if entity.kind in ("let", "value", "carry") and entity.evaluate is not None:
            ctx.value_of(entity, entity.span)
        elif entity.kind == "window" and entity.evaluate is not None:
            entity.evaluate()
        elif entity.kind == "table":
            for column in entity.members.values():
                if column.evaluate is not None:
                    column.evaluate()


def _unused(ctx: Context) -> None:
    for entity in ctx.names.entities.values():
        if not entity.used and entity.kind in ("input", "let", "value", "table", "window", "list", "carry"):
            ctx.report(say.unused_name(entity.name, entity.kind, entity.span))
